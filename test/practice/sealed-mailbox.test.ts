import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Desk } from './core.ts'
import { addAccount, openDesk } from './core.ts'
import { startPractice, type Practice } from './servers/practice.ts'

/** A colleague who starts with nothing but the invitation's file. */

const anja = 'anja@delinde.test'
const bas = 'bas@delinde.test'

let practice: Practice
let manager: Desk
let newcomer: Desk
let accountId: string

beforeAll(async () => {
  practice = await startPractice({ mail: 'none', only: ['imap', 'smtp'] })
  const desks = await Promise.all([openDesk(), openDesk()])
  manager = desks[0]
  newcomer = desks[1]
  accountId = await addAccount(manager, practice, anja)
  await manager.get('practice.found', {
    accountId, name: 'Huisartsenpraktijk De Linde', members: [bas],
    person: { ...staff, name: 'Anja de Vries', function: 'huisarts', address: anja, rank: 1, clinician: true },
  })
})
afterAll(async () => {
  await Promise.all([manager[Symbol.asyncDispose](), newcomer[Symbol.asyncDispose]()])
  await practice[Symbol.asyncDispose]()
})

const staff = { employed: true, kind: 'staff' as const, from: 0, until: null }

describe('a workstation without an account', () => {
  let file: string

  test('is shown what an invitation holds, also before anything is unlocked, and by name what is wrong with one', async () => {
    const { id } = await manager.get('practice.addPerson', { person: { ...staff, name: 'Bas Jansen', function: 'assistent', address: bas, rank: 5, clinician: false } })
    const made = await manager.get('practice.invite', { id, days: 3 })
    file = made.file
    await newcomer.core.lock('screen')
    expect(await newcomer.get('practice.readInvitation', { code: file })).toMatchObject({
      practice: 'Huisartsenpraktijk De Linde', person: 'Bas Jansen', address: bas, account: { imap: { host: practice.host, port: practice.ports.imaps, security: 'tls' } },
    })
    expect(await newcomer.ask('practice.invitedAccount', { code: file })).toEqual({ ok: false, fail: 'locked' })
    await newcomer.unlock()
    const fails = async (code: string) => {
      const answer = await newcomer.ask('practice.invitedAccount', { code })
      return answer.ok ? null : answer.fail
    }
    expect(await fails(file.replace('Bas Jansen', 'Bas Janssen'))).toBe('damaged')
    expect(await fails(made.code)).toBe('no-settings')
    expect(await fails(made.code.replace(/^./, (letter) => (letter === '0' ? '1' : '0')))).toBe('damaged')
    expect(await fails('{"boodschappen": []}')).toBe('not-an-invitation')
    expect(await fails(file.replace('"version": 1', '"version": 2'))).toBe('newer')
  })

  test('sets it up from the file with a password alone, and goes on to six words and to being a member', async () => {
    const { kind: _, source, address, displayName, imap, smtp, user, auth, caFile, unprovenHosts, ownDomains } = await newcomer.get('practice.invitedAccount', { code: file })
    expect({ source, address, displayName, unprovenHosts, ownDomains }).toEqual({ source: 'invitation', address: bas, displayName: 'Bas Jansen', unprovenHosts: [practice.host], ownDomains: ['delinde.test'] })
    const login = { settings: { address, displayName, imap, smtp, user, auth, caFile }, secret: practice.person(bas).password }
    expect(await newcomer.ask('accounts.add', login)).toEqual({ ok: false, fail: 'not-tested' })
    expect(await newcomer.get('accounts.test', { ...login, secret: 'geraden' })).toMatchObject({ imap: { kind: 'problem', problem: 'login-refused' } })
    expect(await newcomer.get('accounts.test', login)).toMatchObject({ imap: { kind: 'ok' }, smtp: { kind: 'ok' } })
    const { id } = await newcomer.get('accounts.add', login)
    await newcomer.get('practice.join', { code: file, accountId: id, label: 'Balie 1' })
    const asking = await newcomer.get('practice.state', {})
    const [request] = await manager.until('practice.requests', {}, (requests) => requests.length === 1)
    expect(asking.kind === 'asking' && asking.words).toEqual(request!.words)
    await manager.get('practice.admit', { id: request!.id })
    await newcomer.until('practice.state', {}, (now) => now.kind === 'member')
  })
})
