import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { Box, cacheKey, openReader, openWriter, segmentKey } from '../../../../test/mailbox/open-box.ts'
import { appendEntry } from '../../audit/journal.ts'
import { writeBackup } from '../../backup/backup.ts'
import { insertOutgoing } from '../../sending/outbox-rows.ts'
import { openBlobArea, openDatabase, stateMigrations } from '../../store/store.ts'
import { writeKeyFile } from '../../vault/key-file.ts'
import type { Keys } from '../../vault/keys.ts'
import { blobsNamed, checkStores } from './check-stores.ts'

const filled = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
const keys: Keys = { cache: cacheKey, segments: segmentKey, state: filled(3), blobs: filled(4), secrets: filled(5), journal: filled(6) }

/** As a killed program leaves them: changes in the logs of both databases, a sealed attachment, a backup, and the key file with its copy. */
let left: string
beforeAll(async () => {
  left = mkdtempSync(path.join(tmpdir(), 'left-'))
  using box = new Box()
  const { directory } = box
  const opened = openDatabase({ file: path.join(directory, 'state.db'), key: keys.state, migrations: stateMigrations, mode: 'write', durability: 'full' })
  if (opened.kind !== 'open') throw new Error(opened.kind)
  const { database } = opened
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
  for (const uid of [1, 2, 3, 4]) box.add(uid, { subject: `Bericht ${uid}`, text: `nummer${uid} `.repeat(300) })
  const actor = { person: 'Anja', role: null, onBehalfOf: null, device: 'balie', factor: null, appVersion: '0.1.0', ruleVersion: null }
  for (let at = 0; at < 4; at++) appendEntry(database, { class: 'lock', outcome: 'done', reason: null, at, offsetMinutes: 60, mailbox: null, messageId: null, patient: null, detail: { because: 'idle' }, actor })
  cpSync(directory, left, { recursive: true })
  database.close()
})
afterAll(() => { rmSync(left, { recursive: true }) })

function copied(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'stores-'))
  cpSync(left, directory, { recursive: true })
  return directory
}

/** All that a person could read of it. */
async function readAll(directory: string): Promise<unknown> {
  openWriter(directory).close()
  using reader = openReader(directory)
  const [inbox] = reader.folders()
  const rows = reader.rows(inbox?.id ?? 0, { offset: 0, limit: 50 })?.rows ?? []
  const state = openDatabase({ file: path.join(directory, 'state.db'), key: keys.state, migrations: stateMigrations, mode: 'read', durability: 'full' })
  if (state.kind !== 'open') throw new Error(state.kind)
  const blobs = openBlobArea({ directory: path.join(directory, 'blobs'), key: keys.blobs })
  try {
    return {
      rows, raws: rows.map(({ id }) => reader.raw(id)), found: reader.search({ text: 'nummer3', folderId: null, offset: 0, limit: 9 }),
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

test('a changed byte in any file is named, or everything reads as it did', async () => {
  const untouched = copied()
  onTestFinished(() => { rmSync(untouched, { recursive: true }) })
  const before = await readAll(untouched)
  const files = readdirSync(left, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && isRead(entry.name)).map((entry) => path.relative(left, path.join(entry.parentPath, entry.name)))
  expect(files.map((file) => path.basename(file)).sort()).toEqual(expect.arrayContaining(['cache.db', 'cache.db-wal', 'state.db', 'state.db-wal', 'vault.json', 'vault.json.bak', '00000001.mail']))
  await fc.assert(fc.asyncProperty(fc.constantFrom(...files), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.integer({ min: 1, max: 255 }), async (file, where, change) => {
    const directory = copied()
    try {
      const bytes = readFileSync(path.join(directory, file))
      if (bytes.length === 0) return
      const at = Math.floor(where * bytes.length)
      bytes[at] = (bytes[at] ?? 0) ^ change
      writeFileSync(path.join(directory, file), bytes)
      const report = await checkStores({ directory, keys })
      if (report.well) expect(await readAll(directory)).toEqual(before)
      // By the file that it is in; a byte of a row that says where a message lies is one of the database.
      else expect(report.files.map((fault) => fault.file.split(path.sep).join('/'))).toContain(file.split(path.sep).join('/'))
    } finally {
      rmSync(directory, { recursive: true })
    }
  }), { numRuns: Number(process.env.FLIPS ?? 25) })
}, 1_200_000)
