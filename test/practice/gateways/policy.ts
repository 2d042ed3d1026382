import type { ProviderId } from '../../../src/main/providers/profiles.ts'
import type { Shown } from './milter-server.ts'

/** The services that a stand-in can play: all but ordinary mail. */
export type GatewayId = Exclude<ProviderId, 'plain'>

/** Whom the stand-in serves and whom it knows. */
export interface Neighbourhood {
  /** The customer's own domains: mail to these needs no marker where the customer's own server passes everything on. */
  readonly ownDomains: readonly string[]
  readonly communityDomains: readonly string[]
  /** Those that can receive safely: delivered to directly. */
  readonly readyDomains: readonly string[]
  /** The mobile number that the service itself has of everybody, where its marker carries none. */
  readonly numberOnFile: string
}

export type Verdict =
  | { readonly kind: 'reject'; readonly text: string }
  /** To the recipient's own server. `subject`: without the marker; null: as it is. */
  | { readonly kind: 'internal' | 'community' | 'direct'; readonly subject: string | null }
  /** Kept here, with a notice to the reader. `mobile` null: nobody gets a code, and whoever has the link can read. */
  | { readonly kind: 'portal'; readonly subject: string | null; readonly mobile: string | null }

const onFile = Symbol('the number that the service has itself')

/** What a service reads in a message: nothing, something it does not understand, or how it is to go. */
type Mark = { readonly kind: 'none' } | { readonly kind: 'malformed'; readonly text: string } | { readonly kind: 'mark'; readonly subject: string | null; readonly mobile: string | null | typeof onFile }

const none: Mark = { kind: 'none' }
const malformed = (text: string): Mark => ({ kind: 'malformed', text })

/** The header that each service looks at; the other services take theirs from the subject, or none. */
export const markerHeaders: Readonly<Partial<Record<GatewayId, string>>> = { 'zivver': 'zivver-access-right', 'cryptshare': 'X-Classificatie', 'generic-nta': 'X-Veilig' }

const valuesOf = ({ headers }: Shown, name: string): string[] => headers.filter((header) => header.name.toLowerCase() === name.toLowerCase()).map(({ value }) => value)

/** `SMS 06...` in front of the subject, with or without `@`; `veiligmailen` or `veilig mailen` where no code is wanted. */
function zorgmailMark(shown: Shown): Mark {
  const subject = valuesOf(shown, 'subject')[0] ?? ''
  const numbered = /^@?SMS (\S*)\s*/.exec(subject)
  if (numbered !== null) {
    const rest = subject.slice(numbered[0].length)
    if (!/^06\d{8}$/.test(numbered[1] ?? '')) return malformed('no mobile number behind SMS')
    return /SMS 0?6|veilig ?mailen/i.test(rest) ? malformed('two markers') : { kind: 'mark', subject: rest, mobile: `+31${(numbered[1] ?? '').slice(1)}` }
  }
  const word = /^veilig ?mailen\s*/i.exec(subject)
  return word === null ? none : { kind: 'mark', subject: subject.slice(word[0].length), mobile: null }
}

function zivverMark(shown: Shown): Mark {
  const [value, ...more] = valuesOf(shown, 'zivver-access-right')
  if (value === undefined) return none
  const found = /^(\S+@\S+) sms (\+316\d{8})$/.exec(value)
  if (found === null || more.length > 0) return malformed('zivver-access-right')
  return found[1] === shown.to[0] ? { kind: 'mark', subject: null, mobile: found[2] ?? null } : malformed('an access right for somebody else')
}

function smartlockrMark(shown: Shown): Mark {
  const subject = valuesOf(shown, 'subject')[0] ?? ''
  return subject.endsWith('[veilig]') ? { kind: 'mark', subject: subject.slice(0, -'[veilig]'.length).trim(), mobile: onFile } : none
}

function headerMark(shown: Shown, { name, reads }: { name: string; reads: (value: string) => string | typeof onFile | null }): Mark {
  const [value, ...more] = valuesOf(shown, name)
  if (value === undefined) return none
  const mobile = more.length > 0 ? null : reads(value)
  return mobile === null ? malformed(name) : { kind: 'mark', subject: null, mobile }
}

function markIn(id: GatewayId, shown: Shown): Mark {
  switch (id) {
    case 'zorgmail-safe-relay': case 'zorgmail-hosted': return zorgmailMark(shown)
    case 'zivver': return zivverMark(shown)
    case 'secumailer': return { kind: 'mark', subject: null, mobile: onFile }
    case 'smartlockr': return smartlockrMark(shown)
    case 'cryptshare': return headerMark(shown, { name: 'X-Classificatie', reads: (value) => (value === 'vertrouwelijk' ? onFile : null) })
    case 'generic-nta': return headerMark(shown, { name: 'X-Veilig', reads: (value) => (/^\+316\d{8}$/.test(value) ? value : null) })
  }
}

/** What every service looks for before anything else, here by an agreed text: a real one would let virus scanners loose on this folder. */
export const REFUSED_CONTENT = 'PROEFVIRUS-7516'

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

/**
 * What the service does with a message. It is strict: without a marker that it understands, and with more than one recipient, it takes
 * nothing, so that whatever a client forgets shows at once.
 */
export function verdictOf(id: GatewayId, shown: Shown, around: Neighbourhood): Verdict {
  if (shown.body.includes(REFUSED_CONTENT)) return { kind: 'reject', text: 'content refused' }
  const mark = markIn(id, shown)
  const everybodyIn = (domains: readonly string[]): boolean => shown.to.length > 0 && shown.to.every((address) => domains.includes(domainOf(address)))
  // What a practice's own server passes on may be its own mail too: that must carry nothing.
  if (everybodyIn(around.ownDomains)) return mark.kind === 'none' || id === 'secumailer' ? { kind: 'internal', subject: null } : { kind: 'reject', text: 'a marker on internal mail' }
  // Its customers may send to who can receive safely without an access right, by contract.
  if (mark.kind === 'none' && id === 'zivver' && shown.to.length === 1 && everybodyIn([...around.communityDomains, ...around.readyDomains])) {
    return { kind: everybodyIn(around.communityDomains) ? 'community' : 'direct', subject: null }
  }
  if (mark.kind === 'none') return { kind: 'reject', text: 'no marker: it would go as ordinary mail' }
  if (mark.kind === 'malformed') return { kind: 'reject', text: `marker not understood: ${mark.text}` }
  if (shown.to.length !== 1) return { kind: 'reject', text: 'one recipient per message' }
  const { subject } = mark
  if (everybodyIn(around.communityDomains)) return { kind: 'community', subject }
  if (everybodyIn(around.readyDomains)) return { kind: 'direct', subject }
  return { kind: 'portal', subject, mobile: mark.mobile === onFile ? around.numberOnFile : mark.mobile }
}
