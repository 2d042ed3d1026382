import { EVIDENCE_CHARS } from './limits.ts'
import type { ArcEvidence } from '../../shared/norm/inbound-evidence.ts'
import { textOfBytes, valueOf, type HeaderField } from './header-block.ts'
import { readTagList } from './tag-list.ts'

/** RFC 8617 section 4.2.1: no chain is longer. */
const MOST_SETS = 50

const kinds = ['arc-seal', 'arc-message-signature', 'arc-authentication-results']

/**
 * The chain of sets that forwarders left (RFC 8617), as they claim it. It is shown and never counted: it says whom other servers
 * believed, and which of them to believe the norm does not say.
 */
export function readArc(fields: readonly HeaderField[]): ArcEvidence {
  const found = fields.filter(({ name }) => kinds.includes(name))
  if (found.length === 0) return { sets: 0, wellFormed: true, sealer: null, claims: null }
  const sets = new Map<number, Map<string, string>>()
  let wellFormed = true
  for (const field of found) {
    const value = valueOf(field)
    const instance = Number(/(?:^|;)\s*i\s*=\s*(\d{1,3})\s*(?:;|$)/.exec(value)?.[1] ?? 0)
    const set = sets.get(instance) ?? new Map<string, string>()
    wellFormed &&= instance > 0 && instance <= MOST_SETS && !set.has(field.name)
    sets.set(instance, set.set(field.name, value))
  }
  const last = Math.max(...sets.keys())
  wellFormed &&= last === sets.size && [...sets.values()].every((set) => set.size === kinds.length)
  const seal = readTagList(sets.get(last)?.get('arc-seal') ?? '')
  const claims = seal?.get('cv')
  return {
    sets: sets.size, wellFormed, sealer: textOfBytes(seal?.get('d') ?? '').slice(0, EVIDENCE_CHARS) || null,
    claims: claims === 'none' || claims === 'fail' || claims === 'pass' ? claims : null,
  }
}
