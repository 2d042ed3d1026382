import { expect, test } from 'vitest'
import { valuesIn } from './values.ts'

const kinds = (text: string): string[] => valuesIn(text).map(({ kind }) => kind)

test.each([
  ['Hb 7,4 mmol/l', 'lab'], ['kreatinine 145', 'lab'], ['RR 140/85', 'lab'], ['bloeddruk was vanochtend 178/102', 'lab'], ['INR 2,8', 'lab'], ['40 nmol/L', 'lab'], ['39,4 koorts', null],
  ['koorts tot 39,4', 'lab'], ['2dd1', 'dose'], ['3 dd 500', 'dose'], ['500 mg', 'dose'], ['12,5mg', 'dose'], ['75 mcg', 'dose'], ['2 tabletten', 'dose'], ['ICPC: K86', 'code'], ['ICD-10 J45', 'code'],
  ['geb. 12-03-1960', 'birth-date'], ['geboren op 5 mei 1988', 'birth-date'], ['geboortedatum: 2-3-50', 'birth-date'], ['Jan de Vries (12-03-1960)', 'birth-date'], ['J. Bos, 12/03/1960', 'birth-date'],
  ['12-03-1957 K. de Boer', 'birth-date'],
  ['op 12-03-2026 komt Jan Bos', null], ['factuur van 12-03-1999', null], ['* 12-03-2026 vergadering', null], ['150 gram suiker', null], ['2 tablets', null], ['3-1', null], ['14.30 uur', null],
  ['06-12345678', null], ['NEN 7510', null], ['200 ml', null],
])('%s: %s', (text, kind) => expect(new Set(kinds(text))).toEqual(new Set(kind === null ? [] : [kind])))
