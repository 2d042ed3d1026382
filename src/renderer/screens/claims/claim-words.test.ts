import { describe, expect, test } from 'vitest'
import type { Claim } from '../../../shared/contract/claims.ts'
import { translator } from '../../../shared/text/table.ts'
import { claimFail, dueSentence, rowClaim, standsInTheWay, stepSentence } from './claim-words.ts'

const t = translator('nl')
const claim = (change: Partial<Claim>): Claim => ({ messageId: 1, to: null, note: null, answering: null, finished: null, mayClaim: true, ...change })
const bas = { id: 'bas', name: 'Bas Jansen' }
const has = (isMe: boolean) => ({ to: { ...bas, isMe, since: 5 } })

describe('who has a message, in words', () => {
  test('in a row: what is happening comes before who has it, and what is finished is finished', () => {
    const writes = { answering: { ...bas, until: 100 } }
    expect(rowClaim(claim({}), t, 10)).toEqual({ tone: 'new', who: null, words: 'Nieuw voor iedereen' })
    expect(rowClaim(claim(has(false)), t, 10)).toEqual({ tone: 'held', who: 'Bas Jansen', words: 'Bas Jansen heeft dit' })
    expect(rowClaim(claim(has(true)), t, 10).words).toBe('Jij hebt dit')
    expect(rowClaim(claim({ ...has(false), ...writes }), t, 10).words).toBe('Bas Jansen schrijft een antwoord')
    expect(rowClaim(claim({ ...has(false), ...writes, finished: { how: 'phoned', by: bas, at: 7 } }), t, 10).tone).toBe('finished')
  })

  test('who said to be writing and says nothing more is not writing any more', () => {
    expect(rowClaim(claim({ answering: { ...bas, until: 100 } }), t, 100).tone).toBe('new')
    expect(standsInTheWay(claim({ answering: { ...bas, until: 100 } }), 100)).toBeNull()
  })

  test('only somebody else stands in the way of an answer', () => {
    expect(standsInTheWay(claim({}), 10)).toBeNull()
    expect(standsInTheWay(claim(has(true)), 10)).toBeNull()
    expect(standsInTheWay(claim(has(false)), 10)).toEqual({ name: 'Bas Jansen', since: 5 })
    expect(standsInTheWay(claim({ ...has(true), answering: { ...bas, until: 100 } }), 10)).toEqual({ name: 'Bas Jansen', since: null })
    expect(standsInTheWay(claim({ ...has(false), finished: { how: 'filed', by: bas, at: 7 } }), 10)).toBeNull()
  })

  test('steps and promises', () => {
    expect(stepSentence({ at: 1, by: bas, what: 'handed-over', to: { id: 'mia', name: 'Mia Smit' } }, t)).toBe('Bas Jansen droeg dit over aan Mia Smit')
    expect(dueSentence({ due: { promise: 'answer', at: 1, late: true }, when: 'ma 10:12' }, t)).toBe('Te laat: te beantwoorden vóór ma 10:12')
    expect(t(claimFail('taken'))).toBe('Iemand was je net voor.')
    expect(claimFail('something-newer')).toBe('fail.internal')
  })
})
