import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { admittingBody } from '../../src/main/practice/joining/admission.ts'
import { makeInvitation } from '../../src/main/practice/joining/invitation.ts'
import { readJoinRequest, type JoinRequest } from '../../src/main/practice/joining/join-request.ts'
import { readEnvelope, writeEnvelope } from '../../src/main/practice/line/envelope.ts'
import { NEWEST_FROM } from '../../src/main/practice/line/limits.ts'
import { sealFor } from '../../src/main/practice/register/sealing.ts'
import { signEvent, type Saying, type SignedEvent } from '../../src/main/practice/register/signed-event.ts'
import { foundRegisterFolder } from '../../src/main/practice/rights/register-folder.ts'
import { onServer } from '../../src/main/practice/rights/on-server.ts'
import { enveloped, messageOf, nextPlace, RealPractice, type RealStation } from '../register/real-practice.ts'
import { person, reference, sharedMailbox } from '../register/workstation.ts'
import type { Desk } from './core.ts'
import { addAccount, letter, openDesk, settingsOf } from './core.ts'
import { accountOf, deviceOf } from './imap-desk.ts'
import { folderIn, makeMaildir, writeMaildir } from './mail/maildir.ts'
import { startPractice, type Practice } from './servers/practice.ts'

/** A colleague who starts with nothing but the invitation's file. */

const anja = 'anja@delinde.test'
const bas = 'bas@delinde.test'
/** A mailbox that everybody used to log in to: no person of the practice. */
const recepten = 'mia@delinde.test'

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

const idOf = async (desk: Desk, address: string): Promise<string> => (await desk.get('practice.people', {})).find(({ person }) => person.address === address)!.person.id
const DAY_MS = 24 * 60 * 60_000
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

describe('a new message in the name of a shared mailbox', () => {
  const mailbox = async (may: readonly ('read' | 'send')[]) => {
    const [owner, member] = [await idOf(manager, anja), await idOf(manager, bas)]
    await manager.get('practice.describeMailbox', {
      mailbox: {
        id: 'info', address: 'info@delinde.test', name: 'Huisartsenpraktijk De Linde', access: 'acl', path: 'Praktijk/info', owner, purpose: 'Vragen van patiënten', strangersMayExpect: 'Antwoord binnen een werkdag',
        passesOn: 'de assistent', members: [{ person: owner, may: ['read', 'mark', 'file', 'send'] }, { person: member, may: [...may] }], reviewAt: Date.now() + 90 * DAY_MS,
      },
    })
  }

  test('is offered to who may send there, starts so in its folder, and carries the person (FM-02)', async () => {
    expect(await newcomer.get('send.senders', {})).toMatchObject([{ kind: 'own', address: bas }])
    await mailbox(['read', 'send'])
    await newcomer.until('send.senders', {}, (senders) => senders.length === 2)
    expect(await newcomer.get('send.senders', {})).toMatchObject([{ mailbox: null }, { kind: 'shared', mailbox: 'info', address: 'info@delinde.test', name: 'Bas Jansen (assistent), Huisartsenpraktijk De Linde' }])
    const folders = await newcomer.until('folders.list', {}, (all) => all.some(({ path }) => path === 'Praktijk/info'))
    const shared = folders.find(({ path }) => path === 'Praktijk/info')!
    const draft = await newcomer.get('drafts.start', { kind: 'new', accountId: shared.accountId, folderId: shared.id, to: [{ name: '', address: anja }] })
    expect(draft.fields).toMatchObject({ mailbox: 'info' })
    const { revision } = await newcomer.get('drafts.save', { id: draft.id, revision: draft.revision, fields: { ...draft.fields, subject: 'Nieuwe openingstijden', html: '<p>Vanaf maandag.</p>' } })
    expect((await newcomer.get('drafts.get', { id: draft.id })).fields.mailbox).toBe('info')
    await newcomer.get('send.confirm', { id: draft.id, revision })
    const head = () => practice.doveadm(['fetch', '-u', anja, 'hdr.from hdr.sender', 'mailbox', 'INBOX', 'subject', 'Nieuwe openingstijden']).catch(() => '')
    await expect.poll(head, { timeout: 40_000 }).toMatch(/Bas Jansen \(assistent\), Huisartsenpraktijk De\s+Linde"?\s*<info@delinde\.test>\s*hdr\.sender: Bas Jansen <bas@delinde\.test>/)
  })

  test('one\'s own name is one choice away, and a right that was taken since sends nothing', async () => {
    const started = await newcomer.get('drafts.start', { kind: 'new', accountId: null, to: [{ name: '', address: anja }] })
    expect(started.fields.mailbox).toBeUndefined()
    const { revision } = await newcomer.get('drafts.save', { id: started.id, revision: started.revision, fields: { ...started.fields, mailbox: 'info', subject: 'Te laat', html: '<p>x</p>' } })
    await mailbox(['read'])
    await newcomer.until('send.senders', {}, (senders) => senders.length === 1)
    expect(await newcomer.ask('send.confirm', { id: started.id, revision })).toMatchObject({ ok: false })
  })
})

test('a mandate: the reader sees the giver, with the author as Sender; the journal has the author, on behalf of the giver (FM-05)', async () => {
  await manager.get('practice.setRule', { rule: { rule: 'R2', value: { mandate: true, delegation: true } } })
  await newcomer.get('practice.agreePrivate', {})
  const [giver, receiver] = [await idOf(manager, bas), await idOf(manager, anja)]
  const grant = {
    kind: 'mandate' as const, giver, receiver, mailbox: giver, acts: ['read' as const, 'send' as const], from: Date.now() - 1_000, until: Date.now() + DAY_MS, maxAgeDays: null, careEpisodeOnly: false,
    reason: '', consent: 'Mondeling, 23 november', writtenRequest: null, urgentFirst: false,
  }
  await manager.until('practice.previewGrant', { grant }, ({ refusal }) => refusal === null)
  const { id: mandate } = await manager.get('practice.giveGrant', { grant })
  await manager.until('send.senders', {}, (senders) => senders.some(({ kind }) => kind === 'mandate'))
  const sending = async (subject: string) => {
    const started = await manager.get('drafts.start', { kind: 'new', accountId: null, to: [{ name: '', address: bas }] })
    const { revision } = await manager.get('drafts.save', { id: started.id, revision: started.revision, fields: { ...started.fields, mailbox: giver, subject, html: '<p>Namens Bas.</p>' } })
    return manager.get('send.confirm', { id: started.id, revision })
  }
  await sending('Rooster')
  const head = () => practice.doveadm(['fetch', '-u', bas, 'hdr.from hdr.sender', 'mailbox', 'INBOX', 'subject', 'Rooster']).catch(() => '')
  await expect.poll(head, { timeout: 40_000 }).toMatch(/hdr\.from: Bas Jansen <bas@delinde\.test>\s*hdr\.sender: Anja de Vries <anja@delinde\.test>/)
  // Withdrawn in the seconds in which it could still be taken back: it does not leave in a name that is no longer hers to use.
  const { outboxIds } = await sending('Te laat namens')
  await manager.get('practice.withdrawGrant', { id: mandate })
  await manager.until('outbox.list', {}, (items) => items.some(({ id, state }) => outboxIds.includes(id) && state.kind === 'held-no-route'))
  await manager.get('journal.open', { proof: { kind: 'code', code: manager.recoveryCode! } })
  const { entries } = await manager.get('journal.page', { scope: 'here', filter: { group: 'sending' }, after: null, limit: 50 })
  expect(entries.some(({ person, onBehalfOf, mailbox, outcome }) => outcome === 'done' && person === 'Anja de Vries' && onBehalfOf === 'Bas Jansen' && mailbox === bas)).toBe(true)
})

describe('a shared mailbox whose server knows no rights', () => {
  const acts = ['read', 'mark', 'file', 'send', 'claim'] as const
  const described = async (members: readonly string[]) => ({
    id: 'recepten', address: recepten, name: 'Recepten De Linde', access: 'password' as const, path: null, owner: await idOf(manager, anja), purpose: 'Herhaalrecepten', strangersMayExpect: 'Antwoord binnen een werkdag',
    passesOn: 'de assistent', members: await Promise.all(members.map(async (address) => ({ person: await idOf(manager, address), may: [...acts] }))), reviewAt: Date.now() + 90 * DAY_MS,
  })
  const loginWith = (secret: string) => {
    const { host, ports } = practice
    return { imap: { host, port: ports.imaps, security: 'tls' as const }, smtp: { host, port: ports.submission, security: 'starttls' as const }, user: recepten, secret }
  }
  const stateOf = async () => (await manager.get('practice.mailboxes', {})).logins.find((one) => one.mailbox === 'recepten')?.state
  const inboxOf = async (desk: Desk) => (await desk.get('folders.list', {})).find(({ name, shared }) => shared && name === recepten)
  const rowsOf = async (desk: Desk) => {
    const folder = await inboxOf(desk)
    return folder === undefined ? [] : (await desk.get('mail.rows', { folderId: folder.id, offset: 0, limit: 20 })).rows
  }

  test('is kept with a password that both servers take, and with no other', async () => {
    await practice.deliver(letter({ to: recepten, subject: 'Graag een herhaalrecept' }), recepten)
    const wrong = await manager.get('practice.describeMailbox', { mailbox: await described([anja]), login: loginWith('geraden') })
    expect(wrong.tested).toMatchObject({ imap: { kind: 'problem', problem: 'login-refused' } })
    expect((await manager.get('practice.mailboxes', {})).described.some(({ id }) => id === 'recepten')).toBe(false)
    const right = await manager.get('practice.describeMailbox', { mailbox: await described([anja]), login: loginWith(practice.person(recepten).password) })
    expect(right.tested).toMatchObject({ imap: { kind: 'ok' }, smtp: { kind: 'ok' } })
    await expect.poll(() => rowsOf(manager), { timeout: 40_000 }).toMatchObject([{ subject: 'Graag een herhaalrecept' }])
    expect(await stateOf()).toBe('kept')
    expect(await inboxOf(newcomer)).toBeUndefined()
    // It waits for an answer like the mail of any shared mailbox (R10).
    expect(await manager.until('claims.waiting', {}, (waiting) => waiting.length > 0)).toMatchObject([{ mailbox: 'Recepten De Linde', subject: 'Graag een herhaalrecept' }])
  })

  test('opens for cover as long as that runs, without what is private; what was read is told of under its name, and the password is to change after it (FM-07, FM-08)', async () => {
    await practice.deliver(letter({ to: recepten, subject: 'Privé: etentje' }), recepten)
    const [giver, receiver] = [await idOf(manager, anja), await idOf(manager, bas)]
    const grant = {
      kind: 'cover' as const, giver, receiver, mailbox: 'recepten', acts: ['read' as const], from: Date.now() - 1_000, until: Date.now() + DAY_MS, maxAgeDays: 7, careEpisodeOnly: false,
      reason: 'Vakantie', consent: '', writtenRequest: null, urgentFirst: true,
    }
    await manager.get('practice.giveRole', { id: receiver, role: 'logbeheerder' })
    const { id } = await manager.get('practice.giveGrant', { grant })
    await expect.poll(() => rowsOf(newcomer), { timeout: 40_000 }).toMatchObject([{ subject: 'Graag een herhaalrecept' }])
    const messageId = (await rowsOf(newcomer))[0]!.id
    await newcomer.until('mail.message', { messageId }, ({ content }) => content.kind === 'ready')
    await newcomer.until('mail.message', { messageId }, ({ verdict }) => verdict !== 'pending')
    expect(await newcomer.ask('mail.flag', { messageIds: [messageId], flag: 'flagged', on: true })).toEqual({ ok: false, fail: 'not-allowed' })
    expect(await newcomer.ask('claims.claim', { messageId })).toMatchObject({ ok: false })
    // Promise 3: in the journal of who read it, and for everybody who shares the mailbox.
    await newcomer.get('journal.open', { proof: { kind: 'code', code: newcomer.recoveryCode! } })
    const { entries } = await newcomer.get('journal.page', { scope: 'here', filter: { group: 'reading' }, after: null, limit: 50 })
    expect(entries).toMatchObject([{ class: 'E6', mailbox: recepten, onBehalfOf: 'Anja de Vries', detail: { cover: id } }])
    expect(await manager.until('deeds.in', { mailbox: 'recepten' }, (deeds) => deeds.length > 0)).toMatchObject([{ what: 'read', by: { name: 'Bas Jansen' }, message: { subject: 'Graag een herhaalrecept' } }])
    await manager.get('practice.withdrawGrant', { id })
    await newcomer.until('folders.list', {}, (folders) => folders.every(({ name }) => !name.startsWith(recepten)))
    expect((await newcomer.get('mail.search', { text: 'herhaalrecept', folderId: null, offset: 0, limit: 10 })).rows).toEqual([])
    expect(await stateOf()).toBe('to-change')
    await manager.get('practice.changeMailboxPassword', { id: 'recepten', secret: practice.person(recepten).password })
    await expect.poll(stateOf).toBe('kept')
    await practice.doveadm(['expunge', '-u', recepten, 'mailbox', 'INBOX', 'subject', 'etentje'])
    await expect.poll(() => rowsOf(manager), { timeout: 40_000 }).toHaveLength(1)
  })

  test('opens for a new member by itself, who is told the password nowhere, and claims and answers in its name', async () => {
    await manager.get('practice.describeMailbox', { mailbox: await described([anja, bas]) })
    await expect.poll(() => rowsOf(newcomer), { timeout: 40_000 }).toHaveLength(1)
    const [row] = await rowsOf(newcomer)
    await newcomer.get('claims.claim', { messageId: row!.id })
    const [seen] = await rowsOf(manager)
    await expect.poll(async () => (await manager.get('claims.of', { messageIds: [seen!.id] }))[0], { timeout: 30_000 }).toMatchObject({ to: { name: 'Bas Jansen' } })
    const { password } = practice.person(recepten)
    expect(JSON.stringify([await newcomer.get('practice.mailboxes', {}), await newcomer.get('accounts.list', {})])).not.toContain(password)
    expect((await newcomer.get('accounts.list', {})).map(({ address }) => address)).toEqual([bas])

    // Behind the lock nothing of it is open; after it, it is there again by itself.
    await newcomer.core.lock('screen')
    await newcomer.unlock()
    await practice.deliver(letter({ from: anja, to: recepten, subject: 'Pil op' }), recepten)
    await expect.poll(async () => (await rowsOf(newcomer)).map(({ subject }) => subject), { timeout: 30_000 }).toContain('Pil op')
    const asked = (await rowsOf(newcomer)).find(({ subject }) => subject === 'Pil op')!
    const draft = await newcomer.get('drafts.start', { kind: 'reply', messageId: asked.id })
    expect(draft.fields).toMatchObject({ mailbox: 'recepten', to: [{ address: anja }] })
    const { revision } = await newcomer.get('drafts.save', { id: draft.id, revision: draft.revision, fields: { ...draft.fields, html: '<p>Ligt klaar.</p>' } })
    await newcomer.get('send.confirm', { id: draft.id, revision })
    const head = () => practice.doveadm(['fetch', '-u', anja, 'hdr.from hdr.sender', 'mailbox', 'INBOX', 'subject', 'Pil op']).catch(() => '')
    await expect.poll(head, { timeout: 40_000 }).toMatch(/Bas Jansen\s\(assistent\),\sHuisartsenpraktijk\sDe\s+Linde"?\s*<mia@delinde\.test>\s*hdr\.sender: Bas Jansen <bas@delinde\.test>/)
    await expect.poll(() => practice.doveadm(['search', '-u', recepten, 'mailbox', 'Verzonden', 'subject', 'Pil op']).catch(() => ''), { timeout: 40_000 }).not.toBe('')
  })

  test('closes at once for who is taken out, leaves nothing, and asks for another password, which the rest get by itself', async () => {
    // Said while this workstation is closed: it is gone all the same at the next start.
    await newcomer.core.lock('screen')
    await manager.get('practice.describeMailbox', { mailbox: await described([anja]) })
    await newcomer.unlock()
    await newcomer.until('folders.list', {}, (folders) => folders.every(({ name }) => !name.startsWith(recepten)))
    expect((await newcomer.get('mail.search', { text: 'herhaalrecept', folderId: null, offset: 0, limit: 10 })).rows).toEqual([])
    await expect.poll(stateOf).toBe('to-change')
    const refusedOne = await manager.get('practice.changeMailboxPassword', { id: 'recepten', secret: 'geraden' })
    expect(refusedOne.imap).toMatchObject({ problem: 'login-refused' })
    expect(await stateOf()).toBe('to-change')
    // The provider's password is the same here; what counts is that the manager typed one that works.
    await manager.get('practice.changeMailboxPassword', { id: 'recepten', secret: practice.person(recepten).password })
    await expect.poll(stateOf).toBe('kept')
    await manager.get('practice.describeMailbox', { mailbox: await described([anja, bas]) })
    await expect.poll(() => rowsOf(newcomer), { timeout: 40_000 }).toHaveLength(2)
    const device = (await manager.get('practice.people', {})).find(({ person }) => person.address === bas)!.devices[0]!
    await manager.get('practice.revokeDevice', { device: device.id, because: 'lost' })
    await newcomer.until('practice.state', {}, (now) => now.kind === 'ended')
    await newcomer.until('folders.list', {}, (folders) => folders.every(({ shared }) => !shared))
    expect(await stateOf()).toBe('to-change')
  })

  test('a password that was changed at the provider alone is said to who manages the practice, also where they do not read the mailbox; the one that holds now opens it again', async () => {
    const users = path.join(practice.directory, 'imap', 'users')
    const before = readFileSync(users, 'utf8')
    const { password } = practice.person(recepten)
    // The server looks at its list of users from second to second.
    const atProvider = async (text: string, secret: string) => {
      writeFileSync(users, text)
      const login = { settings: { ...settingsOf(practice, recepten), displayName: '' }, secret }
      await manager.until('accounts.test', login, ({ imap, smtp }) => imap.kind === 'ok' && smtp.kind === 'ok')
    }
    await atProvider(before.replace(`${recepten}:{PLAIN}${password}:`, `${recepten}:{PLAIN}Anders-1:`), 'Anders-1')
    await manager.get('practice.describeMailbox', { mailbox: await described([]) })
    const refused = { kind: 'password-refused', mailbox: 'Recepten De Linde' }
    expect(await manager.until('practice.attention', {}, (found) => found.some(({ kind }) => kind === 'password-refused'))).toContainEqual(refused)
    expect(await stateOf()).toBe('refused')
    const changed = await manager.get('practice.changeMailboxPassword', { id: 'recepten', secret: 'Anders-1' })
    expect(changed).toMatchObject({ imap: { kind: 'ok' }, smtp: { kind: 'ok' } })
    await manager.until('practice.attention', {}, (found) => found.every(({ kind }) => kind !== 'password-refused'))
    expect(await stateOf()).toBe('kept')
    // And where they do read it: the session that finds it refused says so.
    await atProvider(before, password)
    await manager.get('practice.describeMailbox', { mailbox: await described([anja]) })
    expect(await manager.until('practice.attention', {}, (found) => found.some(({ kind }) => kind === 'password-refused'))).toContainEqual(refused)
    await manager.get('practice.changeMailboxPassword', { id: 'recepten', secret: password })
    await expect.poll(() => rowsOf(manager), { timeout: 40_000 }).toHaveLength(2)
  })
})

/** So many messages picked up one after the other, at a workstation of the register alone. */
function picksUp({ keys, register }: RealStation, many: number): Uint8Array[] {
  const place = nextPlace({ keys, register } as RealStation)
  const claims: SignedEvent[] = []
  for (let more = 0; more < many; more += 1) {
    const body = { mailbox: 'info', message: reference(`${String(place.sequence)} ${String(more)}`), to: 'anja', note: null }
    claims.push(signEvent(keys, { ...place, sequence: place.sequence + more, previous: claims.at(-1)?.checked.hash ?? place.previous, clock: place.clock + more }, { kind: 'claimed', body }))
  }
  register.takeRead(claims.map((signed) => ({ kind: 'signed', signed })))
  return claims.map(messageOf)
}

/** What this workstation says, as messages. */
function said({ register }: RealStation, ...sayings: readonly Saying[]): Uint8Array[] {
  const outcome = register.say(sayings)
  if (outcome.kind !== 'said') throw new Error(outcome.because)
  return register.outgoing().map(({ hash, body }) => {
    register.sent(hash)
    return enveloped(hash, body)
  })
}

test('a practice of years: a new workstation starts from what a manager signed, also where an old message went from the folder', async () => {
  // given: more than is read whole, and Tom's admission to the practice, which lies nowhere in the folder
  using years = new RealPractice()
  const station = years.anja
  const { given, file } = makeInvitation({
    practice: { name: 'De Linde', root: years.root }, person: { id: 'mia', name: 'Mia Smit', function: 'assistent', address: recepten }, register: { folder: 'Praktijk/x' },
    account: { imap: { host: practice.host, port: practice.ports.imaps, security: 'tls' }, smtp: { host: practice.host, port: practice.ports.submission, security: 'starttls' }, user: recepten, auth: 'password', ca: readFileSync(practice.caFile, 'utf8') },
  }, Date.now() + DAY_MS)
  const messages = [...years.folder, ...said(station, { kind: 'mailbox-described', body: { mailbox: sharedMailbox('info', [{ person: 'anja', may: ['read', 'claim'] }]) } }), ...picksUp(station, NEWEST_FROM / 2)]
  said(station, { kind: 'person-added', body: { person: person('tom') } })
  messages.push(...picksUp(station, NEWEST_FROM / 2), ...said(station, { kind: 'person-added', body: { person: person('mia', { address: recepten }) } }, { kind: 'invitation-given', body: { invitation: given } }))
  const signed = (await station.register.toSign())!
  messages.push(writeEnvelope({ kind: 'snapshot', hash: signed.body.content, from: anja, at: Date.now(), body: signed.bytes }).raw, ...said(station, { kind: 'snapshot', body: signed.body }))
  const founded = await onServer({ id: 'x', ...accountOf(practice, anja) }, AbortSignal.timeout(60_000), async (session) => {
    const folder = await foundRegisterFolder(session, { keeper: anja, members: [recepten], suffix: '-jaren' })
    await laid(messages)
    await session.select('Jaren', { readOnly: true })
    if (folder.kind === 'ready') await session.run((client) => client.messageCopy('1:*', folder.path))
    await session.run((client) => client.mailboxDelete('Jaren'))
    return folder
  })
  if (founded.kind !== 'ready') throw new Error(founded.kind)
  // when
  await using desk = await openDesk()
  const account = await addAccount(desk, practice, recepten)
  await desk.get('practice.join', { code: file, accountId: account, label: 'Balie 2' })
  await using folder = await deviceOf(practice, anja)
  const { device, ...request } = await requestIn(folder, founded.path)
  const [admission] = said(station, { kind: 'device-added', body: admittingBody({ device, ...request }, 'mia', sealFor([device], new Uint8Array(32), 'reference')) })
  await folder.append(founded.path, Buffer.from(admission!))
  // then: by what lies in the folder nobody could tell that she belongs here
  await desk.until('practice.state', {}, (now) => now.kind === 'member' && now.line.kind === 'in-step')
  expect((await desk.get('practice.people', {})).map((one) => one.person.id).sort()).toEqual(['anja', 'mia', 'tom'])
})

/** Thousands of messages, in their order, as files of a folder of her own. */
const laid = (messages: readonly Uint8Array[]): Promise<void> => practice.fill(anja, async (maildir) => {
  const directory = folderIn(maildir, 'Jaren')
  await makeMaildir(directory)
  for (const [place, raw] of messages.entries()) await writeMaildir(directory, { raw: Buffer.from(Buffer.from(raw).toString('latin1').replaceAll('\r\n', '\n'), 'latin1'), at: new Date(1_700_000_000_000 + place * 1_000), flags: 'S' }, place)
})

async function requestIn(folder: Awaited<ReturnType<typeof deviceOf>>, path: string): Promise<JoinRequest> {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    await folder.mailboxOpen(path, { readOnly: true })
    const found = await folder.search({ header: { subject: 'verzoek om mee te doen' } }, { uid: true })
    const message = Array.isArray(found) && found[0] !== undefined ? await folder.fetchOne(String(found[0]), { source: true }, { uid: true }) : false
    const envelope = message === false || message?.source === undefined ? null : readEnvelope(message.source)
    const read = envelope?.kind === 'join' ? readJoinRequest(envelope.body) : null
    if (read?.kind === 'request') return read.request
  }
  throw new Error('nobody asks')
}
