import { clearLeftovers, finishRestore, listGenerations, mendState, restoreBackup, type Generation } from '../backup/backup.ts'
import { takeStores } from '../store/store.ts'
import { restoreKeyFile } from '../vault/key-file.ts'
import type { Keys } from '../vault/keys.ts'
import type { NoSecretStore, SecretStore } from '../vault/secret-store.ts'
import type { Unlocked } from '../vault/session.ts'
import { createVault } from '../vault/vault.ts'
import { afterRestore, type Restored } from './after-restore.ts'
import { checkOnline, withServers } from './stores/check-online.ts'
import { blobsNamed } from './stores/blobs-named.ts'
import { checkState, checkStores } from './stores/check-stores.ts'
import { openJournal } from './journal.ts'
import { offlineJournal, type OfflineJournal } from './offline-journal.ts'
import { keepMended } from './stores/looks.ts'
import { closeState, openState } from './stores/state-store.ts'

export type { FileFault } from './stores/check-stores.ts'
export type { ServerReport } from './stores/check-online.ts'

/** What was found on this disk, and against the servers. */
export type FullReport = ReturnType<typeof withServers>
export type { NamedFilter } from './offline-journal.ts'

/** Why the stores could not be looked into. */
export type NotLookedInto =
  | 'no-vault' | 'wrong-code' | 'keychain-unavailable' | 'wrong-key' | 'damaged-file' | 'damaged-copy' | 'newer-schema' | 'disk-full' | 'in-use'

export type RestoreReport =
  | ({ readonly kind: 'restored'; readonly backup: string; readonly aside: string } & Restored)
  /** The second copy took its place: nothing is lost. */
  | { readonly kind: 'mended'; readonly aside: string }
  /** The same, but for the changes of the last second before the program broke off. */
  | ({ readonly kind: 'mended-but-end'; readonly aside: string } & Restored)
  /** Nothing was done: what is there is whole, and nobody asked for one backup by its name. */
  | { readonly kind: 'not-needed' }
  | { readonly kind: 'no-such-backup'; readonly backups: readonly Generation[] }
  | { readonly kind: 'no-backup' | 'disk-full'; readonly skipped: readonly string[] }

/** What a terminal may ask of the stores, without a screen and without a server. */
export interface OfflineStores {
  /** `online`: also against the servers of the person's mailboxes, as far as they can be reached. */
  check(options: { readonly online: boolean }): Promise<FullReport>
  /** Puts a backup in the place of `state.db`: the newest that is whole, or the one with this name. */
  restore(wanted: string | undefined): RestoreReport
  /** For as long as `work` runs; why it does not open otherwise. What is exported stands in it: then it is opened for writing. */
  withJournal<Result>(mode: 'read' | 'write', work: (journal: OfflineJournal) => Promise<Result>): Promise<Looking<Result>>
}

export type Looking<Result> = { kind: 'done'; result: Result } | { kind: 'not-done'; because: NotLookedInto }

interface Place {
  dataDirectory: string
  secrets: SecretStore | NoSecretStore
  recoveryCode: string
  /** A damaged key file is first put back from its copy: for who wants to restore. */
  mendsKeyFile?: boolean
}

/** A terminal is of no version that a window shows. */
const VERSION = 'terminal'

/**
 * Opens the vault with the printed recovery code for as long as `work` runs. There is no screen here, so no security key; the
 * program itself must not be running on these stores. Nothing is written but the fact that the vault was opened, and what `work` says.
 */
export async function withStores<Result>(place: Place, work: (stores: OfflineStores) => Promise<Result>): Promise<Looking<Result>> {
  const { dataDirectory, secrets, recoveryCode, mendsKeyFile = false } = place
  const taken = takeStores(dataDirectory)
  if (taken.kind === 'in-use') return { kind: 'not-done', because: 'in-use' }
  using _ = taken.hold
  finishRestore(dataDirectory)
  clearLeftovers(dataDirectory)
  if (mendsKeyFile && await restoreKeyFile(dataDirectory) === 'disk-full') return { kind: 'not-done', because: 'disk-full' }
  await using vault = createVault({ directory: dataDirectory, secrets, origin: [], rpId: 'localhost', now: Date.now })
  const { phase, trouble, person } = await vault.state()
  if (trouble !== null) return { kind: 'not-done', because: trouble }
  if (phase === 'first-run') return { kind: 'not-done', because: 'no-vault' }
  const code = await vault.unlockWithRecovery({ code: recoveryCode })
  if (!code.ok) return { kind: 'not-done', because: code.fail }
  const factor = vault.factor()
  if (factor === null) throw new Error('the vault that was just opened is not open')
  const unlocked: Unlocked = { person, factor, firstRun: false, refusedBefore: [] }
  return { kind: 'done', result: await work(storesOf({ directory: dataDirectory, keys: vault.keys(), secrets }, unlocked)) }
}

/** The journal alone, in the same way. */
export async function withJournal<Result>(place: Place, work: (journal: OfflineJournal) => Promise<Result>): Promise<Looking<Result>> {
  const outcome = await withStores(place, (stores) => stores.withJournal('read', work))
  return outcome.kind === 'done' ? outcome.result : outcome
}

function storesOf(place: { directory: string; keys: Keys; secrets: SecretStore | NoSecretStore }, unlocked: Unlocked): OfflineStores {
  return {
    async check({ online }) {
      const report = await checkStores(place)
      const { secrets } = place
      return withServers(report, online && secrets.kind !== 'unavailable' ? await checkOnline({ ...place, secrets }, report) : [])
    },
    restore: (wanted) => restore(place, unlocked, wanted),
    async withJournal(mode, work) {
      const opened = openState(place.directory, place.keys.state, mode)
      if (opened.kind !== 'open') return { kind: 'not-done', because: opened.kind }
      try {
        const { person, factor } = unlocked
        return { kind: 'done', result: await work(offlineJournal({ db: opened.database, person, factor, version: VERSION })) }
      } finally {
        if (mode === 'write') closeState(place.directory, opened.database)
        else opened.database.close()
      }
    },
  }
}

function restore({ directory, keys }: { directory: string; keys: Keys }, unlocked: Unlocked, wanted: string | undefined): RestoreReport {
  const backups = listGenerations(directory)
  if (wanted !== undefined && !backups.some(({ name }) => name === wanted)) return { kind: 'no-such-backup', backups }
  const isDamaged = checkState({ directory, keys }).length > 0
  if (wanted === undefined && !isDamaged) return { kind: 'not-needed' }
  const done: Restored[] = []
  const now = Date.now()
  const parts = {
    directory, key: keys.state, blobsOf: blobsNamed, now,
    prepare: afterRestore({ directory, keys, unlocked, version: VERSION, now, isDamaged }, (restored: Restored) => { done.push(restored) }),
  }
  const mended = wanted === undefined ? mendState(parts) : null
  if (mended?.kind === 'mended') return noted(mended, { directory, keys }, unlocked)
  const outcome = mended !== null && mended.kind !== 'no-twin' ? mended : restoreBackup({ ...parts, ...(wanted === undefined ? {} : { wanted }) })
  if (outcome.kind === 'disk-full') return { kind: outcome.kind, skipped: [] }
  if (outcome.kind === 'no-backup') return outcome
  const [restored] = done
  if (restored === undefined) throw new Error('a backup was put back without what comes after it')
  return outcome.kind === 'restored' ? { kind: outcome.kind, backup: outcome.from.name, aside: outcome.aside, ...restored } : { ...outcome, ...restored }
}

function noted(mended: { readonly kind: 'mended'; readonly aside: string }, { directory, keys }: { directory: string; keys: Keys }, unlocked: Unlocked): RestoreReport {
  const opened = openState(directory, keys.state, 'write')
  if (opened.kind !== 'open') return mended
  try {
    openJournal({ db: opened.database, unlocked, version: VERSION, now: Date.now }).note({ class: 'store', detail: { change: mended.kind } })
    keepMended(opened.database, Date.now())
  } finally {
    closeState(directory, opened.database)
  }
  return mended
}
