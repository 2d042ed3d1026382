import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createResolver } from '../src/main/dns/resolver.ts'
import { readTrustAnchor } from '../src/main/dns/trust-anchor.ts'
import { assess } from '../src/main/trust/assess.ts'
import { accounts } from '../test/corpora/forged/accounts.ts'
import { arrived, bytesOf, letter, mark, receivedAt } from '../test/corpora/forged/letter.ts'
import { signed } from '../test/corpora/forged/sign.ts'
import { startNameServers } from '../test/corpora/forged/zones.ts'
import { spread } from './spread.ts'

const LINE = `${'De uitslag van het onderzoek is binnen en ziet er goed uit. '.repeat(2).slice(0, 74)}\r\n`
const LARGE_MB = 50

export interface TrustFigures {
  readonly messages: number
  readonly kilobytes: number
  readonly p50Ms: number
  readonly p95Ms: number
  /** The first message of a domain: its look-ups and their chain of trust included. */
  readonly coldMs: number
  /** One message of 50 MB, hashed as a stream. */
  readonly largeMs: number
  readonly largeGrowthMb: number
}

/** A signed, marked message from a ready domain with a body of about so many bytes. */
const mail = (bytes: number): Uint8Array =>
  bytesOf(arrived(signed(letter('Balie <balie@ziekenhuis.test>', { more: [mark], body: LINE.repeat(Math.ceil(bytes / LINE.length)) }), { domain: 'ziekenhuis.test' }), 'mx.ziekenhuis.test'))

/** Verdicts over real signed zones, with names looked up before and once without. */
export async function benchTrust(messages: number, say: (line: string) => void): Promise<TrustFigures> {
  say(`signing ${messages} messages of 50 KB`)
  await using servers = await startNameServers()
  const anchor = readTrustAnchor(readFileSync(servers.trustAnchorFile, 'utf8'))
  const [host = '', port = ''] = servers.resolver.split(':')
  await using resolver = createResolver({ upstream: { kind: 'udp', host, port: Number(port) }, ...(anchor.kind === 'anchor' ? { trustAnchor: anchor.records } : {}) })
  const received = receivedAt.getTime()
  const context = { practice: accounts.linde, resolver, receivedAt: received, assessedAt: received }
  const time = async (raw: Uint8Array | AsyncIterable<Uint8Array>): Promise<number> => {
    const start = performance.now()
    const { state } = await assess(raw, context)
    if (state !== 'safe') throw new Error(`the bench's own mail is ${state}`)
    return performance.now() - start
  }
  const raws = Array.from({ length: messages }, () => mail(50_000))
  const coldMs = await time(raws[0] ?? mail(50_000))
  const warm: number[] = []
  for (const raw of raws) warm.push(await time(raw))
  const large = mail(LARGE_MB * 1_000_000)
  const before = process.memoryUsage().rss
  const largeMs = await time(inPieces(large))
  return { messages, kilobytes: 50, ...spread(warm), coldMs, largeMs, largeGrowthMb: Math.round((process.memoryUsage().rss - before) / 1e6) }
}

async function* inPieces(raw: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < raw.length; at += 1 << 18) yield await Promise.resolve(raw.subarray(at, at + (1 << 18)))
}

/** `bench trust [--messages N] [--json]`. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { messages: { type: 'string', default: '500' }, json: { type: 'boolean', default: false } } })
  const figures = await benchTrust(Number(values.messages), (line) => { process.stderr.write(`${line}\n`) })
  if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`)
  else {
    process.stdout.write(`a verdict on ${figures.kilobytes} KB, names known: p50 ${figures.p50Ms.toFixed(2)} ms, p95 ${figures.p95Ms.toFixed(2)} ms (${figures.messages} messages)\n`)
    process.stdout.write(`the first of a domain: ${figures.coldMs.toFixed(0)} ms; ${LARGE_MB} MB as a stream: ${figures.largeMs.toFixed(0)} ms, ${figures.largeGrowthMb} MB more memory\n`)
  }
  return 0
}
