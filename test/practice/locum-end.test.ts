import { existsSync, readdirSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ANJA, BAS, founded, infoFor, joined } from './apart/two-workstations.ts'
import { Workstation } from './apart/workstation.ts'
import { letter } from './core.ts'
import { readFolder } from '../../src/main/audit/verify-segments.ts'
import { KEPT_LOG } from '../../src/main/app/practice/kept-log.ts'
import { REGISTER_FOLDER } from '../../src/main/imap/folder-list.ts'
import { deviceOf } from './imap-desk.ts'
import { startPractice, type Practice } from './servers/practice.ts'

const MIA = 'mia@delinde.test'
const HOUR = 60 * 60_000
const DAY = 24 * HOUR

let practice: Practice
beforeAll(async () => {
  practice = await startPractice({ mail: 'none', only: ['imap', 'smtp'] })
  await practice.deliver(letter({ to: 'info@delinde.test', subject: 'Herhaalrecept' }), 'info@delinde.test')
})
afterAll(() => practice[Symbol.asyncDispose]())

const isInfo = ({ path: at }: { path: string }): boolean => at === 'Praktijk/info'

/** The computer has no network: nothing answers any more. */
const offline = ({ wire }: Workstation): void => {
  wire.cut()
  wire.holdAfter(0)
}

async function expectNothingOpens({ desk }: Workstation, { folderId, messageId }: { folderId: number; messageId: number }): Promise<void> {
  expect(await desk.get('practice.state', {})).toMatchObject({ kind: 'member', time: 'unknown' })
  expect(await desk.get('folders.list', {})).toEqual([])
  // What was copied here may have gone as well.
  const closed = { ok: false, fail: expect.stringMatching(/^(?:not-allowed|folder-gone|no-such-message)$/) as string }
  expect(await desk.ask('mail.rows', { folderId, offset: 0, limit: 10 })).toEqual(closed)
  expect(await desk.ask('mail.message', { messageId })).toEqual(closed)
  expect(await desk.ask('mail.conversation', { messageId })).toEqual(closed)
  for (const shut of [await desk.ask('drafts.list', {}), await desk.ask('outbox.list', {}), await desk.ask('book.complete', { text: 'a' })]) expect(shut).toEqual({ ok: false, fail: 'not-allowed' })
  expect((await desk.get('mail.search', { text: 'Herhaalrecept', folderId: null, offset: 0, limit: 10 })).rows).toEqual([])
}

/** The message of the shared mailbox, once it opens. */
async function openedMail({ desk }: Workstation): Promise<{ folderId: number; messageId: number }> {
  const { id: folderId } = (await desk.until('folders.list', {}, (folders) => folders.some((one) => isInfo(one) && one.total === 1))).find(isInfo)!
  const { rows: [row] } = await desk.get('mail.rows', { folderId, offset: 0, limit: 1 })
  await desk.get('mail.message', { messageId: row!.id })
  return { folderId, messageId: row!.id }
}

const left = ({ directory }: Workstation): string[] => readdirSync(directory).filter((name) => name !== 'keychain' && name !== KEPT_LOG)

test('past the end date a locum opens nothing, whatever the clock says and without a line; then the store is gone (FM-11)', { timeout: 240_000 }, async () => {
  // given
  await using manager = await founded(practice)
  await using locum = await Workstation.of(practice, MIA)
  const mia = await joined(manager, locum, { name: 'Mia Smit', until: Date.now() + DAY })
  const anja = (await manager.desk.get('practice.people', {})).find(({ person }) => person.address === ANJA)!.person.id
  await manager.desk.get('practice.describeMailbox', { mailbox: infoFor([anja, mia]) })
  await manager.stop()
  const seen = await openedMail(locum)
  await locum.stop()
  await using copy = await copyOf(locum)
  offline(locum)

  // when the clock is set back, also to a moment that it has not seen yet
  for (const aheadMs of [-40 * DAY, 12 * HOUR]) {
    await locum.start(aheadMs)
    // then
    await expectNothingOpens(locum, seen)
    await locum.kill()
  }
  // when a server says what time it is, then it opens again
  locum.wire.cut()
  await locum.start(-40 * DAY)
  await openedMail(locum)
  expect(await locum.desk.get('practice.state', {})).toMatchObject({ time: 'known' })
  await locum.kill()

  // when the clock is past the end, and there is no line
  offline(locum)
  await locum.start(9 * DAY)
  // then nothing opens; but a clock may be wrong, and nothing is ended on its word
  await expectNothingOpens(locum, seen)
  expect(left(locum)).toContain('state.db')
  await locum.kill()
  // when the clock is set right, and the server says so
  locum.wire.cut()
  await locum.start(0)
  // then it opens again
  await openedMail(locum)
  await locum.kill()

  // when a manager ends it while the program is closed, and there is no line when it starts
  await manager.start()
  await manager.desk.get('practice.endPerson', { id: mia, until: Date.now() })
  await expect.poll(async () => manager.desk.get('practice.state', {}), { timeout: 60_000 }).toMatchObject({ line: { kind: 'in-step', waiting: 0 } })
  offline(locum)
  await locum.start(2 * DAY)
  await expectNothingOpens(locum, seen)
  expect(left(locum)).toContain('state.db')
  // then nothing opens with a line either: the register is shut to who was put out, and whether the date has passed a server must say
  locum.wire.cut()
  await expect.poll(() => locum.desk.get('practice.state', {}), { timeout: 60_000 }).toMatchObject({ line: { kind: 'no-folder' } })
  await expectNothingOpens(locum, seen)
  await locum.stop()

  // when somebody puts a copy of the folder back, and a clock that says so, without a line
  await copy.putBack()
  offline(locum)
  for (const aheadMs of [12 * HOUR, 9 * DAY]) {
    await locum.start(aheadMs)
    await expectNothingOpens(locum, seen)
    await locum.kill()
  }

  // when a manager ends somebody's time before its date, and the program is killed at once
  await using second = await Workstation.of(practice, BAS)
  const bas = await joined(manager, second, { name: 'Bas Jansen', until: Date.now() + 3 * DAY })
  expect(await second.desk.get('practice.leaving', {})).toMatchObject({ kind: 'soon', practice: 'De Linde' })
  // Nothing opens before a server has told the time.
  await second.desk.until('practice.state', {}, (state) => state.kind === 'member' && state.time === 'known')
  await keepDraft(second, 'Nog niet verstuurd')
  await manager.desk.get('practice.endPerson', { id: bas, until: Date.now() })
  await expect.poll(async () => second.desk.ask('practice.state', {}).catch(() => null), { timeout: 60_000 }).not.toMatchObject({ value: { kind: 'member' } })
  await second.kill()
  await second.start()
  // then
  await expect.poll(() => left(second), { timeout: 60_000 }).toEqual([])
  // then the draft that was nowhere else went to the server first
  expect(await subjectsIn('Concepten')).toContain('Nog niet verstuurd')
  expect(await second.desk.get('vault.state', {})).toMatchObject({ phase: 'first-run', person: null })
  // then what they did is in the practice's folder, or sealed here where that was shut to them before
  const kept = path.join(second.directory, KEPT_LOG)
  const sealed = existsSync(kept) ? readFolder(kept).whole.filter(({ late }) => late).length : 0
  expect(sealed + await filedBy(BAS)).toBeGreaterThan(0)
  if (existsSync(kept)) expect(sealed).toBeGreaterThan(0)
})

async function keepDraft({ desk }: Workstation, subject: string): Promise<void> {
  const [account] = await desk.get('accounts.list', {})
  const draft = await desk.get('drafts.start', { kind: 'new', accountId: account!.id, to: [] })
  await desk.get('drafts.save', { id: draft.id, revision: draft.revision, fields: { ...draft.fields, subject, html: '<p>Concept</p>' } })
}

/** All of a workstation's files, as a thief or a backup would have them. */
async function copyOf({ directory }: Workstation): Promise<AsyncDisposable & { putBack(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'praktijkpost-copy-'))
  await cp(directory, folder, { recursive: true })
  return { putBack: () => cp(folder, directory, { recursive: true }), [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

/** How many parts of their log lie in the register's folder, as a manager sees it. */
async function filedBy(address: string): Promise<number> {
  const device = await deviceOf(practice, ANJA)
  try {
    const register = (await device.list()).find(({ path: at }) => at.endsWith(REGISTER_FOLDER))
    await device.mailboxOpen(register?.path ?? '', { readOnly: true })
    const found = await device.search({ from: address, subject: 'deel van een logboek' })
    return (found === false ? undefined : found)?.length ?? 0
  } finally {
    await device.logout()
  }
}

async function subjectsIn(folder: string): Promise<string[]> {
  const device = await deviceOf(practice, BAS)
  try {
    await device.mailboxOpen(folder, { readOnly: true })
    const subjects: string[] = []
    for await (const { envelope } of device.fetch('1:*', { envelope: true })) subjects.push(envelope?.subject ?? '')
    return subjects
  } finally {
    await device.logout()
  }
}
