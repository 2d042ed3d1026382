import { EVIDENCE_CHARS, EVIDENCE_LIST, REPORTED_CHARS, REPORTED_FIELDS, REPORTED_RESULTS } from './limits.ts'
import { asciiLowerCase } from '../../shared/mail/address.ts'
import type { ReportedEvidence, ReportedResult } from '../../shared/norm/inbound-evidence.ts'
import { toAscii } from '../dns/name.ts'
import { commentEnd } from './comment.ts'
import { textOfBytes, valueOf, type HeaderField } from './header-block.ts'
import { readHop } from './received.ts'

/** One `method=result` with its properties, as it stands in the field; all in lower case but for values. */
export type MethodResult = { readonly method: string; readonly result: string; readonly properties: ReadonlyMap<string, string> }

export type Reading = { readonly kind: 'results'; readonly authservId: string; readonly results: readonly MethodResult[] } | { readonly kind: 'malformed' }

/** A word or a quoted string, or one of `=` and `;`. */
type Token = { readonly sign: '=' | ';' | null; readonly text: string }

const malformed: Reading = { kind: 'malformed' }

/** Reads an Authentication-Results value (RFC 8601 section 2.2): comments, quoted strings and folds where they may stand. One pass. */
export function readResults(value: string): Reading {
  const tokens = value.length > REPORTED_CHARS ? null : tokensOf(value)
  if (tokens === null) return malformed
  const [head = [], ...parts] = partsOf(tokens)
  const [id, version, ...more] = head
  if (id === undefined || id.sign !== null || more.length > 0 || (version !== undefined && version.text !== '1')) return malformed
  const results: MethodResult[] = []
  for (const [index, part] of parts.entries()) {
    if (part.length === 0 && index === parts.length - 1) continue
    if (part.length === 1 && part[0]?.text === 'none' && parts.length === 1) continue
    const result = methodOf(part)
    if (result === null || results.length === REPORTED_RESULTS) return malformed
    results.push(result)
  }
  return { kind: 'results', authservId: asciiLowerCase(id.text), results }
}

function partsOf(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]]
  for (const token of tokens) {
    if (token.sign === ';') parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts
}

/** Null when a quote or a comment never ends. */
function tokensOf(value: string): Token[] | null {
  const tokens: Token[] = []
  let word: string | null = null
  const close = (): void => {
    if (word !== null) tokens.push({ sign: null, text: word })
    word = null
  }
  for (let at = 0; at < value.length;) {
    const char = value[at] ?? ''
    if (char === '(') {
      const end = commentEnd(value, at)
      if (end === -1) return null
      close()
      at = end
    } else if (char === '"') {
      const quoted = quotedAt(value, at)
      if (quoted === null) return null
      word = (word ?? '') + quoted.text
      at = quoted.end
    } else {
      // Base64 ends in `=`: only the first of a word parts a name from its value.
      const isSign = char === ';' || (char === '=' && !(word !== null && tokens.at(-1)?.sign === '='))
      if (isSign || ' \t\r\n'.includes(char)) close()
      else word = (word ?? '') + char
      if (isSign) tokens.push({ sign: char === ';' ? ';' : '=', text: char })
      at++
    }
  }
  close()
  return tokens
}

function quotedAt(value: string, start: number): { text: string; end: number } | null {
  let text = ''
  for (let at = start + 1; at < value.length; at++) {
    const char = value[at] ?? ''
    if (char === '"') return { text, end: at + 1 }
    text += char === '\\' ? value[++at] ?? '' : char
  }
  return null
}

/** `method[/version] = result`, then `name = value` pairs. */
function methodOf(part: readonly Token[]): MethodResult | null {
  const pairs: [string, string][] = []
  for (let at = 0; at < part.length;) {
    const equals = part.findIndex(({ sign }, index) => sign === '=' && index > at)
    const name = equals === -1 ? null : nameOf(part.slice(at, equals))
    const value = part[equals + 1]
    if (name === null || value?.sign !== null) return null
    pairs.push([name, value.text])
    at = equals + 2
  }
  const [first, ...properties] = pairs
  if (first === undefined) return null
  const [method = '', version = '1'] = first[0].split('/')
  return version === '1' && /^[a-z0-9-]+$/.test(method) ? { method, result: asciiLowerCase(first[1]), properties: new Map(properties.reverse()) } : null
}

/** `header.from`, `dkim/1`, in which comments and blanks may stand around the dot or slash (RFC 8601 section 2.2); null for two words. */
function nameOf(tokens: readonly Token[]): string | null {
  const [first = '', ...rest] = tokens.map(({ text }) => asciiLowerCase(text))
  if (tokens.some(({ sign }) => sign !== null) || first === '') return null
  return rest.reduce<string | null>((name, word) => (name !== null && (/[./]$/.test(name) || /^[./]/.test(word)) ? name + word : null), first)
}

export type ReportedContext = {
  readonly authservId: string | null
  readonly receivingHosts: readonly string[]
  readonly fromDomain: string | null
  readonly isAligned: (domain: string) => boolean
}

const nothing = { dkim: [], spf: null, dmarc: null } as const

/**
 * What the receiving server says it found (IN-01): only of the top-most field, only with the configured authserv-id, and only while
 * nothing but the practice's own servers stands above it. Everything else anybody may have written; but neither a foreign field on
 * top nor a foreign server hides what our server has against the message.
 */
export function readReported(fields: readonly HeaderField[], context: ReportedContext): ReportedEvidence {
  const all = fields.filter(({ name }) => name === 'authentication-results')
  const [top] = all
  const found = { count: all.length, authservId: null, ...nothing }
  if (context.authservId === null || context.authservId === '') return { ...found, kind: 'notConfigured' }
  if (top === undefined) return { ...found, kind: 'none' }
  const ours = asciiLowerCase(context.authservId)
  const first = readResults(textOfBytes(valueOf(top)))
  const authservId = first.kind === 'results' ? first.authservId.slice(0, EVIDENCE_CHARS) : null
  const isOurs = first.kind === 'results' && first.authservId === ours
  const isBelow = isOurs && isBelowForeignHop(fields, top, context)
  if (isOurs && !isBelow) return { kind: 'counted', count: all.length, authservId, ...resultsOf(first.results, context) }
  const against = againstIn(all.slice(0, REPORTED_FIELDS), ours, context)
  if (against !== null) return { kind: 'againstOnly', count: all.length, authservId: ours, ...against }
  return { ...found, kind: isBelow ? 'belowForeignHop' : first.kind === 'malformed' ? 'malformed' : 'otherServer', authservId }
}

type Results = Pick<ReportedEvidence, 'dkim' | 'spf' | 'dmarc'>

/** What the top-most field of our server has against the message; null when that is nothing. */
function againstIn(fields: readonly HeaderField[], ours: string, context: ReportedContext): Results | null {
  const reading = fields.map((field) => readResults(textOfBytes(valueOf(field)))).find((each) => each.kind === 'results' && each.authservId === ours)
  if (reading?.kind !== 'results') return null
  const { dkim, spf, dmarc } = resultsOf(reading.results, context)
  const isBad = (each: ReportedResult | null): each is ReportedResult => each !== null && /fail/.test(each.result)
  const against = { dkim: dkim.some(({ result }) => result === 'pass') ? [] : dkim.filter(isBad), spf: isBad(spf) ? spf : null, dmarc: isBad(dmarc) ? dmarc : null }
  return against.dkim.length === 0 && against.spf === null && against.dmarc === null ? null : against
}

/** A field below the trace of another server was there before the message came in. */
function isBelowForeignHop(fields: readonly HeaderField[], top: HeaderField, { receivingHosts, authservId }: ReportedContext): boolean {
  const above = fields.slice(0, fields.indexOf(top)).filter(({ name }) => name === 'received')
  const ours = [...receivingHosts, authservId ?? ''].map(asciiLowerCase)
  return receivingHosts.length > 0 && above.some((field) => {
    const by = readHop(valueOf(field))?.by
    return by === undefined || by === null || !ours.includes(by)
  })
}

function resultsOf(results: readonly MethodResult[], { fromDomain, isAligned }: ReportedContext): Results {
  const resultOf = ({ result, properties }: MethodResult, names: readonly string[]): ReportedResult => {
    const domain = domainIn(names.map((name) => properties.get(name)).find((value) => value !== undefined))
    return { result: result.slice(0, EVIDENCE_CHARS), domain, aligned: domain !== null && isAligned(domain) }
  }
  const of = (method: string): readonly MethodResult[] => results.filter((each) => each.method === method)
  const spf = of('spf').map((each) => resultOf(each, ['smtp.mailfrom', 'smtp.mail', 'smtp.helo']))
  const dmarc = of('dmarc').map((each) => resultOf(each, ['header.from']))
    .map((each) => each.result === 'pass' && each.domain !== null && each.domain !== fromDomain ? { ...each, result: 'none' } : each)
  const dkim = of('dkim').map((each) => resultOf(each, ['header.d', 'header.i'])).sort((a, b) => Number(b.aligned) - Number(a.aligned))
  return { dkim: dkim.slice(0, EVIDENCE_LIST), spf: worst(spf), dmarc: worst(dmarc) }
}

/** From bad to good: of two results of one method the worse one counts. */
const order = ['fail', 'hardfail', 'softfail', 'permerror', 'policy', 'neutral', 'temperror', 'none', 'bestguesspass', 'pass']
const rank = ({ result }: ReportedResult): number => order.indexOf(result)

const worst = ([first, ...others]: readonly ReportedResult[]): ReportedResult | null =>
  first === undefined ? null : others.reduce((found, each) => (rank(each) < rank(found) ? each : found), first)

/** `user@domain`, `@domain` or `domain`; null when it is no domain. */
const domainIn = (value: string | undefined): string | null =>
  value === undefined ? null : toAscii(value.slice(value.lastIndexOf('@') + 1))
