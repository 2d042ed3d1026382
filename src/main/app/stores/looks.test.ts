import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { Box, openReader } from '../../../../test/mailbox/open-box.ts'
import { StateTwin } from '../../backup/backup.ts'
import { openDatabase, stateMigrations, type Database } from '../../store/store.ts'
import { byAccount, keepMailLook, keepMended, keepStateLook, lastMailLook, lastStateLook, restoredIn } from './looks.ts'

const DAY = 24 * 60 * 60_000

function stateIn(box: Box): Database {
  const opened = openDatabase({ file: path.join(box.directory, 'state.db'), key: new Uint8Array(32).fill(3), migrations: stateMigrations, mode: 'write', durability: 'full' })
  if (opened.kind !== 'open') throw new Error(opened.kind)
  onTestFinished(() => { opened.database.close() })
  return opened.database
}

test('what was found damaged is mended, waits, is refused or is gone, and never more than one of these', () => {
  // given
  using box = new Box()
  const ids = [1, 2, 3].map((uid) => box.add(uid, { subject: `Bericht ${uid}` }))
  const db = stateIn(box)
  using reader = openReader(box.directory)
  const [account] = reader.folders().map(({ accountId }) => accountId)
  const faults = byAccount(reader, [...ids, 424_242])
  expect(faults).toEqual({ [account ?? '']: ids })
  box.writer.fetchAgain(ids)
  keepMailLook(db, { at: 1_000, messages: 3, bytes: 9, mail: 'whole', faults })
  const nothing = { found: 3, mended: 0, fetching: 0, offline: 0, refused: 0, gone: 0 }
  const now = (isOnline: boolean, inStepAt: number | null) => lastMailLook(db, reader, [{ accountId: account ?? '', isOnline, inStepAt }])?.faults
  // when, then: nobody has asked the server since
  expect(now(false, null)).toEqual({ ...nothing, offline: 3 })
  expect(now(true, null)).toEqual({ ...nothing, fetching: 3 })
  expect(now(true, 999)).toEqual({ ...nothing, fetching: 3 })
  // when, then: one comes, one the server has no more, one it does not give
  box.add(1, { subject: 'Bericht 1' })
  box.writer.expunge(box.inbox, [2])
  expect(now(true, 1_000)).toEqual({ ...nothing, mended: 1, fetching: 2 })
  expect(now(true, 1_001)).toEqual({ ...nothing, mended: 1, refused: 1, gone: 1 })
  // when, then: the account went, and with it what was to be said of it
  expect(lastMailLook(db, reader, [])).toMatchObject({ messages: 3, faults: { ...nothing, found: 0 } })
})

test('a second copy that was damaged is said to be made anew once it is there again, and a mended state for a month', async () => {
  // given
  using box = new Box()
  const db = stateIn(box)
  const said = (now: number) => lastStateLook(db, { directory: box.directory, now })
  expect(said(0)).toEqual({ lookedAt: null, secondCopy: 'unknown', mendedAt: null })
  // when, then
  keepMended(db, DAY)
  expect(said(DAY)).toEqual({ lookedAt: null, secondCopy: 'unknown', mendedAt: DAY })
  keepStateLook(db, { at: 2 * DAY, twin: 'damaged' })
  expect(said(2 * DAY)).toEqual({ lookedAt: 2 * DAY, secondCopy: 'awaited', mendedAt: DAY })
  await StateTwin.make(box.directory)
  expect(said(2 * DAY).secondCopy).toBe('made-anew')
  keepStateLook(db, { at: 32 * DAY, twin: 'whole' })
  expect(said(32 * DAY)).toEqual({ lookedAt: 32 * DAY, secondCopy: 'whole', mendedAt: null })
})

test('the second copy without its last moment is not said to be a backup', () => {
  using box = new Box()
  const db = stateIn(box)
  db.prepare("INSERT INTO restored_state (id, at, backup_at, held, must_read, seen, source) VALUES (1, 9, 8, 1, 0, 0, 'twin')").run()
  expect(restoredIn(db)).toEqual({ at: 9, backupAt: 8, held: 1, source: 'twin', gap: null, practice: 'known' })
})
