import { describe, expect, test } from 'vitest'
import { evidenceOf, originOf, safeEvidence } from '../../../../test/e2e/fake-core/origins.ts'
import type { InboundState } from '../../../shared/norm/inbound-evidence.ts'
import { translator } from '../../../shared/text/table.ts'
import { originFacts, type Words } from './origin-facts.ts'
import { reasonWords } from './reason-words.ts'

const words: Words = { t: translator('nl'), size: (bytes) => `${bytes} bytes`, day: (isoDay) => isoDay }
const states = Object.keys(evidenceOf) as InboundState[]
const factsOf = (evidence: Parameters<typeof originFacts>[0], isRelayed = false) => originFacts(evidence, isRelayed, words)

describe('the evidence of each state', () => {
  test.each(states)('%s is what the rules make of it, and says so in words', (state) => {
    const origin = originOf(state, 0)
    expect(origin.state).toBe(state)
    expect(reasonWords(origin.reasons, words.t)).toHaveLength(origin.reasons.length)
    expect(factsOf(origin.evidence).map(({ id }) => id).slice(0, 4)).toEqual(['sender', 'signature', 'domain', 'mark'])
    expect(factsOf(origin.evidence).flatMap(({ found }) => found).filter((sentence) => /\{|undefined|null/.test(sentence))).toEqual([])
  })
})

test('a message that came the safe way: what counts is in order, the rest is shown and does not count', () => {
  expect(Object.fromEntries(factsOf(safeEvidence, true).map(({ id, weight }) => [id, weight]))).toEqual({
    sender: 'aside', signature: 'for', domain: 'for', mark: 'for', server: 'for', relay: 'aside', policy: 'aside', route: 'aside', chain: 'aside',
  })
})

test('an SPF fail of a message that passes is explained and not held against it (IN-08)', () => {
  const { reasons } = originOf('safe', 0)
  expect(reasons.map(({ code }) => code)).toContain('spfFailNeutral')
  expect(factsOf(safeEvidence, true).find(({ id }) => id === 'relay')?.found.join(' ')).toContain('Dat is gewoon')
})

test('a signature that leaves out what is shown is not in order (IN-02c)', () => {
  const [looked] = safeEvidence.signatures.looked
  if (looked === undefined) throw new Error('no signature')
  const gap = { ...safeEvidence, signatures: { count: 1, looked: [{ ...looked, uncovered: ['Subject'], unsignedBytes: 12 }] } }
  const fact = factsOf(gap).find(({ id }) => id === 'signature')
  expect(fact?.weight).not.toBe('for')
  expect(fact?.found.join(' ')).toContain('Niet mee ondertekend: Subject. Achter het ondertekende deel staat nog 12 bytes')
})

test('what could not be looked up is open, never in order', () => {
  for (const status of ['lookupFailed', 'indeterminate'] as const) {
    expect(factsOf({ ...safeEvidence, sender: { ...safeEvidence.sender, status } }).find(({ id }) => id === 'domain')?.weight).toBe('open')
  }
})

test('results of a server that is not the own one never count for a message (IN-01)', () => {
  for (const kind of ['otherServer', 'notConfigured', 'malformed', 'none', 'belowForeignHop', 'againstOnly'] as const) {
    expect(factsOf({ ...safeEvidence, reported: { ...safeEvidence.reported, kind } }).find(({ id }) => id === 'server')?.weight).toBe('aside')
  }
})

test('a code of a later version says nothing', () => {
  expect(reasonWords([{ code: 'fromTheFuture', params: {} }, { code: 'constructor', params: {} }, { code: 'markAbsent', params: {} }], words.t)).toEqual(['het kenmerk van de veilige route ontbreekt'])
})
