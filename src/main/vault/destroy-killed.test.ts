import { execFile } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { softKey } from '../../../test/vault/authenticator.ts'
import { enrol, ORIGIN, vaultFolder } from '../../../test/vault/practice-vault.ts'
import { isLeaving } from './destroy.ts'

const program = path.resolve(import.meta.dirname, '../../../test/vault/destroy-process.ts')

/** What it said; '' when it was killed. */
const ended = (place: { directory: string; secretsFile: string }, dieAt: number) => new Promise<string>((resolve) => {
  execFile(process.execPath, [program, place.directory, place.secretsFile, String(dieAt)], (_, out) => { resolve(out) })
})

/** Killed at these steps, one after the other in a row of equal copies. */
async function killedAt(from: string, to: string, dieAt: number): Promise<{ isOver: boolean; directory: string; secretsFile: string }> {
  cpSync(from, to, { recursive: true })
  const place = { directory: path.join(to, 'data'), secretsFile: path.join(to, 'keychain', 'secrets.json') }
  return { ...place, isOver: (await ended(place, dieAt)) !== '' }
}

const secretsIn = (file: string): string[] => (existsSync(file) ? Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object) : [])
/** The wrapped keys are there, and not written over. */
const hasKeys = (directory: string): boolean =>
  ['vault.json', 'vault.json.bak'].some((name) => existsSync(path.join(directory, name)) && readFileSync(path.join(directory, name), 'utf8').startsWith('{'))

test('killed at any step: it is as it was, or unreadable and finished by the next start', { timeout: 300_000 }, async () => {
  // given a vault with a database and sealed files beside it
  using folder = vaultFolder()
  {
    await using vault = folder.start()
    await enrol(vault, softKey({ origin: ORIGIN, prf: 'creation' }))
  }
  await mkdir(path.join(folder.directory, 'blobs'))
  for (const name of ['state.db', 'cache.db', 'blobs/one']) await writeFile(path.join(folder.directory, name), 'sealed')
  const root = path.dirname(folder.directory)
  using copies = vaultFolder()
  // when it is killed at each step in turn
  for (let dieAt = 1; ; dieAt += 1) {
    const { directory, secretsFile, isOver } = await killedAt(root, path.join(path.dirname(copies.directory), String(dieAt)), dieAt)
    if (isOver) {
      expect(dieAt).toBeGreaterThan(10)
      break
    }
    const isWhole = existsSync(path.join(directory, 'state.db')) && existsSync(path.join(directory, 'cache.db'))
    // then nothing is touched before it is known that it must be finished, nor a file gone while a key to it is left
    if (!isLeaving(directory) && existsSync(path.join(directory, 'state.db'))) expect([dieAt, isWhole, secretsIn(secretsFile).length, hasKeys(directory)]).toEqual([dieAt, true, 1, true])
    if (!isWhole) expect([dieAt, secretsIn(secretsFile), hasKeys(directory)]).toEqual([dieAt, [], false])
    // when it starts again
    if (isLeaving(directory)) expect(await ended({ directory, secretsFile }, 0)).toMatch(/^done/)
    // then nothing remains
    if (!isWhole || secretsIn(secretsFile).length === 0) expect([readdirSync(directory), secretsIn(secretsFile)]).toEqual([[], []])
  }
})
