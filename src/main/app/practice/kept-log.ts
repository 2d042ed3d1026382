import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { rm, stat, utimes } from 'node:fs/promises'
import path from 'node:path'
import type { Database } from '../../store/store.ts'
import { replaceFile } from '../../vault/replace-file.ts'
import { KEPT_LOG_MS } from './limits.ts'

/** In the folder of the stores, and not among what is destroyed with them. Its name is for whoever finds it. */
export const KEPT_LOG = 'niet-ingeleverd-logboek'

interface Waiting { readonly hash: string; readonly bytes: Uint8Array; readonly first: number; readonly last: number }

/**
 * Sealed segments of the journal that the practice's folder did not take, as files beside the stores: what somebody did stands in a
 * log for good (LOG-05), also where the manager closed the folder to them before their workstation heard of it. They are sealed for the
 * practice's log key, so nobody can read them here, the person neither; they name no person and no practice; whoever checks the practice's
 * log lays them beside what was filed (`audit verify --segments`). Throws where there is no room. `at`: by the best clock that there is;
 * from then on it is kept as long as a log is.
 */
export async function keepLog(directory: string, db: Database, { device, at }: { readonly device: string; readonly at: number }): Promise<void> {
  const waiting = db.prepare<[], Waiting>('SELECT hash, bytes, first, last FROM segment_outgoing JOIN filed_segment USING (hash) ORDER BY first').all()
  if (waiting.length === 0) return
  const folder = path.join(directory, KEPT_LOG)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const { hash, bytes, first, last } of waiting) {
    // The same segment has the same name, whenever it is kept.
    const file = path.join(folder, `${device.slice(0, 16)}-${String(first)}-${String(last)}-${hash.slice(0, 8)}.jsonl`)
    if (await replaceFile(file, bytes) === 'disk-full') throw Object.assign(new Error('no room for what was not filed'), { code: 'ENOSPC' })
    await utimes(file, at / 1_000, at / 1_000)
  }
}

/** Where it is, and until when the last of it is kept; null: there is none. */
export async function keptLogIn(directory: string): Promise<{ readonly folder: string; readonly until: number } | null> {
  const folder = path.join(directory, KEPT_LOG)
  const ages = await Promise.all(filesIn(folder).map((file) => stat(file)))
  return ages.length === 0 ? null : { folder, until: Math.trunc(Math.max(...ages.map(({ mtimeMs }) => mtimeMs))) + KEPT_LOG_MS }
}

/**
 * Removes what was kept for as long as a log is (LOG-03). `confirmed`: as a mail server says what time it is; `own`: as this computer does.
 * By both of them: a clock that is set forward, here or there, destroys nothing.
 */
export async function forgetOldLog(directory: string, { confirmed, own }: { readonly confirmed: number; readonly own: number }): Promise<void> {
  const folder = path.join(directory, KEPT_LOG)
  for (const file of filesIn(folder)) if (Math.min(confirmed, own) - (await stat(file)).mtimeMs > KEPT_LOG_MS) await rm(file, { force: true })
  if (existsSync(folder) && filesIn(folder).length === 0) await rm(folder, { recursive: true, force: true })
}

const filesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : [])
