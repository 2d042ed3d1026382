import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { stateDatabase } from '../../../test/vault/state-database.ts'
import type { MarkerAnswers, ProviderSettings } from '../../shared/contract/providers.ts'
import { createAccountProviders } from '../providers/account-providers.ts'
import { readProviderProfiles } from '../providers/profiles.ts'
import { openJournal } from './journal.ts'
import type { SampleAccount } from './sample-account.ts'
import { setUpSampleProvider } from './sample-provider.ts'
import { providerOperations } from './provider-operations.ts'
import type { Session } from './session.ts'

const marker: MarkerAnswers = { isRequired: null, numbered: null, bare: null, place: null, name: null, template: null, number: 'national', position: 'start' }
const settings: ProviderSettings = {
  profile: 'zorgmail-safe-relay', endpoint: null, user: null, marker, goesDirectUnmarked: false, secondFactor: null, hasPortal: null, limitBytes: null, excludedDomains: null, onwardHost: null,
}

/** As much of a session as these operations touch. */
function room() {
  const state = stateDatabase()
  onTestFinished(() => { state[Symbol.dispose]() })
  const db = state.database
  db.exec(`INSERT INTO account (id, address, address_key, display_name, imap_host, imap_port, imap_security, smtp_host, smtp_port, smtp_security, user, auth, ca_file, created_at)
    VALUES ('a', 'a@delinde.test', 'a@delinde.test', '', 'h', 1, 'tls', 'h', 1, 'tls', 'u', 'password', NULL, 1)`)
  const account = { id: 'a', address: 'a@delinde.test', imap: { host: '127.0.0.1', port: 993, security: 'tls' as const }, smtp: { host: 'mail.delinde.test', port: 587, security: 'starttls' as const }, ownDomains: ['delinde.test'] }
  const secrets = { kind: 'file' as const, get: () => Promise.resolve(null), set: () => Promise.resolve(), delete: () => Promise.resolve() }
  const profiles = readProviderProfiles(path.resolve(import.meta.dirname, '../../../resources/providers'))
  const providers = createAccountProviders({ db, profiles, secrets, key: new Uint8Array(32), accountOf: (id) => (id === 'a' ? account : null), now: () => 1_000 })
  const unlocked = { person: { name: 'Anja de Vries', practice: 'De Linde' }, factor: { kind: 'prf', at: 1, slotId: 's' }, firstRun: false, refusedBefore: [] }
  const journal = openJournal({ db, unlocked: unlocked as never, version: '0.0.0', now: () => 1_000 })
  const retried: string[] = []
  const session = {
    db, providers, providerProfiles: profiles, journal, accounts: { get: (id: string) => (id === 'a' ? account : null), list: () => [account] },
    changes: { touch: () => undefined }, posting: { retryAccount: (id: string) => { retried.push(id) } },
  } as unknown as Session
  const lines = () => db.prepare<[], { class: string; detail: string }>("SELECT class, detail FROM journal WHERE class IN ('provider', 'rules') ORDER BY sequence").all()
    .map((row): Record<string, string> => ({ class: row.class, ...JSON.parse(row.detail) as Record<string, string> }))
  return { session, providers, retried, lines, operations: providerOperations(() => session) }
}

describe('each change of a provider or a rule stands in the journal, by its name', () => {
  test('a provider set up, its test seen, and the provider gone', async () => {
    const { operations, providers, lines, retried } = room()
    expect(await operations['providers.set']({ accountId: 'a', settings, secret: null })).toEqual({ ok: true, value: {} })
    providers.noteTest({ id: 't', accountId: 'a', reader: 'lezer@elders.test', messageId: 'm', sentBy: 'Anja de Vries' })
    expect(await operations['providers.recordSeen']({ testId: 't', saw: 'code' })).toEqual({ ok: true, value: {} })
    expect(await operations['providers.get']({ accountId: 'a' })).toMatchObject({ value: { state: 'ready', hasSecret: false, ownHost: 'mail.delinde.test' } })
    expect(await operations['providers.set']({ accountId: 'a', settings: { ...settings, profile: 'plain' }, secret: null })).toEqual({ ok: true, value: {} })
    expect(lines()).toEqual([
      { class: 'provider', account: 'a', profile: 'zorgmail-safe-relay', change: 'set' }, { class: 'provider', account: 'a', change: 'test-seen', saw: 'code' },
      { class: 'provider', account: 'a', profile: 'plain', change: 'removed' },
    ])
    expect(retried).toEqual(['a', 'a'])
  })

  test('rules, each by itself and only when it is another', async () => {
    const { operations, lines } = room()
    await operations['practiceRules.set']({ fieldContext: 'CF-2', nothingPlain: false })
    await operations['practiceRules.set']({ fieldContext: 'CF-2', grounds: { persons: null, others: 'legalDuty' } })
    expect(lines()).toEqual([{ class: 'rules', change: 'fieldContext' }, { class: 'rules', change: 'grounds' }])
    expect(await operations['practiceRules.get']({})).toMatchObject({ value: { fieldContext: 'CF-2', grounds: { persons: null, others: 'legalDuty' } } })
  })

  test('an account or a test that is not there', async () => {
    const { operations, lines } = room()
    expect(await operations['providers.get']({ accountId: 'weg' })).toEqual({ ok: false, fail: 'no-such-account' })
    expect(await operations['providers.set']({ accountId: 'weg', settings, secret: null })).toEqual({ ok: false, fail: 'no-such-account' })
    expect(await operations['providers.sendTest']({ accountId: 'weg', to: 'a@b.test', mobile: null })).toEqual({ ok: false, fail: 'no-such-account' })
    expect(await operations['providers.recordSeen']({ testId: 'weg', saw: 'code' })).toEqual({ ok: false, fail: 'no-such-test' })
    expect(lines()).toEqual([])
  })
})

test('what a person chooses from is what the profiles publish', async () => {
  const choices = await room().operations['providers.choices']({})
  if (!choices.ok) throw new Error(choices.fail)
  expect(choices.value).toHaveLength(8)
  expect(choices.value.find(({ id }) => id === 'zivver')).toMatchObject({ way: 'client', host: 'smtp.zivver.com', port: 587, isMarkerRequired: true, excludesDomains: false })
  expect(choices.value.find(({ id }) => id === 'smartlockr')).toMatchObject({ way: null, host: null, excludesDomains: true, secondFactor: null })
})

describe('the demo', () => {
  const demo = { address: 'a@delinde.test', imap: { host: '127.0.0.1', port: 993, security: 'tls' }, provider: { settings, secret: null, reader: 'lezer@mailbox.test' } } as unknown as SampleAccount

  test('has a stand-in set up and tested, once: who takes it away has it away', async () => {
    const { session, providers, lines, operations } = room()
    await setUpSampleProvider(session, demo)
    expect(providers.of('a')).toMatchObject({ state: 'ready', tests: [{ reader: 'lezer@mailbox.test', saw: 'code', sentBy: 'Voorbeeldpraktijk' }] })
    expect(lines().map(({ change }) => change)).toEqual(['set', 'test-seen'])
    await operations['providers.set']({ accountId: 'a', settings: { ...settings, profile: 'plain' }, secret: null })
    await setUpSampleProvider(session, demo)
    expect(providers.of('a').state).toBe('none')
  })

  test('leaves every other account alone', async () => {
    const { session, providers } = room()
    await setUpSampleProvider(session, null)
    await setUpSampleProvider(session, { ...demo, address: 'b@delinde.test' })
    await setUpSampleProvider(session, { ...demo, imap: { ...demo.imap, port: 143 } })
    expect(providers.of('a').state).toBe('none')
  })
})
