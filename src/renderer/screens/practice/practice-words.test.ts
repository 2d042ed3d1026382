import { describe, expect, test } from 'vitest'
import { translator } from '../../../shared/text/table.ts'
import { grantRefusal, levelOf, levels, lineLook, practiceFail, problemWords, type Level } from './practice-words.ts'

const t = translator('nl')

describe('words of the practice', () => {
  test('an obstacle to a grant has its own sentence; as a problem of the register it is a grant that cannot be', () => {
    expect(t(grantRefusal('not-below'))).toBe('De ontvanger moet onder de gever vallen.')
    expect(problemWords('not-below')).toBe('problem.grant')
  })

  test('what keeps a grant from being written is not said to be the grant', () => {
    expect(t(grantRefusal('journal-unwritable'))).toContain('logboek')
  })

  test('names that a later version brings get the general sentence', () => {
    for (const name of ['something-newer', '', 'toString', '__proto__']) expect(problemWords(name)).toBe('problem.general')
    expect(grantRefusal('something-newer')).toBe('fail.internal')
    expect(practiceFail('something-newer')).toBe('fail.internal')
  })

  test('a refusal is about the practice where a mail screen has other words for it', () => {
    expect(t(practiceFail('no-right'))).toContain('map voor de praktijk')
    expect(t(practiceFail('journal-unwritable'))).toContain('logboek')
  })

  test('without a line one sees that one waits, and how much', () => {
    expect(lineLook({ kind: 'waiting', waiting: 2 }, t)).toEqual({ words: 'Geen verbinding: 2 wijzigingen wachten hier en gaan vanzelf mee', isWell: false, advice: null })
    expect(lineLook({ kind: 'waiting', waiting: 0 }, t).words).toContain('laatst bekend')
    expect(lineLook({ kind: 'in-step', waiting: 0 }, t).isWell).toBe(true)
    for (const kind of ['stopped', 'no-folder', 'broken'] as const) expect(lineLook({ kind, waiting: 0 }, t).advice).toContain('blijft bewaard')
  })

  test('a step is known by what it holds, in any order; anything else is left alone', () => {
    for (const level of Object.keys(levels) as Level[]) expect(levelOf([...levels[level]].reverse())).toBe(level)
    expect(levelOf(['read', 'export'])).toBe('other')
    expect(levelOf(['read', 'read'])).toBe('read')
  })
})
