import { readFileSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { UNDO_SEND_MS } from '../../../src/shared/limits.ts'
import { draftBlobs, manuscripts } from '../../../src/main/drafts/draft-rows.ts'
import { outboxBlobs } from '../../../src/main/sending/outbox.ts'
import { anja, openDesk, to } from './desk.ts'

/**
 * A program that writes, confirms and sends numbered messages, to be killed at any moment: what it finds in its folder tells it
 * where it was. Says `ready`, then `confirmed N` for each message that it was told is durable, then `done`.
 */
// The next life of a program that is killed begins with what this one compiled.
flushCompileCache()
const [directory = '', key = '', port = '', caFile = '', count = ''] = process.argv.slice(2)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const desk = openDesk({ directory, key: Buffer.from(key, 'hex') })
await desk.blobs.collectOrphans(new Set([...draftBlobs(desk.db), ...outboxBlobs(desk.db)]))
const dispatcher = desk.dispatch({
  kind: 'ready', ownDomains: anja.ownDomains,
  login: { smtp: { host: '127.0.0.1', port: Number(port), security: 'tls' }, user: anja.address, auth: 'password', secret: 'x', ca: readFileSync(caFile, 'utf8') },
}, { now: () => desk.now() + UNDO_SEND_MS })
say('ready')
for (const { id, revision } of manuscripts(desk.db)) if (revision === 0) await desk.drafts.discard(id)
for (let number = desk.outbox().length; number < Number(count); number++) {
  const unfinished = manuscripts(desk.db)[0]?.id
  const id = unfinished ?? await desk.write({ to: to('bas@delinde.test'), subject: `bericht ${number}`, html: `<p>${'woord '.repeat(20_000)}</p>` }, [{ name: 'a.pdf', bytes: Buffer.alloc(100_000, number) }])
  const confirmed = await desk.confirm(id)
  if (confirmed.ok) say(`confirmed ${number}`)
  else if (confirmed.fail === 'attachment-incomplete') {
    await desk.drafts.discard(id)
    number--
  } else throw new Error(confirmed.fail)
  dispatcher.wake()
  if (number % 2 === 0) await dispatcher.idle()
}
await dispatcher.idle()
say('done')
await dispatcher[Symbol.asyncDispose]()
await desk[Symbol.asyncDispose]()
