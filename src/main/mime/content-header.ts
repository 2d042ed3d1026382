import { MAX_PARAMETERS } from '../../shared/limits.ts'
import { decodeText } from './charset.ts'
import { decodeWords } from './encoded-words.ts'
import { hexByte } from './transfer-encoding.ts'

/** The value of Content-Type or Content-Disposition and its parameters, names in lower case, values decoded. */
export type ContentHeader = { readonly value: string; readonly params: ReadonlyMap<string, string> }

/** Past a comment: RFC 5322 allows them here, nested; one that never closes is taken as ordinary text. */
function afterComment(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '(') depth++
    else if (text[at] === ')' && --depth === 0) return at + 1
  }
  return -1
}

function skipBlanks(text: string, start: number): number {
  let at = start
  while (text[at] === ' ' || text[at] === '\t') at++
  return at
}

/** One value, quoted or bare, and where the `;` behind it stands. A bare one may hold blanks: `filename=my file.pdf`. */
function valueAt(text: string, start: number): { value: string; end: number } {
  let at = skipBlanks(text, start)
  if (text[at] !== '"') {
    const semicolon = text.indexOf(';', at)
    const end = semicolon === -1 ? text.length : semicolon
    const open = text.indexOf(' (', at)
    const close = open === -1 || open >= end ? -1 : afterComment(text, open + 1)
    const next = close === -1 ? -1 : skipBlanks(text, close)
    // Only a remark behind the value is one: `my file (1).pdf` goes on behind it.
    if (next === -1 || (next < text.length && text[next] !== ';')) return { value: text.slice(at, end).trim(), end }
    return { value: text.slice(at, open).trim(), end: next }
  }
  let value = ''
  for (at++; at < text.length && text[at] !== '"'; at++) {
    if (text[at] === '\\' && at + 1 < text.length) at++
    value += text[at] ?? ''
  }
  const semicolon = text.indexOf(';', at)
  return { value, end: semicolon === -1 ? text.length : semicolon }
}

/** Percent signs to bytes; anything else stands for itself. */
function percentBytes(text: string): Buffer {
  const source = Buffer.from(text, 'utf8')
  const bytes = Buffer.allocUnsafe(source.length)
  let to = 0
  for (let at = 0; at < source.length; at++) {
    const value = source[at] === 0x25 ? hexByte(source, at + 1) : -1
    bytes[to++] = value === -1 ? source[at] ?? 0 : value
    if (value !== -1) at += 2
  }
  return bytes.subarray(0, to)
}

type Section = { readonly value: string; readonly extended: boolean }

/** The sections of one parameter (RFC 2231 section 3) joined: extended ones as bytes of the charset that the first names. */
function joinSections(sections: ReadonlyMap<number, Section>): string {
  let charset = 'utf-8'
  let text = ''
  let held: Buffer[] = []
  const close = (): void => {
    if (held.length > 0) text += decodeText(Buffer.concat(held), charset).text
    held = []
  }
  for (let number = 0; ; number++) {
    const section = sections.get(number)
    if (section === undefined) break
    let { value } = section
    if (!section.extended) {
      close()
      text += value
      continue
    }
    const mark = number === 0 ? /^([^']{0,60})'[^']{0,60}'/.exec(value) : null
    if (mark !== null) {
      charset = mark[1] === '' ? 'utf-8' : mark[1] ?? 'utf-8'
      value = value.slice(mark[0].length)
    }
    held.push(percentBytes(value))
  }
  close()
  return text
}

const SECTIONED = /^([^*]+)\*(?:(\d{1,3})(\*)?)?$/

/** Reads a structured content header (RFC 2045 section 5.1, RFC 2231) whatever state it is in. The first of two equal names counts. */
export function parseContentHeader(text: string): ContentHeader {
  const params = new Map<string, string>()
  const sectioned = new Map<string, Map<number, Section>>()
  const first = valueAt(text, 0)
  const open = first.value.indexOf('(')
  const value = (open === -1 ? first.value : first.value.slice(0, open)).trim().toLowerCase()
  for (let at = first.end + 1, count = 0; at < text.length && count < MAX_PARAMETERS; count++) {
    const equals = text.indexOf('=', at)
    const semicolon = text.indexOf(';', at)
    if (equals === -1) break
    if (semicolon !== -1 && semicolon < equals) {
      at = semicolon + 1
      continue
    }
    const name = text.slice(at, equals).trim().toLowerCase()
    const found = valueAt(text, equals + 1)
    const match = SECTIONED.exec(name)
    if (match === null) {
      if (!params.has(name)) params.set(name, decodeWords(found.value))
    } else {
      const base = match[1] ?? ''
      const sections = sectioned.get(base) ?? new Map<number, Section>()
      const number = Number(match[2] ?? '0')
      if (!sections.has(number)) sections.set(number, { value: found.value, extended: match[2] === undefined || match[3] !== undefined })
      sectioned.set(base, sections)
    }
    at = found.end + 1
  }
  // RFC 2231 is what a careful sender adds beside a plain form for old readers: it counts first.
  for (const [name, sections] of sectioned) if (sections.has(0)) params.set(name, joinSections(sections))
  return { value, params }
}
