import { DNS_BOGUS_KEEP_MS, DNS_FAILURE_KEEP_MS, DNS_NEGATIVE_TTL_S, DNS_TTL_MAX_S } from './limits.ts'
import type { Chain } from './chain.ts'
import { freshWork } from './delegation.ts'
import { denied, denyingZones, wildcardAllowed } from './denial.ts'
import type { BogusReason, UnreachableReason } from './look-up.ts'
import type { Held } from './memory.ts'
import type { Message, Question } from './message.ts'
import { isBelow, isSame, isWithin, nameWire, parentOf, type Name } from './name.ts'
import { readNameAt } from './rdata.ts'
import type { Reply } from './reply.ts'
import { rrsetsOf, type RrSet } from './rrset.ts'
import { verifySet, type Work, type Zone } from './verify.ts'

/** What is known of one name and type: records, an alias to go on with, nothing, or no answer. */
export type Link =
  | { readonly kind: 'secure' | 'insecure'; readonly found: 'records'; readonly data: readonly Uint8Array[] }
  | { readonly kind: 'secure' | 'insecure'; readonly found: 'alias'; readonly target: Name }
  | { readonly kind: 'secure' | 'insecure'; readonly found: 'no-data' | 'no-such-name' }
  | { readonly kind: 'bogus'; readonly why: BogusReason }
  | { readonly kind: 'unreachable'; readonly why: UnreachableReason }

export type LinkOptions = { readonly ask: (question: Question) => Promise<Reply>; readonly chain: Chain; readonly now: () => number }

const [typeCname, typeSoa, typeDname, typeDs, longestName] = [5, 6, 39, 43, 255]

/** A and AAAA. */
const hostTypes = [1, 28]

type Judged =
  | { readonly kind: 'secure' | 'insecure'; readonly ttlSeconds: number }
  | { readonly kind: 'bogus'; readonly why: BogusReason }
  | { readonly kind: 'unreachable'; readonly why: UnreachableReason }

type Case = Question & { readonly chain: Chain; readonly message: Message; readonly authorities: readonly RrSet[]; readonly at: number; readonly work: Work }

/** A DS stands in the parent's zone (RFC 4035 section 3.1.4.1); what else is at a name, in its own. */
const homeOf = ({ name, type }: Question): Name => (type === typeDs ? parentOf(name) : name)

/** Proves single answers against the chain of trust. */
export function createLinks({ ask, chain, now }: LinkOptions): (question: Question) => Promise<Held<Link>> {
  const held = (value: Link, ttlSeconds: number): Held<Link> => {
    const lives = value.kind === 'unreachable' ? DNS_FAILURE_KEEP_MS : value.kind === 'bogus' ? DNS_BOGUS_KEEP_MS : ttlSeconds * 1000
    return { value, until: now() + lives }
  }

  const judge = async (set: RrSet, whole: Case, link: (kind: 'secure' | 'insecure') => Link): Promise<Held<Link>> => {
    const judged = await judgeSet(set, whole)
    return 'ttlSeconds' in judged ? held(link(judged.kind), judged.ttlSeconds) : held(judged, 0)
  }

  return async (question) => {
    // Nobody stands above the root to vouch for it, or to deny that.
    if (question.type === typeDs && question.name.length === 0) return held({ kind: 'insecure', found: 'no-data' }, DNS_TTL_MAX_S)
    const asked = ask(question)
    // The chain is asked for while the answer is under way.
    void chain.standing(likelyZone(question))
    const reply = await asked
    if (reply.kind !== 'message') return held(reply, 0)
    const { message } = reply
    const answers = rrsetsOf(message.answers)
    const whole: Case = { ...question, chain, message, authorities: rrsetsOf(message.authorities), at: now(), work: freshWork() }
    const own = answers.find((set) => set.type === question.type && isSame(set.name, question.name))
    const alias = aliasOf(answers, question.name)
    // An alias that was made up from one above it is unsigned: the one above proves it.
    const isMadeUp = question.type === typeCname && alias?.set.type === typeDname
    if (own !== undefined && !isMadeUp) return judge(own, whole, (kind) => ({ kind, found: 'records', data: own.data }))
    if (alias === null) {
      const absence = await judgeAbsence(whole)
      return held(absence.link, absence.ttlSeconds)
    }
    const { set, target } = alias
    if (target === null) return held({ kind: 'unreachable', why: 'malformed-reply' }, 0)
    return judge(set, whole, (kind) => isMadeUp ? { kind, found: 'records', data: [nameWire(target)] } : { kind, found: 'alias', target })
  }
}

/** A zone that may speak for this name: between its nearest trust anchor and itself, with proven keys. */
async function provenZone(signer: Name, home: Name, chain: Chain): Promise<Zone | null> {
  const anchor = chain.anchorOf(home)
  if (anchor === null || !isWithin(home, signer) || !isWithin(signer, anchor)) return null
  const standing = await chain.standing(signer)
  return standing.kind === 'zone' && isSame(standing.name, signer) ? standing : null
}

/** What does not hold by signatures is insecure where that is proven, and otherwise bogus. */
async function unsigned(home: Name, chain: Chain, { why, ttlSeconds }: { why: BogusReason; ttlSeconds: number }): Promise<Judged> {
  const standing = await chain.standing(home)
  if (standing.kind === 'zone') return { kind: 'bogus', why }
  return standing.kind === 'insecure' ? { kind: 'insecure', ttlSeconds } : standing
}

/** Records that are there: signed by their zone, and not from a wildcard that a closer name hides. */
async function judgeSet(set: RrSet, whole: Case): Promise<Judged> {
  const home = homeOf(set)
  let why: BogusReason = 'no-signature'
  for (const signer of signersOf(set)) {
    const zone = await provenZone(signer, home, whole.chain)
    if (zone === null) continue
    const verified = verifySet(set, zone, whole)
    if (verified.kind === 'invalid') {
      why = verified.why
    } else if (verified.wildcardOf === null) {
      return { kind: 'secure', ttlSeconds: verified.ttlSeconds }
    } else {
      const { denial, ttlSeconds } = wildcardAllowed(whole.authorities, verified.wildcardOf, { ...whole, name: set.name, zone })
      if (denial.kind === 'proven') return { kind: denial.isOpen ? 'insecure' : 'secure', ttlSeconds: Math.min(ttlSeconds, verified.ttlSeconds) }
      why = denial.kind === 'too-much-work' ? denial.kind : 'no-denial'
    }
  }
  // Where nothing is signed the resolver's word counts, and is called insecure.
  return unsigned(home, whole.chain, { why, ttlSeconds: Math.min(set.ttl, DNS_TTL_MAX_S) })
}

/** Nothing there: the zone must have signed that (RFC 4035 section 5.4, RFC 5155 section 8). */
async function judgeAbsence(whole: Case): Promise<{ link: Link; ttlSeconds: number }> {
  const { name, message, authorities, chain } = whole
  const said = message.rcode === 3 ? 'no-such-name' : 'no-data'
  const soaTtl = negativeTtl(authorities, name)
  let why: BogusReason = 'no-denial'
  for (const signer of denyingZones(authorities).toSorted((one, other) => other.length - one.length).slice(0, mostSigners)) {
    const zone = await provenZone(signer, homeOf(whole), chain)
    if (zone === null) continue
    const { denial, ttlSeconds } = denied(authorities, { ...whole, zone })
    if (denial.kind === 'too-much-work') why = denial.kind
    if (denial.kind !== 'proven') continue
    const link: Link = denial.isOpen ? { kind: 'insecure', found: said } : { kind: 'secure', found: denial.outcome }
    return { link, ttlSeconds: Math.min(ttlSeconds, soaTtl) }
  }
  const judged = await unsigned(homeOf(whole), chain, { why, ttlSeconds: soaTtl })
  return 'ttlSeconds' in judged ? { link: { kind: judged.kind, found: said }, ttlSeconds: judged.ttlSeconds } : { link: judged, ttlSeconds: 0 }
}

/** Zones that are heard about one set: its own, and its parent's at a cut. */
const mostSigners = 3

const signersOf = ({ signatures }: RrSet): Name[] =>
  signatures.map(({ signer }) => signer).filter((signer, index, all) => all.findIndex((other) => isSame(other, signer)) === index).slice(0, mostSigners)

/** A guess that saves a round trip when it is right: labels with an underscore, and hosts, are seldom the top of a zone. */
function likelyZone(question: Question): Name {
  const home = homeOf(question)
  const bare = home.slice(home.findLastIndex((label) => label.startsWith('_')) + 1)
  return hostTypes.includes(question.type) ? parentOf(bare) : bare
}

/** RFC 2308 section 5. It is not verified: too low a figure only costs a question. */
function negativeTtl(authorities: readonly RrSet[], name: Name): number {
  const soa = authorities.find((set) => set.type === typeSoa && isWithin(name, set.name))
  const minimum = soa?.data[0]?.slice(-4)
  if (soa === undefined || minimum === undefined || minimum.length < 4) return DNS_NEGATIVE_TTL_S
  return Math.min(soa.ttl, new DataView(minimum.buffer).getUint32(0), DNS_TTL_MAX_S)
}

/**
 * The alias that redirects this name: one above it (DNAME, RFC 6672) goes before its own, as that was then made up from it
 * and is unsigned. A name that grows too long has no target.
 */
function aliasOf(answers: readonly RrSet[], name: Name): { set: RrSet; target: Name | null } | null {
  const above = answers.find((set) => set.type === typeDname && isBelow(name, set.name))
  const set = above ?? answers.find((other) => other.type === typeCname && isSame(other.name, name))
  const [data, ...more] = set?.data ?? []
  if (set === undefined || data === undefined) return null
  const read = more.length === 0 ? readNameAt(data, 0) : null
  if (read === null) return { set, target: null }
  const target = above === undefined ? read.name : [...name.slice(0, name.length - above.name.length), ...read.name]
  const bytes = target.reduce((sum, label) => sum + label.length + 1, 1)
  return { set, target: bytes > longestName ? null : target }
}
