import type { Grant } from '../../../shared/practice/grant.ts'
import { may, type AskedMailbox, type Question } from '../../../shared/practice/may.ts'
import type { PracticeState } from '../../../shared/practice/fold.ts'
import { unlimited, type ReadingLimits, type ReadingPolicy } from '../../imap/reading-policy.ts'
import { placesOf } from './mailboxes.ts'

/** Who reads, where, and when. `referenceKey` null: not unsealed here, so that nothing about patients can be told. */
export interface Reader {
  readonly person: string
  readonly device: string
  readonly at: number | 'unknown'
  /** What has begun by now by the word of a server. */
  readonly least: number
  readonly referenceKey: Uint8Array | null
}

const DAY_MS = 24 * 60 * 60_000
/** Ages move on in steps, the stricter way: otherwise each claim of a colleague would have every cover looked through again. */
const AGE_STEP_MS = 10 * 60_000

/**
 * Which folders of others may be on this workstation at this moment, and how much of them (FM-01, FM-06 to FM-08): what the
 * rights allow for a mailbox as a whole, as far as its messages' own limits let. Whoever may nothing at all has nothing here.
 */
export function readingPolicyOf(state: PracticeState, reader: Reader): ReadingPolicy {
  return {
    // Who describes mailboxes sees which there are (FM-04).
    others: may(state, { person: reader.person, device: reader.device, act: 'describe-mailbox', mailbox: null, message: null, at: reader.at, least: reader.least }).allowed ? 'named' : 'closed',
    mailboxes: placesOf(state).flatMap(({ mailbox, place }) => {
      if (mailbox.kind === 'own' && mailbox.person === reader.person) return []
      return [{ place, opens: openingOf(state, reader, mailbox) }]
    }),
  }
}

/** How much of a mailbox may be here, by the rights of who reads. */
export function openingOf(state: PracticeState, reader: Reader, mailbox: AskedMailbox): 'closed' | ReadingLimits {
  const { person, device, at, least } = reader
  const question: Question = { person, device, act: 'read', mailbox, message: null, at, least }
  const answer = may(state, question)
  if (!answer.allowed) return 'closed'
  if (answer.by !== 'grant') return unlimited
  return widest(grantsOn(state, question).map((grant) => limitsOf(state, reader, grant)))
}

/** Grants that let this mailbox be read now. Each message is judged by itself when it is opened; here counts what any of them opens. */
function grantsOn(state: PracticeState, question: Question): Grant[] {
  const { at, least = 0, mailbox } = question
  const id = mailbox === null ? '' : mailbox.kind === 'own' ? mailbox.person : mailbox.id
  return (state.law.grantsTo.get(question.person) ?? []).flatMap((grantId) => {
    const entry = state.law.grants.get(grantId)
    if (entry === undefined || entry.withdrawn !== null || entry.grant.mailbox !== id || !entry.grant.acts.includes('read') || at === 'unknown') return []
    const { from, until } = entry.grant
    return at >= from && least >= from && (until === null || at < until) ? [entry.grant] : []
  })
}

function limitsOf({ work }: PracticeState, { at, referenceKey }: Reader, grant: Grant): ReadingLimits {
  const notBefore = grant.maxAgeDays === null || at === 'unknown' ? null : Math.ceil((at - grant.maxAgeDays * DAY_MS) / AGE_STEP_MS) * AGE_STEP_MS
  const current = [...work.episodes.get(grant.giver) ?? []].flatMap(([reference, mark]) => (mark.current ? [reference] : []))
  return {
    notBefore, hidesPrivate: true,
    patients: grant.careEpisodeOnly ? { key: referenceKey ?? new Uint8Array(), references: referenceKey === null ? [] : current } : null,
  }
}

/** Of several grants on one mailbox the folders hold what any of them opens. */
function widest(limits: readonly ReadingLimits[]): 'closed' | ReadingLimits {
  const [first] = limits
  if (first === undefined) return 'closed'
  return limits.reduce((one, other) => ({
    notBefore: one.notBefore === null || other.notBefore === null ? null : Math.min(one.notBefore, other.notBefore),
    hidesPrivate: one.hidesPrivate && other.hidesPrivate,
    patients: one.patients === null || other.patients === null ? null : { ...one.patients, references: [...one.patients.references, ...other.patients.references] },
  }), first)
}

/** When the rights to read change by themselves next, in milliseconds since 1970: a grant or a person begins or ends; null: not by time. */
export function nextTurn({ law }: PracticeState, person: string, at: number): number | null {
  const moments = [...law.grants.values()].filter(({ grant }) => grant.receiver === person).flatMap(({ grant }) => [grant.from, grant.until])
  const own = law.people.get(person)?.person
  const coming = [...moments, own?.from ?? null, own?.until ?? null].filter((one) => one !== null).filter((one) => one > at)
  return coming.length === 0 ? null : Math.min(...coming)
}
