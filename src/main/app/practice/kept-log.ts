import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
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
 * log lays them beside what was filed (`audit verify --segments`). Throws where there is no room.
 */
export async function keepLog(directory: string, db: Database, device: string): Promise<void> {
  const waiting = db.prepare<[], Waiting>('SELECT hash, bytes, first, last FROM segment_outgoing JOIN filed_segment USING (hash) ORDER BY first').all()
  if (waiting.length === 0) return
  const folder = path.join(directory, KEPT_LOG)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const { hash, bytes, first, last } of waiting) {
    // The same segment has the same name, whenever it is kept.
    const file = path.join(folder, `${device.slice(0, 16)}-${String(first)}-${String(last)}-${hash.slice(0, 8)}.jsonl`)
    if (await replaceFile(file, bytes) === 'disk-full') throw Object.assign(new Error('no room for what was not filed'), { code: 'ENOSPC' })
  }
}

/** Removes what was kept for as long as a log is. */
export async function forgetOldLog(directory: string, now: number): Promise<void> {
  const folder = path.join(directory, KEPT_LOG)
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name)
    if (now - (await stat(file)).mtimeMs > KEPT_LOG_MS) await rm(file, { force: true })
  }
  if (readdirSync(folder).length === 0) await rm(folder, { recursive: true, force: true })
}
