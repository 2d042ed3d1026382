/** The command `route` with live look-ups, through real name servers; src/main/app/routing/route-cases.test.ts has the rules. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startNameServers, type NameServers, type Zone } from '../corpora/forged/zones.ts'

const root = path.resolve(import.meta.dirname, '../..')
const at = '2026-02-15T12:00:00+01:00'

const nta = (name: string, dates = 'startdate=2024-05;enddate=2027-05'): string => `${name}. TXT "v=NTA7516-1;${dates};provider=voorbeeldpost"`
const domain = (name: string, ...records: readonly string[]): string[] => [`${name}. MX 10 mx.${name}.`, `mx.${name}. A 192.0.2.7`, ...records]

const zones: readonly Zone[] = [{ name: 'rvrij.test', records: domain('rvrij.test', nta('rvrij.test')), signing: 'none' }, { name: 'rkapot.test', records: domain('rkapot.test', nta('rkapot.test')), tamper: ['provider=v', 'provider=w'] }]
const records = [
  ...domain('rlinde.test', nta('rlinde.test')), ...domain('rklaar.test', nta('rklaar.test')), ...domain('roud.test', nta('roud.test', 'startdate=2022-01;enddate=2025-01')),
  ...domain('rgeen.test'), nta('rnul.test'), 'rnul.test. MX 0 .', 'rhost.test. TXT "niets"',
]

let servers: NameServers
let folder: string
beforeAll(async () => {
  servers = await startNameServers({ more: zones, test: records })
  folder = await mkdtemp(path.join(tmpdir(), 'praktijkpost-route-'))
})
afterAll(async () => {
  await servers[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

type Ran = { readonly status: number; readonly out: string; readonly said: string }
type Line = { readonly deliveries: readonly { readonly to: string; readonly row: string; readonly chosen: string; readonly needs: readonly string[] }[]; readonly domains: readonly object[] }

const praktijkpost = (args: readonly string[]): Promise<Ran> => new Promise((resolve) => {
  execFile(process.execPath, [path.join(root, 'bin/praktijkpost.js'), ...args], (error, out, said) => {
    resolve({ status: typeof error?.code === 'number' ? error.code : 0, out, said })
  })
})

async function account(content: object): Promise<string> {
  const file = path.join(folder, 'account.json')
  await writeFile(file, JSON.stringify(content))
  return file
}

async function route(content: object, ...args: readonly string[]): Promise<Line> {
  const { status, out, said } = await praktijkpost(['route', '--account', await account(content), '--resolver', servers.resolver, '--trust-anchor', servers.trustAnchorFile, '--at', at, '--json', ...args])
  expect([status, said]).toEqual([0, ''])
  return JSON.parse(out) as Line
}

const shown = ({ deliveries }: Line): string[] => deliveries.map(({ to, row, chosen, needs }) => [to, row, chosen, ...needs.filter((need) => need !== 'confirmRecipients')].join(' '))
const zivver = { profile: 'zivver', recipients: [{ address: 'H.Bakker@rgeen.test', kind: 'person', mobile: '+31612345678', mobileVerified: true }] }

test('each recipient by what its domain publishes now', async () => {
  const to = ['arts@rklaar.test', 'h.bakker@rgeen.test', 'balie@roud.test', 'a@rvrij.test', 'a@rkapot.test', 'a@rnul.test', 'a@rhost.test', 'a@bestaatniet.test', 'tom@rlinde.test']
  const line = await route(zivver, '--from', 'balie@rlinde.test', ...to.flatMap((address) => ['--to', address]), '--class', 'phi')
  expect(shown(line)).toEqual([
    'arts@rklaar.test RT-06 direct', 'h.bakker@rgeen.test RT-03 portal', 'balie@roud.test RT-07 hold mobile', 'a@rvrij.test RT-07 hold mobile', 'a@rkapot.test RT-10 hold recheck',
    'a@rnul.test RT-01 refuse checkAddress', 'a@rhost.test RT-01 refuse checkAddress', 'a@bestaatniet.test RT-01 refuse checkAddress', 'tom@rlinde.test RT-00 community',
  ])
  expect(line.domains).toContainEqual({ domain: 'rlinde.test', ntaStatus: 'ready' })
})

test('the own domain counts as well, and the class is unknown until it is said', async () => {
  expect(shown(await route(zivver, '--from', 'balie@rgeen.test', '--to', 'arts@rklaar.test'))).toEqual(['arts@rklaar.test RT-08 hold mobile'])
  expect(shown(await route({ profile: 'plain' }, '--from', 'balie@rlinde.test', '--to', 'arts@rklaar.test'))).toEqual(['arts@rklaar.test RT-02 refuse secureAccount'])
  expect(shown(await route({ profile: 'plain', fieldContext: 'CF-1', domains: ['rklaar.test'] }, '--from', 'balie@rlinde.test', '--class', 'general', '--to', 'arts@rklaar.test', 'a@roud.test')))
    .toEqual(['arts@rklaar.test RT-00 community', 'a@roud.test RT-02 refuse secureAccount'])
})

test.each<readonly [string, object, readonly string[], RegExp]>([
  ['no account', {}, ['route', '--from', 'a@b.test', '--to', 'c@d.test'], /--cases, of --account/],
  ['an unknown provider', { profile: 'gmail' }, ['--from', 'a@b.test', '--to', 'c@d.test'], /verkeerde type: profile/],
  ['nobody to send to', zivver, ['--from', 'a@b.test'], /--from of --to ontbreekt/],
  ['an unknown class', zivver, ['--from', 'a@b.test', '--to', 'c@d.test', '--class', 'secret'], /--class is phi/],
])('%s is said, with exit status 2', async (_name, content, args, words) => {
  const { status, out, said } = await praktijkpost(args[0] === 'route' ? args : ['route', '--account', await account(content), ...args])
  expect([status, out]).toEqual([2, ''])
  expect(said).toMatch(words)
})
