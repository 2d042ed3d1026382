import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { InboundEvidence, ReceivingPractice, SignatureEvidence } from './inbound-evidence.ts'
import { judge } from './inbound-verdict.ts'

const practice: ReceivingPractice = {
  domains: ['linde.test'], authservId: 'mx.linde.test', receivingHosts: ['mx.linde.test'], stripsForeignHeader: false,
  webFormSenders: ['formulier@site.test'], portalDomains: ['portaal.test'], knownDomains: ['ziekenhuis.test'],
}

const result = fc.record({ result: fc.constantFrom('pass', 'fail', 'none', 'temperror', 'softfail', 'permerror'), domain: fc.constantFrom('zorg.test', null), aligned: fc.boolean() })
const signature: fc.Arbitrary<SignatureEvidence> = fc.record({
  domain: fc.constantFrom('zorg.test', 'linde.test', 'kwaad.test'), selector: fc.constant('s'), algorithm: fc.constant('rsa-sha256'),
  result: fc.constantFrom('pass', 'pass', 'fail', 'unproven'), fault: fc.constantFrom(null, 'keyForged', 'keyMissing', 'bodyChanged'), aligned: fc.boolean(),
  keyZone: fc.constant('secure'), keyBits: fc.constant(2048), signedAt: fc.constant(null), expiresAt: fc.constant(null),
  uncovered: fc.constantFrom([], [], ['subject']), unsignedBytes: fc.constantFrom(0, 0, 5), coversMark: fc.boolean(),
})
const parts = {
  sender: fc.record({
    headers: fc.constantFrom(1, 1, 1, 2, 0), addresses: fc.constantFrom(['a@zorg.test'], ['formulier@site.test'], []), addressCount: fc.constantFrom(1, 1, 1, 2, 0),
    domain: fc.constantFrom('zorg.test', 'linde.test', 'portaal.test', 'site.test', 'ziekenhius.test', 'zieken-huis.test', null), organisation: fc.constant(null), name: fc.constant(''),
    shownAddress: fc.constantFrom(null, null, null, 'b@kwaad.test'), ambiguous: fc.constantFrom(false, false, false, true),
    status: fc.constantFrom('ready', 'ready', 'absent', 'expired', 'insecure', 'bogus', 'lookupFailed'), provider: fc.constant(null), lastDay: fc.constant(null),
  }),
  signatures: fc.array(signature, { maxLength: 3 }).map((looked) => ({ count: looked.length, looked })),
  dmarc: fc.record({ kind: fc.constantFrom('record', 'none', 'bogus', 'unreachable'), domain: fc.constant(null), policy: fc.constantFrom('none', 'reject', null), strictDkim: fc.boolean() }),
  reported: fc.record({ kind: fc.constantFrom('counted', 'none', 'otherServer', 'againstOnly', 'malformed'), count: fc.constant(1), authservId: fc.constant(null), dkim: fc.array(result, { maxLength: 2 }), spf: fc.option(result), dmarc: fc.option(result) }),
  mark: fc.record({ count: fc.constant(1), value: fc.constant('1'), kind: fc.constantFrom('absent', 'signed', 'stripped', 'repeated', 'unsigned', 'empty') }),
  hops: fc.record({ count: fc.constant(1), within: fc.boolean(), why: fc.constant('within'), host: fc.constant(null) }),
  arc: fc.constant({ sets: 0, wellFormed: true, sealer: null, claims: null }),
  structure: fc.record({ repeated: fc.constantFrom([], [], ['subject']), strange: fc.constantFrom(false, false, true), bytes: fc.constant(1) }),
  afterwards: fc.constantFrom(false, false, true),
}

const safe: InboundEvidence = {
  sender: {
    headers: 1, addresses: ['a@zorg.test'], addressCount: 1, domain: 'zorg.test', organisation: 'zorg.test', name: '', shownAddress: null, ambiguous: false,
    status: 'ready', provider: null, lastDay: null,
  },
  signatures: { count: 1, looked: [{
    domain: 'zorg.test', selector: 's', algorithm: 'rsa-sha256', result: 'pass', fault: null, aligned: true, keyZone: 'secure', keyBits: 2048, signedAt: null, expiresAt: null,
    uncovered: [], unsignedBytes: 0, coversMark: true,
  }] },
  dmarc: { kind: 'none', domain: null, policy: null, strictDkim: false }, reported: { kind: 'none', count: 0, authservId: null, dkim: [], spf: null, dmarc: null },
  mark: { count: 1, value: '1', kind: 'signed' }, hops: { count: 1, within: false, why: 'otherSource', host: null }, arc: { sets: 0, wellFormed: true, sealer: null, claims: null },
  structure: { repeated: [], strange: false, bytes: 1 }, afterwards: false,
}

/** Safe mail of which any part may be any other. */
const evidence: fc.Arbitrary<InboundEvidence> = fc.record(parts, { requiredKeys: [] }).map((found) => ({ ...safe, ...found }))

/** What `safe` and `internal` stand on, said once more and in another way than the rules do. */
function isProven({ sender, signatures, structure, reported }: InboundEvidence): boolean {
  const proof = signatures.looked.filter((each) => each.result === 'pass' && each.aligned && each.uncovered.length === 0 && each.unsignedBytes === 0)
  const isOne = sender.headers === 1 && sender.addressCount === 1 && sender.domain !== null && !sender.ambiguous && sender.shownAddress === null
  const isWhole = structure.repeated.length === 0 && !structure.strange
  return proof.length > 0 && isOne && isWhole && !(reported.kind === 'counted' && reported.dmarc?.result === 'fail')
}

test('whatever is found, safe and internal are proven, and every state has a reason', () => {
  const seen = new Set<string>()
  fc.assert(fc.property(evidence, (found) => {
    const { state, row, reasons } = judge(found, practice)
    seen.add(row)
    expect(reasons.length).toBeGreaterThan(0)
    if (state === 'safe') expect([isProven(found), found.sender.status, found.afterwards, ['signed', 'stripped'].includes(found.mark.kind)]).toEqual([true, 'ready', false, true])
    if (state === 'internal') expect([isProven(found), found.sender.domain, found.hops.within]).toEqual([true, 'linde.test', true])
    if (found.sender.domain === 'zieken-huis.test' || found.sender.headers > 1) expect(state).toBe('suspicious')
  }), { numRuns: 5_000 })
  expect([...seen].sort()).toEqual(['IN-03', 'IN-04', 'IN-05', 'IN-05a', 'IN-06', 'IN-07', 'IN-07a', 'IN-09', 'IN-10'])
})

test('a worse result of the server never makes a verdict better', () => {
  const order = ['suspicious', 'unsafe', 'unknown', 'formMessage', 'portalNotice', 'internal', 'safe']
  fc.assert(fc.property(evidence, (found) => {
    const worse: InboundEvidence = { ...found, reported: { ...found.reported, kind: 'counted', dmarc: { result: 'fail', domain: null, aligned: true } } }
    expect(order.indexOf(judge(worse, practice).state)).toBeLessThanOrEqual(order.indexOf(judge(found, practice).state))
  }), { numRuns: 2_000 })
})
