import { domainToASCII } from 'node:url'

/**
 * A domain name as its labels, from the host to the top; the root has none. One latin1 character a byte, ASCII letters
 * lower case, so that comparing strings is comparing bytes in the canonical order of RFC 4034 section 6.1.
 */
export type Name = readonly string[]

export const root: Name = []

/** RFC 1035 section 2.3.4: 253 characters of text are 255 bytes on the wire. */
const longestText = 253

const hostLabel = /^[a-z0-9_-]+$/
const hostText = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/i

/** Labels of letters, digits, hyphens and underscores; a trailing dot is fine. Null when it is no such name. */
export function readName(text: string): Name | null {
  if (text === '.') return root
  const bare = text.endsWith('.') ? text.slice(0, -1) : text
  return bare.length <= longestText && hostText.test(bare) ? bare.toLowerCase().split('.') : null
}

/** Whether this can be asked for: A-labels, at most 253 characters. */
export const isName = (text: string): boolean => readName(text) !== null

/**
 * Lower case A-labels without a trailing dot (UTS 46), or null when there is no such name. Label by label and before a
 * word that is no number, because the URL standard would read `1.2` as an IPv4 address.
 */
export function toAscii(text: string): string | null {
  const labels = text.replace(/[.。．｡]$/u, '').split(/[.。．｡]/u).map(asciiLabel)
  const joined = labels.join('.')
  return labels.includes('') || !isName(joined) ? null : joined
}

function asciiLabel(label: string): string {
  if (/^[\x21-\x7e]+$/.test(label)) return label.toLowerCase()
  const whole = domainToASCII(`${label}.invalid`)
  const converted = whole.endsWith('.invalid') ? whole.slice(0, -'.invalid'.length) : ''
  return converted.includes('.') ? '' : converted
}

const escaped = (label: string): string =>
  hostLabel.test(label) ? label : label.replace(/[^a-z0-9_*-]/g, (byte) => `\\${String(byte.charCodeAt(0)).padStart(3, '0')}`)

/** Presentation form without a trailing dot (RFC 4343 section 2.1); the root is `.`. One name has one text. */
export const nameText = (name: Name): string => (name.length === 0 ? '.' : name.map(escaped).join('.'))

/** Uncompressed on the wire. */
export const nameWire = (name: Name): Buffer =>
  Buffer.from([...name, ''].map((label) => String.fromCharCode(label.length) + label).join(''), 'latin1')

export const parentOf = (name: Name): Name => name.slice(1)

export const isSame = (one: Name, other: Name): boolean =>
  one.length === other.length && one.every((label, index) => label === other[index])

/** At `zone` itself or below it. */
export const isWithin = (name: Name, zone: Name): boolean =>
  name.length >= zone.length && isSame(name.slice(name.length - zone.length), zone)

export const isBelow = (name: Name, zone: Name): boolean => name.length > zone.length && isWithin(name, zone)

/** The rightmost labels. */
export const topOf = (name: Name, labels: number): Name => name.slice(name.length - labels)

/** How many labels two names share, from the top. */
export function sharedLabels(one: Name, other: Name): number {
  let shared = 0
  while (shared < one.length && shared < other.length && one.at(-1 - shared) === other.at(-1 - shared)) shared += 1
  return shared
}

/** Canonical order (RFC 4034 section 6.1): label by label from the top, bytes unsigned, a missing label first. */
export function compareNames(one: Name, other: Name): number {
  const shared = sharedLabels(one, other)
  const left = one.at(-1 - shared)
  const right = other.at(-1 - shared)
  if (shared === one.length || left === undefined) return shared === other.length ? 0 : -1
  if (shared === other.length || right === undefined) return 1
  return left < right ? -1 : 1
}
