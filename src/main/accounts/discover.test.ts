import { expect, test } from 'vitest'
import { discover } from './discover.ts'
import type { HostProfile } from './host-profiles.ts'
import type { Lookups } from './lookups.ts'

const profile: HostProfile = {
  provider: 'Ziggo', domains: ['ziggo.nl'], exchangers: ['mx.ziggo.test'],
  imap: { host: 'imap.ziggo.nl', port: 993, security: 'tls' }, smtp: { host: 'smtp.ziggo.nl', port: 587, security: 'starttls' },
}

const xml = `<clientConfig version="1.1"><emailProvider id="x"><displayName>X</displayName>
<incomingServer type="imap"><hostname>i.x.nl</hostname><port>993</port><socketType>SSL</socketType></incomingServer>
<outgoingServer type="smtp"><hostname>s.x.nl</hostname><port>465</port><socketType>SSL</socketType></outgoingServer></emailProvider></clientConfig>`

/** A network that knows only what is said here, and notes everything it was asked. */
function network(known: { files?: Record<string, string>; srv?: Record<string, { name: string; port: number; priority?: number; weight?: number }[]>; mx?: string[]; open?: string[] } = {}) {
  const asked: string[] = []
  const lookups: Lookups = {
    fetchText: (url) => (asked.push(url), Promise.resolve(known.files?.[url] ?? null)),
    resolveSrv: (name) => (asked.push(name), Promise.resolve((known.srv?.[name] ?? []).map((record) => ({ priority: 0, weight: 0, ...record })))),
    resolveMx: (domain) => (asked.push(domain), Promise.resolve(known.mx ?? [])),
    isOpen: ({ host, port }) => (asked.push(`${host}:${port}`), Promise.resolve(known.open?.includes(`${host}:${port}`) ?? false)),
  }
  return { asked, options: { lookups, profiles: [profile] } }
}

const found = { kind: 'found', caFile: null, unprovenHosts: [] }

test('a provider of our own list is known without asking anybody', async () => {
  const { asked, options } = network()
  expect(await discover('h.bakker@Ziggo.nl', options)).toEqual({ ...found, source: 'profile', provider: 'Ziggo', user: 'h.bakker@Ziggo.nl', imap: profile.imap, smtp: profile.smtp })
  expect(asked).toEqual([])
})

test('the demo answers for its own addresses before everything else', async () => {
  const { asked, options } = network()
  const sample = (address: string) => (address === 'anja@delinde.test' ? { imap: profile.imap, smtp: profile.smtp, user: 'anja', caFile: '/ca.pem', provider: null } : null)
  expect(await discover('anja@delinde.test', { ...options, sample })).toMatchObject({ kind: 'found', source: 'sample', user: 'anja', caFile: '/ca.pem' })
  expect(asked).toEqual([])
  expect(await discover('anja@elders.test', { ...options, sample })).toEqual({ kind: 'not-found' })
})

test('the settings file of the domain goes before SRV records', async () => {
  const { options } = network({
    files: { 'https://x.nl/.well-known/autoconfig/mail/config-v1.1.xml': xml },
    srv: { '_imaps._tcp.x.nl': [{ name: 'other.x.nl', port: 993 }], '_submissions._tcp.x.nl': [{ name: 'other.x.nl', port: 465 }] },
  })
  expect(await discover('a@x.nl', options)).toMatchObject({ source: 'autoconfig', imap: { host: 'i.x.nl' }, smtp: { host: 's.x.nl' }, user: 'a@x.nl', provider: 'X' })
})

test('SRV: TLS from the start before the upgrade, lowest priority, then highest weight', async () => {
  const { options } = network({ srv: {
    '_imaps._tcp.x.nl': [{ name: 'far.x.nl', port: 993, priority: 10 }, { name: 'light.x.nl', port: 993, weight: 1 }, { name: 'heavy.x.nl.', port: 1993, weight: 9 }],
    '_imap._tcp.x.nl': [{ name: 'plain.x.nl', port: 143 }],
    '_submissions._tcp.x.nl': [{ name: '.', port: 0 }],
    '_submission._tcp.x.nl': [{ name: 'smtp.x.nl', port: 587 }],
  } })
  expect(await discover('a@x.nl', options)).toEqual({
    ...found, source: 'srv', provider: null, user: 'a@x.nl',
    imap: { host: 'heavy.x.nl', port: 1993, security: 'tls' }, smtp: { host: 'smtp.x.nl', port: 587, security: 'starttls' },
  })
})

test('SRV: a host of another domain has to be confirmed, once each; one of our own list need not be', async () => {
  const records = (imap: string, smtp: string) => network({ srv: {
    '_imaps._tcp.x.nl': [{ name: imap, port: 993 }], '_submissions._tcp.x.nl': [{ name: smtp, port: 465 }],
  } }).options
  const toConfirm = async (imap: string, smtp: string) => {
    const outcome = await discover('a@x.nl', records(imap, smtp))
    return outcome.kind === 'found' ? outcome.unprovenHosts : outcome.kind
  }
  expect(await toConfirm('imap.x.nl', 'x.nl')).toEqual([])
  expect(await toConfirm('Mail.Elders.NL.', 'mail.elders.nl')).toEqual(['mail.elders.nl'])
  expect(await toConfirm('imap.x.nl', 'smtp.elders.nl')).toEqual(['smtp.elders.nl'])
  expect(await toConfirm('imap.notx.nl', 'x.nl.elders.nl')).toEqual(['imap.notx.nl', 'x.nl.elders.nl'])
  expect(await toConfirm(profile.imap.host, profile.smtp.host)).toEqual([])
})

test('SRV for one of the two is not enough', async () => {
  const { options } = network({ srv: { '_imaps._tcp.x.nl': [{ name: 'imap.x.nl', port: 993 }] } })
  expect(await discover('a@x.nl', options)).toEqual({ kind: 'not-found' })
})

test('a domain of its own that is delivered at a provider has its mailboxes there', async () => {
  const { options } = network({ mx: ['delinde-nl.MX.ziggo.test.'] })
  expect(await discover('anja@delinde.nl', options)).toMatchObject({ source: 'profile', provider: 'Ziggo', user: 'anja@delinde.nl' })
  expect(await discover('anja@delinde.nl', network({ mx: ['fakemx.ziggo.test'] }).options)).toEqual({ kind: 'not-found' })
})

test('the usual host names count only where something listens', async () => {
  const { options } = network({ open: ['mail.x.nl:993', 'mail.x.nl:587', 'smtp.x.nl:587'] })
  expect(await discover('a@x.nl', options)).toMatchObject({
    source: 'well-known-host', imap: { host: 'mail.x.nl', port: 993, security: 'tls' }, smtp: { host: 'smtp.x.nl', port: 587, security: 'starttls' },
  })
})

test('nobody is told more than the domain (N-18), and an international one as an A-label', async () => {
  const { asked, options } = network()
  expect(await discover('geheim.adres@café.nl', options)).toEqual({ kind: 'not-found' })
  expect(asked.length).toBeGreaterThan(8)
  for (const question of asked) {
    expect(question).toContain('xn--caf-dma.nl')
    expect(question).not.toMatch(/geheim|adres|@|\?/)
  }
})

test.each(['', 'anja', 'anja@', '@x.nl', 'a@x', 'a@[127.0.0.1]', 'a@x.nl/../etc', 'a@x.nl:8080'])('%j is asked of nobody', async (address) => {
  const { asked, options } = network()
  expect(await discover(address, options)).toEqual({ kind: 'not-an-address' })
  expect(asked).toEqual([])
})
