import { expect, test } from 'vitest'
import { translator } from '../../../shared/text/table.ts'
import { valueWord } from './value-words.ts'

test.each([
  ['kind', 'cover', 'Waarneming'],
  ['right', 'role-given:logbeheerder', 'rol Logbeheerder gegeven'],
  ['change', 'put-back', 'teruggezet'],
  ['reason', 'no-right', 'de mailserver geeft dat recht niet'],
  // What has no word is not hidden.
  ['change', 'of-a-later-version', 'of-a-later-version'],
  ['constructor', 'name', 'name'],
  ['kind', 'toString', 'toString'],
])('%s %s is told as %s', (field, written, words) => {
  expect(valueWord(field, written, translator('nl'))).toBe(words)
})
