import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { bulkMail, type PlantedWord, type Texts } from '../test/practice/mail/bulk.ts'
import { startPractice, type Practice } from '../test/practice/servers/practice.ts'
import { run } from '../test/practice/servers/running.ts'
import { pemOf, type BenchAccount } from './account.ts'
import { timeFetch } from './fetching.ts'
import { PeerMail } from './mbsync.ts'
import { firstCopyInCore, openDocuments, type CoreCopy } from './whole-core.ts'

/** Mail on a server, made for measuring. */
export interface Mailbox {
  readonly account: BenchAccount
  readonly messages: number
  /** How many of them were read. */
  readonly seen: number
  /** As they come over the line. */
  readonly bytes: number
  readonly planted: readonly PlantedWord[]
  /** SHA-256 of every message as it comes over the line, in hexadecimal. */
  hashes(): Promise<ReadonlySet<string>>
}

/** What several measurements stand on: each thing is made when it is first asked for, once, and gone at the end. */
export interface Ground extends AsyncDisposable {
  mailbox(messages: number, texts?: Texts): Promise<Mailbox>
  /** Our copy of it, made by the whole core. */
  copyOf(mailbox: Mailbox): Promise<CoreCopy>
  /** Opens the attachments of our copy, so that the words inside are in its index too; gives how many seconds of work that was. */
  openDocumentsOf(mailbox: Mailbox): Promise<number>
  /** The copy of mbsync; `fsync` counts for who asks first. */
  peerCopyOf(mailbox: Mailbox, options: { fsync: boolean }): Promise<{ mail: PeerMail; seconds: number }>
}

/** Patients: no shared mailbox is seen by them. */
const holders = ['h.bakker@mailbox.test', 's.demir@mailbox.test', 'j.vandam@mailbox.test']

/** What was written before is on disk: nothing that is measured next pays for it. */
export const settle = (): Promise<unknown> => run(['sync'])

/** Keeps the answer to each question; where there was none, whoever asks next tries again. */
function once<Asked, Given>(make: (asked: Asked) => Promise<Given>, nameOf: (asked: Asked) => string): (asked: Asked) => Promise<Given> {
  const made = new Map<string, Promise<Given>>()
  return (asked) => {
    const name = nameOf(asked)
    const given = made.get(name) ?? make(asked)
    made.set(name, given)
    given.catch(() => made.delete(name))
    return given
  }
}

export function openGround(say: (line: string) => void): Ground {
  const stack = new AsyncDisposableStack()
  const free = [...holders]
  const practice = once(async (_: undefined) => {
    say('starting the sample servers')
    return stack.use(await startPractice({ mail: 'none', only: ['imap'] }))
  }, () => '')
  const mailbox = once(async (asked: { messages: number; texts: Texts }) => {
    const holder = free.shift()
    if (holder === undefined) throw new Error('no more than three mailboxes in one run')
    return fillMailbox(await practice(undefined), { ...asked, holder, say })
  }, ({ messages, texts }) => `${String(messages)} ${texts}`)
  const copyOf = once(async ({ account, messages }: Mailbox) => {
    const directory = mkdtempSync(path.join(tmpdir(), 'bench-copy-'))
    stack.defer(() => { rmSync(directory, { recursive: true, force: true }) })
    say(`a copy of ${String(messages)} messages by the whole core, to be kept`)
    const copy = await firstCopyInCore({ account, directory, messages })
    await settle()
    return copy
  }, ({ account }) => account.user)
  const openDocumentsOf = once(async (mailbox: Mailbox) => {
    const copy = await copyOf(mailbox)
    say(`opening the attachments of ${String(mailbox.messages)} messages`)
    const { seconds, left } = await openDocuments(copy)
    if (left > 0) throw new Error('attachments were left unopened')
    await settle()
    return seconds
  }, ({ account }) => account.user)
  const peerCopyOf = once(async ({ of: { account, messages }, fsync }: { of: Mailbox; fsync: boolean }) => {
    const mail = stack.use(new PeerMail(account, { fsync }))
    say(`a copy of ${String(messages)} messages by mbsync, to be kept`)
    const seconds = await mail.pull()
    await settle()
    return { mail, seconds }
  }, ({ of: { account } }) => account.user)
  return {
    mailbox: (messages, texts = 'usual') => mailbox({ messages, texts }), copyOf, openDocumentsOf, peerCopyOf: (of, { fsync }) => peerCopyOf({ of, fsync }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

interface Filling { readonly messages: number; readonly texts: Texts; readonly holder: string; readonly say: (line: string) => void }

async function fillMailbox(practice: Practice, { messages, texts, holder, say }: Filling): Promise<Mailbox> {
  const { password } = practice.person(holder)
  say(`writing ${String(messages)} messages`)
  const { planted, folder } = await practice.fill(holder, async (maildir) => ({ ...await bulkMail(messages, { maildir, texts }), folder: path.join(maildir, 'cur') }))
  const names = await readdir(folder)
  // The server's own index of what was put there behind its back is nobody's first copy; nor is what it keeps at the first look.
  await practice.doveadm(['index', '-u', holder, 'INBOX'])
  const account = { host: practice.host, port: practice.ports.imaps, secure: true, user: holder, password, ca: pemOf(practice.caFile) }
  const { messages: fetched } = await timeFetch({ account, reader: 'line' })
  if (fetched !== messages) throw new Error(`the server gives ${String(fetched)} of ${String(messages)} messages`)
  await settle()
  return {
    account, messages, planted, bytes: names.reduce((sum, name) => sum + Number(/,W=(\d+)/.exec(name)?.[1] ?? 0), 0), seen: names.filter((name) => name.endsWith('S')).length,
    hashes: () => hashesIn(folder),
  }
}

/** As the server gives them: with CRLF, which a Maildir does not have. */
async function hashesIn(folder: string): Promise<ReadonlySet<string>> {
  const hashes = new Set<string>()
  for (const name of await readdir(folder)) {
    const raw = await readFile(path.join(folder, name), 'latin1')
    hashes.add(createHash('sha256').update(raw.replaceAll('\n', '\r\n'), 'latin1').digest('hex'))
  }
  return hashes
}
