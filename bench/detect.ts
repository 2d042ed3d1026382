import { parseArgs } from 'node:util'
import { detect, type Examined } from '../src/shared/norm/detection/detect.ts'
import { compileTerms } from '../src/shared/norm/detection/term-list.ts'
import { practiceMail, shippedList, shippedWeights, type PracticeMail } from '../test/corpora/detection/terms.ts'
import { random, type Random } from '../test/practice/mail/random.ts'
import { percentile, spread } from './spread.ts'

type Spread = { readonly p50Ms: number; readonly p95Ms: number; readonly worstMs: number }

export interface DetectFigures {
  readonly messages: number
  readonly kilobytes: number
  /** Making the tables of the term list, once in the life of a thread. */
  readonly listMs: number
  /** The very first message, before anything was compiled. */
  readonly firstMs: number
  readonly long: Spread
  /** One ordinary mail of the corpora. */
  readonly ordinary: Spread
  /** Of the mails that were held out while the list was tuned. */
  readonly heldOut: { readonly strongFound: number; readonly falseAlarms: number; readonly mails: number }
}

const LEVELS = ['strong', 'possible', 'none'] as const

/** Practice mail strung together until it is as long as asked. */
function longMessage(mails: readonly PracticeMail[], bytes: number, r: Random): Examined {
  const texts: string[] = []
  for (let length = 0; length < bytes;) {
    const { subject, text } = r.pick(mails)
    const piece = `${subject}\n\n${text}`
    texts.push(piece)
    length += Buffer.byteLength(piece) + 2
  }
  return { subject: 'Re: overleg', text: texts.join('\n\n'), attachments: ['verslag overleg.docx'] }
}

function timed(messages: readonly Examined[], look: (message: Examined) => unknown): number[] {
  return messages.map((message) => {
    const start = performance.now()
    look(message)
    return performance.now() - start
  })
}

const spreadOf = (figures: readonly number[]): Spread => ({ ...spread(figures), worstMs: percentile(figures, 1) })

/** How long detection takes on messages of so many kilobytes, and how well it does on mail that it was not tuned on. */
export function benchDetect(messages: number, kilobytes: number): DetectFigures {
  const start = performance.now()
  const terms = compileTerms(shippedList, shippedWeights)
  const listMs = percentile([performance.now() - start], 1)
  const mails = LEVELS.flatMap((level) => practiceMail(level))
  const r = random(5)
  const long = Array.from({ length: messages }, () => longMessage(mails, kilobytes * 1_024, r))
  const look = (message: Examined): unknown => detect(message, terms)
  const [firstMs = 0] = timed(long.slice(0, 1), look)
  timed(long.slice(0, 50), look)
  const held = LEVELS.map((level) => practiceMail(level).filter(({ heldOut }) => heldOut === true))
  const [strong = [], , none = []] = held
  return {
    messages, kilobytes, listMs, firstMs: percentile([firstMs], 1), long: spreadOf(timed(long, look)), ordinary: spreadOf(timed(mails, look)),
    heldOut: {
      strongFound: strong.filter((mail) => detect(mail, terms).level === 'strong').length / strong.length,
      falseAlarms: none.filter((mail) => detect(mail, terms).level !== 'none').length / none.length,
      mails: held.flat().length,
    },
  }
}

/** `detect [--messages N] [--kilobytes N] [--json]`. */
export function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { messages: { type: 'string', default: '500' }, kilobytes: { type: 'string', default: '10' }, json: { type: 'boolean', default: false } } })
  const figures = benchDetect(Number(values.messages), Number(values.kilobytes))
  process.stdout.write(`${values.json ? JSON.stringify(figures) : inWords(figures)}\n`)
  return Promise.resolve(0)
}

function inWords({ messages, kilobytes, listMs, firstMs, long, ordinary, heldOut }: DetectFigures): string {
  const shown = (name: string, { p50Ms, p95Ms, worstMs }: Spread): string => `${name.padEnd(22)} p50 ${p50Ms} ms   p95 ${p95Ms} ms   worst ${worstMs} ms`
  const share = (part: number): string => `${(part * 100).toFixed(1)} %`
  return [
    `detection in ${messages} messages (aim: p95 5 ms on 10 KB)`, shown(`${kilobytes} KB`, long), shown('an ordinary mail', ordinary), `the list once ${listMs} ms, the first message ${firstMs} ms`,
    `${heldOut.mails} mails held out: strong found ${share(heldOut.strongFound)}, false alarms on harmless mail ${share(heldOut.falseAlarms)}`,
  ].join('\n')
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
