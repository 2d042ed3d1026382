import { EVIDENCE_CHARS, HOPS_READ } from './limits.ts'
import { asciiLowerCase } from '../../shared/mail/address.ts'
import type { HopsEvidence } from '../../shared/norm/inbound-evidence.ts'
import { valueOf, type HeaderField } from './header-block.ts'
import { readHop, type Hop } from './received.ts'

/** RFC 3848: with authentication. A person's own login is what makes a hop the practice's submission; webmail hands over without SMTP. */
const submissions = /^(?:UTF8)?(?:E?SMTP|LMTP)S?A$|^HTTPS?$|^MAPI$/

/**
 * Whether a message went from the practice's own submission to the mailbox by configured servers only (IN-05a), read from the
 * top: what a server of the practice says of the host before it can be believed, what stands lower only as long as that host is one too.
 */
export function readHops(fields: readonly HeaderField[], receivingHosts: readonly string[]): HopsEvidence {
  const traces = fields.filter(({ name }) => name === 'received')
  const ours = new Set(receivingHosts.map(asciiLowerCase))
  const outcome = (why: HopsEvidence['why'], host: string | null = null): HopsEvidence =>
    ({ count: traces.length, within: why === 'within', why, host: host?.slice(0, EVIDENCE_CHARS) ?? null })
  if (ours.size === 0) return outcome('noHosts')
  if (traces.length === 0) return outcome('noHops')
  if (traces.length > HOPS_READ) return outcome('tooMany')
  let isInside = false
  let isSubmitted = false
  for (const trace of traces) {
    const hop = readHop(valueOf(trace))
    if (hop?.by === undefined || hop.by === null) return outcome('malformed')
    const isOurs = ours.has(hop.by) || (isInside && hop.by === 'localhost')
    // Below its submission a message of the practice may only carry the practice's own traces: its webmail's.
    if (!isOurs) return outcome('otherHost', hop.by)
    if (isSubmitted) continue
    isSubmitted = submissions.test(hop.protocol)
    if (isSubmitted) continue
    const source = sourceOf(hop, ours)
    if (source === 'other') return outcome('otherSource', hop.from)
    isInside = source === 'inside'
  }
  return isSubmitted ? outcome('within') : outcome('noSubmission')
}

/**
 * Who handed the message over, as the receiving host saw it: this very machine, one of ours, or somebody else. A name in a remark
 * is what the address is called and decides; the name before it anybody can give himself, so it counts only where nothing speaks against it.
 */
function sourceOf({ from, remarks }: Hop, ours: ReadonlySet<string>): 'inside' | 'ours' | 'other' {
  const seen = remarks.filter((remark) => !asides.test(remark)).join(' ')
  if (from === null) return seen === '' ? 'inside' : 'other'
  if (seen.includes('may be forged')) return 'other'
  // What it called itself may stand in the remark too.
  const plain = seen.replace(/\b(?:helo|ehlo)\b[=: ]*\S+/g, ' ')
  const addresses = [...plain.matchAll(/\[(?:ipv6:)?([0-9a-f.:]+)\]/g)].map(([, address = '']) => address)
  if (addresses.length > 0 && addresses.every(isLoopback)) return 'inside'
  const names = plain.replace(/\[[^\]]*\]/g, ' ').split(/[\s,()]+/).map((word) => word.replace(/\.$/, ''))
    .filter((word) => word === 'unknown' || /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/.test(word))
  const hosts = names.filter((name) => !isAddress(name))
  const numbers = [...addresses, ...names.filter(isAddress)]
  if (hosts.length > 0) return hosts.every((host) => ours.has(host)) ? 'ours' : 'other'
  const isNamed = ours.has(from.replace(/\.$/, '')) || numbers.some((address) => ours.has(address))
  return isNamed && numbers.every((address) => ours.has(address) || isPrivate(address)) ? 'ours' : 'other'
}

/** Remarks that are not about who it is: the cipher, the certificate, the login. */
const asides = /^\s*(?:using |no client|client |version=|authenticated|envelope|tls|cipher|verified|account)/

const isAddress = (text: string): boolean => /^\d+(?:\.\d+){3}$/.test(text)
const isLoopback = (address: string): boolean => /^127\.\d+\.\d+\.\d+$/.test(address) || address === '::1'

/** RFC 1918, RFC 4193 and loopback: addresses that nobody outside can come from. */
const isPrivate = (address: string): boolean =>
  isLoopback(address) || /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(address) || /^f[cd][0-9a-f]{2}:/.test(address)
