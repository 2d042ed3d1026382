import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { Box, cacheKey, minute, openReader, openWriter, segmentKey, serverFolder } from '../../../../test/mailbox/open-box.ts'
import { sampleMail } from '../../../../test/mailbox/sample-mail.ts'
import { appendEntry } from '../../audit/journal.ts'
import { StateTwin, writeBackup } from '../../backup/backup.ts'
import type { MailboxReader } from '../../mailbox/mailbox.ts'
import { insertOutgoing } from '../../sending/outbox-rows.ts'
import { openBlobArea, openDatabase, stateMigrations } from '../../store/store.ts'
import { writeKeyFile } from '../../vault/key-file.ts'
import type { Keys } from '../../vault/keys.ts'
import { afterRestore } from '../after-restore.ts'
import { blobsNamed } from './blobs-named.ts'
import { checkStores, type StoreReport } from './check-stores.ts'
import { closeState, openMended } from './state-store.ts'

const filled = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
const keys: Keys = { cache: cacheKey, segments: segmentKey, state: filled(3), blobs: filled(4), secrets: filled(5), journal: filled(6) }

const onServer = [1, 2, 3, 4].map((uid) => ({ uid, flags: [], receivedAt: minute(uid), raw: sampleMail({ subject: `Bericht ${uid}`, text: `nummer${uid} `.repeat(300) }) }))

/** As a killed program leaves them: changes in the logs of both databases, a sealed attachment, a backup, and the key file with its copy. */
let left: string
beforeAll(async () => {
  left = mkdtempSync(path.join(tmpdir(), 'left-'))
  using box = new Box()
  const { directory } = box
  const opened = openDatabase({ file: path.join(directory, 'state.db'), key: keys.state, migrations: stateMigrations, mode: 'write', durability: 'full', folding: 'by-owner' })
  if (opened.kind !== 'open') throw new Error(opened.kind)
  const { database } = opened
  const twin = await StateTwin.make(directory)
  const blobs = openBlobArea({ directory: path.join(directory, 'blobs'), key: keys.blobs })
  const blob = await blobs.create()
  await blob.append(Buffer.from('een bijlage'))
  await blob.finish()
  await blobs.close()
  const manuscript = { attachments: [] } as unknown as Parameters<typeof insertOutgoing>[1]['manuscript']
  insertOutgoing(database, { id: 'o', accountId: 'a', messageId: '<o@delinde.test>', sender: 'anja@delinde.test', subject: 'Uitslag', blobId: blob.id, sizeBytes: 11, mimeHash: 'h', createdAt: 1, manuscript })
  await writeBackup({ directory, key: keys.state, blobsOf: blobsNamed, now: Date.UTC(2026, 10, 1) })
  const content = { device: 'd', userHandle: 'aa', idleLockMs: 1, profile: { byDevice: 'aa', byDatabase: 'aa' }, slots: [] }
  for (const device of ['een', 'twee']) await writeKeyFile(directory, { ...content, device }, { databaseKey: filled(9), forgetting: false })
  box.writer.addMessages(box.inbox, onServer)
  const actor = { person: 'Anja', role: null, onBehalfOf: null, device: 'balie', factor: null, appVersion: '0.1.0', ruleVersion: null }
  for (let at = 0; at < 4; at++) appendEntry(database, { class: 'lock', outcome: 'done', reason: null, at, offsetMinutes: 60, mailbox: null, messageId: null, patient: null, detail: { because: 'idle' }, actor })
  twin.follow()
  cpSync(directory, left, { recursive: true })
  database.close()
})
afterAll(() => { rmSync(left, { recursive: true }) })

function copied(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'stores-'))
  cpSync(left, directory, { recursive: true })
  return directory
}

function rawOf(reader: MailboxReader, id: number): string {
  const found = reader.raw(id)
  return found.kind === 'raw' ? found.raw.toString() : found.kind
}

/** All that a person could read of it. */
async function readAll(directory: string) {
  openWriter(directory).close()
  using reader = openReader(directory)
  const [inbox] = reader.folders()
  const rows = reader.rows(inbox?.id ?? 0, { offset: 0, limit: 50 })?.rows ?? []
  const state = openDatabase({ file: path.join(directory, 'state.db'), key: keys.state, migrations: stateMigrations, mode: 'read', durability: 'full' })
  if (state.kind !== 'open') throw new Error(state.kind)
  const blobs = openBlobArea({ directory: path.join(directory, 'blobs'), key: keys.blobs })
  try {
    return {
      rows, raws: rows.map(({ id }) => rawOf(reader, id)), found: reader.search({ text: 'nummer3', folderId: null, offset: 0, limit: 9 }),
      journal: state.database.prepare('SELECT * FROM journal').all(), outgoing: state.database.prepare('SELECT * FROM outgoing').all(),
      blobs: await Promise.all(blobsNamed(state.database).map((id) => blobs.readWhole(id))),
    }
  } finally {
    await blobs.close()
    state.database.close()
  }
}

/** The indexes of a log beside it are made anew at every start, and nobody reads the empty file that only one program may hold. */
const isRead = (name: string): boolean => !name.endsWith('-shm') && !name.endsWith('.lock')

test('stores that were left by a killed program are whole', async () => {
  const directory = copied()
  onTestFinished(() => { rmSync(directory, { recursive: true }) })
  const report = await checkStores({ directory, keys })
  expect(report).toMatchObject({ well: true, files: [], cache: 'whole', messages: { checked: 4, faulty: 0, awaited: 0 }, attachments: { checked: 1, broken: 0 }, journal: { entries: 4, first: null } })
  expect(report.backups.map(({ condition }) => condition)).toEqual(['whole'])
})

const names = (directory: string): string[] => readdirSync(directory, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && isRead(entry.name)).map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
const slashed = (file: string): string => file.split(path.sep).join('/')

function flip(directory: string, file: string, { where, change }: { where: number; change: number }): void {
  const bytes = readFileSync(path.join(directory, file))
  const at = Math.floor(where * bytes.length)
  bytes[at] = (bytes[at] ?? 0) ^ change
  writeFileSync(path.join(directory, file), bytes)
}

type All = Awaited<ReturnType<typeof readAll>>

/** As a sync does it: what is not here, or cannot be read, comes once more. */
function fetchAgain(directory: string): void {
  using writer = openWriter(directory)
  const [inbox] = writer.folderStates('praktijk').length > 0 ? writer.folderStates('praktijk') : writer.replaceFolders('praktijk', [serverFolder('INBOX', 'inbox')])
  writer.addMessages(inbox?.id ?? 0, onServer)
}

/** The way out of what was named: its twin for the state, the server for the mail. */
async function wayOut(directory: string, report: StoreReport): Promise<All | 'all-mail-anew'> {
  const isState = report.files.some(({ file }) => file.startsWith('state.db'))
  if (isState) {
    const unlocked = { person: null, factor: { kind: 'recovery' as const, slotId: 's', at: 1 }, firstRun: false, refusedBefore: [] }
    const prepare = afterRestore({ directory, keys, unlocked, version: 'test', now: Date.UTC(2026, 10, 2), isDamaged: true }, () => undefined)
    const { opened, mended } = openMended({ directory, key: keys.state, blobsOf: blobsNamed, now: Date.UTC(2026, 10, 2), prepare }, true)
    expect(mended).toBe('mended')
    if (opened.kind === 'open') opened.database.close()
  }
  if (report.cache === 'damaged') return 'all-mail-anew'
  fetchAgain(directory)
  return readAll(directory)
}

/** Nothing of the state is lost, nor of the mail. */
function expectKept(after: All, before: All): void {
  expect({ ...after, blobs: [], rows: [] }).toEqual({ ...before, blobs: [], rows: [] })
  expect(after.rows.map(({ subject }) => subject)).toEqual(before.rows.map(({ subject }) => subject))
}

test('a copy that was said to be damaged and holds is no longer said to be', async () => {
  // given
  const directory = copied()
  onTestFinished(() => { rmSync(directory, { recursive: true }) })
  const state = () => {
    const opened = openDatabase({ file: path.join(directory, 'state.db'), key: keys.state, migrations: stateMigrations, mode: 'write', durability: 'full' })
    if (opened.kind !== 'open') throw new Error(opened.kind)
    return opened.database
  }
  const before = state()
  before.prepare("INSERT INTO store_check (id, at, messages, bytes, fetched_again, mail) VALUES (1, 1, 2, 3, 0, 'damaged')").run()
  closeState(directory, before)
  // when
  expect((await checkStores({ directory, keys })).cache).toBe('whole')
  // then
  const after = state()
  onTestFinished(() => { after.close() })
  expect(after.prepare('SELECT mail, messages, fetched_again AS found FROM store_check').all()).toEqual([{ mail: 'whole', messages: 4, found: 0 }])
})

test('a changed byte in any file is named and costs at most a refetch, or everything reads as it did', async () => {
  const untouched = copied()
  onTestFinished(() => { rmSync(untouched, { recursive: true }) })
  const before = await readAll(untouched)
  const files = names(left)
  expect(files.map((file) => path.basename(file)).sort()).toEqual(expect.arrayContaining(['cache.db', 'cache.db-wal', 'state.db', 'state.db-wal', 'log', 'vault.json', 'vault.json.bak', '00000001.mail']))
  const perFile = Number(process.env.FLIPS ?? 3)
  for (const file of files) {
    await fc.assert(fc.asyncProperty(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.integer({ min: 1, max: 255 }), async (where, change) => {
      const directory = copied()
      try {
        if (readFileSync(path.join(directory, file)).length === 0) return
        flip(directory, file, { where, change })
        const report = await checkStores({ directory, keys })
        // By the file that it is in; a byte of a row that says where a message lies is one of the database.
        if (!report.well) expect(report.files.map((fault) => slashed(fault.file))).toContain(slashed(file))
        if (report.well) expect(await readAll(directory)).toEqual(before)
        else {
          const after = await wayOut(directory, report)
          if (after !== 'all-mail-anew') expectKept(after, before)
        }
      } finally {
        rmSync(directory, { recursive: true })
      }
    }), { numRuns: perFile, seed: 20_261_123 })
  }
}, 1_200_000)
