import { expect, test } from 'vitest'
import { compileTerms, type Terms } from './term-list.ts'
import { shippedList, shippedWeights } from '../../../../test/corpora/detection/terms.ts'
import { detect } from './detect.ts'
import { REMEMBERED_WORDS } from './limits.ts'
import { knowing } from './word-memory.ts'

const terms = compileTerms(shippedList, shippedWeights)

test('a word is looked up once, for every list apart', () => {
  const other: Terms = { ...terms }
  const asked: string[] = []
  const known = knowing((word) => { asked.push(word); return word.length })
  expect([known(terms)('astma'), known(terms)('astma'), known(other)('astma')]).toEqual([5, 5, 5])
  expect(asked).toEqual(['astma', 'astma'])
})

test('it never holds more words than its limit', () => {
  let asked = 0
  const known = knowing(() => asked++)(terms)
  for (let number = 0; number <= REMEMBERED_WORDS; number++) known(`w${String(number)}`)
  known('w0')
  expect(asked).toBe(REMEMBERED_WORDS + 2)
})

test('what was remembered of other messages changes no answer', () => {
  const message = { subject: '', text: 'Mijn dochter heeft astma. Zij werkt bij de kliniek.', attachments: [] }
  const first = detect(message, terms)
  for (let number = 0; number < 300; number++) detect({ subject: '', text: Array.from({ length: 100 }, (_, at) => `woord${String(number * 100 + at)}`).join(' '), attachments: [] }, terms)
  expect(detect(message, terms)).toEqual(first)
  expect(detect(message, compileTerms(shippedList, shippedWeights))).toEqual(first)
})
