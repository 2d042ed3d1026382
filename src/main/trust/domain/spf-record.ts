import { isIPv4, isIPv6 } from 'node:net'

export type SpfQualifier = '+' | '-' | '~' | '?'

/** What of an SPF record (RFC 7208) decides how strict it is and what it costs to evaluate. */
export type SpfRecord = {
  /** The qualifier of `all`, or `+` where a network of every address stands before it; null without either. */
  readonly all: SpfQualifier | null
  readonly includes: readonly { readonly target: string; readonly qualifier: SpfQualifier }[]
  /** Only where no `all` stands: RFC 7208 section 6.1. */
  readonly redirect: string | null
  /** Terms that ask DNS: at most ten in the whole evaluation (section 4.6.4). */
  readonly lookUps: number
}

/** Whether a TXT record claims to be SPF (section 4.5). */
export const isSpf = (text: string): boolean => /^v=spf1(?: |$)/i.test(text)

/** Reads the terms; null for a syntax error, which makes every receiver answer permerror (section 4.6). */
export function readSpf(text: string): SpfRecord | null {
  const terms = text.slice('v=spf1'.length).split(' ').filter((term) => term !== '').map(readTerm)
  if (!terms.every((term) => term !== null)) return null
  const redirects = terms.filter(({ name }) => name === 'redirect')
  if (redirects.length > 1) return null
  const end = terms.findIndex((term) => term.name === 'all' || isEverybody(term))
  const reached = (end === -1 ? terms : terms.slice(0, end)).filter(({ isModifier }) => !isModifier)
  const redirect = end === -1 ? redirects[0]?.value ?? null : null
  const includes = reached.filter(({ name }) => name === 'include').map(({ value, qualifier }) => ({ target: value, qualifier }))
  const asking = reached.filter(({ name }) => ['include', 'a', 'mx', 'ptr', 'exists'].includes(name))
  return { all: terms[end]?.qualifier ?? null, includes, redirect, lookUps: asking.length + (redirect === null ? 0 : 1) }
}

/** A network of no bits lets everybody in as `+all` does; of other qualifiers only a fault would write that. */
const isEverybody = ({ name, value, qualifier }: Term): boolean =>
  qualifier === '+' && /^(?:a|mx|ip4|ip6)$/.test(name) && /\/0(?:\/\/\d+)?$/.test(value)

type Term = { readonly name: string; readonly value: string; readonly qualifier: SpfQualifier; readonly isModifier: boolean }

function readTerm(term: string): Term | null {
  const modifier = /^([a-z][a-z0-9_.-]*)=(.*)$/i.exec(term)
  if (modifier !== null) {
    const [, name = '', value = ''] = modifier
    const isEmptyTarget = value === '' && /^(?:redirect|exp)$/i.test(name)
    return isEmptyTarget ? null : { name: name.toLowerCase(), value, qualifier: '+', isModifier: true }
  }
  const [, sign = '', name = '', rest = ''] = /^([+\-~?]?)([a-z0-9]+)(.*)$/i.exec(term) ?? []
  const mechanism = { name: name.toLowerCase(), value: rest.replace(/^:/, ''), qualifier: (sign === '' ? '+' : sign) as SpfQualifier, isModifier: false }
  return isMechanism(mechanism.name, rest) ? mechanism : null
}

function isMechanism(name: string, rest: string): boolean {
  switch (name) {
    case 'all': return rest === ''
    case 'include': case 'exists': return /^:[^/]/.test(rest)
    case 'a': case 'mx': return hasPrefixes(/^(?::[^/]+)?(?:\/(\d{1,2}))?(?:\/\/(\d{1,3}))?$/.exec(rest))
    case 'ptr': return /^(?::[^/]+)?$/.test(rest)
    case 'ip4': return isNetwork(rest, isIPv4, 32)
    case 'ip6': return isNetwork(rest, isIPv6, 128)
    default: return false
  }
}

/** Section 5.6: at most the bits of an address, of either kind. */
const hasPrefixes = (parts: RegExpExecArray | null): boolean => parts !== null && Number(parts[1] ?? 0) <= 32 && Number(parts[2] ?? 0) <= 128

function isNetwork(rest: string, isAddress: (text: string) => boolean, longest: number): boolean {
  const [, address = '', prefix = '0'] = /^:([^/]+)(?:\/(\d{1,3}))?$/.exec(rest) ?? []
  return isAddress(address) && Number(prefix) <= longest
}
