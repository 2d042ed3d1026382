import { readFileSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { UNDO_SEND_MS } from '../../../src/shared/limits.ts'
import { consumeManuscript, manuscript, manuscripts } from '../../../src/main/drafts/draft-rows.ts'
import { confirmSend } from '../../../src/main/sending/confirm.ts'
import type { NoteInJournal } from '../../../src/main/sending/note.ts'
import { anja, openDesk, to } from './desk.ts'
import { PATIENT, portalRoute, provider } from './provider-line.ts'

/**
 * A program that sends one message through a provider and dies by its own hand, without warning, at the step of that number; 0: never.
 * Every place where something is done before something else counts as a step. Says `done` when it came to the end.
 */
// The next life of a program that is killed begins with what this one compiled.
flushCompileCache()
const [directory = '', key = '', port = '', caFile = '', number = '', dieAt = ''] = process.argv.slice(2)
let steps = 0
const step = (): void => {
  if (++steps === Number(dieAt)) process.kill(process.pid, 'SIGKILL')
}
/** A step before and one behind. */
const between = <Result>(work: () => Result): Result => {
  step()
  const result = work()
  step()
  return result
}

const desk = openDesk({ directory, key: Buffer.from(key, 'hex') })
const now = (): number => desk.now() + UNDO_SEND_MS
const note: NoteInJournal = (line) => between(() => desk.parts.note(line))
const blobs: typeof desk.blobs = { ...desk.blobs, read: (id) => between(() => desk.blobs.read(id)) }

const subject = `bericht ${number}`
const draft = manuscripts(desk.db)[0] ?? manuscript(desk.db, await desk.write({ to: to(PATIENT), subject }))
if (draft === null) throw new Error('no draft')
const confirmed = await confirmSend(
  { db: desk.db, blobs: desk.blobs, now: () => desk.now(), note, consumeDraft: (one) => between(() => consumeManuscript(desk.db, one)) },
  draft, { sender: anja, routes: { deliveries: [portalRoute(PATIENT)], isConfirmed: true } },
)
if (!confirmed.ok) throw new Error(confirmed.fail)
step()
await using dispatcher = desk.dispatch(() => between(() => Promise.resolve(provider(Number(port), readFileSync(caFile, 'utf8')))), {
  blobs, now, note, planAgain: () => between(() => Promise.resolve([portalRoute(PATIENT)])), taken: step, onChanged: step, onSent: step,
})
await dispatcher.idle()
process.stdout.write('done\n')
await dispatcher[Symbol.asyncDispose]()
await desk[Symbol.asyncDispose]()
