import type { DmarcEvidence } from '../../shared/norm/inbound-evidence.ts'
import { textOf, type LookUp, type TxtRecord } from '../dns/look-up.ts'
import type { Resolver } from '../dns/resolver.ts'
import { blindnessOf } from './blindness.ts'
import { organisationOf } from './organisation.ts'

const none: DmarcEvidence = { kind: 'none', domain: null, policy: null, strictDkim: false }

/** The DMARC record for mail from a domain: its own, else that of its organisation (RFC 7489 section 6.6.3). */
export async function findDmarc(domain: string, resolver: Resolver): Promise<DmarcEvidence> {
  const organisation = organisationOf(domain)
  const names = organisation === null || organisation === domain ? [domain] : [domain, organisation]
  const found = await Promise.all(names.map((name) => resolver.lookUp(`_dmarc.${name}`, 'TXT')))
  for (const [index, name] of names.entries()) {
    const evidence = readDmarc(name, found[index], name !== domain)
    if (evidence.kind !== 'none') return evidence
  }
  return none
}

/** Whether a TXT record is about this (RFC 7489 section 6.4: the tag in either case, the word only as it is). */
export const isDmarc = (text: string): boolean => /^[vV][ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)/.test(text)

function readDmarc(domain: string, found: LookUp<TxtRecord> | undefined, isParent: boolean): DmarcEvidence {
  if (found === undefined) return none
  if (found.kind === 'bogus') return { ...none, kind: blindnessOf(found) === null ? 'bogus' : 'unreachable' }
  if (found.kind === 'unreachable') return found.why === 'not-a-name' ? none : { ...none, kind: 'unreachable' }
  const records = found.outcome === 'answer' ? found.records.map(textOf).filter(isDmarc) : []
  const [record] = records
  // Several: none counts (RFC 7489 section 6.6.3).
  return record === undefined || records.length > 1 ? none : policyOf(domain, record, isParent)
}

function policyOf(domain: string, record: string, isParent: boolean): DmarcEvidence {
  const tags = new Map(record.split(';').map((part) => {
    const [name = '', ...value] = part.split('=')
    return [name.trim().toLowerCase(), value.join('=').trim().toLowerCase()]
  }))
  const strictDkim = tags.get('adkim') === 's'
  const own = policyWord(tags.get('p'))
  const policy = isParent && tags.has('sp') ? policyWord(tags.get('sp')) : own
  if (own !== null && policy !== null) return { kind: 'record', domain, policy, strictDkim }
  // A bad policy with a report address counts as none.
  return tags.has('rua') ? { kind: 'record', domain, policy: 'none', strictDkim } : { kind: 'malformed', domain, policy: null, strictDkim }
}

const policyWord = (text: string | undefined): DmarcEvidence['policy'] =>
  text === 'none' || text === 'quarantine' || text === 'reject' ? text : null

/** How two domains belong together: not, by their organisation only, or as the record wants it (RFC 7489 section 3.1). */
export type Alignment = 'none' | 'aligned' | 'undecided'

/** Whether a domain speaks for the From domain. While it is unknown if the record asks for more, only the very same domain does. */
export function alignmentOf(fromDomain: string | null, domain: string, dmarc: DmarcEvidence): Alignment {
  if (fromDomain === null || domain === '') return 'none'
  if (fromDomain === domain) return 'aligned'
  const organisation = organisationOf(fromDomain)
  if (organisation === null || organisationOf(domain) !== organisation || dmarc.strictDkim) return 'none'
  return dmarc.kind === 'unreachable' || dmarc.kind === 'bogus' ? 'undecided' : 'aligned'
}
