import ICAL from 'ical.js'
import { CARD_CHARS, IMPORT_ROWS } from '../limits.ts'
import { candidateOf, type Read } from './candidate.ts'
import type { ReadFile } from './read-csv.ts'

/** Properties that a contact has no place for and that make a card large. */
const LEFT_OUT = /^(?:[\w-]+\.)?(?:photo|logo|sound|key|note|agent)[;:]/i

/** The contacts of a file of vCards 3 and 4 (RFC 2426, 6350); a card that cannot be read costs that card. */
export function readVcards(text: string): ReadFile {
  const rows: Read[] = []
  for (const card of cardsOf(text)) {
    if (rows.length === IMPORT_ROWS) return { kind: 'read', rows, isCut: true }
    rows.push(readCard(card))
  }
  return rows.length === 0 ? { kind: 'unreadable', because: 'not-contacts' } : { kind: 'read', rows, isCut: false }
}

/** Each card by its lines, unfolded and without what is left out; one that never ends counts as well. */
function* cardsOf(text: string): Generator<string> {
  let lines: string[] | null = null
  let chars = 0
  let isLeftOut = false
  for (const line of linesOf(text)) {
    if (/^begin:vcard\s*$/i.test(line)) {
      if (lines !== null) yield lines.join('\r\n')
      lines = []
      chars = 0
    }
    if (lines === null) continue
    if (/^[ \t]/.test(line)) {
      if (!isLeftOut && chars < CARD_CHARS) lines.push(line)
    } else {
      isLeftOut = LEFT_OUT.test(line)
      if (!isLeftOut && chars < CARD_CHARS) lines.push(line)
    }
    if (!isLeftOut) chars += line.length
    if (/^end:vcard\s*$/i.test(line)) {
      yield lines.join('\r\n')
      lines = null
    }
  }
  if (lines !== null) yield lines.join('\r\n')
}

/** One after another: splitting would hold the whole file a second time. */
function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start)
    const end = found === -1 ? text.length : found
    yield text.slice(start, text[end - 1] === '\r' ? end - 1 : end)
    start = end + 1
  }
}

interface Property { readonly name: string; readonly types: readonly string[]; readonly isPreferred: boolean; readonly value: string; readonly parts: readonly string[] }

function readCard(card: string): Read {
  const version = /^version:\s*([\d.]+)/im.exec(card)?.[1]
  const label = (/^fn[^:]*:(.*)$/im.exec(card)?.[1] ?? '').slice(0, 100)
  if (version !== undefined && version.startsWith('2')) return candidateUnusable('old-version', label)
  const properties = propertiesOf(card)
  if (properties === null) return candidateUnusable('garbled', label)
  const all = (name: string): Property[] => properties.filter((property) => property.name === name).sort((one, other) => Number(other.isPreferred) - Number(one.isPreferred))
  const [family = '', given = '', additional = ''] = all('n')[0]?.parts ?? []
  const full = all('fn')[0]?.value.trim() ?? ''
  return candidateOf({
    address: all('email')[0]?.value ?? '', name: full !== '' ? full : [given, additional, family].filter((part) => part !== '').join(' '),
    organisation: all('org')[0]?.parts[0] ?? all('org')[0]?.value ?? '', mobile: mobileOf(all('tel')), kind: kindOf(properties),
  })
}

const candidateUnusable = (because: 'garbled' | 'old-version', label: string): Read => ({ kind: 'unusable', because, label })

/** The number that is called a mobile one; else the first, which may turn out to be one. */
const mobileOf = (numbers: readonly Property[]): string =>
  (numbers.find(({ types }) => types.includes('cell') || types.includes('mobile')) ?? numbers[0])?.value.replace(/^tel:/i, '').replace(/;.*$/, '') ?? ''

/** Our own cards say it. */
const kindOf = (properties: readonly Property[]): string => properties.find(({ name }) => name === 'x-praktijkpost-kind')?.value ?? ''

/** The properties as RFC 7095 (jCard) has them; null for what is no card. */
function propertiesOf(card: string): Property[] | null {
  try {
    const parsed: unknown = ICAL.parse(card)
    const component: unknown = Array.isArray(parsed) && Array.isArray(parsed[0]) ? parsed[0] : parsed
    if (!Array.isArray(component) || component[0] !== 'vcard' || !Array.isArray(component[1])) return null
    return component[1].flatMap((property: unknown) => propertyOf(property) ?? [])
  } catch {
    // Whatever ical.js throws at a malformed card, the next one may be well.
    return null
  }
}

function propertyOf(property: unknown): Property | null {
  if (!Array.isArray(property)) return null
  const [name, params, , first] = property as unknown[]
  if (typeof name !== 'string') return null
  const given: Record<string, unknown> = typeof params === 'object' && params !== null ? { ...params } : {}
  const types = textsOf(given['type']).flatMap((type) => type.toLowerCase().split(','))
  return { name: name.toLowerCase(), types, isPreferred: types.includes('pref') || given['pref'] === '1', value: textsOf(first).join(' '), parts: textsOf(first) }
}

const textsOf = (value: unknown): string[] => (typeof value === 'string' ? [value] : Array.isArray(value) ? value.map((part: unknown) => textsOf(part).join(' ')) : [])
