import { Resolver } from 'node:dns/promises'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { discover, type DiscoverOptions } from '../../src/main/accounts/discover.ts'
import { readCaFile } from '../../src/main/accounts/ca-file.ts'
import { readHostProfiles } from '../../src/main/accounts/host-profiles.ts'
import { lookupThrough, networkLookups } from '../../src/main/accounts/lookups.ts'
import { testSmtp } from '../../src/main/sending/test-smtp.ts'
import { startPractice, type Practice } from './servers/practice.ts'

const { profiles } = readHostProfiles(path.resolve(import.meta.dirname, '../../resources/hosts'))
let practice: Practice
let resolver: Resolver
let ca: string

beforeAll(async () => {
  practice = await startPractice({ only: ['smtp', 'dns'] })
  resolver = resolverWith({ timeout: 10_000, tries: 2 })
  ca = readFileSync(practice.caFile, 'utf8')
})
afterAll(async () => practice[Symbol.asyncDispose]())

function resolverWith(patience: { timeout: number; tries: number }): Resolver {
  const made = new Resolver(patience)
  made.setServers([`${practice.resolver.host}:${practice.resolver.port}`])
  return made
}

const options = (httpsPort = practice.ports.closed, asking = resolver): DiscoverOptions => ({ profiles, lookups: networkLookups({ resolver: asking, ca, httpsPort }) })

test('the servers of De Linde are found by their SRV records, and the login works there', async () => {
  const found = await discover('anja@delinde.test', options())
  expect(found).toEqual({
    kind: 'found', source: 'srv', user: 'anja@delinde.test', caFile: null, provider: null, unprovenHosts: [],
    imap: { host: 'imap.delinde.test', port: practice.ports.imaps, security: 'tls' }, smtp: { host: 'smtp.delinde.test', port: practice.ports.submissions, security: 'tls' },
  })
  if (found.kind !== 'found') return
  const probe = await testSmtp({ smtp: found.smtp, user: found.user, auth: 'password', secret: practice.person(found.user).password, ca, lookup: lookupThrough(resolver) })
  expect(probe).toEqual({ kind: 'ok', tls: 'TLSv1.3' })
})

test('where nobody answers, nothing is found', async () => {
  expect(await discover('iemand@stil.test', options(practice.ports.closed, resolverWith({ timeout: 1000, tries: 1 })))).toEqual({ kind: 'not-found' })
})

test.each(['balie@apotheekzuid.test', 'iemand@bestaat-niet.test', 'info@kapot.test'])('%s has no servers that anybody published', async (address) => {
  expect(await discover(address, options())).toEqual({ kind: 'not-found' })
})

test('an own CA file: only what can vouch for a server', async () => {
  expect(await readCaFile(null)).toEqual({ kind: 'read', pem: null })
  const read = await readCaFile(practice.caFile)
  expect(read.kind === 'read' && read.pem).toContain('BEGIN CERTIFICATE')
  expect(await readCaFile(path.join(path.dirname(practice.caFile), 'self-signed.crt'))).toMatchObject({ kind: 'read' })
  expect(await readCaFile(path.join(path.dirname(practice.caFile), 'server.crt'))).toEqual({ kind: 'unreadable' })
  expect(await readCaFile(import.meta.filename)).toEqual({ kind: 'unreadable' })
  expect(await readCaFile('/nergens/ca.pem')).toEqual({ kind: 'unreadable' })
})

describe('a settings file over HTTPS', () => {
  const xml = `<clientConfig version="1.1"><emailProvider id="x"><displayName>De Linde</displayName>
<incomingServer type="imap"><hostname>imap.delinde.test</hostname><port>993</port><socketType>SSL</socketType><username>%EMAILLOCALPART%</username></incomingServer>
<outgoingServer type="smtp"><hostname>smtp.delinde.test</hostname><port>465</port><socketType>SSL</socketType></outgoingServer></emailProvider></clientConfig>`
  const good = '/.well-known/autoconfig/mail/config-v1.1.xml'
  let web: Server
  let requests: string[] = []
  let answer: { status: number; headers?: Record<string, string>; body: string }

  beforeAll(async () => {
    const at = path.dirname(practice.caFile)
    web = createServer({ cert: readFileSync(path.join(at, 'server.crt')), key: readFileSync(path.join(at, 'server.key')) }, (request, response) => {
      requests.push(`${request.method ?? ''} ${request.headers.host ?? ''} ${request.url ?? ''}`)
      const found = request.url === '/moved.xml' ? { status: 200, body: xml } : answer
      response.writeHead(found.status, 'headers' in found ? found.headers : {})
      response.end(found.body)
    })
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => web.close())

  async function ask(next: typeof answer): Promise<unknown> {
    answer = next
    requests = []
    const { port } = web.address() as { port: number }
    const found = await discover('geheim@mail.delinde.test', options(port))
    return found.kind === 'found' ? [found.source, found.user, found.imap.host, found.provider] : found.kind
  }

  test('is believed, and hears no more than the domain', async () => {
    expect(await ask({ status: 200, body: xml })).toEqual(['autoconfig', 'geheim', 'imap.delinde.test', 'De Linde'])
    expect(requests.map((line) => line.replace(/:\d+/, ''))).toEqual([`GET mail.delinde.test ${good}`])
  })

  test('may have moved, but not off HTTPS and not for ever', async () => {
    expect(await ask({ status: 301, headers: { location: '/moved.xml' }, body: '' })).toEqual(['autoconfig', 'geheim', 'imap.delinde.test', 'De Linde'])
    expect(await ask({ status: 302, headers: { location: `http://mail.delinde.test${good}` }, body: '' })).toBe('not-found')
    expect(await ask({ status: 302, headers: { location: good }, body: '' })).toBe('not-found')
    expect(requests).toHaveLength(4)
  })

  test.each([
    ['missing', { status: 404, body: 'nee' }], ['a page', { status: 200, body: '<!doctype html><p>hoi' }],
    ['far too long', { status: 200, body: `${xml}<!--${'x'.repeat(200_000)}-->` }], ['broken', { status: 500, body: xml }],
    ['nonsense in its redirect', { status: 302, headers: { location: 'https://[' }, body: '' }],
  ])('that is %s says nothing', async (_, next) => {
    expect(await ask(next)).toBe('not-found')
  })

  test('under a certificate that nobody vouches for says nothing', async () => {
    const { port } = web.address() as { port: number }
    answer = { status: 200, body: xml }
    expect(await discover('a@mail.delinde.test', { profiles, lookups: networkLookups({ resolver, httpsPort: port }) })).toEqual({ kind: 'not-found' })
  })
})
