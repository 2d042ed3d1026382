import type { CheckedEvent, EventOf, JournalSegment, RegisterEvent } from './event.ts'
import { nobody, settle, type ClaimEntry, type MessageWork } from './claims.ts'
import type { Law, MembersFrom, Said } from './law.ts'
import { inOrder, isBefore, type Position } from './order.ts'
import { nameOf, type Refusal, type RefusedBecause } from './problem.ts'
import { notCounting, standingUnder, type Standing } from './standing.ts'
import type { Link } from './chains.ts'
import { isLawEvent, type LawEvent } from './may-say.ts'
import { atOnce, inSteps, type Steps } from './steps.ts'

export interface EpisodeMark extends Said { readonly current: boolean }
export interface FiledSegment extends Said { readonly segment: JournalSegment }
export interface LogCheck extends Said { readonly from: number; readonly to: number; readonly outcome: 'in-order' | 'questions' | 'incident'; readonly note: string; readonly mailbox: string }

/** What was done with mail and logs. None of it changes what anybody may do. */
export interface Work {
  /** By shared mailbox and message reference. */
  readonly messages: Map<string, Map<string, MessageWork>>
  /** FM-06: by clinician and patient reference. */
  readonly episodes: Map<string, Map<string, EpisodeMark>>
  /** By device, oldest first. */
  readonly segments: Map<string, readonly FiledSegment[]>
  readonly logChecks: Map<string, readonly LogCheck[]>
  readonly snapshot: { readonly event: EventOf<'snapshot'>; readonly said: Said } | null
}

export const noWork = (): Work => ({ messages: new Map(), episodes: new Map(), segments: new Map(), logChecks: new Map(), snapshot: null })

export interface WorkBench {
  readonly law: Law
  readonly standing: Standing
  /** The highest that counts so far. */
  clock: number
  readonly work: { -readonly [Key in keyof Work]: Work[Key] }
  readonly refused: Map<string, Refusal>
  /** Messages with new entries, by mailbox: who has them is settled when all are in. */
  readonly touched: Map<MessageWork, string>
  /** Inner maps that are ours to change; others belong to an earlier state. */
  readonly owned: Set<object>
}

/** Takes one linked event; what is about the law was judged before. Refusals are noted with their reason. */
export function takeWork(bench: WorkBench, { checked, clockRises }: Link): void {
  const { hash, event } = checked
  if (event.kind === 'founded' || isLawEvent(event)) return
  const position = { clock: event.clock, hash }
  const not = clockRises ? notCounting(bench.law, bench.standing, { author: event.author, sequence: event.sequence, clock: event.clock, position }) : 'clock-nonsense'
  if (not === null) bench.clock = Math.max(bench.clock, event.clock)
  const because = not ?? enter(bench, event, { ...position, at: event.at, by: bench.law.devices.get(event.author)?.person ?? '' })
  if (because !== null) bench.refused.set(hash, { because, event: nameOf(checked) })
}

type WorkEvent = Exclude<RegisterEvent, LawEvent | EventOf<'founded'>>

function enter(bench: WorkBench, event: WorkEvent, said: Said): RefusedBecause | null {
  switch (event.kind) {
    case 'claimed': case 'answering': case 'released': case 'finished': return enterClaim(bench, event, said)
    // Kept where it can be looked up, by message: a practice reads more than it decides.
    case 'acted': return null
    case 'care-episode': return enterEpisode(bench, event, said)
    case 'segment-filed': return enterSegment(bench, event, said)
    case 'log-checked': return enterCheck(bench, event, said)
    case 'snapshot': return enterSnapshot(bench, event, said)
    case 'unknown': return event.body.why === 'version' ? 'unknown-version' : event.body.why === 'kind' ? 'unknown-kind' : 'unknown-body'
  }
}

function enterClaim(bench: WorkBench, event: EventOf<'claimed' | 'answering' | 'released' | 'finished'>, said: Said): RefusedBecause | null {
  const { mailbox, message } = event.body
  const members = membersAt(bench.law.members.get(mailbox), said)
  if (members === undefined) return 'unknown-mailbox'
  const { claimants } = members
  if (!claimants.has(said.by) || (event.kind === 'claimed' && !claimants.has(event.body.to))) return 'not-a-member'
  const messages = ownMap(bench, bench.work.messages, mailbox)
  const known = messages.get(message)
  const mine = known !== undefined && bench.touched.has(known) ? known : { entries: [...known?.entries ?? []], now: nobody, lost: [], base: known?.base ?? null }
  mine.entries.push(claimEntry(event, said))
  messages.set(message, mine)
  bench.touched.set(mine, mailbox)
  return null
}

function claimEntry(event: EventOf<'claimed' | 'answering' | 'released' | 'finished'>, said: Said): ClaimEntry {
  switch (event.kind) {
    case 'claimed': return { ...said, kind: event.kind, to: event.body.to, note: event.body.note }
    case 'answering': return { ...said, kind: event.kind, until: event.body.until }
    case 'released': return { ...said, kind: event.kind }
    case 'finished': return { ...said, kind: event.kind, how: event.body.how }
  }
}

/** When all entries are in: who has each message. */
export const settleTouched = ({ law, touched }: WorkBench): Steps<void> => inSteps(touched, ([message, mailbox]) => {
  const history = law.members.get(mailbox)
  settle(message, (person, at) => {
    const ended = law.people.get(person)?.ended ?? null
    return (ended === null || isBefore(at, ended)) && membersAt(history, at)?.claimants.has(person) === true
  })
})

/**
 * What was done with one message, from all events that name it: for a message of which a snapshot kept the outcome only. Those
 * that the state refused are not among it.
 */
export function messageFrom(law: Law, refused: ReadonlyMap<string, Refusal>, events: readonly CheckedEvent[]): MessageWork | null {
  const bench: WorkBench = { law, standing: standingUnder(law.withdrawals), clock: 0, work: noWork(), refused: new Map(), touched: new Map(), owned: new Set() }
  for (const checked of events) if (!refused.has(checked.hash)) takeWork(bench, { checked, clockRises: true })
  atOnce(settleTouched(bench))
  return bench.touched.keys().next().value ?? null
}

/** FM-06: each says it of their own patients; it opens something only as long as they are a clinician (`may`). */
function enterEpisode(bench: WorkBench, event: EventOf<'care-episode'>, said: Said): RefusedBecause | null {
  const { patient, clinician, current } = event.body
  if (said.by !== clinician) return 'no-right'
  const marks = ownMap(bench, bench.work.episodes, clinician)
  const known = marks.get(patient)
  if (known === undefined || isBefore(known, said)) marks.set(patient, { ...said, current })
  return null
}

/**
 * A journal's segments follow each other in its own device's chain: a cut, a gap or a changed one shows at once. The first says that
 * nothing is before it; it begins where the workstation's journal was when it came under this device.
 */
function enterSegment({ work }: WorkBench, event: EventOf<'segment-filed'>, said: Said): RefusedBecause | null {
  const { segment } = event.body
  if (segment.device !== event.author) return 'segment-of-another'
  const filed = work.segments.get(segment.device) ?? []
  const last = filed.at(-1)?.segment
  const expected = last === undefined ? segment.from : last.to + 1
  if (segment.to < segment.from) return 'segment-broken'
  if (segment.from !== expected) return segment.from < expected ? 'segment-overlaps' : 'segment-gap'
  if (segment.previous !== (last?.head ?? null)) return 'segment-broken'
  work.segments.set(segment.device, [...filed, { ...said, segment }])
  return null
}

/** R4: by whoever looks after the log, or owns the mailbox. */
function enterCheck({ law, standing, work }: WorkBench, event: EventOf<'log-checked'>, said: Said): RefusedBecause | null {
  const { mailbox, from, to, outcome, note } = event.body
  const members = membersAt(law.members.get(mailbox), said)
  if (members === undefined) return 'unknown-mailbox'
  const maySay = members.owner === said.by || standing.holds(law, { person: said.by, role: 'logbeheerder', device: event.author, sequence: event.sequence, at: said })
  if (!maySay) return 'no-right'
  work.logChecks.set(mailbox, [...work.logChecks.get(mailbox) ?? [], { ...said, mailbox, from, to, outcome, note }].sort(inOrder))
  return null
}

function enterSnapshot({ law, standing, work }: WorkBench, event: EventOf<'snapshot'>, said: Said): RefusedBecause | null {
  if (!standing.holds(law, { person: said.by, role: 'beheerder', device: event.author, sequence: event.sequence, at: said })) return 'no-right'
  if (work.snapshot === null || isBefore(work.snapshot.said, said)) work.snapshot = { event, said }
  return null
}

/** Who worked in a mailbox at this point; undefined: it did not exist. */
function membersAt(history: readonly MembersFrom[] | undefined, at: Position): MembersFrom | undefined {
  for (let place = (history?.length ?? 0) - 1; place >= 0; place--) {
    const entry = history?.[place]
    if (entry !== undefined && !isBefore(at, entry.from)) return entry
  }
  return undefined
}

/** The inner map to change: a copy the first time, because earlier states stay as they were. */
function ownMap<Value>({ owned }: WorkBench, maps: Map<string, Map<string, Value>>, key: string): Map<string, Value> {
  const known = maps.get(key)
  if (known !== undefined && owned.has(known)) return known
  const own = new Map(known)
  owned.add(own)
  maps.set(key, own)
  return own
}
