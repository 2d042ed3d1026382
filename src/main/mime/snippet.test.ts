import { expect, test } from 'vitest'
import { SNIPPET_CHARS } from '../../shared/limits.ts'
import { snippetOf } from './snippet.ts'

test.each([
  ['Beste Mia,\n\nHet recept ligt klaar.\n-- \nAnja', 'Beste Mia, Het recept ligt klaar.'],
  ['> citaat\nAntwoord\n> meer', 'Antwoord'],
  ['Goed.\n\nOp ma 2 mrt 2026 om 09:12 schreef Anja <a@b.test>:\n> Is het goed?', 'Goed.'],
  ['Ja\nOn Mon, 2 Mar 2026, Anja wrote:\nvraag', 'Ja'],
  ['Zie onder.\n-----Oorspronkelijk bericht-----\nVan: Anja\n', 'Zie onder.'],
  ['Zie onder.\nVan: Anja <a@b.test>\nVerzonden: ma', 'Zie onder.'],
  ['_____\n=====\nTekst', 'Tekst'],
  ['> alleen\n> citaat', 'alleen citaat'],
  ['\u200b\u034f\u00ad\u00a0 Lees \u202edit', 'Lees dit'],
  ['', ''],
])('of %j', (text, snippet) => {
  expect(snippetOf(text)).toBe(snippet)
})

test('is short, ends at a word and is whole letters', () => {
  expect(snippetOf('woord '.repeat(1_000))).toMatch(/^(?:woord )+woord$/)
  expect(snippetOf('🦷'.repeat(1_000)).isWellFormed()).toBe(true)
  expect(snippetOf('x'.repeat(1_000_000)).length).toBe(SNIPPET_CHARS)
})
