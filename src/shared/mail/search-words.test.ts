import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromFirstFound, highlight, searchWords } from './search-words.ts'

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

describe('the part of a long line that shows what was found', () => {
  test.each([
    ['Zie ook de afspraak over metoprolol.', 'metop', '… over metoprolol.'],
    ['Recept metoprolol', 'metop', 'Recept metoprolol'],
    ['Hottentottententententoonstelling/metoprolol', 'metop', '… metoprolol'],
    ['Niets van dat alles staat hier', 'metop', 'Niets van dat alles staat hier'],
    ['Niets gezocht in deze lange zin', '', 'Niets gezocht in deze lange zin'],
  ])('%j with %j', (text, search, expected) => {
    expect(fromFirstFound(text, searchWords(search))).toBe(expected)
  })

  test('nothing that was found is lost', () => {
    const marks = (text: string, words: string[]): string[] => highlight(text, words).filter((stretch) => stretch.found).map((stretch) => stretch.text)
    fc.assert(fc.property(fc.array(fc.constantFrom('een', 'recept', 'naïef', 'é', '\u0308', ' ', '-', '𝔊'), { maxLength: 40 }), (parts) => {
      const words = searchWords('recept naief')
      expect(marks(fromFirstFound(parts.join(''), words), words)).toEqual(marks(parts.join(''), words))
    }))
  })
})
