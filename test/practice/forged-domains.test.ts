/**
 * The check of a domain, through the command itself, on real zones: signed, unsigned, forged and outdated, and behind
 * resolvers that lie. Every status of norm.md section 4 that DNS can provoke is here.
 */
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { domainCases, domainRecords, domainZones, lieCases, type DomainCase, type NtaStatus } from '../corpora/forged/domain-cases.ts'
import { factCases, factRecords, factZones } from '../corpora/forged/domain-facts.ts'
import { receivedAt } from '../corpora/forged/letter.ts'
import { startLiar } from '../corpora/forged/lying-resolver.ts'
import { startNameServers, type NameServers } from '../corpora/forged/zones.ts'

/** What `bin/praktijkpost.js` starts: one program less each time. */
const command = path.resolve(import.meta.dirname, '../../src/main/shells/terminal/start.ts')

type Checked = {
  domain: string; ntaStatus: NtaStatus; warnings: string[]; lastDay: string | null
  spf: { state: string }; dmarc: { state: string }; dane: { state: string }[]; problems: { code: string }[]
}
type Asking = { resolver?: string; trustAnchorFile?: string; at?: string }

let servers: NameServers
beforeAll(async () => { servers = await startNameServers({ more: [...domainZones, ...factZones], test: [...domainRecords, ...factRecords] }) })
afterAll(() => servers[Symbol.asyncDispose]())

async function check(domains: readonly string[], asking: Asking = {}): Promise<Map<string, Checked>> {
  const { resolver, trustAnchorFile, at } = { resolver: servers.resolver, trustAnchorFile: servers.trustAnchorFile, at: receivedAt.toISOString(), ...asking }
  const { stdout } = await promisify(execFile)(process.execPath, [
    command, 'check-domain', ...domains, '--resolver', resolver, '--trust-anchor', trustAnchorFile, '--at', at, '--json',
  ], { maxBuffer: 64 << 20 })
  const lines = stdout.trim().split('\n').map((line) => JSON.parse(line) as Checked)
  expect(lines.length).toBe(domains.length)
  return new Map(lines.map((line) => [line.domain, line]))
}

const statusOf = async (domain: string, asking: Asking): Promise<NtaStatus | undefined> => (await check([domain], asking)).get(domain)?.ntaStatus

const listed = (status: DomainCase['status']): readonly string[] => (typeof status === 'string' ? [status] : status)

/** What differs from the expectation, in one line a domain. */
function difference({ domain, status, warnings = [], lastDay, why }: DomainCase, found: Checked | undefined): string[] {
  if (found === undefined) return [`${domain}: no line; ${why}`]
  const wrong = [
    ...(listed(status).includes(found.ntaStatus) ? [] : [`${found.ntaStatus}, not ${listed(status).join('|')}`]),
    ...(lastDay === undefined || found.lastDay === lastDay ? [] : [`last day ${String(found.lastDay)}, not ${lastDay}`]),
    ...(typeof status !== 'string' || found.warnings.toSorted().join() === [...warnings].toSorted().join() ? [] : [`warnings ${found.warnings.join()}, not ${warnings.join()}`]),
  ]
  return wrong.length === 0 ? [] : [`${domain}: ${wrong.join('; ')}; ${why}`]
}

test('every domain gets the status, the warnings and the last day that the norm gives it', async () => {
  const found = await check(domainCases.map(({ domain }) => domain))
  expect(domainCases.flatMap((one) => difference(one, found.get(one.domain)))).toEqual([])
})

test('SPF, DMARC, DANE and null MX are read as their RFCs say', async () => {
  const found = await check(factCases.map(({ domain }) => domain))
  const said = factCases.map((expected) => {
    const { spf, dmarc, dane, problems } = found.get(expected.domain)!
    const all = { spf: spf.state, dmarc: dmarc.state, dane: dane.map(({ state }) => state).join(' '), problem: problems.map(({ code }) => code).find((code) => code === expected.problem) }
    return { domain: expected.domain, ...Object.fromEntries(Object.entries(all).filter(([name]) => name in expected)) }
  })
  expect(said).toEqual(factCases)
})

describe.concurrent('the day is counted in Amsterdam (DNS-T1)', () => {
  const days: readonly (readonly [string, string, NtaStatus])[] = [
    ['x3.test', '2026-02-28T22:59:59Z', 'ready'], ['x3.test', '2026-02-28T23:00:00Z', 'expired'],
    ['x4.test', '2026-02-28T22:59:59Z', 'notYetValid'], ['x4.test', '2026-02-28T23:00:00Z', 'ready'],
    ['x1.test', '2027-05-31T22:00:00Z', 'expired'],
  ]
  test.each(days)('%s at %s is %s', async (domain, at, status) => {
    expect(await statusOf(domain, { at })).toBe(status)
  })
})

describe.concurrent('a resolver that lies never makes a domain ready', () => {
  test('whatever it does with one name', async () => {
    const lies = new Map(lieCases.map(({ domain, lie }) => [domain, lie]))
    await using liar = await startLiar(servers.resolver, (name) => lies.get(name))
    const found = await check([...lies.keys()], { resolver: liar.resolver })
    const said = lieCases.map(({ domain, lie, status }) => ({ domain, lie, status, found: found.get(domain)?.ntaStatus ?? 'no line' }))
    expect(said.filter((one) => !listed(one.status).includes(one.found))).toEqual([])
  })

  test.each(['silent', 'refuses'] as const)('nor one that %s', async (lie) => {
    await using liar = await startLiar(servers.resolver, () => lie)
    expect(await statusOf('x1.test', { resolver: liar.resolver })).toBe('lookupFailed')
  })
})

describe.concurrent('the trust anchor', () => {
  test('the chain may begin below the root', async () => {
    const trustAnchorFile = path.join(servers.folder, 'ouder.ds')
    await writeFile(trustAnchorFile, `; alleen deze zone\n\n${await servers.anchorOf('ouder.test')}`)
    expect(await statusOf('ouder.test', { trustAnchorFile })).toBe('ready')
    expect(['indeterminate', 'insecure']).toContain(await statusOf('x1.test', { trustAnchorFile }))
  })

  test('another root makes everything bogus', async () => {
    const trustAnchorFile = path.join(servers.folder, 'ander.ds')
    await writeFile(trustAnchorFile, (await servers.anchorOf('.')).replace(/[0-9a-f]{8}(?=\s*(;|$))/im, '00000000'))
    expect(await statusOf('x1.test', { trustAnchorFile })).toBe('bogus')
  })
})

test('names come in all writings, and nonsense gets a line too', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    command, 'check-domain', 'X1.Test', 'x1.test.', 'zörg.test', 'a..b', 'met spatie.test', `${'a'.repeat(70)}.test`, '.',
    '--resolver', servers.resolver, '--trust-anchor', servers.trustAnchorFile, '--at', receivedAt.toISOString(), '--json',
  ])
  const statuses = stdout.trim().split('\n').map((line) => (JSON.parse(line) as Checked).ntaStatus)
  expect(statuses.slice(0, 3)).toEqual(['ready', 'ready', 'ready'])
  expect(statuses).toHaveLength(7)
  expect(statuses.slice(3)).not.toContain('ready')
})
