import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { highlight, searchWords } from './search-words.ts'

const found = (text: string, search: string): string[] =>
  highlight(text, searchWords(search)).filter((stretch) => stretch.found).map((stretch) => stretch.text)

describe('marking what was searched for', () => {
  test.each([
    ['Overleg dosering metoprolol', 'metop', ['metop']],
    ['Overleg dosering Metoprolol', 'METOPROLOL overleg', ['Overleg', 'Metoprolol']],
    ['Naïef idee', 'naief', ['Naïef']],
    ['Nai\u0308ef', 'nai', ['Nai\u0308']],
    ['een lang woord', '"lang woord"', ['lang', 'woord']],
    ['onderwoord', 'woord', []],
    ['a.b@apotheek.test', 'apotheek', ['apotheek']],
    ['tekst', '***', []],
    ['van voor 2026 is veilig: recept', 'van:recept voor:2026 is:veilig', ['recept']],
    ['recept en bloed', 'recept -bloed -"en" -van:anja', ['recept']],
    ['Bij Ĳsbrand Strauß', 'ijsbrand strauss', ['Ĳsbrand', 'Strauß']],
    ['Straußenei', 'strauss', ['Strauß']],
    ['Anja van de balie', 'onderwerp:"anja van"', ['Anja', 'van']],
  ])('%j with %j', (text, search, expected) => {
    expect(found(text, search)).toEqual(expected)
  })

  test('the stretches together are the text', () => {
    fc.assert(fc.property(fc.string(), fc.array(fc.string({ maxLength: 4 })), (text, words) => {
      expect(highlight(text, words.flatMap(searchWords)).map((stretch) => stretch.text).join('')).toBe(text)
    }))
  })
})
