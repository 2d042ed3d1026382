import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openMailboxWriter } from '../src/main/mailbox/mailbox.ts'
import type { NewMessage } from '../src/main/mailbox/mailbox.ts'
import { bulkMail, type PlantedWord } from '../test/practice/mail/bulk.ts'
import { random } from '../test/practice/mail/random.ts'
import { prose, sentence } from '../test/practice/mail/vocabulary.ts'

/** A store full of mail, gone at the end. Writing it is not what is measured. */
export interface FilledStore extends Disposable {
  readonly directory: string
  readonly cacheKey: Uint8Array
  readonly segmentKey: Uint8Array
  readonly messages: number
  readonly rawBytes: number
}

const BATCH = 200

/** As the server gives it: with CRLF, which a Maildir does not have. */
const withCrLf = (raw: Buffer): Buffer => Buffer.from(raw.toString('latin1').replaceAll('\n', '\r\n'), 'latin1')

/** Where a store is, and whose account its mail belongs to. */
interface StorePlace { readonly directory: string; readonly cacheKey: Uint8Array; readonly segmentKey: Uint8Array; readonly accountId?: string }

function fill({ accountId = 'bench', ...place }: StorePlace, batches: Iterable<NewMessage[]>): number {
  const outcome = openMailboxWriter({ ...place, onChanged: () => undefined })
  if (outcome.kind !== 'open') throw new Error(`the store: ${outcome.kind}`)
  using writer = outcome.writer
  const [inbox] = writer.replaceFolders(accountId, [
    { path: 'INBOX', name: 'INBOX', role: 'inbox', shared: false, rights: { read: true, flag: true, insert: true, remove: true } },
  ])
  let bytes = 0
  for (const batch of batches) {
    writer.addMessages(inbox?.id ?? 0, batch)
    bytes += batch.reduce((sum, { raw }) => sum + raw.length, 0)
  }
  return bytes
}

function* batchesOf(count: number, message: (index: number) => NewMessage): Generator<NewMessage[]> {
  // Newest first, as a first copy fetches them.
  for (let top = count; top > 0; top -= BATCH) {
    yield Array.from({ length: Math.min(BATCH, top) }, (_, offset) => message(top - 1 - offset))
  }
}

const newStore = () => ({ directory: mkdtempSync(path.join(tmpdir(), 'bench-store-')), cacheKey: randomBytes(32), segmentKey: randomBytes(32) })

/** Mail as a practice has it, 66 KB on average, with words planted in every place that a search must reach. */
export async function storeOfBulkMail(messages: number): Promise<FilledStore & { readonly planted: readonly PlantedWord[] }> {
  const maildir = mkdtempSync(path.join(tmpdir(), 'bench-mail-'))
  const store = newStore()
  try {
    const { planted } = await bulkMail(messages, { maildir })
    const cur = path.join(maildir, 'cur')
    const names = readdirSync(cur).sort()
    const rawBytes = fill(store, batchesOf(names.length, (index) => {
      const file = path.join(cur, names[index] ?? '')
      return { uid: index + 1, flags: file.endsWith('S') ? ['\\Seen'] : [], receivedAt: statSync(file).mtimeMs, raw: withCrLf(readFileSync(file)) }
    }))
    return { ...store, messages, rawBytes, planted, [Symbol.dispose]: () => rmSync(store.directory, { recursive: true }) }
  } finally {
    rmSync(maildir, { recursive: true })
  }
}

/** Short mail only, for what depends on the number of messages and not on their size. */
export function storeOfShortMail(messages: number): FilledStore {
  const store = newStore()
  const rawBytes = fillWithShortMail(store, messages)
  return { ...store, messages, rawBytes, [Symbol.dispose]: () => rmSync(store.directory, { recursive: true }) }
}

/** The same into a store that is there already; gives its size in bytes. */
export function fillWithShortMail(place: StorePlace, messages: number): number {
  const r = random(7)
  return fill(place, batchesOf(messages, (index) => {
    const head = [
      `From: Collega ${r.int(1, 300)} <collega${r.int(1, 300)}@ziekenhuis.test>`, 'To: Praktijk De Linde <info@delinde.test>', `Subject: ${sentence(r).slice(0, 60)}`,
      `Message-ID: <${index}@bench.test>`, ...(r.chance(0.3) && index > 0 ? [`In-Reply-To: <${index - 1}@bench.test>`] : []), 'Content-Type: text/plain; charset=utf-8',
    ]
    const raw = Buffer.from(`${head.join('\r\n')}\r\n\r\n${prose(600, r)}\r\n`)
    return { uid: index + 1, flags: r.chance(0.85) ? ['\\Seen'] : [], receivedAt: Date.UTC(2016, 0, 1) + index * 3_600_000, raw }
  }))
}
