import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readWordList, sixWords, type Compared } from './six-words.ts'

const words = readWordList(path.resolve(import.meta.dirname, '../../../../resources/words/nl.txt'))
const compared: Compared = { root: 'a'.repeat(64), signKey: 'A'.repeat(43), sealKey: 'B'.repeat(43), proofKey: 'C'.repeat(43) }

/** As it sounds over a bad line: what Dutch writes in two ways, and letters that are heard as one another. */
const sound = (word: string): string => [
  [/ei|ij/g, 'y'], [/ou|au/g, 'ou'], [/sch/g, 'sg'], [/ch/g, 'g'], [/c(?=[eiy])/g, 's'], [/c/g, 'k'], [/z/g, 's'], [/v/g, 'f'], [/d$/, 't'], [/b$/, 'p'], [/th/g, 't'], [/(.)\1/g, '$1'],
].reduce((text, [from, to]) => text.replace(from as RegExp, to as string), word)

describe('the words', () => {
  test('are 2,048 short ones, each once, in order', () => {
    expect(words).toHaveLength(2_048)
    expect([...new Set(words)].sort()).toEqual(words)
    expect(words.filter((word) => !/^[a-z]{3,9}$/.test(word))).toEqual([])
  })

  test('no two differ by one letter, or by two that changed places', () => {
    const all = new Set(words)
    const places = (word: string): readonly number[] => Array.from(word, (_, at) => at)
    const less = (word: string, at: number): string => word.slice(0, at) + word.slice(at + 1)
    const swapped = (word: string, at: number): string => word.slice(0, at) + word.slice(at + 1, at + 2) + word.slice(at, at + 1) + word.slice(at + 2)
    expect(words.filter((word) => places(word).some((at) => all.has(less(word, at))))).toEqual([])
    expect(words.filter((word) => places(word).some((at) => swapped(word, at) !== word && all.has(swapped(word, at))))).toEqual([])
    const gaps = words.flatMap((word) => places(word).map((at) => `${word.slice(0, at)}?${word.slice(at + 1)}`)).toSorted()
    expect(gaps.filter((gap, at) => gap === gaps[at - 1])).toEqual([])
  })

  test('no two sound alike', () => {
    const sounds = new Map<string, string[]>()
    for (const word of words) sounds.set(sound(word), [...sounds.get(sound(word)) ?? [], word])
    expect([...sounds.values()].filter((same) => same.length > 1)).toEqual([])
  })

  test('none is another one, made small or more than one', () => {
    const all = new Set(words)
    expect(words.filter((word) => ['en', 's', 'je', 'tje', 'jes'].some((end) => word.endsWith(end) && all.has(word.slice(0, -end.length))))).toEqual([])
  })
})

describe('what both sides see', () => {
  test('the same six words of the same practice, keys and secret', () => {
    expect(sixWords(words, compared)).toEqual(sixWords(words, { ...compared }))
    expect(sixWords(words, compared)).toHaveLength(6)
    expect(sixWords(words, compared)).toEqual(['voordeel', 'gymzaal', 'water', 'paperclip', 'vos', 'stropdas'])
  })

  test.each(['root', 'signKey', 'sealKey', 'proofKey'] as const)('other words when %s was swapped on the way', (field) => {
    const key = fc.stringMatching(/^[A-Za-z0-9_-]{43}$/)
    fc.assert(fc.property(key, (swapped) => {
      fc.pre(swapped !== compared[field])
      expect(sixWords(words, { ...compared, [field]: swapped })).not.toEqual(sixWords(words, compared))
    }), { numRuns: 100 })
  })

  test('every word of the list can come', () => {
    const seen = new Set<string>()
    for (let at = 0; seen.size < words.length && at < 50_000; at += 1) for (const word of sixWords(words, { ...compared, root: String(at) })) seen.add(word)
    expect(seen.size).toBe(words.length)
  })
})
