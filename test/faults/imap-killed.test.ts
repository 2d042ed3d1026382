import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { openMailboxReader, openMailboxWriter, openMailCheck } from '../../src/main/mailbox/mailbox.ts'
import { cacheMigrations, openDatabase } from '../../src/main/store/store.ts'
import { accountOf, deviceOf, inCopy, onServer } from '../practice/imap-desk.ts'
import { bulkMail } from '../practice/mail/bulk.ts'
import { startPractice, type Practice } from '../practice/servers/practice.ts'
import { finishAll, killSoon, sleepBetween } from './killed/victims.ts'

let practice: Practice
beforeAll(async () => { practice = await startPractice({ mail: 'none', only: ['imap'] }) })
afterAll(() => practice[Symbol.asyncDispose]())

function folderOfVictim(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'killed-'))
  onTestFinished(() => { rmSync(directory, { recursive: true, force: true }) })
  return directory
}

const keysIn = (directory: string) => ({ directory, cacheKey: new Uint8Array(32).fill(1), segmentKey: new Uint8Array(32).fill(2) })

function copyIn(directory: string) {
  const keys = keysIn(directory)
  const writing = openMailboxWriter({ ...keys, onChanged: () => undefined })
  const reading = openMailboxReader(keys)
  if (writing.kind !== 'open' || reading.kind !== 'open') throw new Error(`${writing.kind} ${reading.kind}`)
  using reader = reading.reader
  using writer = writing.writer
  return { copy: inCopy({ writer, reader }), shown: Object.fromEntries(reader.folders().map(({ path: name, total }) => [name, total])) }
}

/** How many messages are here, and how many bytes lie on the disk that no message needs. */
function bytesIn(directory: string): { messages: number; dead: number } {
  const opened = openDatabase({ file: path.join(directory, 'cache.db'), key: new Uint8Array(32).fill(1), migrations: cacheMigrations, mode: 'read', durability: 'normal' })
  if (opened.kind !== 'open') throw new Error(opened.kind)
  try {
    return opened.database.prepare<[], { messages: number; dead: number }>('SELECT (SELECT count(*) FROM message) AS messages, (SELECT ifnull(sum(dead), 0) FROM segment) AS dead').get()!
  } finally {
    opened.database.close()
  }
}

const counts = (account: Record<string, readonly string[]>) => Object.fromEntries(Object.entries(account).map(([name, lines]) => [name, lines.length]))

/** What a look through the copy finds, message by message. */
function faultsIn(directory: string): number[] {
  const opened = openMailCheck(keysIn(directory))
  if (opened.kind !== 'open') throw new Error(opened.kind)
  using check = opened.check
  return [...check.messages()].flatMap(({ faults }) => faults.map(({ messageId }) => messageId))
}

/** Takes the largest file of the raw mail away, and has it said that what was in it is to come once more. */
function loseFile(directory: string): number {
  const folder = path.join(directory, 'segments')
  const [largest] = readdirSync(folder).sort((one, other) => statSync(path.join(folder, other)).size - statSync(path.join(folder, one)).size)
  rmSync(path.join(folder, largest ?? ''))
  const lost = faultsIn(directory)
  const writing = openMailboxWriter({ ...keysIn(directory), onChanged: () => undefined })
  if (writing.kind !== 'open') throw new Error(writing.kind)
  using writer = writing.writer
  writer.fetchAgain(lost)
  return lost.length
}

test('killed 20 times during a first copy, and 4 times while a lost file of it is mended: nothing is lost and nothing is there twice', async () => {
  // given
  const patient = 'h.bakker@mailbox.test'
  await practice.fill(patient, (maildir) => bulkMail(700, { maildir, plant: 0 }))
  const victim = { account: accountOf(practice, patient), directory: folderOfVictim(), acts: false }
  // when
  for (let time = 0; time < 20; time += 1) await killSoon(victim, 6)
  // then
  expect(await finishAll(victim)).toEqual({ tasks: 0, shown: 0 })
  const server = await onServer(practice, patient)
  const { copy, shown } = copyIn(victim.directory)
  expect(copy).toEqual(server)
  expect(shown).toEqual(counts(server))
  // and when
  expect(loseFile(victim.directory)).toBeGreaterThan(20)
  for (let time = 0; time < 4; time += 1) await killSoon(victim, 2)
  // then
  expect(await finishAll(victim)).toEqual({ tasks: 0, shown: 0 })
  expect(copyIn(victim.directory)).toEqual({ copy: server, shown: counts(server) })
  expect(faultsIn(victim.directory)).toEqual([])
})

test('a computer that sleeps halfway, for longer than the server waits for it, goes on from where it was', async () => {
  // given
  const patient = 'j.vandam@mailbox.test'
  await practice.fill(patient, (maildir) => bulkMail(700, { maildir, plant: 0 }))
  const victim = { account: accountOf(practice, patient), directory: folderOfVictim(), acts: false }
  // when
  const word = await sleepBetween(victim, async () => {
    expect(bytesIn(victim.directory).messages).toBeLessThan(700)
    // Its lines are ended, as a server does with one that says nothing for half an hour.
    await practice.doveadm(['kick', patient])
  })
  // then
  expect(word).toEqual({ tasks: 0, shown: 0 })
  const server = await onServer(practice, patient)
  expect(copyIn(victim.directory).copy).toEqual(server)
  // What was under way when it fell asleep is all that can have come twice.
  expect(bytesIn(victim.directory)).toMatchObject({ messages: counts(server)['INBOX'], dead: 0 })
})

test('killed 25 times in the middle of moves, marks and copies of sent mail: each happened once', async () => {
  // given
  const patient = 's.demir@mailbox.test'
  const ids = new Set<string>()
  await using device = await deviceOf(practice, patient)
  for (let index = 0; index < 60; index += 1) {
    const id = `<killed-${index}@test>`
    ids.add(id)
    await device.append('INBOX', `Message-ID: ${id}\r\nFrom: a@delinde.test\r\nSubject: Brief ${index}\r\n\r\nHallo\r\n`)
  }
  const victim = { account: accountOf(practice, patient), directory: folderOfVictim(), acts: true }
  // when
  for (let time = 0; time < 25; time += 1) await killSoon(victim, 60)
  // then
  expect(await finishAll(victim)).toEqual({ tasks: 0, shown: 0 })
  const server = await onServer(practice, patient)
  const { copy, shown } = copyIn(victim.directory)
  expect(copy).toEqual(server)
  expect(shown).toEqual(counts(server))
  const found: string[] = []
  for (const { path: folder } of await device.list()) {
    const { exists } = await device.mailboxOpen(folder, { readOnly: true })
    if (exists === 0) continue
    for await (const { headers } of device.fetch('1:*', { headers: ['message-id'] })) found.push(/<.*>/.exec(headers!.toString())![0])
  }
  expect(new Set(found).size).toBe(found.length)
  expect(found).toEqual(expect.arrayContaining([...ids]))
  expect(found.length).toBeGreaterThan(ids.size)
})
