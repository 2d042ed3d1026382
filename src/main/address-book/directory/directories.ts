import { randomUUID } from 'node:crypto'
import { done, refused, type Outcome } from '../../../shared/contract/declare.ts'
import { inTransaction, type Database } from '../../store/store.ts'
import { openSecret, sealSecret } from '../../vault/seal.ts'
import { SecretStoreUnavailable, type SecretStore } from '../../vault/secret-store.ts'
import type { BookNote, Nothing } from '../contact.ts'
import { DIRECTORIES_MOST } from '../limits.ts'
import { searchDirectory, testDirectory, type DirectoryAnswer, type Login } from './ask-directory.ts'
import type { DirectorySettings } from './settings.ts'

export interface Directory { readonly id: string; readonly settings: DirectorySettings }

export interface DirectoriesOptions {
  readonly db: Database
  readonly secrets: SecretStore
  /** The vault's key for secrets: without it what lies in the keychain cannot be read. */
  readonly key: Uint8Array
  /** The certificates of a CA of one's own; null in `pem` when there is none. */
  readonly readCa: (file: string | null) => Promise<{ readonly kind: 'read'; readonly pem: string | null } | { readonly kind: 'unreadable' }>
  readonly note: (note: BookNote) => void
  readonly onChanged: () => void
  readonly now: () => number
}

/** Directories that the practice may ask: its provider's, its region's. Their passwords are in the keychain, sealed with the vault's key. */
export interface Directories {
  list(): Directory[]
  /** `secret` null: the kept one stays. The secret first, then the row, as with accounts. */
  save(id: string | null, settings: DirectorySettings, secret: string | null): Promise<Outcome<{ id: string }, 'no-such-directory' | 'too-many' | 'no-secret' | 'keychain-unavailable'>>
  remove(id: string): Promise<Outcome<Nothing, 'no-such-directory'>>
  /** Logs in for real; changes nothing. `secret` null: with the kept one of `id`. */
  test(settings: DirectorySettings, secret: { readonly typed: string } | { readonly keptOf: string }): Promise<DirectoryAnswer>
  /** In all of them at once. */
  search(text: string): Promise<{ readonly id: string; readonly name: string; readonly answer: DirectoryAnswer }[]>
}

const nameOf = (id: string): string => `directory:${id}`
/** What the login of a directory is called in the keychain. */
export const directoryLoginName = nameOf

/** Opens the directories of one session. */
export function createDirectories(options: DirectoriesOptions): Directories {
  const { db, secrets, key, note, onChanged, now } = options
  const rows = {
    all: db.prepare<[], { id: string; settings: string }>('SELECT id, settings FROM directory ORDER BY created_at, id'),
    put: db.prepare('INSERT INTO directory (id, created_at, settings) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET settings = excluded.settings'),
    remove: db.prepare('DELETE FROM directory WHERE id = ?'),
  }
  const list = (): Directory[] => rows.all.all().map(({ id, settings }) => ({ id, settings: JSON.parse(settings) as DirectorySettings }))
  const keep = async (id: string, secret: string): Promise<boolean> => {
    try {
      await secrets.set(nameOf(id), sealSecret(key, secret, id))
      return true
    } catch (error) {
      if (error instanceof SecretStoreUnavailable) return false
      throw error
    }
  }
  const secretOf = async (id: string): Promise<string | null> => {
    const sealed = await secrets.get(nameOf(id)).catch(() => null)
    return sealed === null ? null : openSecret(key, sealed, id)
  }
  const ask = async (settings: DirectorySettings, secret: string | null, act: (login: Login) => Promise<DirectoryAnswer>): Promise<DirectoryAnswer> => {
    if (secret === null) return { kind: 'problem', problem: 'login-refused' }
    const ca = await options.readCa(settings.caFile)
    return ca.kind === 'unreadable' ? { kind: 'problem', problem: 'ca-file-unreadable' } : act({ settings, secret, ca: ca.pem })
  }
  return {
    list,
    async save(given, settings, secret) {
      const all = list()
      if (given !== null && !all.some(({ id }) => id === given)) return refused('no-such-directory')
      if (given === null && all.length >= DIRECTORIES_MOST) return refused('too-many')
      if (given === null && secret === null) return refused('no-secret')
      const id = given ?? randomUUID()
      if (secret !== null && !(await keep(id, secret))) return refused('keychain-unavailable')
      inTransaction(db, () => {
        rows.put.run(id, now(), JSON.stringify(settings))
        note({ change: 'directory-set', contact: id })
      })
      onChanged()
      return done({ id })
    },
    async remove(id) {
      const isGone = inTransaction(db, () => {
        const { changes } = rows.remove.run(id)
        if (changes > 0) note({ change: 'directory-removed', contact: id })
        return changes > 0
      })
      if (!isGone) return refused('no-such-directory')
      // What stays behind is sealed and belongs to nothing.
      await secrets.delete(nameOf(id)).catch((error: unknown) => { if (!(error instanceof SecretStoreUnavailable)) throw error })
      onChanged()
      return done({})
    },
    test: async (settings, secret) => ask(settings, 'typed' in secret ? secret.typed : await secretOf(secret.keptOf), testDirectory),
    search: (text) => Promise.all(list().map(async ({ id, settings }) => ({
      id, name: settings.name, answer: await ask(settings, await secretOf(id), (login) => searchDirectory(login, text)),
    }))),
  }
}
