import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkClock } from '../../src/shared/norm/checked-clock.ts'
import { inCopy, onServer, openDesk } from './imap-desk.ts'
import { bulkMail } from './mail/bulk.ts'
import { startPractice, type Practice } from './servers/practice.ts'

let practice: Practice
beforeAll(async () => { practice = await startPractice({ mail: 'none', only: ['imap'] }) })
afterAll(() => practice[Symbol.asyncDispose]())

const anja = 'anja@delinde.test'
const bas = 'bas@delinde.test'
const mia = 'mia@delinde.test'

let count = 0
const letter = (subject: string): string => {
  count += 1
  return `Message-ID: <imap-acts-${count}@test>\r\nFrom: Joost <j.vandam@mailbox.test>\r\nTo: ${anja}\r\nSubject: ${subject}\r\nDate: Mon, 05 Jan 2026 10:00:00 +0000\r\n\r\nHallo\r\n`
}
const deliver = async (to: string, ...subjects: readonly string[]): Promise<void> => {
  for (const subject of subjects) await practice.deliver(letter(subject), to)
}
const subjectIds = (desk: ReturnType<typeof openDesk>, folder: string, ...subjects: readonly string[]): number[] =>
  desk.rows(folder).filter(({ subject }) => subjects.includes(subject)).map(({ id }) => id)

test('marks, moves and removals reach the server, in one of our own folders', async () => {
  await deliver(anja, 'Een', 'Twee', 'Drie', 'Vier')
  await using desk = openDesk(practice, anja)
  await desk.synced()
  const tasks = [
    desk.act({ kind: 'flag', flag: 'seen', on: true }, subjectIds(desk, 'INBOX', 'Een', 'Twee')),
    desk.act({ kind: 'move', to: 'archive' }, subjectIds(desk, 'INBOX', 'Een', 'Twee')),
    desk.act({ kind: 'flag', flag: 'flagged', on: true }, subjectIds(desk, 'Archief', 'Een')),
    desk.act({ kind: 'move', to: 'trash' }, subjectIds(desk, 'INBOX', 'Drie')),
  ]
  expect([desk.subjects('INBOX'), desk.subjects('Archief').sort(), desk.subjects('Prullenbak')]).toEqual([['Vier'], ['Een', 'Twee'], ['Drie']])
  for (const task of tasks) expect(await desk.result(task)).toEqual({ kind: 'done', taskId: task.id, created: null })
  const gone = desk.act({ kind: 'destroy' }, subjectIds(desk, 'Prullenbak', 'Drie'))
  expect((await desk.result(gone)).kind).toBe('done')
  await desk.synced()
  const server = await onServer(practice, anja)
  expect(inCopy(desk)).toEqual(server)
  expect([server['INBOX'], server['Archief'], server['Prullenbak']].map((folder) => folder!.length)).toEqual([1, 2, 0])
  expect(server['Archief']!.map((line) => line.replace(/^\d+ | \w+$/g, '')).sort()).toEqual(['\\Flagged \\Seen', '\\Seen'])
})

test('a move is taken back from the folder to which it went', async () => {
  await deliver(anja, 'Heen', 'En weer')
  await using desk = openDesk(practice, anja)
  await desk.synced()
  const task = desk.act({ kind: 'move', to: 'trash' }, subjectIds(desk, 'INBOX', 'Heen', 'En weer'))
  await desk.result(task)
  const back = desk.undo(task)
  expect((await desk.result(back)).kind).toBe('done')
  await desk.synced()
  expect(desk.subjects('INBOX')).toEqual(expect.arrayContaining(['Heen', 'En weer']))
  expect(inCopy(desk)).toEqual(await onServer(practice, anja))
})

describe('a shared mailbox', () => {
  test('a colleague with all rights works in it, and others see it', async () => {
    await deliver('info@delinde.test', 'Vraag', 'Klacht')
    await using first = openDesk(practice, bas)
    await using second = openDesk(practice, anja)
    await Promise.all([first.synced(), second.synced()])
    second.sync.look(second.folderId('Praktijk/info'))
    await second.synced()
    const flagged = first.act({ kind: 'flag', flag: 'flagged', on: true }, subjectIds(first, 'Praktijk/info', 'Vraag'))
    const moved = first.act({ kind: 'move', to: first.folderId('Praktijk/recepten') }, subjectIds(first, 'Praktijk/info', 'Klacht'))
    expect([(await first.result(flagged)).kind, (await first.result(moved)).kind]).toEqual(['done', 'done'])
    await second.until(() => second.subjects('Praktijk/info').join() === 'Vraag' && second.rows('Praktijk/info')[0]!.flagged)
  })

  test('who may only read keeps own marks, and everything else is turned back with its reason', async () => {
    await deliver('info@delinde.test', 'Alleen lezen')
    await using desk = openDesk(practice, mia)
    await desk.synced()
    const folder = desk.reader.folders().find(({ path }) => path === 'Praktijk/info')
    expect(folder?.rights).toEqual({ read: true, flag: true, insert: false, remove: false })
    const ids = subjectIds(desk, 'Praktijk/info', 'Alleen lezen')
    const seen = desk.act({ kind: 'flag', flag: 'seen', on: true }, ids)
    expect((await desk.result(seen)).kind).toBe('done')
    for (const act of [{ kind: 'flag', flag: 'flagged', on: true }, { kind: 'move', to: 'archive' }, { kind: 'destroy' }] as const) {
      const task = desk.act(act, ids)
      expect(await desk.result(task)).toEqual({ kind: 'turned-back', taskId: task.id, act: act.kind, reason: 'no-right' })
    }
    expect(desk.rows('Praktijk/info').filter(({ id }) => ids.includes(id))).toMatchObject([{ seen: true, flagged: false }])
    expect(inCopy(desk)['Praktijk/info']).toEqual((await onServer(practice, mia))['Praktijk/info'])
  })

  test('rights that were taken away while it was open', async () => {
    await deliver('recepten@delinde.test', 'Recept')
    await using desk = openDesk(practice, bas)
    await desk.synced()
    desk.sync.look(desk.folderId('Praktijk/recepten'))
    await desk.synced()
    await practice.doveadm(['acl', 'set', '-u', anja, 'Praktijk/recepten', `user=${bas}`, 'lookup', 'read'])
    const task = desk.act({ kind: 'move', to: 'archive' }, subjectIds(desk, 'Praktijk/recepten', 'Recept'))
    expect(await desk.result(task)).toMatchObject({ kind: 'turned-back', reason: 'no-right' })
    expect(desk.subjects('Praktijk/recepten')).toContain('Recept')
    // gone altogether
    await practice.doveadm(['acl', 'delete', '-u', anja, 'Praktijk/recepten', `user=${bas}`])
    desk.sync.refresh()
    await desk.until(() => desk.folderId('Praktijk/recepten') === -1)
    await practice.doveadm(['acl', 'set', '-u', anja, 'Praktijk/recepten', `user=${bas}`, 'lookup', 'read', 'write', 'write-seen', 'write-deleted', 'insert', 'post', 'expunge', 'create', 'delete'])
    desk.sync.refresh()
    await desk.until(() => desk.subjects('Praktijk/recepten').includes('Recept'))
  })
})

describe('copies on the server', () => {
  test('a sent message once, read, where the server keeps sent mail', async () => {
    await using desk = openDesk(practice, anja)
    await desk.synced()
    const raw = Buffer.from(letter('Verzonden'))
    const [first, second] = await Promise.all([1, 2].map(() => desk.sync.append({ role: 'sent' }, raw, { flags: ['\\Seen'], replaces: null })))
    expect(first).toMatchObject({ kind: 'appended', path: 'Verzonden', uid: 1, already: false, created: false })
    // The server tells its time with it, and it is the one by which this computer goes too.
    expect(first?.kind === 'appended' && first.time !== null ? checkClock(first.time) : null).toEqual({ kind: 'right' })
    expect(second).toMatchObject({ kind: 'appended', uid: 1, already: true })
    await desk.until(() => desk.subjects('Verzonden').join() === 'Verzonden')
    expect(desk.rows('Verzonden')[0]!.seen).toBe(true)
  })

  test('a draft in its newest version, until it is thrown away', async () => {
    await using desk = openDesk(practice, anja)
    await desk.synced()
    const versions = ['Versie 1', 'Versie 2', 'Versie 3'].map((subject) => letter(subject))
    const idOf = (raw: string): string => /<.*?>/.exec(raw)![0]
    for (const [index, raw] of versions.entries()) {
      const before = versions[index - 1]
      await desk.sync.append({ role: 'drafts' }, Buffer.from(raw), { flags: ['\\Draft'], replaces: before === undefined ? null : idOf(before) })
    }
    await desk.until(() => desk.subjects('Concepten').join() === 'Versie 3')
    expect(await desk.sync.discard({ role: 'drafts' }, idOf(versions[2]!))).toEqual({ kind: 'gone' })
    await desk.until(() => desk.subjects('Concepten').length === 0)
  })

  test('where we may not put anything', async () => {
    await using desk = openDesk(practice, mia)
    await desk.synced()
    expect(await desk.sync.append('Praktijk/info', Buffer.from(letter('Nee')), { flags: [], replaces: null })).toEqual({ kind: 'refused', reason: 'no-right' })
    expect(await desk.sync.append('Bestaat niet', Buffer.from(letter('Nee')), { flags: [], replaces: null })).toEqual({ kind: 'refused', reason: 'folder-gone' })
  })
})

test('what this disk lost is fetched again when somebody asks for it', async () => {
  await deliver(anja, 'Beschadigd')
  await using desk = openDesk(practice, anja)
  await desk.synced()
  const [id] = subjectIds(desk, 'INBOX', 'Beschadigd')
  desk.writer.fetchAgain([id!])
  expect(desk.reader.raw(id!).kind).toBe('missing')
  desk.sync.fetchWhole(id!)
  await desk.until(() => desk.reader.raw(id!).kind === 'raw')
})

test('hundreds of messages in one act', async () => {
  const patient = 's.demir@mailbox.test'
  await practice.fill(patient, (maildir) => bulkMail(300, { maildir, plant: 0 }))
  await using desk = openDesk(practice, patient)
  await desk.synced()
  const folder = desk.folderId('INBOX')
  const ids = Array.from({ length: 2 }, (_, page) => desk.reader.rows(folder, { offset: page * 200, limit: 200 })!.rows.map(({ id }) => id)).flat()
  // every second one, so that no two have neighbouring numbers
  const some = ids.filter((_, index) => index % 2 === 0)
  const task = desk.act({ kind: 'move', to: 'archive' }, some)
  expect((await desk.result(task)).kind).toBe('done')
  await desk.synced()
  const server = await onServer(practice, patient)
  expect([server['INBOX']!.length, server['Archief']!.length]).toEqual([150, 150])
  expect(inCopy(desk)).toEqual(server)
})
