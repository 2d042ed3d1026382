import { mkdtempSync, rmSync } from 'node:fs'
import type * as Files from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { firstBreak, verifyChain } from '../../src/main/audit/chain.ts'
import { appendEntry } from '../../src/main/audit/journal.ts'
import { finishRestore, restoreBackup, writeBackup } from '../../src/main/backup/backup.ts'
import { afterRestore } from '../../src/main/app/after-restore.ts'
import { openDatabase, stateMigrations, type Database } from '../../src/main/store/store.ts'

/** Which step on the disk from now is the last one that does not happen: as good as the program's end right before it. */
const cut = vi.hoisted(() => ({ steps: Number.POSITIVE_INFINITY }))
vi.mock('node:fs', async (original) => {
  const files = await original<typeof Files>()
  const step = <Args extends unknown[], Result>(work: (...args: Args) => Result) => (...args: Args): Result => {
    if (cut.steps-- <= 0) throw new Error('the power is gone')
    return work(...args)
  }
  return { ...files, renameSync: step(files.renameSync), fsyncSync: step(files.fsyncSync), copyFileSync: step(files.copyFileSync), mkdirSync: step(files.mkdirSync) }
})

const key = new Uint8Array(32).fill(5)
const actor = { person: 'Anja', role: null, onBehalfOf: null, device: 'balie', factor: null, appVersion: '0.1.0', ruleVersion: null }

let directory: string
beforeEach(() => { directory = mkdtempSync(path.join(tmpdir(), 'broken-off-')) })
afterEach(() => {
  cut.steps = Number.POSITIVE_INFINITY
  rmSync(directory, { recursive: true, force: true })
})

function withState<Result>(work: (db: Database) => Result): Result {
  const opened = openDatabase({ file: path.join(directory, 'state.db'), key, migrations: stateMigrations, mode: 'write', durability: 'full' })
  if (opened.kind !== 'open') throw new Error(opened.kind)
  try {
    return work(opened.database)
  } finally {
    opened.database.close()
  }
}

const note = (db: Database) => appendEntry(db, { class: 'lock', outcome: 'done', reason: null, at: 1, offsetMinutes: 60, mailbox: null, messageId: null, patient: null, detail: { because: 'idle' }, actor })
const unlocked = { person: { name: 'Anja', practice: 'De Linde' }, factor: { kind: 'recovery' as const, slotId: 's', at: 1 }, firstRun: false, refusedBefore: [] }
const restore = (now: number) =>
  restoreBackup({ directory, key, blobsOf: () => [], now, prepare: afterRestore({ directory, keys: { cache: key, segments: key }, unlocked, version: 'test', now, isDamaged: true }, () => undefined) })

/** Class of each entry of the journal, in order; the chain holds. */
const journal = () => withState((db) => {
  expect(firstBreak(verifyChain(db))).toBeNull()
  return db.prepare<[], string>('SELECT class FROM journal ORDER BY sequence').pluck().all()
})

test('broken off before any of its steps, a restore has not happened or is ended at the next start, and saves what it would have saved', async () => {
  // given
  withState(note)
  await writeBackup({ directory, key, blobsOf: () => [], now: 10 })
  withState((db) => { for (let at = 0; at < 3; at++) note(db) })
  const seen = new Set<string>()
  for (let steps = 0, before = 4; ; steps++) {
    // when
    cut.steps = steps
    const isDone = ((): boolean => {
      try {
        return restore(20 + steps).kind === 'restored'
      } catch {
        return false
      }
    })()
    cut.steps = Number.POSITIVE_INFINITY
    const ended = finishRestore(directory)
    // then
    seen.add(isDone ? 'done' : ended)
    const classes = journal()
    expect(classes).toEqual([...Array<string>(4).fill('lock'), ...Array<string>(classes.length - 4).fill('store')])
    // Right before the last of them it has happened already.
    const times = classes.length - before
    if (isDone || ended === 'finished') expect(times).toBe(1)
    else expect([0, 1]).toContain(times)
    before = classes.length
    if (isDone) break
  }
  expect(seen).toEqual(new Set(['nothing', 'finished', 'done']))
})
