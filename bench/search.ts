import { parseArgs } from 'node:util'
import { openMailboxReader, type MailboxReader } from '../src/main/mailbox/mailbox.ts'
import type { PlantedWord } from '../test/practice/mail/bulk.ts'
import { random } from '../test/practice/mail/random.ts'
import { word } from '../test/practice/mail/vocabulary.ts'
import { storeOfBulkMail, type FilledStore } from './filled-store.ts'
import { spread } from './spread.ts'

interface Spread {
  readonly p50Ms: number
  readonly p95Ms: number
}

export interface SearchFigures extends Spread {
  readonly messages: number
  readonly rawMb: number
  /** Index and rows included. */
  readonly storedMb: number
  /** Each letter of words being typed, 50 rows. */
  readonly typing: Spread
  /** Whole common words, 50 rows. */
  readonly common: Spread
  readonly planted: Spread
  /** Share of planted words that are found; 1 is the only good figure. */
  readonly completeness: number
  readonly notFound: readonly string[]
}

const WORDS = 200
const ROWS = 50

class Timed {
  readonly #reader: MailboxReader

  constructor(reader: MailboxReader) {
    this.#reader = reader
  }

  /** Milliseconds of one search with its rows. */
  time(text: string): number {
    const start = performance.now()
    this.#reader.search({ text, folderId: null, offset: 0, limit: ROWS })
    return performance.now() - start
  }

  finds(text: string, messageId: string): boolean {
    const { rows } = this.#reader.search({ text, folderId: null, offset: 0, limit: ROWS })
    return rows.some(({ id }) => {
      const outcome = this.#reader.raw(id)
      return outcome.kind === 'raw' && Buffer.from(outcome.raw).includes(`<${messageId}>`)
    })
  }

  /** As it stands in the message, without accents, as a phrase, and before its last letter is typed. */
  finds4({ query, word: whole, messageId }: PlantedWord): boolean {
    return [whole, query, `"${query}"`, query.slice(0, -1)].every((text) => this.finds(text, messageId))
  }
}

/** Searches a store of bulk mail: how long it takes, and whether all that was planted is found. */
export async function benchSearch(messages: number, say: (line: string) => void): Promise<SearchFigures> {
  say(`filling a store with ${messages} messages`)
  using store = await storeOfBulkMail(messages)
  const outcome = openMailboxReader(store)
  if (outcome.kind !== 'open') throw new Error(`the store: ${outcome.kind}`)
  using reader = outcome.reader
  return figuresOf(store, reader)
}

function figuresOf({ planted, rawBytes, messages }: FilledStore & { planted: readonly PlantedWord[] }, reader: MailboxReader): SearchFigures {
  const timed = new Timed(reader)
  const r = random(12)
  const common = Array.from({ length: WORDS }, () => word(r))
  const letters = common.flatMap((whole) => Array.from(whole, (_, index) => whole.slice(0, index + 1)))
  const typing = letters.map((text) => timed.time(text))
  const words = common.map((text) => timed.time(`${text} `))
  const rare = planted.map(({ query }) => timed.time(query))
  const notFound = planted.filter((one) => !timed.finds4(one))
  return {
    messages, rawMb: megabytes(rawBytes), storedMb: megabytes(reader.storedBytes()), ...spread([...typing, ...words, ...rare]),
    typing: spread(typing), common: spread(words), planted: spread(rare),
    completeness: planted.length === 0 ? 1 : (planted.length - notFound.length) / planted.length,
    notFound: notFound.map(({ word: whole, place }) => `${whole} (${place})`),
  }
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10

/** `search [--messages N] [--json]`. Gives the exit code: 1 when something planted is not found. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { messages: { type: 'string', default: '10000' }, json: { type: 'boolean', default: false } } })
  const figures = await benchSearch(Number(values.messages), values.json ? () => undefined : (line) => process.stderr.write(`${line}\n`))
  process.stdout.write(`${values.json ? JSON.stringify(figures) : inWords(figures)}\n`)
  return figures.completeness === 1 ? 0 : 1
}

function inWords({ messages, typing, common, planted, completeness, notFound, rawMb, storedMb }: SearchFigures): string {
  const shown = (name: string, { p50Ms, p95Ms }: Spread): string => `${name.padEnd(14)} p50 ${p50Ms} ms   p95 ${p95Ms} ms`
  return [
    `search in ${messages} messages (${rawMb} MB, stored in ${storedMb} MB)`, shown('while typing', typing), shown('common words', common), shown('rare words', planted),
    `planted words found: ${(completeness * 100).toFixed(1)} %${notFound.length === 0 ? '' : `; not: ${notFound.join(', ')}`}`,
  ].join('\n')
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
