import { expect, test } from 'vitest'
import { shippedList } from '../../../../test/corpora/detection/terms.ts'
import { fold } from './fold.ts'
import { readTermList } from './term-list.ts'

test('the shipped list is read, is large enough, and is written folded but for names', () => {
  const words = shippedList.terms.flatMap((group) => group.words)
  expect(words.length).toBeGreaterThan(600)
  for (const word of words.filter((each) => !/\p{Lu}.*\p{Lu}/u.test(each))) expect(fold(word)).toBe(word)
  for (const group of shippedList.terms) expect(new Set(group.words).size).toBe(group.words.length)
})

test('what is two-faced or routine stands among the terms', () => {
  const words = new Set(shippedList.terms.flatMap((group) => group.words.map((word) => word.replace(/^=/, ''))))
  for (const word of [...shippedList.twoFaced, ...shippedList.routine]) expect(words, word).toContain(word)
})

test.each<[string, unknown]>([
  ['edition', null], ['edition', []], ['edition', { ...shippedList, edition: '1' }], ['terms', { ...shippedList, terms: [] }],
  ['terms', { ...shippedList, terms: [{ kind: 'x', strength: 'huge', words: ['a'] }] }], ['figures', { ...shippedList, figures: [1] }], ['persons', { ...shippedList, persons: { self: [] } }],
  ['harmless', { ...shippedList, harmless: null }],
])('a list without a good %s is refused by name', (field, list) => expect(() => readTermList(list)).toThrow(field))
