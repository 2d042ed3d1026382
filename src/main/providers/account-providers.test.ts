import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { stateDatabase } from '../../../test/vault/state-database.ts'
import type { MarkerAnswers, ProviderSettings } from '../../shared/contract/providers.ts'
import { providerSettings } from '../../shared/contract/providers.ts'
import { inTransaction, type Database } from '../store/store.ts'
import { SecretStoreUnavailable, type SecretStore } from '../vault/secret-store.ts'
import { createAccountProviders } from './account-providers.ts'
import type { AccountProviders } from './face.ts'
import { readProviderProfiles, type ProviderId } from './profiles.ts'

const profiles = readProviderProfiles(path.resolve(import.meta.dirname, '../../../resources/providers'))
const ownServer = { host: 'mail.delinde.test', port: 587, security: 'starttls' as const }
const noMarker: MarkerAnswers = { isRequired: null, numbered: null, bare: null, place: null, name: null, template: null, number: null, position: null }

const settings = (profile: ProviderId, change: Partial<ProviderSettings> = {}): ProviderSettings => providerSettings.parse({
  profile, endpoint: null, user: null, marker: noMarker, goesDirectUnmarked: false, secondFactor: null, hasPortal: null, limitBytes: null,
  excludedDomains: null, onwardHost: null, ...change,
})

const gateway = { host: 'smtp.aanbieder.test', port: 587, security: 'starttls' as const }
const own = { endpoint: gateway, user: 'praktijk' }

/** What a practice fills in for each provider, as far as it must. */
const complete: Readonly<Record<Exclude<ProviderId, 'plain'>, ProviderSettings>> = {
  'zorgmail-safe-relay': settings('zorgmail-safe-relay', { marker: { ...noMarker, number: 'national', position: 'start' } }),
  'zorgmail-hosted': settings('zorgmail-hosted', { ...own, marker: { ...noMarker, number: 'national', position: 'start' } }),
  'zivver': settings('zivver', own),
  'secumailer': settings('secumailer'),
  'smartlockr': settings('smartlockr', { ...own, excludedDomains: ['uitgezonderd.test'], secondFactor: 'sms', marker: { ...noMarker, place: 'subject', template: '[veilig]', position: 'end' } }),
  'cryptshare': settings('cryptshare', { ...own, secondFactor: 'sms', marker: { ...noMarker, name: 'X-Classificatie', template: 'vertrouwelijk' } }),
  'generic-nta': settings('generic-nta', { ...own, hasPortal: true, secondFactor: 'sms', marker: { ...noMarker, isRequired: true, place: 'header', name: 'X-Veilig', template: '{mobile}', number: 'e164' } }),
}
const relays = Object.keys(complete) as (keyof typeof complete)[]

interface Room { readonly providers: AccountProviders; readonly db: Database; readonly kept: Map<string, Uint8Array>; readonly secrets: SecretStore; readonly own: { smtp: typeof ownServer }; /** As after the next unlock. */ again(): AccountProviders }

function openRoom(): Room {
  const state = stateDatabase()
  onTestFinished(() => { state[Symbol.dispose]() })
  const db = state.database
  db.exec(`INSERT INTO account (id, address, address_key, display_name, imap_host, imap_port, imap_security, smtp_host, smtp_port, smtp_security, user, auth, ca_file, created_at)
    VALUES ('a', 'a@delinde.test', 'a@delinde.test', '', 'h', 1, 'tls', 'h', 1, 'tls', 'u', 'password', NULL, 1)`)
  const kept = new Map<string, Uint8Array>()
  const secrets: SecretStore = {
    kind: 'file', get: (name) => Promise.resolve(kept.get(name) ?? null),
    set: (name, value) => Promise.resolve(void kept.set(name, value)), delete: (name) => Promise.resolve(void kept.delete(name)),
  }
  let at = 1_000
  const own = { smtp: ownServer, ownDomains: ['delinde.test'] }
  const accountOf = (id: string) => (id === 'a' ? own : null)
  const again = (): AccountProviders => createAccountProviders({ db, profiles, secrets, key: new Uint8Array(32), accountOf, now: () => at++ })
  return { db, kept, secrets, own, again, providers: again() }
}

const nothing = (): void => undefined
async function setUp({ providers }: Room, id: keyof typeof complete, change: Partial<ProviderSettings> = {}): Promise<void> {
  const kept = await providers.set('a', { settings: { ...complete[id], ...change }, secret: 'geheim' }, nothing)
  expect(kept.ok).toBe(true)
}

function confirm({ providers }: Room, saw: 'code' | 'direct' | 'no-code' | 'ordinary' | 'nothing', id = 'test'): void {
  providers.noteTest({ id, accountId: 'a', reader: 'lezer@elders.test', messageId: 'm', sentBy: 'Anja' })
  expect(providers.recordSeen(id, { saw, by: 'Anja' })).toBe('a')
}

const patient = { route: 'portal', to: 'h.bakker@mailbox.test', mobile: '+31612345678' } as const
const colleague = { route: 'direct', to: 'balie@apotheek.test', mobile: null } as const

describe('an account for which nothing was set up', () => {
  test('PV-15 sends ordinary mail and mail within the practice, and nothing else', () => {
    const { providers } = openRoom()
    expect(providers.routingProvider('a')).toMatchObject({ kind: 'plain', communities: [], hasPortal: false })
    expect(providers.submissionOf('a', { ...patient, route: 'plain' })).toEqual({ kind: 'account' })
    expect(providers.submissionOf('a', { route: 'community', to: 'bas@delinde.test', mobile: null })).toEqual({ kind: 'account' })
    for (const route of ['direct', 'portal', 'community'] as const) expect(providers.submissionOf('a', { ...patient, route })).toEqual({ kind: 'lacking', what: 'provider' })
    expect(providers.of('a')).toEqual({ settings: null, tests: [], state: 'none' })
  })

  test('an account that is gone has no way at all', () => {
    const { providers } = openRoom()
    expect(providers.submissionOf('weg', { ...patient, route: 'plain' })).toEqual({ kind: 'lacking', what: 'account' })
  })

  test.each(['hold', 'refuse'] as const)('what is to %s is never handed in', (route) => {
    expect(openRoom().providers.submissionOf('a', { ...patient, route })).toEqual({ kind: 'lacking', what: 'route' })
  })
})

describe('PV-05: nothing goes by a provider before a reader saw that it works', () => {
  test.each(relays)('%s', async (id) => {
    const room = openRoom()
    await setUp(room, id)
    expect(room.providers.of('a').state).toBe('untested')
    expect(room.providers.routingProvider('a').lacksMarker).toBe(true)
    expect(room.providers.submissionOf('a', patient)).toEqual({ kind: 'lacking', what: 'set-up' })
    expect(room.providers.testSubmissionOf('a', patient).kind).toBe('provider')
    confirm(room, 'code')
    expect(room.providers.of('a').state).toBe('ready')
    expect(room.providers.routingProvider('a')).toMatchObject({ kind: 'relay', lacksMarker: false, hasPortal: true })
    expect(room.providers.submissionOf('a', patient).kind).toBe('provider')
  })

  test.each(['direct', 'no-code', 'ordinary', 'nothing'] as const)('a reader who saw "%s" where a code was due has confirmed nothing', async (saw) => {
    const room = openRoom()
    await setUp(room, 'zivver')
    confirm(room, saw)
    expect(room.providers.of('a')).toMatchObject({ state: 'untested', tests: [{ saw, seenBy: 'Anja', isOutdated: false }] })
  })

  test('a provider without a portal is confirmed by mail that simply came', async () => {
    const room = openRoom()
    await setUp(room, 'generic-nta', { hasPortal: false })
    confirm(room, 'direct')
    expect(room.providers.of('a').state).toBe('ready')
    expect(room.providers.routingProvider('a').hasPortal).toBe(false)
  })

  test('another server of the account’s own makes it untested too: that is where its markers would go', async () => {
    const room = openRoom()
    await setUp(room, 'zorgmail-safe-relay')
    confirm(room, 'code')
    expect(room.providers.submissionOf('a', patient)).toMatchObject({ host: 'mail.delinde.test' })
    room.own.smtp = { ...ownServer, host: 'mail.elders.test' }
    expect(room.providers.of('a')).toMatchObject({ state: 'untested', tests: [{ isOutdated: true }] })
    expect(room.providers.submissionOf('a', patient)).toEqual({ kind: 'lacking', what: 'set-up' })
    expect(room.again().of('a').state).toBe('untested')
  })

  test('the last word counts, and a changed setting needs a new test', async () => {
    const room = openRoom()
    await setUp(room, 'zivver')
    confirm(room, 'code')
    confirm(room, 'ordinary', 'later')
    expect(room.providers.of('a').state).toBe('untested')
    confirm(room, 'code', 'latest')
    expect(room.providers.of('a').state).toBe('ready')
    await setUp(room, 'zivver', { endpoint: { ...gateway, host: 'smtp.elders.test' } })
    expect(room.providers.of('a')).toMatchObject({ state: 'untested', tests: [{ isOutdated: true }, { isOutdated: true }, { isOutdated: true }] })
  })
})

describe('N-13: what the provider has not published must be filled in, and is not guessed', () => {
  test.each<readonly [keyof typeof complete, Partial<ProviderSettings>]>([
    ['zorgmail-safe-relay', { marker: noMarker }],
    ['zorgmail-safe-relay', { marker: { ...noMarker, number: 'e164' } }],
    ['zorgmail-hosted', { endpoint: null }],
    ['zorgmail-hosted', { user: null }],
    ['smartlockr', { excludedDomains: null }],
    ['smartlockr', { secondFactor: null }],
    ['smartlockr', { marker: noMarker }],
    ['cryptshare', { marker: { ...noMarker, name: 'X-Classificatie' } }],
    ['cryptshare', { endpoint: null }],
    ['generic-nta', { hasPortal: null }],
    ['generic-nta', { marker: { ...complete['generic-nta'].marker, isRequired: null } }],
    // A number that the template does not take, or takes without being told how to write it.
    ['generic-nta', { marker: { ...complete['generic-nta'].marker, template: 'veilig' } }],
    ['generic-nta', { marker: { ...complete['generic-nta'].marker, number: 'none' } }],
  ])('%s %j', async (id, change) => {
    const room = openRoom()
    await setUp(room, id, change)
    confirm(room, 'code')
    expect(room.providers.of('a').state).toBe('incomplete')
    expect(room.providers.routingProvider('a').lacksMarker).toBe(true)
    expect(room.providers.submissionOf('a', patient)).toEqual({ kind: 'lacking', what: 'set-up' })
    expect(room.providers.testSubmissionOf('a', patient)).toEqual({ kind: 'lacking', what: 'set-up' })
  })

  test.each(['From', 'bcc', 'REPLY-TO', 'Content-Type', 'X-NTA7516', 'List-Id', 'a b', 'a:b', ''])('a marker never takes the header %j', (name) => {
    expect(providerSettings.safeParse({ ...complete.cryptshare, marker: { ...noMarker, name } }).success).toBe(false)
  })

  test.each(['a\r\nBcc: x', 'a\nb', 'a\0b', 'café', ' a', 'a ', ''])('a marker is one line of plain letters, unlike %j', (template) => {
    expect(providerSettings.safeParse({ ...complete.cryptshare, marker: { ...noMarker, template } }).success).toBe(false)
  })
})

describe('the marker of a delivery, and where it goes (PV-01 to PV-04)', () => {
  const tested = async (id: keyof typeof complete, change: Partial<ProviderSettings> = {}): Promise<AccountProviders> => {
    const room = openRoom()
    await setUp(room, id, change)
    confirm(room, 'code')
    return room.providers
  }

  test.each<readonly [keyof typeof complete, readonly object[], string]>([
    ['zorgmail-safe-relay', [{ kind: 'subject', text: 'SMS 0612345678', position: 'start' }], 'mail.delinde.test'],
    ['zorgmail-hosted', [{ kind: 'subject', text: 'SMS 0612345678', position: 'start' }], 'smtp.aanbieder.test'],
    ['zivver', [{ kind: 'header', name: 'zivver-access-right', value: 'h.bakker@mailbox.test sms +31612345678' }], 'smtp.aanbieder.test'],
    ['secumailer', [], 'mail.delinde.test'],
    ['smartlockr', [{ kind: 'subject', text: '[veilig]', position: 'end' }], 'smtp.aanbieder.test'],
    ['cryptshare', [{ kind: 'header', name: 'X-Classificatie', value: 'vertrouwelijk' }], 'smtp.aanbieder.test'],
    ['generic-nta', [{ kind: 'header', name: 'X-Veilig', value: '+31612345678' }], 'smtp.aanbieder.test'],
  ])('%s', async (id, markers, host) => {
    const submission = (await tested(id)).submissionOf('a', patient)
    expect(submission).toMatchObject({ kind: 'provider', profile: id, markers, host, factor: 'sms' })
    expect(submission).toMatchObject({ server: host === ownServer.host ? null : { endpoint: gateway, user: 'praktijk' } })
  })

  test('PV-07 the number as the provider wants it; one from abroad has no 06 form', async () => {
    const e164 = await tested('zorgmail-hosted', { marker: { ...noMarker, number: 'e164', position: 'end' } })
    expect(e164.submissionOf('a', patient)).toMatchObject({ markers: [{ text: 'SMS +31612345678', position: 'end' }] })
    const national = await tested('zorgmail-hosted')
    expect(national.submissionOf('a', { ...patient, mobile: '+4915112345678' })).toEqual({ kind: 'lacking', what: 'mobile' })
  })

  test('which of several forms is used is the practice’s choice', async () => {
    const providers = await tested('zorgmail-hosted', { marker: { ...noMarker, number: 'national', position: 'start', numbered: 1, bare: 3 } })
    expect(providers.submissionOf('a', patient)).toMatchObject({ markers: [{ text: '@SMS 0612345678' }] })
    expect(providers.submissionOf('a', colleague)).toMatchObject({ markers: [{ text: 'veilig mailen' }], factor: 'none' })
  })

  test('without a number: the form that needs none', async () => {
    const providers = await tested('zorgmail-hosted')
    expect(providers.submissionOf('a', colleague)).toMatchObject({ markers: [{ text: 'veiligmailen' }], factor: 'none' })
    expect(providers.submissionOf('a', { ...colleague, route: 'community' })).toMatchObject({ markers: [{ text: 'veiligmailen' }] })
  })

  test('PV-12 a provider that wants a number gets one, or nothing goes, unless the contract says otherwise', async () => {
    expect((await tested('zivver')).submissionOf('a', colleague)).toEqual({ kind: 'lacking', what: 'mobile' })
    const agreed = await tested('zivver', { goesDirectUnmarked: true })
    expect(agreed.submissionOf('a', colleague)).toMatchObject({ kind: 'provider', markers: [], factor: 'none' })
    expect(agreed.submissionOf('a', { ...colleague, route: 'community' })).toMatchObject({ kind: 'provider', markers: [] })
    expect(agreed.submissionOf('a', { ...patient, mobile: null })).toEqual({ kind: 'lacking', what: 'mobile' })
  })

  test('PV-13 where the policy does not apply nothing goes', async () => {
    expect((await tested('smartlockr')).submissionOf('a', { ...patient, to: 'x@uitgezonderd.test' })).toEqual({ kind: 'lacking', what: 'excluded' })
  })

  test.each(relays)('%s: ordinary mail and the practice’s own domain stay with the account’s own server, without a marker', async (id) => {
    const providers = await tested(id)
    expect(providers.submissionOf('a', { ...patient, route: 'plain' })).toEqual({ kind: 'account' })
    expect(providers.submissionOf('a', { route: 'community', to: 'bas@delinde.test', mobile: '+31612345678' })).toEqual({ kind: 'account' })
    expect(providers.submissionOf('a', { route: 'community', to: 'jan%elders.nl@delinde.test', mobile: '+31612345678' })).not.toEqual({ kind: 'account' })
  })

  test('RT-22 a portal without a number only where a form without one exists', async () => {
    expect((await tested('zorgmail-hosted')).submissionOf('a', { ...patient, mobile: null })).toMatchObject({ markers: [{ text: 'veiligmailen' }], factor: 'none' })
    expect((await tested('generic-nta')).submissionOf('a', { ...patient, mobile: null })).toEqual({ kind: 'lacking', what: 'mobile' })
  })
})

describe('the password of the provider', () => {
  test('lies sealed under its own name, is kept when none is given, and goes with the provider', async () => {
    const room = openRoom()
    await setUp(room, 'zivver')
    expect([...room.kept.keys()]).toEqual(['provider:a'])
    expect(Buffer.from(room.kept.get('provider:a')!).includes('geheim')).toBe(false)
    expect(await room.providers.secretOf('a')).toEqual({ kind: 'known', secret: 'geheim' })
    expect(await room.providers.set('a', { settings: { ...complete.zivver, limitBytes: 5_000_000 }, secret: null }, nothing)).toMatchObject({ ok: true })
    expect(await room.providers.secretOf('a')).toEqual({ kind: 'known', secret: 'geheim' })
    expect(await room.providers.set('a', { settings: settings('plain'), secret: null }, nothing)).toMatchObject({ ok: true })
    expect([room.kept.size, room.providers.of('a').state, await room.providers.secretOf('a')]).toEqual([0, 'none', { kind: 'lost' }])
  })

  test('a login without a password is not kept', async () => {
    const room = openRoom()
    expect(await room.providers.set('a', { settings: complete.zivver, secret: null }, nothing)).toEqual({ ok: false, fail: 'no-secret' })
    expect(room.providers.of('a').state).toBe('none')
  })

  test('what the journal cannot take does not happen (LOG-05)', async () => {
    const room = openRoom()
    await setUp(room, 'zivver')
    const change = { settings: { ...complete.zivver, user: 'ander' }, secret: 'ander' }
    await expect(room.providers.set('a', change, () => { throw new Error('journal') })).rejects.toThrow('journal')
    expect(room.providers.of('a').settings?.user).toBe('praktijk')
    expect(await room.providers.secretOf('a')).toEqual({ kind: 'known', secret: 'geheim' })
  })

  test('a keychain that is shut keeps everything as it was', async () => {
    const room = openRoom()
    await setUp(room, 'zivver')
    room.secrets.get = () => Promise.reject(new SecretStoreUnavailable('shut'))
    expect(await room.providers.set('a', { settings: complete.cryptshare, secret: 'x' }, nothing)).toEqual({ ok: false, fail: 'keychain-unavailable' })
    expect(await room.providers.secretOf('a')).toEqual({ kind: 'keychain-unavailable' })
    expect(room.providers.of('a').settings?.profile).toBe('zivver')
  })
})

test('an address in a community’s own domain is of that community, and no other', () => {
  const { providers } = openRoom()
  expect([providers.communityOf('praktijk@ZorgMail.nl'), providers.communityOf('x@zorgmail.nl.test'), providers.communityOf('x@mailbox.test')]).toEqual(['zorgmail', null, null])
})

test('settings that this version does not know count as none', async () => {
  const room = openRoom()
  await setUp(room, 'zivver')
  room.db.exec(`UPDATE account_provider SET settings = '{"profile":"zivver"}'`)
  const later = room.again()
  expect(later.of('a').state).toBe('none')
  expect(later.submissionOf('a', patient)).toEqual({ kind: 'lacking', what: 'provider' })
})

describe('the practice’s rules', () => {
  test('start careful, and change one at a time by name', () => {
    const { providers } = openRoom()
    expect(providers.practice()).toEqual({ nothingPlain: false, secureFor: [], allSecureTo: [], emailCodeOnly: false, emailCodeReason: '', fieldContext: null })
    expect([providers.groundFor('person'), providers.groundFor('professional'), providers.groundFor('unknown')]).toEqual(['contract', null, null])
    expect(providers.setRules({ fieldContext: 'CF-2', secureFor: ['logistic'] })).toEqual(['fieldContext', 'secureFor'])
    expect(providers.setRules({ fieldContext: 'CF-2' })).toEqual([])
    expect(providers.setRules({ betrayingAccounts: ['a'] })).toEqual(['betrayingAccounts'])
    expect(providers.practice()).toMatchObject({ fieldContext: 'CF-2', secureFor: ['logistic'] })
    expect([providers.fromBetraysField('a'), providers.fromBetraysField('b')]).toEqual([true, false])
    expect(openRoom().again().practice().fieldContext).toBeNull()
  })

  test('a change that could not be written down has not happened (LOG-05)', () => {
    const { db, providers } = openRoom()
    providers.practice()
    expect(() => { inTransaction(db, () => {
      providers.setRules({ nothingPlain: true })
      throw new Error('journal')
    }) }).toThrow('journal')
    expect(providers.practice().nothingPlain).toBe(false)
  })

  test('a rule that does not read is as the product comes, the others stand', () => {
    const room = openRoom()
    const { db, providers } = room
    providers.setRules({ nothingPlain: true, fieldContext: 'CF-4' })
    db.exec(`UPDATE practice_rules SET rules = json_set(rules, '$.fieldContext', 'CF-99')`)
    expect(room.again().practice()).toMatchObject({ nothingPlain: true, fieldContext: null })
  })
})
