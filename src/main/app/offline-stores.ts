import path from 'node:path'
import type { ChainReport } from '../audit/chain.ts'
import { openMailboxReader } from '../mailbox/mailbox.ts'
import { openBlobArea, type Database } from '../store/store.ts'
import { draftBlobs } from '../drafts/draft-rows.ts'
import { outboxBlobs } from '../sending/outbox.ts'
import type { NoSecretStore, SecretStore } from '../vault/secret-store.ts'
import { createVault } from '../vault/vault.ts'
import { offlineJournal, type OfflineJournal } from './offline-journal.ts'
import { openState } from './state-store.ts'

export type { NamedFilter } from './offline-journal.ts'

/** Why the stores could not be looked into. */
export type NotLookedInto =
  | 'no-vault' | 'wrong-code' | 'keychain-unavailable' | 'wrong-key' | 'damaged-file' | 'damaged-copy' | 'newer-schema' | 'disk-full' | 'in-use'

export interface StoreReport {
  /** SQLite's own check of every page; empty: whole. */
  readonly state: readonly string[]
  readonly cache: 'whole' | 'absent' | NotLookedInto
  /** Sealed attachments that a draft or the outbox names and that are missing or changed. */
  readonly attachments: { readonly checked: number; readonly broken: number }
  readonly journal: ChainReport
}

/** What a terminal may ask of the stores, without a screen and without a server. */
export interface OfflineStores extends OfflineJournal {
  check(): Promise<StoreReport>
}

interface Place {
  dataDirectory: string
  secrets: SecretStore | NoSecretStore
  recoveryCode: string
  /** What leaves the journal is written in it: then the state is opened for writing. */
  mode?: 'read' | 'write'
}

/** A terminal is of no version that a window shows. */
const VERSION = 'terminal'

/**
 * Opens the stores with the printed recovery code for as long as `work` runs. There is no screen here, so no security key;
 * the program itself must not be running on them. Nothing is written but the fact that the vault was opened, and that the journal was exported.
 */
export async function withStores<Result>(place: Place, work: (stores: OfflineStores) => Promise<Result>): Promise<{ kind: 'done'; result: Result } | { kind: 'not-done'; because: NotLookedInto }> {
  const { dataDirectory, secrets, recoveryCode, mode = 'read' } = place
  const vault = createVault({ directory: dataDirectory, secrets, origin: [], rpId: 'localhost', now: Date.now })
  const { phase, trouble, person } = await vault.state()
  if (trouble !== null) return { kind: 'not-done', because: trouble }
  if (phase === 'first-run') return { kind: 'not-done', because: 'no-vault' }
  try {
    const unlocked = await vault.unlockWithRecovery({ code: recoveryCode })
    if (!unlocked.ok) return { kind: 'not-done', because: unlocked.fail }
    const keys = vault.keys()
    const opened = openState(dataDirectory, keys.state, mode)
    if (opened.kind !== 'open') return { kind: 'not-done', because: opened.kind }
    const db = opened.database
    const factor = vault.factor()
    if (factor === null) throw new Error('the vault that was just opened is not open')
    const journal = offlineJournal({ db, person, factor, version: VERSION })
    try {
      return {
        kind: 'done',
        result: await work({
          check: async () => ({
            state: integrity(db), cache: cacheKind(dataDirectory, keys),
            attachments: await checkBlobs(db, { directory: path.join(dataDirectory, 'blobs'), key: keys.blobs }), journal: journal.verifyJournal(),
          }),
          ...journal,
        }),
      }
    } finally {
      db.close()
    }
  } finally {
    await vault[Symbol.asyncDispose]()
  }
}

const integrity = (db: Database): string[] =>
  db.prepare<[], string>('PRAGMA integrity_check').pluck().all().filter((line) => line !== 'ok')

function cacheKind(directory: string, keys: { cache: Uint8Array; segments: Uint8Array }): StoreReport['cache'] {
  const opened = openMailboxReader({ directory, cacheKey: keys.cache, segmentKey: keys.segments })
  if (opened.kind !== 'open') return opened.kind
  opened.reader.close()
  return 'whole'
}

async function checkBlobs(db: Database, area: { directory: string; key: Uint8Array }): Promise<StoreReport['attachments']> {
  const blobs = openBlobArea(area)
  const ids = new Set([...draftBlobs(db), ...outboxBlobs(db)])
  let broken = 0
  try {
    for (const id of ids) if ((await blobs.readWhole(id)).kind !== 'whole') broken++
  } finally {
    await blobs.close()
  }
  return { checked: ids.size, broken }
}
