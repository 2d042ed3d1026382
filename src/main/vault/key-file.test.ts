import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { softKey } from '../../../test/vault/authenticator.ts'
import { enrol, ORIGIN, unlock, vaultFolder } from '../../../test/vault/practice-vault.ts'
import type { VaultFolder } from '../../../test/vault/practice-vault.ts'
import { readKeyFile, writeKeyFile } from './key-file.ts'
import type { KeyFileContent } from './key-file.ts'

const content = (mark = ''): KeyFileContent =>
  ({ device: `device${mark}`, userHandle: 'AAAA', idleLockMs: 60_000, profile: { byDevice: 'AAAA', byDatabase: 'AAAA' }, slots: [] })
const databaseKey = new Uint8Array(randomBytes(32))
const fileOf = (folder: VaultFolder) => path.join(folder.directory, 'vault.json')
const write = (folder: VaultFolder, mark: string, forgetting = false) =>
  writeKeyFile(folder.directory, content(mark), { databaseKey, forgetting })
const deviceIn = (folder: VaultFolder): string => {
  const state = readKeyFile(folder.directory)
  return state.kind === 'whole' ? state.content.device : state.kind
}

/** The file with another inside and a right checksum: what somebody could make who has read this source. */
function tamper(folder: VaultFolder, change: (body: { version: number; content: Record<string, unknown> }) => void): void {
  const { checksum: _, ...body } = JSON.parse(readFileSync(fileOf(folder), 'utf8')) as { version: number; content: Record<string, unknown>; checksum: string }
  change(body)
  const checksum = createHash('sha256').update(JSON.stringify(body)).digest('hex')
  writeFileSync(fileOf(folder), `${JSON.stringify({ ...body, checksum }, null, 2)}\n`)
}

describe('the key file', () => {
  test('reads back as written, readable to its owner only, and knows its key', async () => {
    using folder = vaultFolder()
    expect(await write(folder, '')).toBe('written')
    const state = readKeyFile(folder.directory)
    if (state.kind !== 'whole') throw new Error(state.kind)
    expect(state.content).toEqual(content())
    expect(state.isAuthentic(databaseKey)).toBe(true)
    expect(state.isAuthentic(new Uint8Array(32))).toBe(false)
    expect(statSync(fileOf(folder)).mode & 0o777).toBe(0o600)
    expect(statSync(folder.directory).mode & 0o777).toBe(0o700)
  })

  test('the file before it is kept, unless it must be forgotten', async () => {
    using folder = vaultFolder()
    await write(folder, '1')
    await write(folder, '2')
    expect(readFileSync(`${fileOf(folder)}.bak`, 'utf8')).toContain('device1')
    await write(folder, '3', true)
    expect(readFileSync(`${fileOf(folder)}.bak`, 'utf8')).toContain('device3')
    expect(deviceIn(folder)).toBe('device3')
  })

  test('a damaged file does not push the whole one out of the copy', async () => {
    using folder = vaultFolder()
    await write(folder, '1')
    await write(folder, '2')
    await writeFile(fileOf(folder), 'half a fi')
    await write(folder, '3')
    expect(readFileSync(`${fileOf(folder)}.bak`, 'utf8')).toContain('device1')
  })

  test('nothing there is absent; nothing there beside a database or a copy is damage', async () => {
    using folder = vaultFolder()
    expect(readKeyFile(folder.directory).kind).toBe('absent')
    await mkdir(folder.directory)
    expect(readKeyFile(folder.directory).kind).toBe('absent')
    await writeFile(`${fileOf(folder)}.new`, 'half a fi')
    expect(readKeyFile(folder.directory).kind).toBe('absent')
    await writeFile(path.join(folder.directory, 'cache.db'), '')
    expect(readKeyFile(folder.directory).kind).toBe('damaged-file')
    await rm(path.join(folder.directory, 'cache.db'))
    await writeFile(`${fileOf(folder)}.bak`, '')
    expect(readKeyFile(folder.directory).kind).toBe('damaged-file')
  })

  test('a folder, an empty file and a huge one are damage', async () => {
    using folder = vaultFolder()
    await mkdir(fileOf(folder), { recursive: true })
    expect(readKeyFile(folder.directory).kind).toBe('damaged-file')
    await rm(fileOf(folder), { recursive: true })
    await writeFile(fileOf(folder), '')
    expect(readKeyFile(folder.directory).kind).toBe('damaged-file')
    await writeFile(fileOf(folder), ' '.repeat(1_000_000))
    expect(readKeyFile(folder.directory).kind).toBe('damaged-file')
  })

  test('a later version is told from damage, and is not touched', async () => {
    using folder = vaultFolder()
    await write(folder, '')
    tamper(folder, (body) => { body.version = 2; body.content = { something: 'else' } })
    const before = readFileSync(fileOf(folder))
    expect(readKeyFile(folder.directory)).toEqual({ kind: 'newer-schema', found: 2 })
    const vault = folder.start()
    expect(await vault.state()).toMatchObject({ phase: 'locked', trouble: 'newer-schema' })
    expect(readFileSync(fileOf(folder)).equals(before)).toBe(true)
  })

  test('whatever it holds, reading never throws', async () => {
    using folder = vaultFolder()
    await mkdir(folder.directory)
    fc.assert(fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), (text) => {
      writeFileSync(fileOf(folder), text)
      expect(readKeyFile(folder.directory).kind).toBe('damaged-file')
    }))
  })
})

describe('a changed byte', () => {
  test('anywhere in the file opens nothing and throws nothing', async () => {
    using folder = vaultFolder()
    const own = softKey({ origin: ORIGIN })
    const before = folder.start()
    const { recoveryCode } = await enrol(before, own)
    await before.lock('person')
    const whole = readFileSync(fileOf(folder))
    await fc.assert(fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const changed = Buffer.from(whole)
      changed[at] = (changed[at] ?? 0) ^ change
      writeFileSync(fileOf(folder), changed)
      const vault = folder.start()
      expect(await vault.state()).toMatchObject({ phase: 'locked' })
      expect((await vault.beginUnlock()).ok).toBe(false)
      expect(await vault.unlockWithRecovery({ code: recoveryCode ?? '' })).toEqual({ ok: false, fail: 'damaged-file' })
      expect(readFileSync(fileOf(folder)).equals(changed)).toBe(true)
    }), { numRuns: 300 })
    writeFileSync(fileOf(folder), whole)
    expect((await unlock(folder.start(), own)).ok).toBe(true)
  })

  test.each([
    ['the idle time', (inside: Record<string, unknown>) => { inside.idleLockMs = 3_600_000_000 }, 'damaged-file'],
    ['a counter', (inside: Record<string, unknown>) => { slotOf(inside).counter = 0 }, 'damaged-file'],
    ['the public key', (inside: Record<string, unknown>) => { slotOf(inside).publicKey = 'AAAA' }, 'ceremony-refused'],
    ['the kind of slot', (inside: Record<string, unknown>) => { slotOf(inside).kind = 'assertion' }, 'wrong-key'],
    ['the wrapped key', (inside: Record<string, unknown>) => { slotOf(inside).wrapped = 'AAAA' }, 'wrong-key'],
    ['a date', (inside: Record<string, unknown>) => { slotOf(inside).createdAt = 1 }, 'damaged-file'],
  ] as const)('of %s, with the checksum made right again, opens nothing', async (_, change, fail) => {
    using folder = vaultFolder()
    const own = softKey({ origin: ORIGIN })
    const before = folder.start()
    await enrol(before, own)
    await before.lock('person')
    await unlock(before, own)
    await before.lock('person')
    tamper(folder, ({ content: inside }) => { change(inside) })
    const vault = folder.start()
    expect(await unlock(vault, own)).toEqual({ ok: false, fail })
  })
})

const slotOf = ({ slots }: Record<string, unknown>): Record<string, unknown> => (slots as Record<string, unknown>[])[0] ?? {}

describe('a crash while it is written', () => {
  test('between the unfinished file and the rename: the old one counts, and the next write goes through', async () => {
    using folder = vaultFolder()
    await write(folder, '1')
    await writeFile(`${fileOf(folder)}.new`, readFileSync(fileOf(folder)).subarray(0, 40))
    expect(deviceIn(folder)).toBe('device1')
    await write(folder, '2')
    expect(deviceIn(folder)).toBe('device2')
  })

  test('kill -9 at any moment leaves a whole file, and a whole copy', async () => {
    using folder = vaultFolder()
    await write(folder, 'first')
    await write(folder, 'second')
    const program = `
      import { writeKeyFile } from ${JSON.stringify(path.join(import.meta.dirname, 'key-file.ts'))}
      const content = ${JSON.stringify(content())}
      process.stdout.write('go')
      for (let round = 0; ; round++)
        await writeKeyFile(${JSON.stringify(folder.directory)}, { ...content, device: 'round' + round }, { databaseKey: new Uint8Array(32), forgetting: round % 2 === 1 })`
    for (let kill = 0; kill < 12; kill++) {
      const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] })
      await once(child.stdout, 'data')
      await new Promise((resolve) => { setTimeout(resolve, Math.random() * 40) })
      child.kill('SIGKILL')
      await once(child, 'exit')
      expect(readKeyFile(folder.directory).kind).toBe('whole')
      const copy = JSON.parse(readFileSync(`${fileOf(folder)}.bak`, 'utf8')) as { format: string }
      expect(copy.format).toBe('praktijkpost key slots')
    }
  })
})

describe.skipIf(process.platform === 'win32')('a disk without room', () => {
  test('is said, and the file before it stays whole', async () => {
    using folder = vaultFolder()
    await write(folder, '1')
    // given a process that may not write a byte to any file
    const program = `
      import { writeKeyFile } from ${JSON.stringify(path.join(import.meta.dirname, 'key-file.ts'))}
      const written = await writeKeyFile(${JSON.stringify(folder.directory)}, ${JSON.stringify(content('2'))}, { databaseKey: new Uint8Array(32), forgetting: false })
      process.stdout.write(written)`
    const child = spawn('bash', ['-c', 'ulimit -f 0; exec "$0" --input-type=module-typescript --eval "$1"', process.execPath, program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said] = await once(child.stdout, 'data') as [Buffer]
    expect(said.toString()).toBe('disk-full')
    expect(deviceIn(folder)).toBe('device1')
    expect(readdirSync(folder.directory)).toEqual(['vault.json'])
  })
})
