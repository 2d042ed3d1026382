import { EVIDENCE_CHARS } from './limits.ts'
import type { MarkEvidence, SignatureEvidence } from '../../shared/norm/inbound-evidence.ts'
import { textOfBytes, valueOf, type HeaderField } from './header-block.ts'

/** `X-NTA7516` as far as it counts (IN-02b): once, and signed by the sender or let through by a server that removes those of others. */
export function readMark(fields: readonly HeaderField[], { signatures, isStripped }: { signatures: readonly SignatureEvidence[]; isStripped: boolean }): MarkEvidence {
  const marks = fields.filter(({ name }) => name === 'x-nta7516')
  const [mark] = marks
  if (mark === undefined) return { count: 0, value: null, kind: 'absent' }
  const value = textOfBytes(valueOf(mark)).slice(0, EVIDENCE_CHARS)
  const found = { count: marks.length, value }
  if (marks.length > 1) return { ...found, kind: 'repeated' }
  // Its values are not published; saying nothing is none of them.
  if (value === '') return { ...found, kind: 'empty' }
  if (signatures.some(({ result, aligned, coversMark }) => result === 'pass' && aligned && coversMark)) return { ...found, kind: 'signed' }
  return { ...found, kind: isStripped ? 'stripped' : 'unsigned' }
}
