import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { hostileMails } from '../test/corpora/hostile.ts'
import { folderOf, openDesk, settingsOf, type Desk } from '../test/practice/core.ts'
import { bulkMail } from '../test/practice/mail/bulk.ts'
import { makeMaildir } from '../test/practice/mail/maildir.ts'
import { startPractice, type Practice } from '../test/practice/servers/practice.ts'
import { watched } from './watch-thread.ts'
import type { Stall } from './whole-core.ts'

/** What the main thread was doing at one stretch, at its longest, while it had to answer a person. */
export interface StageFigures extends Stall {
  readonly stage: string
}

const HOLDER = 'h.bakker@mailbox.test'
const SENDER = 'anja@delinde.test'
const ATTACHMENT_BYTES = 24_000_000
const PIECE_BYTES = 524_288

async function addAccount(desk: Desk, practice: Practice, address: string): Promise<string> {
  const login = { settings: settingsOf(practice, address), secret: practice.person(address).password }
  await desk.get('accounts.test', login)
  return (await desk.get('accounts.add', login)).id
}

/** Until its copy is whole; meanwhile somebody scrolls and searches. */
async function untilWhole(desk: Desk, accountId: string): Promise<void> {
  for (let round = 0; ; round += 1) {
    const account = (await desk.get('accounts.list', {})).find(({ id }) => id === accountId)
    if (account?.connection.kind === 'stopped') throw new Error(`the server: ${account.connection.problem}`)
    if (account?.progress === null && account.lastSyncedAt !== null) return
    const inbox = (await desk.get('folders.list', {})).find((folder) => folder.role === 'inbox' && folder.accountId === accountId)
    if (inbox !== undefined) await desk.get('mail.rows', { folderId: inbox.id, offset: (round % 5) * 100, limit: 100 })
    await desk.get('mail.search', { text: 'rec', folderId: null, offset: 0, limit: 50 })
    await delay(100)
  }
}

async function fillWithHostileMail(practice: Practice, address: string): Promise<void> {
  await practice.fill(address, async (maildir) => {
    await makeMaildir(maildir)
    let serial = 0
    // Without sizes in the name: with line ends of all kinds the server has to count for itself.
    for (const { raw } of hostileMails()) await writeFile(path.join(maildir, 'cur', `${String(serial += 1)}.hostile:2,`), raw)
  })
}

async function readAll(desk: Desk, accountId: string): Promise<void> {
  const { id: folderId } = await folderOf(desk, 'inbox', accountId)
  const { rows } = await desk.get('mail.rows', { folderId, offset: 0, limit: 200 })
  for (const { id } of rows) await desk.get('mail.message', { messageId: id })
}

async function sendLarge(desk: Desk, accountId: string, bytes: Buffer): Promise<void> {
  const draft = await desk.get('drafts.start', { kind: 'new', accountId, to: [{ name: '', address: 'bas@delinde.test' }] })
  const { attachmentId } = await desk.get('drafts.beginAttachment', { id: draft.id, name: 'scan.pdf', type: 'application/pdf', sizeBytes: bytes.length })
  for (let offset = 0; offset < bytes.length; offset += PIECE_BYTES) {
    await desk.get('drafts.addBytes', { id: draft.id, attachmentId, offset, bytes: bytes.subarray(offset, offset + PIECE_BYTES).toString('base64url') })
  }
  const { revision } = await desk.get('drafts.save', { id: draft.id, revision: draft.revision, fields: { ...draft.fields, subject: 'Scan', html: '<p>Zie de bijlage.</p>' } })
  await desk.get('send.confirm', { id: draft.id, revision })
  while (!(await desk.get('outbox.list', {})).some(({ state }) => state.kind === 'sent')) await delay(100)
  while (((await desk.get('folders.list', {})).find((folder) => folder.role === 'sent' && folder.accountId === accountId)?.total ?? 0) === 0) await delay(100)
}

async function lockAndUnlock(desk: Desk, times: number): Promise<void> {
  for (let round = 0; round < times; round += 1) {
    await desk.get('vault.lock', {})
    const unlocked = await desk.unlock()
    if (!unlocked.ok) throw new Error(`unlock: ${unlocked.fail}`)
  }
}

/** Everything that makes the core work hard, one after another, with the real threads behind it. */
export async function benchHardWork(messages: number, say: (line: string) => void): Promise<StageFigures[]> {
  say('starting the sample servers')
  await using practice = await startPractice({ mail: 'none', only: ['imap', 'smtp'] })
  say(`writing ${String(messages)} messages`)
  await practice.fill(HOLDER, (maildir) => bulkMail(messages, { maildir }))
  await fillWithHostileMail(practice, SENDER)
  const desk = await openDesk()
  const figures: StageFigures[] = []
  const stage = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    say(name)
    figures.push({ stage: name, ...await watched(work) })
  }
  try {
    await stage('first copy', async () => { await untilWhole(desk, await addAccount(desk, practice, HOLDER)) })
    const accounts = { hostile: '' }
    const large = randomBytes(ATTACHMENT_BYTES)
    await stage('first copy of hostile mail', async () => {
      accounts.hostile = await addAccount(desk, practice, SENDER)
      await untilWhole(desk, accounts.hostile)
    })
    await stage('reading hostile mail', () => readAll(desk, accounts.hostile))
    await stage('sending 24 MB', () => sendLarge(desk, accounts.hostile, large))
    await stage('locking and unlocking', () => lockAndUnlock(desk, 3))
  } finally {
    await desk[Symbol.asyncDispose]()
    await rm(desk.directory, { recursive: true, force: true })
  }
  return figures
}

/** `hard-work [--messages N] [--json]`. Gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { messages: { type: 'string', default: '10000' }, json: { type: 'boolean', default: false } } })
  const figures = await benchHardWork(Number(values.messages), values.json ? () => undefined : (line) => { process.stderr.write(`${line}\n`) })
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : figures.map(inWords).join(''))
  return 0
}

const inWords = ({ stage, maxMs, p99Ms, maxBusyMs }: StageFigures): string =>
  `${stage.padEnd(28)} at most ${String(maxMs)} ms without an answer (p99 ${String(p99Ms)} ms), of which busy ${String(maxBusyMs)} ms\n`

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
