import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { createTurns } from './in-turn.ts'
import { replaceFile } from './replace-file.ts'
import { SecretStoreUnavailable } from './secret-store.ts'
import type { SecretStore } from './secret-store.ts'

/**
 * Secrets in a file that only the owner can read: for the demo, which says so on every screen, and for tests.
 * The product itself never uses it. A file that is there but cannot be read is unavailable, not empty.
 */
export function fileSecretStore(file: string): SecretStore {
  const inTurn = createTurns()
  const write = async (secrets: Map<string, string>) => {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    const written = await replaceFile(file, Buffer.from(`${JSON.stringify(Object.fromEntries(secrets), null, 2)}\n`))
    if (written === 'disk-full') throw new SecretStoreUnavailable('no room for the secrets file')
  }
  return {
    kind: 'file',
    get: (name) => inTurn(async () => {
      const kept = (await read(file)).get(name)
      return kept === undefined ? null : new Uint8Array(Buffer.from(kept, 'base64url'))
    }),
    set: (name, value) => inTurn(async () =>
      write((await read(file)).set(name, Buffer.from(value).toString('base64url')))),
    delete: (name) => inTurn(async () => {
      const secrets = await read(file)
      if (secrets.delete(name)) await write(secrets)
    }),
  }
}

async function read(file: string): Promise<Map<string, string>> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map()
    throw new SecretStoreUnavailable('the secrets file cannot be read', { cause: error })
  }
  return parse(text)
}

function parse(text: string): Map<string, string> {
  try {
    const entries = Object.entries(JSON.parse(text) as object)
    if (entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')) return new Map(entries)
  } catch {
    // Falls through to the same refusal as a file of the wrong shape.
  }
  throw new SecretStoreUnavailable('the secrets file is damaged')
}
