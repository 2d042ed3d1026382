/** Where this computer can prove no name at all, nothing is held against the sender, and nothing is safe. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createResolver } from '../../src/main/dns/resolver.ts'
import { readTrustAnchor } from '../../src/main/dns/trust-anchor.ts'
import { assess, type Assessment } from '../../src/main/trust/assess.ts'
import { isOpen } from '../../src/main/trust/open-look-ups.ts'
import { accounts } from '../corpora/forged/accounts.ts'
import { bytesOf, judged, receivedAt } from '../corpora/forged/letter.ts'
import { startLiar } from '../corpora/forged/lying-resolver.ts'
import { allPass, safeArrival } from '../corpora/forged/sent.ts'
import { startNameServers, type NameServers } from '../corpora/forged/zones.ts'

let servers: NameServers
beforeAll(async () => { servers = await startNameServers() })
afterAll(() => servers[Symbol.asyncDispose]())

const received = receivedAt.getTime()
const YEAR_MS = 365 * 86_400_000

async function assessBy(address: string, { ahead = 0, mail = safeArrival() } = {}): Promise<Assessment> {
  const anchor = readTrustAnchor(readFileSync(servers.trustAnchorFile, 'utf8'))
  if (anchor.kind !== 'anchor') throw new Error('no trust anchor')
  const [host = '', port = ''] = address.split(':')
  await using resolver = createResolver({ upstream: { kind: 'udp', host, port: Number(port) }, trustAnchor: anchor.records, now: () => Date.now() + ahead })
  return await assess(bytesOf(mail), { practice: accounts.linde, resolver, receivedAt: received, assessedAt: received })
}

test('the same letter is safe where names can be proven', async () => {
  const { state, evidence } = await assessBy(servers.resolver)
  expect([state, evidence.blind]).toEqual(['safe', undefined])
})

test('a network that lets no DNSSEC through: unknown, for that reason, and looked at again', async () => {
  await using liar = await startLiar(servers.resolver, () => 'stripsSignatures')
  const found = await assessBy(liar.resolver)
  expect([found.state, found.row, found.evidence.blind, found.evidence.sender.status, isOpen(found)]).toEqual(['unknown', 'IN-05', 'withoutDnssec', 'indeterminate', true])
  expect(found.reasons.map(({ code }) => code)).toContain('withoutDnssec')
  const vouched = await assessBy(liar.resolver, { mail: judged(safeArrival(), allPass) })
  expect([vouched.state, vouched.row, vouched.reasons[0]?.code]).toEqual(['unknown', 'IN-04', 'withoutDnssec'])
})

test.each([['ahead', YEAR_MS], ['behind', -YEAR_MS]])('a clock that is a year %s: unknown, for that reason, and never forged', async (_way, ahead) => {
  const found = await assessBy(servers.resolver, { ahead })
  expect([found.state, found.evidence.blind, isOpen(found)]).toEqual(['unknown', 'clockOff', true])
  expect(found.reasons.map(({ code }) => code)).toContain('clockOff')
})
