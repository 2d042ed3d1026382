import { parseArgs } from 'node:util'
import { openMailboxReader, type MailboxReader } from '../src/main/mailbox/mailbox.ts'
import { random } from '../test/practice/mail/random.ts'
import { word } from '../test/practice/mail/vocabulary.ts'
import { askReader, completenessOf, outsideDocuments, type Completeness } from './completeness.ts'
import { openGround, type Ground, type Mailbox } from './ground.ts'
import { PeerIndex } from './notmuch.ts'
import { median, ratio, spread } from './spread.ts'

export interface Spread { readonly p50Ms: number; readonly p95Ms: number }

/** One kind of question, ours and theirs: `ratio` is that of the p95. */
export interface Compared extends Spread { readonly peer: Spread | null; readonly ratio: number | null; readonly runs: readonly Run[] }
interface Run { readonly ours: Spread; readonly theirs: Spread | null }

export interface SearchFigures extends Spread, Completeness {
  readonly messages: number
  readonly peer: (Spread & { readonly name: 'notmuch' }) | null
  /** Ours / theirs, p95 of all questions together. */
  readonly ratio: number | null
  /** Words being typed, 50 rows: notmuch is asked for `word*`. */
  readonly typing: Compared
  /** Whole common words, 50 rows. */
  readonly common: Compared
  /** From the unlock on a new workstation until all is searchable, against mbsync and `notmuch new`. */
  readonly searchable: Searchable
  /** Until the words inside attachments were in the index too, opened afterwards, one after the other without a rest; null: they were left shut. */
  readonly documentsSeconds: number | null
}

interface Searchable { 
  readonly seconds: number
  readonly peer: { readonly name: 'mbsync + notmuch new'; readonly seconds: number } | null
  readonly ratio: number | null
}

const ROWS = 50
const WORDS = 120

/** As they are typed: the beginning of a word, without a space after it; and whole words. */
function questions(): { typing: string[]; common: string[] } {
  const r = random(12)
  const common = Array.from({ length: WORDS }, () => word(r))
  // From the second letter on: at the first, neither we nor they look for all that begins with it.
  const typing = common.map((whole) => whole.slice(0, r.int(2, Math.max(2, whole.length)))).filter((text) => text.length > 1)
  return { typing, common }
}

/** Milliseconds of one search with its rows. */
function timeOurs(reader: MailboxReader, text: string): number {
  const start = performance.now()
  reader.search({ text, folderId: null, offset: 0, limit: ROWS })
  return performance.now() - start
}

interface Timed { readonly ours: readonly number[]; readonly theirs: readonly number[] | null }

const runOf = ({ ours, theirs }: Timed): Run => ({ ours: spread(ours), theirs: theirs === null ? null : spread(theirs) })

const middle = (spreads: readonly Spread[]): Spread => ({ p50Ms: median(spreads.map(({ p50Ms }) => p50Ms)), p95Ms: median(spreads.map(({ p95Ms }) => p95Ms)) })

function compared(timed: readonly Timed[]): Compared {
  const runs = timed.map(runOf)
  const ours = middle(runs.map((run) => run.ours))
  const theirs = runs.flatMap((run) => (run.theirs === null ? [] : [run.theirs]))
  const peer = theirs.length === 0 ? null : middle(theirs)
  return { ...ours, peer, ratio: ratio(ours.p95Ms, peer?.p95Ms), runs }
}

/** Both are asked the same. */
function timeAll(reader: MailboxReader, index: PeerIndex | null): { typing: Timed; common: Timed } {
  const { typing, common } = questions()
  const theirs = (texts: readonly string[], end: string): number[] | null => index === null ? null : texts.map((text) => index.time(`${text}${end}`, ROWS))
  return {
    typing: { ours: typing.map((text) => timeOurs(reader, text)), theirs: theirs(typing, '*') },
    common: { ours: common.map((text) => timeOurs(reader, `${text} `)), theirs: theirs(common, '') },
  }
}

const together = ({ typing, common }: { typing: Timed; common: Timed }): Timed => ({
  ours: [...typing.ours, ...common.ours], theirs: typing.theirs === null || common.theirs === null ? null : [...typing.theirs, ...common.theirs],
})

interface SearchOptions {
  readonly runs: number
  /** False: nothing to compare with. */
  readonly peer: boolean
  /** Whether mbsync, which fetches the mail for notmuch, does its syncs. */
  readonly fsync: boolean
  /** Whether attachments are opened first, which takes long where there are many. */
  readonly documents: boolean
  readonly say: (line: string) => void
}

/** Searches our copy of the mailbox: how long it takes, and whether all that was planted is found. */
export async function benchSearch(ground: Ground, mailbox: Mailbox, { runs, peer, fsync, documents, say }: SearchOptions): Promise<SearchFigures> {
  const copy = await ground.copyOf(mailbox)
  const documentsSeconds = documents ? await ground.openDocumentsOf(mailbox) : null
  const outcome = openMailboxReader(copy)
  if (outcome.kind !== 'open') throw new Error(`the store: ${outcome.kind}`)
  using reader = outcome.reader
  const mail = peer ? await ground.peerCopyOf(mailbox, { fsync }) : null
  using index = mail === null ? null : new PeerIndex(mail.mail.maildir)
  if (index !== null) say('notmuch new')
  const indexSeconds = await index?.readNew() ?? 0
  say('searching')
  timeAll(reader, null)
  const timed = Array.from({ length: runs }, () => timeAll(reader, index))
  const all = compared(timed.map(together))
  const theirs = mail === null ? null : { name: 'mbsync + notmuch new' as const, seconds: mail.seconds + indexSeconds }
  return {
    messages: mailbox.messages, p50Ms: all.p50Ms, p95Ms: all.p95Ms, ...completenessOf(documents ? mailbox.planted : outsideDocuments(mailbox.planted), askReader(reader)),
    peer: all.peer === null ? null : { name: 'notmuch', ...all.peer }, ratio: all.ratio,
    typing: compared(timed.map(({ typing }) => typing)), common: compared(timed.map(({ common }) => common)),
    searchable: { seconds: copy.completeSeconds, peer: theirs, ratio: ratio(copy.completeSeconds, theirs?.seconds) }, documentsSeconds,
  }
}

/** `search [--messages N] [--runs N] [--json]`. Gives the exit code: 1 when something planted in a message itself is not found. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { messages: { type: 'string', default: '10000' }, runs: { type: 'string', default: '3' }, json: { type: 'boolean', default: false } } })
  const say = values.json ? () => undefined : (line: string) => { process.stderr.write(`${line}\n`) }
  await using ground = openGround(say)
  const peer = PeerIndex.isInstalled
  if (!peer) say('notmuch is not installed: nothing to compare with')
  const figures = await benchSearch(ground, await ground.mailbox(Number(values.messages)), { runs: Number(values.runs), peer, fsync: true, documents: true, say })
  process.stdout.write(`${values.json ? JSON.stringify(figures) : inWords(figures)}\n`)
  return figures.completeness === 1 ? 0 : 1
}

function inWords({ messages, typing, common, completeness, kinds, notFound, searchable, documentsSeconds }: SearchFigures): string {
  const shown = (name: string, { p50Ms, p95Ms, peer, ratio: times }: Compared): string =>
    `${name.padEnd(14)} p50 ${p50Ms} ms   p95 ${p95Ms} ms${peer === null ? '' : `   notmuch ${peer.p50Ms} and ${peer.p95Ms} ms (we take ${times ?? 0})`}`
  return [
    `search in ${messages} messages`, shown('while typing', typing), shown('common words', common),
    `all searchable after ${searchable.seconds} s${searchable.peer === null ? '' : `; mbsync and notmuch ${searchable.peer.seconds} s (we take ${searchable.ratio ?? 0})`}; inside attachments ${documentsSeconds ?? 0} s of work later`,
    `planted words found: ${(completeness * 100).toFixed(1)} %: ${Object.entries(kinds).map(([kind, { planted, found }]) => `${kind} ${found}/${planted}`).join(', ')}`,
    ...(notFound.length === 0 ? [] : [`not found: ${notFound.slice(0, 20).join(', ')}${notFound.length > 20 ? ', ...' : ''}`]),
  ].join('\n')
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
