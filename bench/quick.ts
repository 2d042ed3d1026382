import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { openMailboxReader, type MailboxReader } from '../src/main/mailbox/mailbox.ts'
import { programPath } from '../test/practice/servers/running.ts'
import { askReader, completenessOf } from './completeness.ts'
import { openGround, type Ground, type Mailbox } from './ground.ts'
import { PeerIndex } from './notmuch.ts'
import { benchRecheck } from './recheck.ts'
import { benchScroll } from './scroll.ts'
import { firstCopy } from './sync.ts'
import { benchUnlock } from './unlock.ts'

/** What has to hold, with what was seen where it does not. */
type Check = readonly [claim: string, holds: boolean, seen: string]

async function copied({ account, messages, bytes }: Mailbox): Promise<Check[]> {
  const copy = await firstCopy(account, null)
  return [
    ['a first copy brings every message', copy.messages === messages, `${String(copy.messages)} of ${String(messages)}`],
    ['and every byte', copy.bytes === bytes, `${String(copy.bytes)} of ${String(bytes)}`],
  ]
}

/** SHA-256 of all that the copy gives back. */
function hashesOf(reader: MailboxReader, folderId: number, total: number): Set<string> {
  const hashes = new Set<string>()
  for (let offset = 0; offset < total; offset += 200) {
    for (const { id } of reader.rows(folderId, { offset, limit: 200 })?.rows ?? []) {
      const outcome = reader.raw(id)
      if (outcome.kind === 'raw') hashes.add(createHash('sha256').update(outcome.raw).digest('hex'))
    }
  }
  return hashes
}

async function kept(ground: Ground, mailbox: Mailbox): Promise<Check[]> {
  await ground.openDocumentsOf(mailbox)
  const outcome = openMailboxReader(await ground.copyOf(mailbox))
  if (outcome.kind !== 'open') return [['the copy opens', false, outcome.kind]]
  using reader = outcome.reader
  const inbox = reader.folders().find(({ role }) => role === 'inbox')
  const ours = hashesOf(reader, inbox?.id ?? 0, inbox?.total ?? 0)
  const theirs = await mailbox.hashes()
  const { completeness, inDocuments, notFound } = completenessOf(mailbox.planted, askReader(reader))
  const lacking = `not: ${notFound.slice(0, 5).join(', ')}`
  return [
    ['the list counts every message', inbox?.total === mailbox.messages, String(inbox?.total)],
    ['and what is unread', inbox?.unread === mailbox.messages - mailbox.seen, `${String(inbox?.unread)} of ${String(mailbox.messages - mailbox.seen)}`],
    ['each message comes back byte for byte', ours.size === theirs.size && ours.isSubsetOf(theirs), `${String(ours.intersection(theirs).size)} of ${String(theirs.size)}`],
    ['every planted word is found', completeness === 1, lacking],
    ['also inside attached documents', inDocuments === 1, lacking],
  ]
}

/** Where they are installed: nobody fetches another number of messages than we do. */
async function peersAgree(ground: Ground, mailbox: Mailbox): Promise<Check[]> {
  if (programPath('mbsync') === undefined) return []
  const { mail } = await ground.peerCopyOf(mailbox, { fsync: false })
  const files = ['cur', 'new'].flatMap((name) => readdirSync(path.join(mail.maildir, 'INBOX', name))).length
  await benchRecheck(ground, mailbox, 1)
  const checks: Check[] = [['mbsync has as many messages', files === mailbox.messages, String(files)], ['a second look fetches nothing', true, '']]
  if (!PeerIndex.isInstalled) return checks
  using index = new PeerIndex(mail.maildir)
  await index.readNew()
  const indexed = index.find('*').length
  return [...checks, ['notmuch knows as many', indexed === mailbox.messages, String(indexed)]]
}

/** These throw where something is missing. */
async function screens(messages: number, say: (line: string) => void): Promise<Check[]> {
  await benchUnlock(messages, say)
  await benchScroll(messages, say)
  return [['an unlock brings the list', true, ''], ['scrolling reaches its end', true, '']]
}

/** `--quick [--messages N] [--no-screen]`: whether what is measured is right, in a minute; no figure is looked at. Gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { 'messages': { type: 'string', default: '2000' }, 'no-screen': { type: 'boolean', default: false } } })
  const messages = Number(values.messages)
  const say = (line: string): void => { process.stdout.write(`${line}\n`) }
  await using ground = openGround(say)
  const mailbox = await ground.mailbox(messages)
  const checks = [...await copied(mailbox), ...await kept(ground, mailbox), ...await peersAgree(ground, mailbox), ...(values['no-screen'] ? [] : await screens(messages, say))]
  for (const [claim, holds, seen] of checks) say(holds ? `ok      ${claim}` : `FAILED  ${claim}: ${seen}`)
  return checks.every(([, holds]) => holds) ? 0 : 1
}
