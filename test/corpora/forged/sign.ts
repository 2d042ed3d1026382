/**
 * A DKIM signer that signs whatever it is told, also what no honest signer would: RFC 6376, RFC 8463 for Ed25519. It is
 * our own, so that no mistake of the product's library can hide behind the same mistake here.
 */
import { createHash, sign as signBytes } from 'node:crypto'
import { keyPair, type KeyName } from './keys.ts'
import { nameOf, type Letter } from './letter.ts'

export type Canon = 'simple' | 'relaxed'
export type Algorithm = 'rsa-sha256' | 'rsa-sha1' | 'ed25519-sha256'

export type Signature = {
  readonly domain: string
  /** Default: `s1`, an RSA key of 2048 bits in every domain of the corpus. */
  readonly selector?: string
  readonly key?: KeyName
  readonly algorithm?: Algorithm
  readonly header?: Canon
  readonly body?: Canon
  /** Names in `h=`, in this order; default every header that is there, once each time it is. */
  readonly covers?: readonly string[]
  /** Names on top of those, for headers that must not be added later. */
  readonly oversigns?: readonly string[]
  /** Names taken out of those. */
  readonly leavesOut?: readonly string[]
  /** `l=`: `all` is the exact length, a number is that number of octets. */
  readonly length?: number | 'all'
  /** Further tags, such as `{ x: '1771147800' }`; an existing name replaces its value, `null` leaves the tag out. */
  readonly tags?: Readonly<Record<string, string | null>>
}

const CRLF = '\r\n'

export const canonicalHeader = (line: string, canon: Canon): string => {
  if (canon === 'simple') return line
  const colon = line.indexOf(':')
  const value = line.slice(colon + 1).replaceAll(CRLF, '').replace(/[ \t]+/g, ' ').replace(/^ | $/g, '')
  return `${line.slice(0, colon).replace(/[ \t]+$/, '').toLowerCase()}:${value}`
}

export function canonicalBody(body: string, canon: Canon): string {
  const lines = canon === 'simple' ? body : body.replace(/[ \t]+/g, ' ').replace(/ (?=\r\n|$)/g, '')
  const text = lines.replace(/(?:\r\n)+$/, '')
  if (text === '') return canon === 'simple' ? CRLF : ''
  return text + CRLF
}

/** The lines that `h=` chooses: from the bottom up, each line once (RFC 6376 section 5.4.2). */
export function chosenLines(headers: readonly string[], names: readonly string[]): string[] {
  const left = [...headers]
  return names.flatMap((name) => {
    const index = left.findLastIndex((line) => nameOf(line) === name.trim().toLowerCase())
    return index < 0 ? [] : left.splice(index, 1)
  })
}

const digest = (algorithm: Algorithm): 'sha1' | 'sha256' => (algorithm === 'rsa-sha1' ? 'sha1' : 'sha256')
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')

export const bodyHash = (body: string, algorithm: Algorithm): string => createHash(digest(algorithm)).update(latin1(body)).digest('base64')

/** Signs text by one of the corpus's keys, in base64. */
export function signText(text: string, key: KeyName, algorithm: Algorithm): string {
  const { privateKey } = keyPair(key)
  if (algorithm === 'ed25519-sha256') return signBytes(null, createHash('sha256').update(latin1(text)).digest(), privateKey).toString('base64')
  return signBytes(digest(algorithm), latin1(text), privateKey).toString('base64')
}

const neverCovered = ['received', 'return-path', 'authentication-results', 'dkim-signature', 'delivered-to']

function coveredNames(mail: Letter, { covers, oversigns = [], leavesOut = [] }: Signature): string[] {
  const all = covers ?? mail.headers.map(nameOf).filter((name) => !neverCovered.includes(name))
  return [...all.filter((name) => !leavesOut.includes(name.toLowerCase())), ...oversigns]
}

const folded = (base64: string): string => (base64.match(/.{1,72}/g) ?? ['']).join(`${CRLF}\t `)

/** Puts a signature on top. */
export function signed(mail: Letter, options: Signature): Letter {
  const { domain, selector = 's1', header = 'relaxed', body = 'relaxed', length, tags = {} } = options
  const key = options.key ?? 'rsa2048'
  const algorithm = options.algorithm ?? (key === 'ed25519' ? 'ed25519-sha256' : 'rsa-sha256')
  const canonical = canonicalBody(mail.body, body)
  const octets = length === 'all' ? canonical.length : length
  const names = coveredNames(mail, options)
  const fields: Record<string, string | null> = {
    v: '1', a: algorithm, c: `${header}/${body}`, d: domain, s: selector,
    ...(octets === undefined ? {} : { l: String(octets) }),
    h: names.join(':'), bh: bodyHash(canonical.slice(0, octets), algorithm), ...tags,
  }
  const present = Object.entries(fields).filter(([, value]) => value !== null)
  const unsigned = `DKIM-Signature: ${present.map(([name, value]) => `${name}=${String(value)}`).join(`;${CRLF}\t`)};${CRLF}\tb=`
  const text = [...chosenLines(mail.headers, names), unsigned].map((line) => canonicalHeader(line, header)).join(CRLF)
  return { ...mail, headers: [unsigned + folded(signText(text, key, algorithm)), ...mail.headers] }
}
