import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { fileSecretStore } from './file-secrets.ts'
import { keychainSecretStore } from './keychain.ts'
import { SecretStoreUnavailable } from './secret-store.ts'

const isInstalled = (program: string): boolean => spawnSync('which', [program]).status === 0
const hasSecretService = process.platform === 'linux' && ['gnome-keyring-daemon', 'dbus-run-session'].every(isInstalled)

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

  test.skipIf(!hasSecretService)('a real Secret Service gives back what an earlier process stored, long secrets in pieces', async () => {
    using here = folder()
    expect(await underSecretService(here.directory, `
      const store = await keychainSecretStore('praktijkpost-test')
      const value = (bytes, from) => new Uint8Array(bytes).map((_, at) => (at + from) % 256)
      const same = async (expected) => Buffer.from(await store.get('a') ?? []).equals(expected)
      if (process.argv[1] === 'first') {
        await store.set('a', value(6_000, 1))
        console.log(store.kind, await same(value(6_000, 1)), await store.get('b'))
      } else {
        console.log(await same(value(6_000, 1)))
        await store.set('a', value(10, 2))
        console.log(await same(value(10, 2)))
        await store.delete('a')
        await store.delete('a')
        console.log(await store.get('a'))
      }`)).toBe('system true null\ntrue\ntrue\nnull\n')
  })
})

/** Runs the program twice, as two processes on one session bus of their own; gives what both said. */
async function underSecretService(home: string, program: string): Promise<string> {
  const source = `import { keychainSecretStore } from ${JSON.stringify(path.join(import.meta.dirname, 'keychain.ts'))}\n${program}`
  const session = `
    echo -n sample | gnome-keyring-daemon --unlock --components=secrets --foreground >/dev/null 2>&1 & daemon=$!
    for run in first second; do "$0" --input-type=module-typescript --eval "$1" "$run" || break; done
    kill $daemon`
  const env = { ...process.env, HOME: home, XDG_DATA_HOME: home }
  const { stdout } = await promisify(execFile)('dbus-run-session', ['--', 'bash', '-c', session, process.execPath, source], { env })
  return stdout
}
