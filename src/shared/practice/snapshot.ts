import type { Chain } from './chains.ts'
import { nobody, type Claim, type ClaimEntry, type MessageWork } from './claims.ts'
import { bodies, type CheckedEvent } from './event.ts'
import { judge } from './judge.ts'
import type { EventSource, PracticeState } from './fold.ts'
import type { Refusal, RegisterProblem } from './problem.ts'
import { atOnce, inSteps, type Steps } from './steps.ts'
import type { EpisodeMark, FiledSegment, LogCheck, Work } from './work.ts'

/**
 * Messages that were finished, by columns: what is read at each start is mostly this, and one long text is read ten times as
 * fast as as many short ones. Mailbox and person by their places in `names`, `how` by its place in `HOWS`.
 */
interface Finished {
  /** References behind each other, 64 letters each. */
  messages: string
  readonly mailboxes: number[]
  readonly people: number[]
  readonly clocks: number[]
  readonly at: number[]
  readonly hows: number[]
}

/**
 * A state as a value that JSON carries, so that a start need not read every event again. The law is kept by its events, which are
 * few; of messages that were finished only the outcome.
 */
export interface Snapshot {
  readonly format: string
  readonly root: string
  readonly clock: number
  readonly law: readonly CheckedEvent[]
  readonly nonsense: readonly string[]
  readonly chains: readonly (readonly [string, Omit<Chain, 'waiting'> & { waiting: readonly (readonly [number, readonly CheckedEvent[]])[] }])[]
  readonly names: readonly string[]
  readonly finished: Readonly<Finished>
  readonly messages: readonly (readonly [mailbox: string, message: string, MessageWork])[]
  readonly episodes: readonly (readonly [clinician: string, patient: string, EpisodeMark])[]
  readonly segments: readonly (readonly [string, readonly FiledSegment[]])[]
  readonly logChecks: readonly (readonly [string, readonly LogCheck[]])[]
  readonly snapshot: Work['snapshot']
  readonly refused: readonly (readonly [string, Refusal])[]
  readonly foreign: readonly (readonly [string, RegisterProblem])[]
  readonly workClock: number
}

/** A program that knows more kinds of events reads all of them again. */
export const SNAPSHOT_FORMAT = `2 ${Object.keys(bodies).sort().join(' ')}`

export const HOWS = ['answered', 'phoned', 'filed', 'passed-on', 'no-answer-needed'] as const

/** The same value for the same state, however it was come by: as long as it was folded from events alone. */
export const snapshotOf = (state: PracticeState): Snapshot => atOnce(snapshotInSteps(state))

/** The same with pauses. */
export function* snapshotInSteps({ root, clock, law, work, chains, memory }: PracticeState): Steps<Snapshot> {
  const names = placesOf()
  const finished: Finished = { messages: '', mailboxes: [], people: [], clocks: [], at: [], hows: [] }
  const messages: [string, string, MessageWork][] = []
  for (const [mailbox, byMessage] of inOrderOfKeys(work.messages)) {
    // By their keys alone: they are what takes long.
    const keys = [...byMessage.keys()].sort()
    yield
    yield* inSteps(keys, (message) => {
      const done = byMessage.get(message)
      if (done === undefined) return
      const last = isFinished(done)
      if (last === null) messages.push([mailbox, message, done])
      else addFinished(finished, message, { ...last, mailbox: names.place(mailbox), person: names.place(last.by) })
    })
  }
  return {
    format: SNAPSHOT_FORMAT, root, clock, law: law.events, nonsense: [...memory.nonsense].sort(), names: names.list, finished, messages,
    chains: inOrderOfKeys(chains).map(([device, chain]) => [device, { ...chain, waiting: [...chain.waiting] }]),
    episodes: inOrderOfKeys(work.episodes).flatMap(([clinician, marks]) => inOrderOfKeys(marks).map(([patient, mark]) => [clinician, patient, mark] as const)),
    segments: inOrderOfKeys(work.segments), logChecks: inOrderOfKeys(work.logChecks), snapshot: work.snapshot,
    refused: inOrderOfKeys(memory.refused), foreign: inOrderOfKeys(memory.foreign), workClock: memory.workClock,
  }
}

const inOrderOfKeys = <Value>(map: ReadonlyMap<string, Value>): [string, Value][] => [...map].sort(([one], [other]) => (one < other ? -1 : 1))

function addFinished(finished: Finished, message: string, last: NonNullable<Claim['finished']> & { mailbox: number; person: number }): void {
  finished.messages += message
  finished.mailboxes.push(last.mailbox)
  finished.people.push(last.person)
  finished.clocks.push(last.clock)
  finished.at.push(last.at)
  finished.hows.push(HOWS.indexOf(last.how))
}

/** Only where nothing happened after it was finished, and nobody's claim came second: all else is kept in full. */
function isFinished({ entries, now, lost, base }: MessageWork): Claim['finished'] {
  const last = entries.at(-1)
  const isLast = last === undefined ? base !== null : last.kind === 'finished'
  return isLast && lost.length === 0 && now.holder === null && now.answering.length === 0 ? now.finished : null
}

function placesOf(): { list: string[]; place: (name: string) => number } {
  const places = new Map<string, number>()
  const list: string[] = []
  return {
    list,
    place: (name) => {
      const known = places.get(name)
      if (known !== undefined) return known
      places.set(name, list.length)
      return list.push(name) - 1
    },
  }
}

/** The state of which this is the snapshot. `past` gives every event that it was made of, and all that come later. */
export const stateFrom = (snapshot: Snapshot, past: EventSource): PracticeState => atOnce(stateInSteps(snapshot, past))

/** The same with pauses. */
export function* stateInSteps(snapshot: Snapshot, past: EventSource): Steps<PracticeState> {
  const { root, clock, chains, workClock } = snapshot
  const nonsense = new Set(snapshot.nonsense)
  const { law, clashes } = judge(snapshot.law, nonsense)
  yield
  const work: Work = {
    messages: yield* messagesFrom(snapshot), episodes: new Map(), segments: new Map(snapshot.segments), logChecks: new Map(snapshot.logChecks), snapshot: snapshot.snapshot,
  }
  for (const [clinician, patient, mark] of snapshot.episodes) inner(work.episodes, clinician).set(patient, mark)
  return {
    root, clock, law, work, chains: new Map(chains.map(([device, chain]) => [device, { ...chain, waiting: new Map(chain.waiting) }])),
    memory: { clashes, nonsense, refused: new Map(snapshot.refused), foreign: new Map(snapshot.foreign), workClock, past: [past], rungs: [] },
  }
}

function* messagesFrom({ names, finished, messages }: Snapshot): Steps<Map<string, Map<string, MessageWork>>> {
  const all = new Map<string, Map<string, MessageWork>>()
  const mailboxes = names.map((name) => inner(all, name))
  yield* inSteps(finished.clocks.entries(), ([place, clock]) => {
    const claim: Claim = { ...nobody, finished: { by: names[finished.people[place] ?? 0] ?? '', at: finished.at[place] ?? 0, clock, how: HOWS[finished.hows[place] ?? 0] ?? 'answered' } }
    const message = finished.messages.slice(place * REFERENCE_CHARS, (place + 1) * REFERENCE_CHARS)
    mailboxes[finished.mailboxes[place] ?? 0]?.set(message, { entries: NO_ENTRIES, now: claim, lost: [], base: { claim, clock } })
  })
  for (const [mailbox, message, work] of messages) inner(all, mailbox).set(message, work)
  return new Map([...all].filter(([, byMessage]) => byMessage.size > 0))
}

export const REFERENCE_CHARS = 64

/** Shared: whoever adds an entry makes a list of their own first. */
const NO_ENTRIES: ClaimEntry[] = []

function inner<Value>(maps: Map<string, Map<string, Value>>, key: string): Map<string, Value> {
  const known = maps.get(key) ?? new Map<string, Value>()
  if (known.size === 0) maps.set(key, known)
  return known
}
