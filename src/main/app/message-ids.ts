import type { Session } from './session.ts'

/** More messages than this are told of by their digests alone: an act on a whole folder is not to wait for reading it. */
const IDS_ASKED = 50

/** Not longer: a hostile message that holds up the reading thread does not hold up a person. */
const IDS_WAIT_MS = 300

/** How messages name themselves, for the journal, in the order of the question; null where that is not known in time. */
export async function messageIdsOf({ reading }: Pick<Session, 'reading'>, messageIds: readonly number[]): Promise<readonly (string | null)[]> {
  const unknown = messageIds.map(() => null)
  if (messageIds.length > IDS_ASKED) return unknown
  const late = Promise.withResolvers<null>()
  const timer = setTimeout(() => { late.resolve(null) }, IDS_WAIT_MS)
  const answer = await Promise.race([reading.ask({ kind: 'message-ids', messageIds }), late.promise])
  clearTimeout(timer)
  return answer?.kind === 'message-ids' ? answer.found : unknown
}
