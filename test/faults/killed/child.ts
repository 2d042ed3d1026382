import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import path from 'node:path'
import { randomInt, randomUUID } from 'node:crypto'
import { startBulkThread } from '../../../src/main/app/threads/bulk-host.ts'
import type { AccountConnection, Act, MailTask } from '../../../src/main/imap/face.ts'
import { startSync } from '../../../src/main/imap/account-sync.ts'
import { finishTask, pendingTasks, storeTasks } from '../../../src/main/imap/tasks.ts'
import { openMailboxReader, openMailboxWriter } from '../../../src/main/mailbox/mailbox.ts'
import { openDatabase, stateMigrations } from '../../../src/main/store/store.ts'

/**
 * A client that is to be killed: syncs, does things to messages at random and puts copies of sent mail on the server, all of
 * it durable in the way of the product. Prints a dot for every change of its store. With `finish` it does nothing new, waits until nothing is left to do, and ends.
 */
export interface Victim {
  readonly account: Omit<AccountConnection, 'id'>
  readonly directory: string
  readonly acts: boolean
  readonly finish: boolean
}

// The next life of a program that is killed begins with what this one compiled.
flushCompileCache()
const { account, directory, acts, finish } = JSON.parse(readFileSync(process.stdin.fd, 'utf8')) as Victim
const key = (fill: number): Uint8Array => new Uint8Array(32).fill(fill)

const state = openDatabase({ file: path.join(directory, 'state.db'), key: key(3), migrations: stateMigrations, mode: 'write', durability: 'full' })
const writing = openMailboxWriter({ directory, cacheKey: key(1), segmentKey: key(2), onChanged: () => { process.stdout.write('.') } })
const reading = openMailboxReader({ directory, cacheKey: key(1), segmentKey: key(2) })
if (state.kind !== 'open' || writing.kind !== 'open' || reading.kind !== 'open') throw new Error(`${state.kind} ${writing.kind} ${reading.kind}`)
const { database } = state
const { writer } = writing
const { reader } = reading

const idle = Promise.withResolvers<undefined>()
let isSynced = false
const copies = sentCopies(path.join(directory, 'sent.json'))
const tasks = new Set<string>()

const sync = startSync({
  writer, bulkThread: startBulkThread, account: { id: 'account', ...account },
  onState: (_, progress, lastSyncedAt) => {
    isSynced = progress === null && lastSyncedAt !== null
    settleDown()
  },
  onNewMail: () => undefined,
  onTask: ({ taskId }) => {
    finishTask(database, taskId)
    tasks.delete(taskId)
    settleDown()
  },
})

function settleDown(): void {
  if (isSynced && tasks.size === 0 && copies.all().length === 0) idle.resolve(undefined)
}

function run(task: MailTask): void {
  tasks.add(task.id)
  sync.run(task)
}

/** What has to be in Verzonden, kept until the server has it: the outbox in small. */
function sentCopies(file: string): { all(): string[]; save(all: string[]): void } {
  const all = (): string[] => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as string[] : [])
  const save = (copies: string[]): void => {
    writeFileSync(`${file}.new`, JSON.stringify(copies), { flush: true })
    renameSync(`${file}.new`, file)
  }
  return { all, save }
}

async function append(raw: string): Promise<void> {
  const result = await sync.append({ role: 'sent' }, Buffer.from(raw), { flags: ['\\Seen'], replaces: null })
  if (result.kind === 'appended') copies.save(copies.all().filter((other) => other !== raw))
  settleDown()
}

const pick = <Item>(items: readonly Item[]): Item | undefined => items[items.length === 0 ? 0 : randomInt(items.length)]

/** One or two messages of one folder, marked or moved. */
function actAtRandom(): void {
  const folders = reader.folders()
  const folder = pick(folders.filter(({ total }) => total > 0))
  const target = pick(folders.filter(({ id }) => id !== folder?.id))
  if (folder === undefined || target === undefined) return
  const ids = reader.rows(folder.id, { offset: randomInt(folder.total), limit: 2 })?.rows.map(({ id }) => id) ?? []
  const act: Act = randomInt(3) === 0 ? { kind: 'flag', flag: randomInt(2) === 0 ? 'seen' : 'flagged', on: randomInt(2) === 0 } : { kind: 'move', to: target.id }
  const states = writer.folderStates('account')
  const messages = ids.map((messageId) => {
    const [here] = writer.locate([messageId])
    const home = states.find(({ id }) => id === here?.folderId)
    return { messageId, place: here === undefined || home?.uidValidity == null ? null : { path: home.path, uidValidity: home.uidValidity, uid: here.uid } }
  })
  const task: MailTask = { id: randomUUID(), accountId: 'account', act, messages, undoes: null }
  storeTasks(database, [task], Date.now())
  run(task)
}

function sendAtRandom(): void {
  const raw = `Message-ID: <${randomUUID()}@test>\r\nDate: ${new Date().toUTCString()}\r\nFrom: a@delinde.test\r\nTo: b@delinde.test\r\nSubject: Verzonden\r\n\r\nHallo\r\n`
  copies.save([...copies.all(), raw])
  void append(raw)
}

for (const task of pendingTasks(database, 'account')) run(task)
for (const raw of copies.all()) void append(raw)
if (acts && !finish) {
  setInterval(actAtRandom, 12)
  setInterval(sendAtRandom, 40)
}
if (finish) {
  await idle.promise
  await sync.close()
  process.stdout.write(`\n${JSON.stringify({ tasks: pendingTasks(database, 'account').length, shown: writer.pendingTaskIds().length })}\n`)
  reader.close()
  writer.close()
  database.close()
}
