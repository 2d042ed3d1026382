import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { SyncDesk } from './sync-desk.ts'
import { accountOf } from './tiny-imap/account.ts'
import { fetchLine } from './tiny-imap/commands.ts'
import { letter, TinyMailbox } from './tiny-imap/mailboxes.ts'
import { cut, tinyImap, type Reaction, type TinyImap } from './tiny-imap/server.ts'

/** Small pieces and few probes, so that what takes thousands of messages in life takes a moment here. */
vi.mock('../../src/shared/limits.ts', async (original) => ({ ...(await original<object>()), ...(await import('./quick-limits.ts')).quick, PIECE_BYTES: 4_096 }))
vi.mock('../../src/main/imap/limits.ts', () => ({ MEASURED_AT_ONCE: 3, MEASURE_PROBES: 4 }))

const SUBJECTS = Array.from({ length: 8 }, (_, index) => `Brief ${String(index)}`)
const on = (index: number) => new Date(Date.UTC(2026, 0, 1 + index))

async function filledServer(): Promise<TinyImap> {
  const inbox = new TinyMailbox('INBOX')
  SUBJECTS.forEach((subject, index) => inbox.add(letter(subject, 'Beste collega, '.repeat(20 + index)), [], on(index)))
  return tinyImap({ mailboxes: [inbox] })
}

/** The server answers every question for lengths with others than it gives. */
const lying = (change: (size: number) => number): Reaction => ({ wire, selected }, { tag }) => {
  for (const message of selected?.messages ?? []) wire.line(`* 1 FETCH (UID ${String(message.uid)} RFC822.SIZE ${String(change(message.raw.length))})`)
  wire.line(`${tag} OK fetched`)
  return true
}

const synced = async (server: TinyImap) => {
  const desk = new SyncDesk({ account: accountOf(server) })
  await desk.synced()
  return desk
}

async function measured(desk: SyncDesk) {
  const before = desk.measured.length
  desk.sync.measure()
  await desk.until(() => desk.measured.length > before, 'lengths')
  return desk.measured.at(-1)
}

const raws = (desk: SyncDesk): string[] => desk.rows('INBOX').map(({ id }) => {
  const found = desk.reader.raw(id)
  return found.kind === 'raw' ? found.raw.toString() : found.kind
})
const onServer = (server: TinyImap): string[] => server.mailbox('INBOX').messages.map(({ raw }) => raw.toString()).reverse()
const fetches = (server: TinyImap): number => server.heard.filter((line) => /^UID FETCH \d+ .*BODY/.test(line)).length

test('lengths that agree are counted, and nothing is fetched', async () => {
  await using server = await filledServer()
  await using desk = await synced(server)
  const before = fetches(server)
  expect(await measured(desk)).toEqual({ compared: 8, fetchedAgain: 0, untrue: 0 })
  expect(fetches(server)).toBe(before)
})

test.each([['too little', (size: number) => Math.floor(size / 2)], ['too much', (size: number) => size + 7], ['nothing', () => 0], ['4 GB', () => 2 ** 32]])(
  'a server that names %s is found out by a few messages, and every good one stays', async (_, change) => {
    await using server = await filledServer()
    await using desk = await synced(server)
    const ids = desk.rows('INBOX').map(({ id }) => id)
    server.react(/UID FETCH .*RFC822\.SIZE\)$/, lying(change), 100)
    const before = fetches(server)
    expect(await measured(desk)).toMatchObject({ fetchedAgain: 0, untrue: 8 })
    // A step finds three, of which each is fetched; with the next the server has been wrong often enough.
    expect(fetches(server) - before).toBeLessThanOrEqual(8)
    expect([desk.rows('INBOX').map(({ id }) => id), raws(desk)]).toEqual([ids, onServer(server)])
    expect(await measured(desk)).toMatchObject({ fetchedAgain: 0, untrue: 8 })
  })

test('a server that names too little of a large message does not cost its end', async () => {
  await using server = await filledServer()
  server.mailbox('INBOX').add(letter('Foto', 'x'.repeat(30_000)), [], on(9))
  server.react(/UID FETCH .*RFC822\.SIZE/, lying(() => 5_000), 100)
  await using desk = await synced(server)
  expect(raws(desk)).toEqual(onServer(server))
})

test('numbers that were given to other messages, behind an unchanged UIDVALIDITY: what they are now comes in, under its own subject', async () => {
  await using server = await filledServer()
  await using desk = await synced(server)
  const inbox = server.mailbox('INBOX')
  // As after going back to a copy of yesterday: all that came since is gone, and its numbers are given once more.
  inbox.messages.splice(4)
  inbox.uidNext = 5
  for (let index = 4; index < 8; index++) inbox.add(letter(`Ander ${String(index)}`, 'Iets anders. '.repeat(50 - index)), [], on(index + 10))
  inbox.uidNext = 8
  await desk.until(() => desk.measured.length > 0, 'lengths, by itself')
  expect(desk.measured[0]).toMatchObject({ fetchedAgain: 4, untrue: 0 })
  expect(desk.subjects('INBOX')).toEqual(['Ander 7', 'Ander 6', 'Ander 5', 'Ander 4', 'Brief 3', 'Brief 2', 'Brief 1', 'Brief 0'])
  expect(raws(desk)).toEqual(onServer(server))
})

test('a message that is damaged here and another one there is not shown under the subject of the one that is gone', async () => {
  await using server = await filledServer()
  await using desk = await synced(server)
  const folder = path.join(desk.directory, 'segments')
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(path.join(folder, name))
    bytes.fill(0x5a, 60, 90)
    writeFileSync(path.join(folder, name), bytes)
  }
  const broken = desk.rows('INBOX').find(({ id }) => desk.reader.raw(id).kind !== 'raw')!
  const inbox = server.mailbox('INBOX')
  const at = inbox.messages.findIndex(({ raw }) => raw.includes(`Subject: ${broken.subject}`))
  inbox.messages[at] = { ...inbox.messages[at]!, raw: Buffer.from(letter('Ander', 'Iets anders')) }
  desk.sync.fetchWhole(broken.id)
  await desk.until(() => desk.subjects('INBOX').includes('Ander'))
  expect(desk.subjects('INBOX')).toHaveLength(8)
  expect(desk.subjects('INBOX')).not.toContain(broken.subject)
  expect(raws(desk).sort()).toEqual(onServer(server).sort())
})

test('a file of the copy that is gone comes back, also when the line breaks in the middle of it', async () => {
  await using server = await filledServer()
  await using desk = await synced(server)
  rmSync(path.join(desk.directory, 'segments', '00000001.mail'))
  const ids = desk.rows('INBOX').map(({ id }) => id)
  expect(raws(desk)).toEqual(Array<string>(8).fill('missing'))
  server.react(/^UID FETCH .*BODY/, cut, 2)
  for (const id of ids) desk.sync.fetchWhole(id)
  await desk.until(() => raws(desk).every((raw) => raw !== 'missing'))
  expect([desk.rows('INBOX').map(({ id }) => id), raws(desk)]).toEqual([ids, onServer(server)])
})

test('an answer with its numbers in no order at all, and some twice, is put in order', async () => {
  await using server = await filledServer()
  const inOtherOrder: Reaction = (talk, { tag, rest }) => {
    for (const message of [...talk.selected?.messages ?? []].reverse().flatMap((one) => [one, one])) talk.wire.write(fetchLine(talk, message, rest))
    talk.wire.line(`${tag} OK fetched`)
    return true
  }
  server.react(/^UID FETCH /, inOtherOrder, 100)
  await using desk = await synced(server)
  expect(raws(desk)).toEqual(onServer(server))
  expect(await measured(desk)).toEqual({ compared: 8, fetchedAgain: 0, untrue: 0 })
})
