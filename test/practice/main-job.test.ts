import { execFile } from 'node:child_process'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccountSettings } from '../../src/shared/contract/accounts.ts'
import { readableIn } from './clear-text.ts'
import { addAccount, folderOf, letter, openDesk, settingsOf, type Desk } from './core.ts'
import { startPractice, type Practice } from './servers/practice.ts'

const anja = 'anja@delinde.test'
const bas = 'bas@delinde.test'
/** Planted in mail, drafts, attachments, searches: none of them may be readable on disk, ever. */
const planted = ['Zwartewaterkruid', 'Kwikstaartvlinder', 'Brandganzenveer', 'Pimpernootboom']

/** Of what happens by itself at the server. */
const patience = { timeout: 60_000 }

let practice: Practice
let desk: Desk
let accountId: string
beforeAll(async () => {
  practice = await startPractice({ mail: 'none', only: ['imap', 'smtp'] })
  desk = await openDesk()
  await practice.deliver(letter({ from: bas, to: anja, subject: `Vraag over ${planted[0] ?? ''}`, text: `De ${planted[1] ?? ''} vroeg ernaar.\r\n` }), anja)
  accountId = await addAccount(desk, practice, anja)
})
afterAll(async () => {
  await desk[Symbol.asyncDispose]()
  await practice[Symbol.asyncDispose]()
})

const inbox = () => folderOf(desk, 'inbox', accountId)
const rowsOf = async (role: string) => desk.get('mail.rows', { folderId: (await folderOf(desk, role, accountId)).id, offset: 0, limit: 50 })
const nothingReadable = async () => { expect(await readableIn(desk.directory, planted)).toEqual([]) }

describe('the main job on real servers', () => {
  test('what was delivered is listed, read and found, and lies nowhere in the clear', async () => {
    const { rows } = await rowsOf('inbox')
    const [row] = rows
    expect(row).toMatchObject({ subject: `Vraag over ${planted[0] ?? ''}`, seen: false })
    const message = await desk.get('mail.message', { messageId: row!.id })
    expect(message.content).toMatchObject({ kind: 'ready', html: null, notices: [] })
    const found = await desk.get('mail.search', { text: 'kwikstaart', folderId: null, offset: 0, limit: 10 })
    expect(found.rows.map(({ id }) => id)).toEqual([row!.id])
    await nothingReadable()
  })

  test('a flag goes to the server and comes back from it', async () => {
    // given
    const { rows: [row] } = await rowsOf('inbox')
    // when
    await desk.get('mail.flag', { messageIds: [row!.id], flag: 'seen', on: true })
    // then
    await expect.poll(() => practice.doveadm(['fetch', '-u', anja, 'flags', 'mailbox', 'INBOX']), patience).toContain('\\Seen')
    // when
    await practice.doveadm(['flags', 'remove', '-u', anja, '\\Seen', 'mailbox', 'INBOX', 'all'])
    // then
    await desk.until('mail.rows', { folderId: (await inbox()).id, offset: 0, limit: 1 }, ({ rows }) => rows[0]?.seen === false)
  })

  test('archiving is shown at once, done on the server, and undone by name', async () => {
    // given
    const { rows: [row] } = await rowsOf('inbox')
    // when
    const { taskId } = await desk.get('mail.move', { messageIds: [row!.id], to: 'archive' })
    // then
    await desk.until('mail.rows', { folderId: (await inbox()).id, offset: 0, limit: 1 }, ({ total }) => total === 0)
    await expect.poll(() => practice.doveadm(['mailbox', 'status', '-u', anja, 'messages', 'Archief']), patience).toContain('messages=1')
    expect(await desk.ask('mail.undo', { taskId })).toEqual({ ok: true, value: {} })
    await expect.poll(() => practice.doveadm(['mailbox', 'status', '-u', anja, 'messages', 'INBOX']), patience).toContain('messages=1')
    await desk.until('mail.rows', { folderId: (await inbox()).id, offset: 0, limit: 1 }, ({ rows }) => rows[0]?.id === row!.id)
    expect(await desk.ask('mail.undo', { taskId })).toEqual({ ok: false, fail: 'too-late' })
  })

  test('a draft with an attachment is kept sealed, here and in the folder for drafts on the server', async () => {
    // given
    const draft = await desk.get('drafts.start', { kind: 'new', accountId, to: [{ name: '', address: bas }] })
    const fields = { ...draft.fields, subject: `Over de ${planted[2] ?? ''}`, html: `<p>De ${planted[2] ?? ''} is binnen.</p>` }
    // when
    await desk.get('drafts.save', { id: draft.id, revision: draft.revision, fields })
    const bytes = Buffer.from(`${planted[3] ?? ''}\n`.repeat(20_000))
    const { attachmentId } = await desk.get('drafts.beginAttachment', { id: draft.id, name: `${planted[3] ?? ''}.txt`, type: 'text/plain', sizeBytes: bytes.length })
    await desk.get('drafts.addBytes', { id: draft.id, attachmentId, offset: 0, bytes: bytes.toString('base64url') })
    // then
    await nothingReadable()
    await expect.poll(() => practice.doveadm(['mailbox', 'status', '-u', anja, 'messages', 'Concepten']), patience).toContain('messages=1')
    // when
    await desk.get('drafts.discard', { id: draft.id })
    // then
    await expect.poll(() => practice.doveadm(['mailbox', 'status', '-u', anja, 'messages', 'Concepten']), patience).toContain('messages=0')
    await nothingReadable()
  })

  test('a reply to a colleague arrives once, with a copy among sent mail; whoever is elsewhere waits', async () => {
    // given
    const { rows: [row] } = await rowsOf('inbox')
    const draft = await desk.get('drafts.start', { kind: 'reply', messageId: row!.id })
    const fields = { ...draft.fields, cc: [{ name: 'Balie', address: 'balie@apotheekzuid.test' }], html: `<p>De ${planted[3] ?? ''} bloeit.</p>` }
    const { revision } = await desk.get('drafts.save', { id: draft.id, revision: draft.revision, fields })
    // when
    const { outboxIds } = await desk.get('send.confirm', { id: draft.id, revision })
    const forward = await desk.get('drafts.start', { kind: 'forward', messageId: row!.id })
    const saved = await desk.get('drafts.save', { id: forward.id, revision: forward.revision, fields: { ...forward.fields, to: [{ name: '', address: bas }] } })
    await desk.get('send.confirm', { id: forward.id, revision: saved.revision })
    await nothingReadable()
    // then
    const items = await desk.until('outbox.list', {}, (all) => all.filter(({ state }) => state.kind === 'sent').length === 2)
    expect(items.filter(({ id }) => outboxIds.includes(id)).map(({ to, state }) => [to[0]?.address, state.kind])).toEqual([
      [bas, 'sent'], ['balie@apotheekzuid.test', 'held-no-route'],
    ])
    await expect.poll(() => practice.doveadm(['search', '-u', bas, 'mailbox', 'INBOX', 'subject', 'Re: Vraag']), patience).not.toBe('')
    expect(await practice.doveadm(['search', '-u', 'balie@apotheekzuid.test', 'all'])).toBe('')
    await desk.until('mail.rows', { folderId: (await folderOf(desk, 'sent', accountId)).id, offset: 0, limit: 1 }, ({ total }) => total === 2)
    expect((await rowsOf('inbox')).rows.filter(({ answered }) => answered).map(({ id }) => id)).toEqual([row!.id])
    await expect.poll(() => practice.doveadm(['search', '-u', anja, 'mailbox', 'INBOX', 'answered']), patience).not.toBe('')
    await nothingReadable()
  })

  test('what is destroyed for good is told of by whose it was', async () => {
    // given: one of each in the bin
    await practice.deliver(letter({ to: anja, subject: 'Weg' }), anja)
    const { rows: [received] } = await desk.until('mail.rows', { folderId: (await inbox()).id, offset: 0, limit: 1 }, ({ rows }) => rows[0]?.subject === 'Weg')
    const { rows: [sent] } = await rowsOf('sent')
    await desk.get('mail.move', { messageIds: [received!.id], to: 'trash' })
    await desk.get('mail.move', { messageIds: [sent!.id], to: 'trash' })
    const trash = await folderOf(desk, 'trash', accountId)
    const { rows } = await desk.until('mail.rows', { folderId: trash.id, offset: 0, limit: 5 }, ({ total }) => total === 2)
    // when, then
    expect(await desk.ask('mail.destroy', { messageIds: rows.map(({ id }) => id) })).toEqual({ ok: true, value: {} })
  })

  test('a letter taken back within ten seconds is the draft that it was, and nobody gets it', async () => {
    // given
    const draft = await desk.get('drafts.start', { kind: 'new', accountId, to: [{ name: 'Bas', address: bas }] })
    const { revision } = await desk.get('drafts.save', { id: draft.id, revision: 0, fields: { ...draft.fields, subject: 'Toch niet', html: '<p>Toch niet.</p>' } })
    const { outboxIds: [id] } = await desk.get('send.confirm', { id: draft.id, revision })
    // when
    const { draftId } = await desk.get('outbox.takeBack', { id: id! })
    // then
    expect((await desk.get('drafts.get', { id: draftId })).fields).toMatchObject({ subject: 'Toch niet', to: [{ name: 'Bas', address: bas }] })
    expect((await desk.get('outbox.list', {})).map((item) => item.id)).not.toContain(id)
    await desk.get('drafts.discard', { id: draftId })
  })

  test('new mail is heard of and shown by itself', async () => {
    // given
    const before = (await rowsOf('inbox')).total
    // when
    await practice.deliver(letter({ to: anja, subject: 'Vers' }), anja)
    // then
    await desk.until('mail.rows', { folderId: (await inbox()).id, offset: 0, limit: 1 }, ({ total, rows }) => total === before + 1 && rows[0]?.subject === 'Vers')
    await expect.poll(() => desk.events.some(({ kind }) => kind === 'new-mail'), patience).toBe(true)
  })

  test('the connection test says what is wrong in names that the screen has a sentence for', async () => {
    const settings = settingsOf(practice, anja)
    const secret = practice.person(anja).password
    const probe = async (change: Partial<AccountSettings>, password = secret) => {
      const { imap, smtp } = await desk.get('accounts.test', { settings: { ...settings, ...change }, secret: password })
      return [imap, smtp].map((one) => (one.kind === 'ok' ? 'ok' : one.problem))
    }
    expect(await probe({})).toEqual(['ok', 'ok'])
    expect(await probe({}, 'niet dit')).toEqual(['login-refused', 'login-refused'])
    expect(await probe({ caFile: null })).toEqual(['certificate-untrusted', 'certificate-untrusted'])
    expect(await probe({ caFile: '/bestaat/niet.pem' })).toEqual(['ca-file-unreadable', 'ca-file-unreadable'])
    expect(await probe({ imap: { ...settings.imap, host: 'bestaat-niet.invalid' } })).toEqual([expect.stringMatching(/unknown-host|offline/), 'ok'])
  })

  test('an account comes only with settings that logged in just now: an address alone makes no domain the own one (RT-00)', async () => {
    // given: somebody's real login, under an address at the hospital
    const settings = { ...settingsOf(practice, bas), address: 'bas@ziekenhuis.test' }
    const secret = practice.person(bas).password
    expect(await desk.ask('accounts.add', { settings, secret })).toEqual({ ok: false, fail: 'not-tested' })
    // when: tested for another address, or with another password
    await desk.get('accounts.test', { settings: settingsOf(practice, bas), secret })
    await desk.get('accounts.test', { settings, secret: 'niet dit' })
    // then
    expect(await desk.ask('accounts.add', { settings, secret })).toEqual({ ok: false, fail: 'not-tested' })
    expect(await desk.ask('accounts.add', { settings, secret: 'niet dit' })).toEqual({ ok: false, fail: 'not-tested' })
    expect((await desk.get('accounts.list', {})).map(({ ownDomains }) => ownDomains)).toEqual([['delinde.test']])
    expect(await desk.get('accounts.discover', { address: 'h.bakker@ziggo.nl' })).toMatchObject({ kind: 'found', ownDomains: [] })
  })

  test('a wrong password stops the account with a reason; the right one starts it again', async () => {
    // when
    await desk.get('accounts.changeSecret', { id: accountId, secret: 'niet dit' })
    // then
    await desk.until('accounts.list', {}, ([account]) => account?.connection.kind === 'stopped' && account.connection.problem === 'login-refused')
    await desk.get('accounts.changeSecret', { id: accountId, secret: practice.person(anja).password })
    await desk.until('accounts.list', {}, ([account]) => account?.connection.kind === 'online')
  })

  test('a server that goes away is waited for; what was done meanwhile is done when it is back', async () => {
    // given
    await practice.stopServer('dovecot')
    await desk.until('accounts.list', {}, ([account]) => account?.connection.kind === 'waiting')
    const { rows: [row] } = await rowsOf('inbox')
    // when
    await desk.get('mail.flag', { messageIds: [row!.id], flag: 'flagged', on: true })
    await practice.startServer('dovecot')
    await desk.get('accounts.reconnect', { id: accountId })
    // then
    await expect.poll(() => practice.doveadm(['search', '-u', anja, 'mailbox', 'INBOX', 'FLAGGED']), patience).not.toBe('')
  })

  test('locked: nothing answers, nothing is readable, and the key opens it as it was', async () => {
    // when
    await desk.get('vault.lock', {})
    // then
    expect(await desk.ask('folders.list', {})).toEqual({ ok: false, fail: 'locked' })
    expect(await desk.ask('mail.search', { text: 'kwikstaart', folderId: null, offset: 0, limit: 1 })).toEqual({ ok: false, fail: 'locked' })
    expect(desk.events.at(-1)).toMatchObject({ kind: expect.stringMatching(/locked|changed/) as string })
    await nothingReadable()
    await expect.poll(() => practice.doveadm(['who']), patience).not.toContain(anja)
    expect(await desk.unlock()).toEqual({ ok: true, value: {} })
    expect((await rowsOf('inbox')).total).toBeGreaterThan(0)
  })

  test('a second program on the same folder does not get in, and takes nothing from the first', async () => {
    // when
    const second = await openDesk({ directory: desk.directory, recoveryCode: desk.recoveryCode ?? '' })
    // then
    expect(second.door).toEqual({ ok: false, fail: 'in-use' })
    await second[Symbol.asyncDispose]()
    expect((await rowsOf('inbox')).total).toBeGreaterThan(0)
  })

  test('the screen lock of the workstation locks too', async () => {
    await desk.core.lock('screen')
    expect((await desk.get('vault.state', {})).lockedBecause).toBe('screen')
    await desk.unlock()
  })

  test('a terminal with the printed code finds stores and journal whole; without it, nothing', async () => {
    // given
    await desk.get('vault.lock', {})
    const root = path.resolve(import.meta.dirname, '../..')
    const praktijkpost = (args: string[], code: string) => new Promise<{ status: number; out: string }>((resolve) => {
      const child = execFile(process.execPath, [path.join(root, 'bin/praktijkpost.js'), ...args, '--data', desk.directory, '--json'], (error, out) => {
        resolve({ status: typeof error?.code === 'number' ? error.code : 0, out })
      })
      child.stdin?.end(`${code}\n`)
    })
    // when
    const checked = await praktijkpost(['store', 'check'], desk.recoveryCode ?? '')
    const exported = await praktijkpost(['audit', 'export'], desk.recoveryCode ?? '')
    // then
    expect(checked.status).toBe(0)
    expect(JSON.parse(checked.out)).toMatchObject({ well: true, cache: 'whole', journal: { breaks: [] } })
    const entries = exported.out.trim().split('\n').map((line) => JSON.parse(line) as { class: string; detail: object })
    expect(entries.map((entry) => entry.class)).toEqual(expect.arrayContaining(['unlock', 'lock', 'E1', 'E9']))
    const changes = entries.filter((entry) => entry.class === 'E9').map(({ detail }) => detail)
    expect(changes).toEqual([
      { account: accountId, address: anja, change: 'added', ownDomains: ['delinde.test'] },
      { account: accountId, change: 'secret-changed' }, { account: accountId, change: 'secret-changed' },
    ])
    const factsOf = (name: string) => entries.filter((entry) => entry.class === name).map(({ detail }) => detail)
    expect(factsOf('E8')).toEqual([{ item: expect.any(String) as string, recipients: [bas], route: 'community' }])
    const deleted = ['to-trash', 'destroyed'].map((ground) => expect.objectContaining({ ground }) as object)
    expect([factsOf('E4'), factsOf('E7')]).toEqual([deleted, deleted])
    const secrets = ['niet dit', practice.person(anja).password]
    expect([...planted, ...secrets].filter((word) => exported.out.includes(word))).toEqual([])
    expect((await praktijkpost(['audit', 'verify'], 'ABCDE-ABCDE')).status).toBe(2)
    await desk.unlock()
  })
})
