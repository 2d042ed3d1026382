import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { fileSecretStore } from './file-secrets.ts'
import { keychainSecretStore } from './keychain.ts'
import { SecretStoreUnavailable } from './secret-store.ts'

function folder() {
  const directory = mkdtempSync(path.join(tmpdir(), 'praktijkpost-secrets-'))
  return { file: path.join(directory, 'inner', 'secrets.json'), directory, [Symbol.dispose]: () => { rmSync(directory, { recursive: true }) } }
}

describe('secrets in a file (demo and tests)', () => {
  test('come back from another start; the file is its owner\'s only', async () => {
    using here = folder()
    const store = fileSecretStore(here.file)
    await Promise.all([store.set('a', Uint8Array.of(1, 2)), store.set('b', Uint8Array.of()), store.set('c', Uint8Array.of(3))])
    await store.delete('c')
    await store.delete('never there')
    const later = fileSecretStore(here.file)
    expect(await Promise.all(['a', 'b', 'c'].map((name) => later.get(name)))).toEqual([Uint8Array.of(1, 2), Uint8Array.of(), null])
    expect(statSync(here.file).mode & 0o777).toBe(0o600)
    expect(readdirSync(path.dirname(here.file))).toEqual(['secrets.json'])
  })

  test.each(['not json', '{"a": 1}', 'null'])('a file with %s is unavailable, not empty', async (text) => {
    using here = folder()
    const store = fileSecretStore(here.file)
    await store.set('a', Uint8Array.of(1))
    await writeFile(here.file, text)
    await expect(store.get('a')).rejects.toBeInstanceOf(SecretStoreUnavailable)
    await expect(store.set('b', Uint8Array.of(1))).rejects.toBeInstanceOf(SecretStoreUnavailable)
  })
})

describe('the keychain of the system', () => {
  test.skipIf(process.platform !== 'linux')('without a Secret Service is unavailable: never the kernel\'s key ring, never a file', async () => {
    const bus = process.env.DBUS_SESSION_BUS_ADDRESS
    process.env.DBUS_SESSION_BUS_ADDRESS = 'unix:path=/nonexistent/bus'
    try {
      expect(await keychainSecretStore('praktijkpost-test')).toMatchObject({ kind: 'unavailable' })
    } finally {
      if (bus === undefined) delete process.env.DBUS_SESSION_BUS_ADDRESS
      else process.env.DBUS_SESSION_BUS_ADDRESS = bus
    }
  })
})
