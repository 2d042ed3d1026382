import { asciiLowerCase } from '../mail/address.ts'
import { periodOf, readMonth } from './nta-period.ts'
import { ntaRecordRules as rules } from './nta-record-rules.ts'

/** What a domain declares in DNS (norm.md section 4), normalised: lower case, hosts in order of preference, each once. */
export type NtaRecord = {
  /** `YYYY-MM`, as published. */
  readonly startdate: string
  /** `YYYY-MM`, as published; DNS-T3 may end the period earlier. */
  readonly enddate: string
  /** Null when none is named, or when what stands there is not a name. */
  readonly provider: string | null
  /** Where NTA mail is delivered; empty: at the ordinary MX (DNS-W3). */
  readonly ntamx: readonly NtaHost[]
}

export type NtaHost = { readonly preference: number; readonly host: string }

/** What the tolerant reader forgave. */
export type ReadingWarning = 'COLON_SEPARATOR' | 'WHITESPACE'

/** What keeps a record from being read; `period`: it starts after its end. */
export type MalformedPart = 'startdate' | 'enddate' | 'period' | 'ntamx'

export type NtaReading =
  | { readonly kind: 'record'; readonly record: NtaRecord; readonly warnings: readonly ReadingWarning[] }
  | { readonly kind: 'malformed'; readonly part: MalformedPart }
  | { readonly kind: 'draft' }
  | { readonly kind: 'unknownVersion' }
  /** Any other TXT record: not about this norm. */
  | { readonly kind: 'other' }

/** Reads one TXT record, its strings already joined (DNS-R2 to DNS-R7). Every text gives one of the readings. */
export function readNtaRecord(text: string): NtaReading {
  const bare = text.trim().replace(/^"|"$/g, '').replaceAll('\\;', ';')
  const [first, ...fields] = bare.split(';').map(fieldOf).filter(({ name, value }) => name !== '' || value !== '')
  const version = first?.name === rules.keys.version && first.separator === '=' ? asciiLowerCase(first.value) : ''
  if (!version.startsWith(rules.family)) return { kind: 'other' }
  if (version === rules.family) return { kind: 'draft' }
  if (version !== asciiLowerCase(rules.version)) return { kind: 'unknownVersion' }
  const hasLooseSpace = text.trim() !== text || bare.split(';').some(isLoose)
  return readFields(fields, hasLooseSpace)
}

type Field = { readonly name: string; readonly value: string; readonly separator: string }

/** DNS-R3, DNS-R5: `name = value` or `name : value`. */
function fieldOf(segment: string): Field {
  const at = segment.search(/[=:]/)
  if (at === -1) return { name: asciiLowerCase(segment.trim()), value: '', separator: '' }
  return { name: asciiLowerCase(segment.slice(0, at).trim()), value: segment.slice(at + 1).trim(), separator: segment.charAt(at) }
}

/** White space beside a `;` or the separator. Not one expression over the whole: those take quadratic time over long runs of spaces. */
function isLoose(segment: string): boolean {
  const at = segment.search(/[=:]/)
  const sides = at === -1 ? [segment] : [segment.slice(0, at), segment.slice(at + 1)]
  return sides.some((side) => side.trim() !== side)
}

function readFields(fields: readonly Field[], hasLooseSpace: boolean): NtaReading {
  const { keys } = rules
  const valuesOf = (key: string): string[] => fields.filter(({ name }) => name === key).map(({ value }) => value)
  const [startdate, enddate, given] = [onlyMonth(valuesOf(keys.start)), onlyMonth(valuesOf(keys.end)), valuesOf(keys.host)]
  if (startdate === null) return { kind: 'malformed', part: 'startdate' }
  if (enddate === null) return { kind: 'malformed', part: 'enddate' }
  if (startdate > enddate) return { kind: 'malformed', part: 'period' }
  const hosts = given.map(hostOf).filter((host) => host !== null)
  if (given.length > 0 && hosts.length === 0) return { kind: 'malformed', part: 'ntamx' }
  const ours: readonly string[] = Object.values(keys)
  const hasColon = fields.some(({ name, separator }) => separator === ':' && ours.includes(name))
  const hasWideGap = given.some((value) => /\s/.test(value.replace(' ', '')))
  const warnings: ReadingWarning[] = []
  if (hasColon) warnings.push('COLON_SEPARATOR')
  if (hasLooseSpace || hasWideGap) warnings.push('WHITESPACE')
  return { kind: 'record', record: { startdate, enddate, provider: providerOf(valuesOf(keys.provider)), ntamx: inOrder(hosts) }, warnings }
}

/** DNS-R7: exactly one, and a month. Months in this form sort as text. */
const onlyMonth = ([value, ...others]: readonly string[]): string | null =>
  value !== undefined && others.length === 0 && readMonth(value) !== null ? value : null

/** The reading rules ask nothing of `provider`: one that cannot be told is unknown, and does not make a declared domain unready. */
function providerOf(values: readonly string[]): string | null {
  const [name, ...others] = new Set(values.map(asciiLowerCase))
  return name !== undefined && others.length === 0 && isProvider(name) ? name : null
}

const isProvider = (name: string): boolean => /^[a-z0-9-]{1,255}$/.test(name)

/** DNS-R6: `10 mx.example.nl`, or null. */
function hostOf(value: string): NtaHost | null {
  const parts = /^(\d{1,5})\s+(\S+)$/.exec(value)
  const preference = Number(parts?.[1])
  const host = asciiLowerCase(parts?.[2] ?? '').replace(/\.$/, '')
  return parts !== null && isPreference(preference) && isHostName(host) ? { preference, host } : null
}

const isPreference = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 65_535

/** A full name as RFC 1123 allows it; one whose last label is digits would be an address. */
const isHostName = (host: string): boolean =>
  host.length <= 253 && /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(host)

function inOrder(hosts: readonly NtaHost[]): NtaHost[] {
  const each = new Map(hosts.map((host) => [`${host.preference} ${host.host}`, host]))
  return [...each.values()].sort((a, b) => a.preference - b.preference || (a.host < b.host ? -1 : 1))
}

export type WrittenRecord =
  | { readonly kind: 'written'; readonly text: string }
  | { readonly kind: 'refused'; readonly part: MalformedPart | 'provider' }

/**
 * The record's text in the strict form (DNS-W1 to DNS-W3), one per domain (DNS-W5), or which part of it may not be published.
 * Whoever shows the text to a person first sees to the checklist (DNS-W4, EV-20) and takes this month as the start (DNS-W2).
 */
export function writeNtaRecord({ startdate, enddate, provider, ntamx }: NtaRecord): WrittenRecord {
  const [start, end] = [readMonth(startdate), readMonth(enddate)]
  if (start === null) return { kind: 'refused', part: 'startdate' }
  if (end === null) return { kind: 'refused', part: 'enddate' }
  if (start > end || periodOf(start, end).isCapped) return { kind: 'refused', part: 'period' }
  if (provider === null || !isProvider(provider)) return { kind: 'refused', part: 'provider' }
  if (!ntamx.every(({ preference, host }) => isPreference(preference) && isHostName(host))) return { kind: 'refused', part: 'ntamx' }
  const { keys } = rules
  const hosts = inOrder(ntamx).map(({ preference, host }) => `;${keys.host}=${preference} ${host}`)
  return { kind: 'written', text: `${keys.version}=${rules.version};${keys.start}=${startdate};${keys.end}=${enddate};${keys.provider}=${provider}${hosts.join('')}` }
}
