import { expect, test } from 'vitest'
import { formsOf } from './dutch-forms.ts'

test.each([
  ['tumor', 'tumoren'], ['carcinoom', 'carcinomen'], ['abces', 'abcessen'], ['infectie', 'infecties'], ['allergie', 'allergieen'], ['bult', 'bultje'], ['wrat', 'wratten'],
  ['depressief', 'depressieve'], ['ziekte', 'ziekten'], ['antibioticum', 'antibiotica'], ['maagzweer', 'maagzweren'], ['ontsteking', 'ontstekingen'], ['spatader', 'spataders'], ['kies', 'kiezen'],
])('%s is also written %s', (word, form) => expect(formsOf(word)).toContain(form))

test('an ending without stress is not doubled', () => expect(formsOf('spatader')).not.toContain('spataderren'))
