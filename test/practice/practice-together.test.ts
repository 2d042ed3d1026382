import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KEPT_LOG } from '../../src/main/app/practice/kept-log.ts'
import type { Desk } from './core.ts'
import { addAccount, letter, openDesk } from './core.ts'
import { startPractice, type Practice } from './servers/practice.ts'

/** A practice of three on three workstations, over the mail server that it has. */

const anja = 'anja@delinde.test'
const bas = 'bas@delinde.test'
const mia = 'mia@delinde.test'
const DAY_MS = 24 * 60 * 60_000

let practice: Practice
let manager: Desk
let assistant: Desk
let accounts: { manager: string; assistant: string }

beforeAll(async () => {
  practice = await startPractice({ mail: 'none', only: ['imap', 'smtp'] })
  await practice.deliver(letter({ to: 'info@delinde.test', subject: 'Herhaalrecept' }), 'info@delinde.test')
  await practice.deliver(letter({ to: 'info@delinde.test', subject: 'Afspraak verzetten' }), 'info@delinde.test')
  const desks = await Promise.all([openDesk(), openDesk()])
  manager = desks[0]
  assistant = desks[1]
  const [one, other] = await Promise.all([addAccount(manager, practice, anja), addAccount(assistant, practice, bas)])
  accounts = { manager: one, assistant: other }
})
afterAll(async () => {
  await Promise.all([manager[Symbol.asyncDispose](), assistant[Symbol.asyncDispose]()])
  await practice[Symbol.asyncDispose]()
})

const staff = { employed: true, kind: 'staff' as const, from: 0, until: null }
const people = (desk: Desk) => desk.get('practice.people', {})
const idOf = async (desk: Desk, address: string): Promise<string> => (await people(desk)).find(({ person }) => person.address === address)!.person.id
const shared = async (desk: Desk) => (await desk.get('folders.list', {})).find(({ path }) => path === 'Praktijk/info')
const rows = async (desk: Desk) => (await desk.get('mail.rows', { folderId: (await shared(desk))!.id, offset: 0, limit: 50 })).rows
const idOfMail = async (desk: Desk, subject: string): Promise<number> => (await rows(desk)).find((row) => row.subject === subject)!.id
const memberOf = async (desk: Desk) => {
  const state = await desk.get('practice.state', {})
  if (state.kind !== 'member') throw new Error(state.kind)
  return state
}
const claimOn = async (desk: Desk, subject: string) => (await desk.get('claims.of', { messageIds: [await idOfMail(desk, subject)] }))[0]

describe('founding and joining', () => {
  test('without a practice all is as the server has it', async () => {
    expect(await manager.get('practice.state', {})).toEqual({ kind: 'none' })
    expect(await shared(manager)).toBeDefined()
    expect(await manager.ask('practice.people', {})).toEqual({ ok: false, fail: 'not-member' })
  })

  test('the founder is its first manager; from then on only what the register describes is open', async () => {
    await manager.get('practice.found', {
      accountId: accounts.manager, name: 'Huisartsenpraktijk De Linde', members: [bas, mia],
      person: { ...staff, name: 'Anja de Vries', function: 'huisarts', address: anja, rank: 1, clinician: true },
    })
    const state = await manager.until('practice.state', {}, (now) => now.kind === 'member' && now.line.kind === 'in-step')
    expect(state).toMatchObject({ kind: 'member', name: 'Huisartsenpraktijk De Linde', roles: ['beheerder', 'logbeheerder'], time: 'known' })
    await manager.until('folders.list', {}, (folders) => folders.every(({ path }) => !path.startsWith('Praktijk/')))
    await manager.until('practice.mailboxes', {}, ({ described, undescribed }) => described.length === 0 && undescribed.includes('Praktijk/info'))
    expect(await manager.ask('practice.found', { accountId: accounts.manager, name: 'Nog een', members: [], person: { ...staff, name: 'A', function: '', address: anja, rank: 1, clinician: true } })).toEqual({ ok: false, fail: 'already-member' })
  })

  test('of a second founding in that folder nothing comes', async () => {
    expect(await assistant.ask('practice.found', {
      accountId: accounts.assistant, name: 'De Andere', members: [], person: { ...staff, name: 'Bas', function: '', address: bas, rank: 1, clinician: false },
    })).toMatchObject({ ok: false })
    expect(await assistant.get('practice.state', {})).toEqual({ kind: 'none' })
  })

  test('a colleague joins with an invitation and six words that both sides see, and what was tampered with says so', async () => {
    const { id } = await manager.get('practice.addPerson', { person: { ...staff, name: 'Bas Jansen', function: 'assistent', address: bas, rank: 5, clinician: false } })
    expect(await manager.ask('practice.addPerson', { person: { ...staff, name: 'Bas', function: '', address: bas.toUpperCase(), rank: 5, clinician: false } })).toEqual({ ok: false, fail: 'address-taken' })
    const { code, file } = await manager.get('practice.invite', { id, days: 3 })
    expect(await assistant.ask('practice.readInvitation', { code: `${file.slice(0, 40)}x${file.slice(41)}` })).toEqual({ ok: false, fail: 'not-an-invitation' })
    expect(await assistant.get('practice.readInvitation', { code: file })).toMatchObject({ practice: 'Huisartsenpraktijk De Linde', person: 'Bas Jansen', address: bas })
    await assistant.get('practice.join', { code, accountId: accounts.assistant, label: 'Balie 1' })
    const asking = await assistant.get('practice.state', {})
    const [request] = await manager.until('practice.requests', {}, (requests) => requests.length === 1)
    expect(request).toMatchObject({ name: 'Bas Jansen', label: 'Balie 1' })
    expect(asking.kind === 'asking' && asking.words).toEqual(request!.words)
    await manager.get('practice.admit', { id: request!.id })
    await assistant.until('practice.state', {}, (now) => now.kind === 'member')
    expect((await people(assistant)).map(({ person }) => person.name).sort()).toEqual(['Anja de Vries', 'Bas Jansen'])
    expect(await manager.get('practice.requests', {})).toEqual([])
  })

  test('who does not manage cannot change the practice, whatever the screen asks', async () => {
    expect(await assistant.ask('practice.giveRole', { id: await idOf(assistant, bas), role: 'beheerder' })).toEqual({ ok: false, fail: 'not-allowed' })
    expect(await assistant.ask('practice.setRule', { rule: { rule: 'R2', value: { mandate: true, delegation: true } } })).toEqual({ ok: false, fail: 'not-allowed' })
    expect(await assistant.ask('journal.open', { proof: { kind: 'code', code: 'x' } })).toMatchObject({ ok: false })
  })
})

describe('a shared mailbox', () => {
  test('opens for its members once it is described (FM-03, FM-04)', async () => {
    const [owner, member] = [await idOf(manager, anja), await idOf(manager, bas)]
    const all = ['read', 'mark', 'file', 'delete', 'draft', 'send', 'claim'] as const
    await manager.get('practice.describeMailbox', {
      mailbox: {
        id: 'info', address: 'info@delinde.test', name: 'Huisartsenpraktijk De Linde', access: 'acl', path: 'Praktijk/info', owner, purpose: 'Vragen van patiënten',
        strangersMayExpect: 'Antwoord binnen een werkdag', passesOn: 'de assistent', members: [{ person: owner, may: [...all] }, { person: member, may: [...all] }], reviewAt: Date.now() + 90 * DAY_MS,
      },
    })
    for (const desk of [manager, assistant]) await desk.until('folders.list', {}, (folders) => folders.some(({ path, total }) => path === 'Praktijk/info' && total === 2))
    expect((await assistant.get('folders.list', {})).some(({ path }) => path === 'Praktijk/recepten')).toBe(false)
  })

  test('who picks a message up has it on both screens; two at once is one', async () => {
    await assistant.get('claims.claim', { messageId: await idOfMail(assistant, 'Herhaalrecept') })
    await expect.poll(() => claimOn(manager, 'Herhaalrecept'), { timeout: 30_000 }).toMatchObject({ to: { name: 'Bas Jansen', isMe: false } })
    expect(await claimOn(assistant, 'Herhaalrecept')).toMatchObject({ to: { isMe: true } })
    expect(await manager.ask('claims.claim', { messageId: await idOfMail(manager, 'Herhaalrecept') })).toEqual({ ok: false, fail: 'taken' })
    const [one, other] = await Promise.all([manager, assistant].map(async (desk) => desk.ask('claims.claim', { messageId: await idOfMail(desk, 'Afspraak verzetten') })))
    expect([one!.ok, other!.ok]).toContain(true)
    const names = () => Promise.all([manager, assistant].map(async (desk) => (await claimOn(desk, 'Afspraak verzetten'))?.to?.name))
    await expect.poll(async () => new Set(await names()).size, { timeout: 30_000 }).toBe(1)
  })

  test('who read what is seen by everybody who may read there, and looked through with a name (R4)', async () => {
    const [messageId, at] = [await idOfMail(assistant, 'Herhaalrecept'), await idOfMail(manager, 'Herhaalrecept')]
    await assistant.until('mail.message', { messageId }, ({ content }) => content.kind === 'ready')
    const steps = await manager.until('claims.history', { messageId: at }, (all) => all.some(({ what }) => what === 'read'))
    expect(steps.map(({ by, what }) => `${by.name} ${what}`)).toEqual(['Bas Jansen claimed', 'Bas Jansen read'])
    expect(await assistant.get('claims.history', { messageId })).toMatchObject([{ what: 'claimed' }, { what: 'read', by: { name: 'Bas Jansen' } }])
    expect(await manager.get('deeds.in', { mailbox: 'info' })).toMatchObject([{ what: 'read', by: { name: 'Bas Jansen' }, message: { id: at, subject: 'Herhaalrecept' } }])
    expect(await manager.ask('deeds.in', { mailbox: 'recepten' })).toEqual({ ok: false, fail: 'not-allowed' })
    expect(await assistant.ask('deeds.check', { mailbox: 'info', outcome: 'in-order' })).toEqual({ ok: false, fail: 'not-allowed' })
    await manager.get('deeds.check', { mailbox: 'info', outcome: 'in-order' })
    const checks = await assistant.until('deeds.checks', { mailbox: 'info' }, ({ last }) => last.length === 1)
    expect(checks).toMatchObject({ last: [{ by: { name: 'Anja de Vries' }, outcome: 'in-order' }], everyMonths: 3, mayCheck: false })
  })

  test('handing over carries a note that only members can read, and an answer being written shows', async () => {
    await assistant.get('claims.handOver', { messageId: await idOfMail(assistant, 'Herhaalrecept'), to: await idOf(assistant, anja), note: 'Graag even bellen' })
    await expect.poll(() => claimOn(manager, 'Herhaalrecept'), { timeout: 30_000 }).toMatchObject({ to: { isMe: true }, note: { text: 'Graag even bellen', by: { id: await idOf(manager, bas) } } })
    await manager.get('claims.answering', { messageId: await idOfMail(manager, 'Herhaalrecept') })
    await expect.poll(() => claimOn(assistant, 'Herhaalrecept'), { timeout: 30_000 }).toMatchObject({ answering: { name: 'Anja de Vries' } })
    await manager.get('claims.finish', { messageId: await idOfMail(manager, 'Herhaalrecept'), how: 'answered' })
    await expect.poll(() => claimOn(assistant, 'Herhaalrecept'), { timeout: 30_000 }).toMatchObject({ to: null, finished: { how: 'answered', by: { name: 'Anja de Vries' } } })
    expect((await assistant.get('claims.history', { messageId: await idOfMail(assistant, 'Herhaalrecept') })).map(({ what }) => what)).toEqual(['claimed', 'read', 'handed-over', 'answering', 'finished'])
    // Who takes it again has opened it for everybody.
    await assistant.get('claims.claim', { messageId: await idOfMail(assistant, 'Herhaalrecept') })
    await expect.poll(() => claimOn(manager, 'Herhaalrecept'), { timeout: 30_000 }).toMatchObject({ to: { id: await idOf(manager, bas) }, finished: null })
    await assistant.get('claims.finish', { messageId: await idOfMail(assistant, 'Herhaalrecept'), how: 'phoned' })
    await expect.poll(() => claimOn(manager, 'Herhaalrecept'), { timeout: 30_000 }).toMatchObject({ to: null, finished: { how: 'phoned' } })
  })
})

test('an answer from the shared mailbox goes in its name with the person in it, and its copy lies with it (FM-02)', async () => {
  await practice.deliver(letter({ from: mia, to: 'info@delinde.test', subject: 'Griepprik' }), 'info@delinde.test')
  await assistant.until('folders.list', {}, (folders) => folders.some(({ path, total }) => path === 'Praktijk/info' && total === 3))
  const draft = await assistant.get('drafts.start', { kind: 'reply', messageId: await idOfMail(assistant, 'Griepprik') })
  expect(draft.fields).toMatchObject({ mailbox: 'info', to: [{ address: mia }] })
  const { revision } = await assistant.get('drafts.save', { id: draft.id, revision: draft.revision, fields: { ...draft.fields, html: '<p>Donderdag om tien uur.</p>' } })
  await assistant.get('send.confirm', { id: draft.id, revision })
  const head = () => practice.doveadm(['fetch', '-u', mia, 'hdr.from hdr.sender', 'mailbox', 'INBOX', 'subject', 'Griepprik']).catch(() => '')
  await expect.poll(head, { timeout: 40_000 }).toContain('info@delinde.test')
  expect(await head()).toMatch(/Bas Jansen \(assistent\), Huisartsenpraktijk De\s+Linde"?\s*<info@delinde\.test>\s*hdr\.sender: Bas Jansen <bas@delinde\.test>/)
  await expect.poll(() => practice.doveadm(['search', '-u', anja, 'mailbox', 'Praktijk/info/Verzonden', 'all']).catch(() => ''), { timeout: 40_000 }).not.toBe('')
  expect(await practice.doveadm(['search', '-u', bas, 'mailbox', 'Verzonden', 'all'])).toBe('')
})

test('what the server does not let somebody do is no deed: colleagues see what took place', async () => {
  const messageId = await idOfMail(assistant, 'Griepprik')
  const rights = (letters: readonly string[]) => practice.doveadm(['acl', 'set', '-u', anja, 'Praktijk/info', `user=${bas}`, ...letters])
  const before = (await practice.doveadm(['acl', 'get', '-u', anja, 'Praktijk/info'])).split('\n').find((line) => line.includes(bas))!.trim().split(/\s+/).slice(1)
  // The server's administrator took a right that the register still gives.
  await rights(['lookup', 'read'])
  const seen = assistant.events.length
  const deeds = async (desk: Desk) => (await desk.get('deeds.in', { mailbox: 'info' })).filter(({ what, message }) => what === 'deleted' && message?.subject === 'Griepprik')
  await assistant.get('mail.move', { messageIds: [messageId], to: 'trash' })
  await expect.poll(() => assistant.events.slice(seen).map(({ kind }) => kind), { timeout: 30_000 }).toContain('turned-back')
  expect(await idOfMail(assistant, 'Griepprik')).toBe(messageId)
  expect((await assistant.get('claims.history', { messageId })).map(({ what }) => what)).not.toContain('deleted')
  expect(await deeds(assistant)).toEqual([])
  // Nor does its folder take the copy of an answer then: that lies among one's own, and it is said.
  await practice.doveadm(['acl', 'set', '-u', anja, 'Praktijk/info/Verzonden', `user=${bas}`, 'lookup', 'read'])
  const draft = await assistant.get('drafts.start', { kind: 'reply', messageId })
  const { revision } = await assistant.get('drafts.save', { id: draft.id, revision: draft.revision, fields: { ...draft.fields, html: '<p>Nog een keer.</p>' } })
  const { outboxIds: [sent] } = await assistant.get('send.confirm', { id: draft.id, revision })
  await assistant.until('outbox.list', {}, (items) => items.some(({ id, copyTrouble }) => id === sent && copyTrouble === 'elsewhere'))
  expect(await practice.doveadm(['search', '-u', bas, 'mailbox', 'Verzonden', 'all'])).not.toBe('')
  await rights(before)
})

test('each workstation files its journal with the practice, sealed for who looks after the log', async () => {
  const subjects = () => practice.doveadm(['fetch', '-u', anja, 'hdr.subject', 'mailbox', 'Praktijk/Praktijkpost-register', 'all'])
  await expect.poll(subjects, { timeout: 30_000 }).toContain('deel van een logboek')
})

describe('cover', () => {
  test('opens a colleague\'s mail for as long as it runs, no older than it says and nothing private, and closes it at once (FM-07, FM-08)', async () => {
    await practice.deliver(letter({ to: bas, subject: 'Voor Bas' }), bas)
    await practice.deliver(letter({ to: bas, subject: 'Privé: etentje' }), bas)
    const [giver, receiver] = [await idOf(manager, bas), await idOf(manager, anja)]
    const grant = {
      kind: 'cover' as const, giver, receiver, mailbox: giver, acts: ['read' as const], from: Date.now() - 1_000, until: Date.now() + DAY_MS, maxAgeDays: 7, careEpisodeOnly: false,
      reason: 'Vakantie', consent: '', writtenRequest: null, urgentFirst: true,
    }
    expect(await manager.get('practice.previewGrant', { grant })).toMatchObject({ refusal: 'private-not-agreed' })
    await assistant.get('practice.agreePrivate', {})
    const preview = await manager.until('practice.previewGrant', { grant }, ({ refusal }) => refusal === null)
    expect(preview.words).toMatch(/^Anja.*leest.*berichten van Bas.*niet ouder dan 7 dagen, behalve privé/)
    const { id } = await manager.get('practice.giveGrant', { grant })
    const folders = await manager.until('folders.list', {}, (all) => all.some(({ path, total }) => path === `Gedeeld/${bas}` && total === 1))
    const folderId = folders.find(({ path }) => path === `Gedeeld/${bas}`)!.id
    const { rows: [row, ...others] } = await manager.get('mail.rows', { folderId, offset: 0, limit: 10 })
    expect([row!.subject, others]).toEqual(['Voor Bas', []])
    await manager.until('mail.message', { messageId: row!.id }, ({ content }) => content.kind === 'ready')
    expect(await manager.ask('mail.flag', { messageIds: [row!.id], flag: 'flagged', on: true })).toEqual({ ok: false, fail: 'not-allowed' })
    expect(await assistant.get('deeds.whileAway', {})).toBeNull()
    await assistant.get('practice.withdrawGrant', { id })
    await manager.until('folders.list', {}, (all) => all.every(({ path }) => !path.startsWith('Gedeeld/')))
    expect((await manager.get('mail.search', { text: 'Bas', folderId: null, offset: 0, limit: 10 })).rows.filter(({ subject }) => subject === 'Voor Bas')).toEqual([])
    // Whose mail it is sees who opened what, also what was opened when the end came.
    expect(await assistant.until('deeds.in', { mailbox: null }, (deeds) => deeds.length > 0)).toMatchObject([{ what: 'read', by: { name: 'Anja de Vries' }, message: { subject: 'Voor Bas' } }])
    expect(await assistant.get('deeds.whileAway', {})).toMatchObject({ messages: 1, people: [{ name: 'Anja de Vries' }] })
    await assistant.get('deeds.seen', {})
    expect([await assistant.get('deeds.whileAway', {}), await manager.get('deeds.in', { mailbox: null })]).toEqual([null, []])
    // The server keeps it too: Bas's own client took the right back.
    await expect.poll(() => practice.doveadm(['acl', 'get', '-u', bas, 'INBOX']), { timeout: 30_000 }).not.toContain(anja)
  })
})

test('a locum works until the end date, and then nothing of the practice is left on that workstation (FM-11)', async () => {
  await using locum = await openDesk()
  const accountId = await addAccount(locum, practice, mia)
  const until = Date.now() + 15_000
  const { id } = await manager.get('practice.addPerson', { person: { name: 'Mia Smit', function: 'waarnemer', address: mia, rank: 2, employed: false, clinician: true, kind: 'locum', from: 0, until } })
  const { file } = await manager.get('practice.invite', { id, days: 1 })
  await locum.get('practice.join', { code: file, accountId, label: 'Laptop' })
  const [request] = await manager.until('practice.requests', {}, (requests) => requests.length === 1)
  await manager.get('practice.admit', { id: request!.id })
  await locum.until('practice.state', {}, (state) => state.kind === 'member')
  expect(await locum.ask('book.export', { format: 'csv', withNumbers: false })).toEqual({ ok: false, fail: 'not-allowed' })
  expect(readdirSync(locum.directory)).toContain('state.db')
  await expect.poll(() => readdirSync(locum.directory).filter((name) => name !== 'keychain' && name !== KEPT_LOG), { timeout: 90_000 }).toEqual([])
  expect(Date.now()).toBeGreaterThanOrEqual(until)
  expect(await locum.get('vault.state', {})).toMatchObject({ phase: 'first-run', person: null })
  // A mail server tells the time in whole seconds.
  await manager.until('practice.people', {}, (all) => all.some(({ person, ended }) => person.id === id && ended))
}, 150_000)

test('a workstation that goes back to an earlier backup hears its own acts of today from the server, and goes on behind them without a fork', async () => {
  // given
  await practice.deliver(letter({ to: 'info@delinde.test', subject: 'Na de reservekopie' }), 'info@delinde.test')
  for (const desk of [manager, assistant]) await desk.until('folders.list', {}, (folders) => folders.some(({ path, total }) => path === 'Praktijk/info' && total === 3))
  await assistant.get('storage.check', {})
  await assistant.until('storage.state', {}, ({ isChecking }) => !isChecking)
  await assistant.get('claims.claim', { messageId: await idOfMail(assistant, 'Na de reservekopie') })
  await expect.poll(() => claimOn(manager, 'Na de reservekopie'), { timeout: 30_000 }).toMatchObject({ to: { name: 'Bas Jansen', isMe: false } })
  const { problems } = await memberOf(manager)
  // when: nothing of either copy can be read, so that nothing of today is on this disk any more
  await assistant.get('vault.lock', {})
  for (const name of ['state.db', 'twin/state.db']) {
    const file = path.join(assistant.directory, name)
    const bytes = readFileSync(file)
    bytes[5_000]! ^= 1
    writeFileSync(file, bytes)
  }
  expect(await assistant.unlock()).toEqual({ ok: false, fail: 'damaged-file' })
  const { backups } = await assistant.get('backup.list', {})
  await assistant.get('backup.choose', { name: backups[0]!.name })
  expect(await assistant.unlock()).toEqual({ ok: true, value: {} })
  // then
  await assistant.until('practice.state', {}, (now) => now.kind === 'member' && now.line.kind === 'in-step')
  await expect.poll(() => claimOn(assistant, 'Na de reservekopie'), { timeout: 30_000 }).toMatchObject({ to: { name: 'Bas Jansen', isMe: true } })
  await expect.poll(async () => (await assistant.ask('claims.finish', { messageId: await idOfMail(assistant, 'Na de reservekopie'), how: 'phoned' })).ok, { timeout: 30_000 }).toBe(true)
  await expect.poll(async () => (await claimOn(manager, 'Na de reservekopie'))?.finished ?? null, { timeout: 30_000 }).not.toBeNull()
  expect((await memberOf(manager)).problems).toBe(problems)
  expect((await manager.get('practice.problems', {})).map(({ name }) => name)).not.toContain('forked')
  expect(await assistant.get('storage.state', {})).toMatchObject({ restored: { held: 0 } })
})

test('a workstation that was lost counts for nothing from then on', async () => {
  const device = (await people(manager)).find(({ person }) => person.address === bas)!.devices[0]!
  await manager.get('practice.revokeDevice', { device: device.id, because: 'lost' })
  await assistant.until('practice.state', {}, (now) => now.kind === 'ended')
  expect(await assistant.ask('mail.search', { text: 'recept', folderId: null, offset: 0, limit: 10 })).toMatchObject({ ok: true, value: { rows: [] } })
  expect(await assistant.ask('accounts.add', { settings: {} as never, secret: '' })).toMatchObject({ ok: false })
  expect((await assistant.get('folders.list', {})).filter((folder) => folder.shared)).toEqual([])
})
