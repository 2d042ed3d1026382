import { execFileSync, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { busyMail, PLANTED } from '../mailbox/busy-mail.ts'
import { checkBox } from '../mailbox/check-box.ts'
import { Box, filesBelow, openReader, openWriter } from '../mailbox/open-box.ts'

const busyWriter = path.join(import.meta.dirname, '../mailbox/busy-writer.ts')

let directory: string
beforeEach(() => { directory = mkdtempSync(path.join(tmpdir(), 'busy-')) })
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** Whatever encoding it might have slipped out in: as it is, or as base64 would show it. */
function expectNothingReadable(folder: string): void {
  const base64 = PLANTED.map((word) => Buffer.from(word).toString('base64').slice(0, -4))
  for (const { name, bytes } of filesBelow(folder)) {
    const readable = [...PLANTED, ...PLANTED.map((word) => word.toLowerCase()), ...base64].filter((word) => bytes.includes(word))
    expect({ name, readable }).toEqual({ name, readable: [] })
  }
}

/** Every acknowledged message is there, byte for byte, and found by its own word. */
function expectAllThere(folder: string, lastAdded: number, expunged: ReadonlySet<number>): void {
  openWriter(folder).close()
  checkBox(folder)
  using writer = openWriter(folder)
  using reader = openReader(folder)
  const [inbox] = reader.folders()
  const uids = new Set(writer.knownUids(inbox!.id))
  for (const uid of expunged) expect(uids.has(uid)).toBe(false)
  for (let uid = 1; uid <= lastAdded; uid++) if (uid % 3 !== 0) expect(uids.has(uid)).toBe(true)
  for (let offset = 0; offset < inbox!.total; offset += 200) {
    const { rows } = reader.rows(inbox!.id, { offset, limit: 200 })!
    for (const { uid, messageId } of writer.locate(rows.map(({ id }) => id))) {
      // What was left on the server is known again when it comes from there.
      if (reader.raw(messageId).kind === 'lean') expect(writer.bringBack(messageId, busyMail(uid), 0)).toEqual({ kind: 'here' })
      const outcome = reader.raw(messageId)
      expect(outcome.kind === 'raw' && busyMail(uid).equals(outcome.raw)).toBe(true)
      if (uid % 50 === 0) expect(reader.search({ text: `"nummer${uid}"`, folderId: null, offset: 0, limit: 9 }).rows.map(({ id }) => id)).toEqual([messageId])
    }
  }
}

const addedIn = (output: string): number => Number([...output.matchAll(/^added (\d+)$/gm)].at(-1)?.[1] ?? 0)
const expungedIn = (output: string): Set<number> =>
  new Set([...output.matchAll(/^expunged ([\d ]+)$/gm)].flatMap(([, uids]) => uids!.split(' ').map(Number)))

type Death = { readonly afterLines: number; readonly andMs: number }

/** Starts the busy writer and kills it some time after it has said so many lines: of what it added and of what it expunged. */
function killWhileBusy({ afterLines, andMs }: Death): Promise<string> {
  const child = spawn(process.execPath, [busyWriter, directory], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  return new Promise((resolve, reject) => {
    let isDoomed = false
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (isDoomed || output.split('\n').length <= afterLines) return
      isDoomed = true
      setTimeout(() => child.kill('SIGKILL'), andMs)
    })
    child.on('error', reject)
    child.on('close', () => resolve(output))
  })
}

test('kill -9 at any point: what was acknowledged is there, nothing is readable, no half record stays', async () => {
  let added = 0
  let expunged = new Set<number>()
  for (let round = 0; round < 10; round++) {
    // Every other life sees at least its third batch, however slow the disk is.
    const output = await killWhileBusy({ afterLines: round % 2 === 0 ? 1 : randomInt(5, 17), andMs: randomInt(40) })
    expectNothingReadable(directory)
    added = Math.max(added, addedIn(output))
    expunged = expunged.union(expungedIn(output))
    expectAllThere(directory, added, expunged)
  }
  expect(added).toBeGreaterThan(50)
})

test('a reader beside a busy writer never meets a row without its mail, nor a count without its rows', async () => {
  const child = spawn(process.execPath, [busyWriter, directory], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.on('close', resolve))
  await new Promise((resolve) => child.stdout.once('data', resolve))
  child.stdout.resume()
  using reader = openReader(directory)
  const [inbox] = reader.folders()
  for (let look = 0; look < 60; look++) {
    const { total, rows } = reader.rows(inbox!.id, { offset: 0, limit: 20 })!
    expect(rows).toHaveLength(Math.min(total, 20))
    // Gone since is fine; there but unreadable is not.
    for (const { id } of rows) expect(['raw', 'lean', 'no-such-message']).toContain(reader.raw(id).kind)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  child.kill('SIGKILL')
  await ended
})

describe('a full disk', () => {
  const run = (command: string, args: readonly string[]): string => execFileSync(command, args, { encoding: 'utf8', timeout: 100_000 })

  /** The largest file that the process may write, in KB: at small sizes the log is hit first, at larger ones a segment. */
  test.each([640, 900, 4_000])('at %i KB a file has its name, and nothing that was acknowledged is lost', (limitKb) => {
    const output = run('bash', ['-c', `ulimit -f ${limitKb}; exec "$0" "$@"`, process.execPath, busyWriter, directory, '3000'])
    expect(output.trimEnd().split('\n').at(-1)).toBe('disk-full')
    expectNothingReadable(directory)
    expectAllThere(directory, addedIn(output), expungedIn(output))
    // There is room again: it goes on where it was.
    expect(run(process.execPath, [busyWriter, directory, '3'])).toContain('done')
  })

  test('at the very beginning leaves nothing half made', () => {
    const box = path.join(directory, 'box')
    const limited = `ulimit -f 100; exec "$0" "$@"`
    expect(run('bash', ['-c', limited, process.execPath, busyWriter, box]).trim()).toBe('disk-full')
    expect(filesBelow(box)).toEqual([])
    expect(run(process.execPath, [busyWriter, box, '2'])).toContain('done')
  })

  const mounts = (): boolean => {
    try {
      const probe = mkdtempSync(path.join(tmpdir(), 'mount-'))
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', probe], { stdio: 'ignore' })
      execFileSync('umount', [probe])
      rmSync(probe, { recursive: true })
      return true
    } catch {
      return false
    }
  }

  test.skipIf(!mounts()).each([1, 4])('a disk of %i MB that is really full', (megabytes) => {
    const disk = path.join(directory, 'disk')
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk])
    try {
      const output = run(process.execPath, [busyWriter, path.join(disk, 'box'), '3000'])
      expect(output.trimEnd().split('\n').at(-1)).toBe('disk-full')
      expectNothingReadable(disk)
      execFileSync('mount', ['-o', `remount,size=${megabytes + 40}m`, disk])
      expectAllThere(path.join(disk, 'box'), addedIn(output), expungedIn(output))
    } finally {
      execFileSync('umount', [disk])
    }
  })
})

test('nothing is readable on disk after any operation, log included', () => {
  using box = new Box()
  const look = (): void => expectNothingReadable(box.directory)
  const add = (uid: number, folder = box.inbox): void => {
    box.writer.addMessages(folder, [{ uid, flags: ['Geheimbloeduitslag'], receivedAt: uid * 1000, raw: busyMail(uid) }])
  }
  for (let uid = 1; uid <= 30; uid++) add(uid)
  look()
  const ids = Array.from({ length: 10 }, (_, index) => box.idOf(box.inbox, index + 1))
  box.writer.updateFlags(box.inbox, [{ uid: 1, flags: ['\\Seen'] }])
  box.writer.applyMove('Geheimbloeduitslag', ids, box.archive)
  box.writer.settle('Geheimbloeduitslag', { movedUids: new Map(ids.map((_, index) => [index + 1, index + 100])) })
  box.writer.applyFlag('twee', ids, { flag: 'flagged', on: true })
  box.writer.turnBack('twee')
  look()
  expect(box.found('geheimbloeduitslag').length).toBe(30)
  expect(box.reader.completeAddress('planted')).toHaveLength(1)
  look()
  box.writer.expunge(box.inbox, Array.from({ length: 18 }, (_, index) => index + 11))
  box.writer.compactSegments()
  look()
  box.writer.replaceFolders(box.account, [{ path: 'Geheimbloeduitslag', name: 'Geheimbloeduitslag', role: 'none', shared: false, rights: { read: true, flag: true, insert: true, remove: true } }])
  box.writer.removeAccount(box.account)
  look()
  box.reopen()
  look()
})
