import { readFile } from 'node:fs/promises'
import { ImapFlow } from 'imapflow'
import type { Practice } from '../practice/servers/practice.ts'
import { until } from './patience.ts'

/** A login of a person's own, with another mail program than ours. */
async function logIn(practice: Practice, address: string): Promise<ImapFlow & AsyncDisposable> {
  const client = new ImapFlow({
    host: practice.host, port: practice.ports.imaps, secure: true, tls: { ca: await readFile(practice.caFile) }, logger: false,
    auth: { user: address, pass: practice.person(address).password },
  })
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.logout() })
}

/** Waits until a message with this subject stands in somebody's folder, and gives it as it came. */
export async function arrival(practice: Practice, address: string, { subject, folder = 'INBOX' }: { subject: string; folder?: string }): Promise<Buffer> {
  await using client = await logIn(practice, address)
  await client.mailboxOpen(folder, { readOnly: true })
  const source = await until(`${subject} to arrive`, async () => {
    await client.noop()
    const found = await client.search({ header: { subject } }, { uid: true })
    const uid = found === false ? undefined : found?.at(-1)
    const message = uid === undefined ? false : await client.fetchOne(String(uid), { source: true }, { uid: true })
    return message === false ? undefined : message?.source
  }, (found) => found !== undefined)
  return source ?? Buffer.alloc(0)
}

/** How many messages the server has in a folder. */
export async function countIn(practice: Practice, address: string, folder = 'INBOX'): Promise<number> {
  await using client = await logIn(practice, address)
  const status = await client.status(folder, { messages: true })
  if (status === false) throw new Error(`${folder} is not there`)
  return status.messages ?? 0
}

/** Subjects in a folder, in the order of the server. */
export async function subjectsIn(practice: Practice, address: string, folder = 'INBOX'): Promise<string[]> {
  await using client = await logIn(practice, address)
  const { exists } = await client.mailboxOpen(folder, { readOnly: true })
  const subjects: string[] = []
  if (exists === 0) return subjects
  for await (const { envelope } of client.fetch('1:*', { envelope: true })) subjects.push(envelope?.subject ?? '')
  return subjects
}

/** The flags that the server keeps with a message. */
export async function flagsOf(practice: Practice, address: string, { subject, folder = 'INBOX' }: { subject: string; folder?: string }): Promise<string[]> {
  await using client = await logIn(practice, address)
  await client.mailboxOpen(folder, { readOnly: true })
  const found = await client.search({ header: { subject } }, { uid: true })
  const uid = found === false ? undefined : found?.at(-1)
  const message = uid === undefined ? false : await client.fetchOne(String(uid), { flags: true }, { uid: true })
  return message === false ? [] : [...message?.flags ?? []]
}
