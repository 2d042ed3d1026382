import { emptyChain, extend, linkAll, numbered, type Chain, type Link, type Linked, type Numbered } from './chains.ts'
import type { CheckedEvent } from './event.ts'
import { judge, type Judged } from './judge.ts'
import type { Law } from './law.ts'
import { RUNG_EVENTS } from './limits.ts'
import { isLawEvent } from './may-say.ts'
import { byPosition } from './order.ts'
import { nameOf, type Refusal, type RegisterProblem } from './problem.ts'
import { standingUnder } from './standing.ts'
import { atOnce, inSteps, type Steps } from './steps.ts'
import { isWithdrawing } from './withdrawal.ts'
import { noWork, settleTouched, takeWork, type Work, type WorkBench } from './work.ts'

/** Everything that was ever given to the fold, to be read again; `growing`: also holds what is added later, as a table does. */
export interface EventSource extends Iterable<CheckedEvent> { readonly growing?: true }

/** What the practice's register says, after some set of events. Never changed: more events give another one. */
export interface PracticeState {
  readonly root: string
  readonly law: Law
  readonly work: Readonly<Work>
  readonly chains: ReadonlyMap<string, Chain>
  /** The highest that counts: what is said next is said at one more. */
  readonly clock: number
  readonly memory: Memory
}

interface Memory {
  readonly clashes: Judged['clashes']
  /** Events about the law whose clock does not rise. */
  readonly nonsense: ReadonlySet<string>
  /** Events about the work without effect. */
  readonly refused: ReadonlyMap<string, Refusal>
  /** Events that are not this practice's. */
  readonly foreign: ReadonlyMap<string, RegisterProblem>
  /** Of the latest event about the work: the law before it cannot change any more without judging the work again. */
  readonly workClock: number
  readonly past: readonly EventSource[]
  /** Earlier states, the latest first: what comes late is folded in from there. */
  readonly rungs: readonly Rung[]
}

/** A state as it was, and what was added since. */
interface Rung { readonly state: PracticeState; readonly since: readonly CheckedEvent[] }

/**
 * The state that this set of events gives, for a practice whose founding event has the hash `root`. Neither the order in which
 * they come nor what comes together changes it. Signatures were verified before; nothing else about them was.
 */
export const foldRegister = (events: Iterable<CheckedEvent>, root: string): PracticeState => atOnce(foldInSteps(events, root))

/** The same with pauses, for a register of years. `past`: what is to be read where everything must be read again. */
export function* foldInSteps(events: Iterable<CheckedEvent>, root: string, past?: EventSource): Steps<PracticeState> {
  const kept = isKept(events) ? events : [...events]
  return withPast(yield* foldAll([kept], root), [past ?? kept])
}

const isKept = (events: Iterable<CheckedEvent>): boolean => Array.isArray(events) || 'growing' in events

function* foldAll(past: readonly EventSource[], root: string): Steps<PracticeState> {
  const { own, foreign } = yield* sorted(past, root)
  const { links, chains } = yield* linkJudged(yield* numbered(own))
  const { law: about, work } = parted(links)
  yield
  const { law, clashes, nonsense } = judged(about)
  const bench = benchFor(law, { work: noWork(), refused: new Map(), clock: 0 })
  yield
  return yield* done({ root, chains, bench, links: work, memory: { clashes, nonsense, foreign, past, workClock: 0, rungs: [] } })
}

/**
 * Where a chain forks, a withdrawal says which branch counts: one of that workstation, its person or their role, that holds without
 * either branch. Otherwise anybody who can write into the folder could say it.
 */
function* linkJudged(authors: Numbered): Steps<Linked> {
  const linked = yield* linkAll(authors, null)
  if (!isForked(linked.chains)) return linked
  const { law: { withdrawals, devices } } = judged(parted(linked.links).law)
  yield
  if (withdrawals.length === 0) return linked
  return yield* linkAll(authors, (device) => {
    const person = devices.get(device)?.person
    return new Set(withdrawals.filter((one) => one.device === device || (person !== undefined && one.person === person)).map(({ hash }) => hash))
  })
}

const isForked = (chains: ReadonlyMap<string, Chain>): boolean => [...chains.values()].some(({ stopped }) => stopped !== null)

function judged(about: readonly Link[]): Judged & { readonly nonsense: ReadonlySet<string> } {
  const nonsense = nonsenseIn(about, new Set())
  return { ...judge(about.map(({ checked }) => checked).sort(byPosition), nonsense), nonsense }
}

/** The same state as folding everything at once. */
export function addToState(state: PracticeState, events: readonly CheckedEvent[]): PracticeState {
  const past = pastWith(state, events)
  return addQuickly(state, events) ?? withPast(atOnce(foldAll([...past, events], state.root)), past)
}

/**
 * The same, where it is quick: where the new events only come after what is here, as they nearly always do, or change what was
 * judged a short while ago, as when two people act at once. Null: everything must be read again.
 */
export function addQuickly(state: PracticeState, events: readonly CheckedEvent[]): PracticeState | null {
  const rungs = rungsWith(state, events)
  for (const { state: from, since } of [{ state, since: events }, ...rungs]) {
    const { own, foreign } = atOnce(sorted([since], from.root))
    const added = linkMore(from, own)
    const next = added === null ? null : continued(from, added)
    if (next !== null) return { ...next, memory: { ...next.memory, past: pastWith(state, events), rungs, foreign: new Map([...next.memory.foreign, ...foreign]) } }
  }
  return null
}

/**
 * Until everything has been read again: what holds in the practice is exact, for the law is judged whole; what the new events make
 * of work that was done before them is still as it was, and what belongs elsewhere in a chain is left out.
 */
export function addAhead(state: PracticeState, events: readonly CheckedEvent[]): PracticeState {
  const { own, foreign } = atOnce(sorted([events], state.root))
  const added = linkMore(state, own, 'leave-out') ?? { chains: state.chains, law: [], work: [] }
  const next = withAdded(state, added, judgedWith(state, added))
  return { ...next, memory: { ...next.memory, past: pastWith(state, events), rungs: [], foreign: new Map([...next.memory.foreign, ...foreign]) } }
}

const pastWith = ({ memory: { past } }: PracticeState, events: readonly CheckedEvent[]): readonly EventSource[] =>
  (past.some(({ growing }) => growing === true) ? past : [...past, events])

/** Two earlier states are kept; as the near one gets far, it takes the place of the far one. */
function rungsWith(state: PracticeState, events: readonly CheckedEvent[]): readonly Rung[] {
  const [near, far] = state.memory.rungs.map((rung): Rung => ({ ...rung, since: [...rung.since, ...events] }))
  if (near !== undefined && near.since.length <= RUNG_EVENTS) return far === undefined ? [near] : [near, far]
  const here: Rung = { state: { ...state, memory: { ...state.memory, rungs: [] } }, since: events }
  return near === undefined ? [here] : [here, near]
}

const withPast = (state: PracticeState, past: readonly EventSource[]): PracticeState => ({ ...state, memory: { ...state.memory, past } })

interface Added { readonly chains: ReadonlyMap<string, Chain>; readonly law: readonly Link[]; readonly work: readonly Link[] }

/** The new events behind what their authors said before; null: some of them belong elsewhere, and everything must be read again. */
function linkMore(state: PracticeState, own: readonly CheckedEvent[], apart: 'read-again' | 'leave-out' = 'read-again'): Added | null {
  const chains = new Map(state.chains)
  const links: Link[] = []
  for (const checked of own.toSorted((one, other) => one.event.sequence - other.event.sequence)) {
    const { author } = checked.event
    const chain = chains.get(author) ?? emptyChain
    const step = extend(chain, checked)
    // Of a forked chain this may belong to the branch that was named before it came.
    if (step.kind === 'apart' || (chain.stopped !== null && isNamed(state, author))) {
      if (apart === 'leave-out') continue
      return null
    }
    if (step.kind === 'linked') links.push(...step.links)
    chains.set(author, step.chain)
  }
  const parts = parted(links)
  // Which branch of a forked chain goes on is named by withdrawals, and which of these hold any event of the law can change.
  if (apart === 'read-again' && parts.law.length > 0 && isForked(state.chains) && withdraws(state, parts.law)) return null
  return { chains, ...parts }
}

const withdraws = ({ law }: PracticeState, links: readonly Link[]): boolean =>
  law.events.some(({ event }) => isWithdrawing(event)) || links.some(({ checked: { event } }) => isWithdrawing(event))

const isNamed = ({ law }: PracticeState, device: string): boolean =>
  law.events.some(({ event }) => isWithdrawing(event) && event.body.cut.some((cut) => cut.device === device && cut.hash !== null))

/** The state with these links added; null when they change what was judged before. */
function continued(state: PracticeState, added: Added): PracticeState | null {
  const judged = judgedWith(state, added)
  if (judged.law !== state.law && (touchesWork(added.law, judged.law, state) || judgesAnew(state, judged.law))) return null
  return reachesBack(state, added.work) ? null : withAdded(state, added, judged)
}

const judgedWith = ({ law, memory }: PracticeState, added: Added): Judged => (added.law.length === 0
  ? { law, clashes: memory.clashes }
  : judge([...law.events, ...added.law.map(({ checked }) => checked)].sort(byPosition), nonsenseIn(added.law, memory.nonsense)))

function withAdded({ root, work, clock, memory }: PracticeState, added: Added, { law, clashes }: Judged): PracticeState {
  const bench = benchFor(law, { work, refused: memory.refused, clock })
  return atOnce(done({ root, chains: added.chains, bench, links: added.work, memory: { ...memory, clashes, nonsense: nonsenseIn(added.law, memory.nonsense) } }))
}

/** Who works where, who is admitted, who holds which role: what counts as work goes by it. */
const ABOUT_WORKERS: ReadonlySet<string> = new Set(['person-ended', 'person-left', 'role-given', 'mailbox-described', 'mailbox-ended'])

/** Whether what is new about the law may change which work counted. */
const touchesWork = (links: readonly Link[], law: Law, { memory, chains }: PracticeState): boolean => links.some(({ checked: { event } }) => {
  if (event.clock > memory.workClock) return false
  // A new device has done nothing yet, unless its events came before its admission.
  if (event.kind === 'device-added') return chains.has(event.body.device.id)
  if (event.kind === 'grant-given') return !law.people.has(event.body.grant.mailbox)
  if (event.kind === 'grant-withdrawn') return !law.people.has(law.grants.get(event.body.grant)?.grant.mailbox ?? '')
  return ABOUT_WORKERS.has(event.kind)
})

/** Whether something that was judged before is judged otherwise now, or a withdrawal takes away work that counted. */
function judgesAnew(state: PracticeState, law: Law): boolean {
  const [before, now] = [standingUnder(state.law.withdrawals), standingUnder(law.withdrawals)]
  const isCut = [...state.law.devices].some(([device, entry]) => {
    const said = state.chains.get(device)?.length ?? 0
    return Math.min(said, before.lastOf(device, entry)) !== Math.min(said, now.lastOf(device, entry))
  })
  const isRoleCut = law.withdrawals.some(({ role }) => role === 'beheerder' || role === 'logbeheerder') && law.withdrawals.length !== state.law.withdrawals.length
  return isCut || isRoleCut || state.law.events.some(({ hash }) => state.law.refused.get(hash) !== law.refused.get(hash))
}

/** Whether something new comes before what a snapshot kept only the outcome of. */
const reachesBack = (state: PracticeState, links: readonly Link[]): boolean => links.some(({ checked: { event } }) => {
  if (!('message' in event.body && 'mailbox' in event.body)) return false
  const base = state.work.messages.get(event.body.mailbox)?.get(event.body.message)?.base ?? null
  return base !== null && event.clock <= base.clock
})

/** Tells this practice's events from others. */
function* sorted(sources: readonly Iterable<CheckedEvent>[], root: string): Steps<{ own: CheckedEvent[]; foreign: Map<string, RegisterProblem> }> {
  const own: CheckedEvent[] = []
  const foreign = new Map<string, RegisterProblem>()
  for (const source of sources) {
    yield* inSteps(source, (checked) => {
      const { practice, kind } = checked.event
      if (practice === root || checked.hash === root) own.push(checked)
      else if (kind === 'founded') foreign.set(checked.hash, { kind: 'refused', because: 'second-founding', event: nameOf(checked) })
      else foreign.set(checked.hash, { kind: 'other-practice', event: nameOf(checked) })
    })
  }
  return { own, foreign }
}

function parted(links: readonly Link[]): { law: Link[]; work: Link[] } {
  const law: Link[] = []
  const work: Link[] = []
  for (const link of links) (link.checked.event.kind === 'founded' || isLawEvent(link.checked.event) ? law : work).push(link)
  return { law, work }
}

const nonsenseIn = (links: readonly Link[], known: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...known, ...links.filter(({ clockRises }) => !clockRises).map(({ checked }) => checked.hash)])

/** Copies what will change, so that the state before stays as it was. */
const benchFor = (law: Law, { work, refused, clock }: { work: Readonly<Work>; refused: ReadonlyMap<string, Refusal>; clock: number }): WorkBench => ({
  law, clock, standing: standingUnder(law.withdrawals), refused: new Map(refused), touched: new Map(), owned: new Set(),
  work: { messages: new Map(work.messages), episodes: new Map(work.episodes), segments: new Map(work.segments), logChecks: new Map(work.logChecks), snapshot: work.snapshot },
})

interface Making { readonly root: string; readonly chains: ReadonlyMap<string, Chain>; readonly bench: WorkBench; readonly links: readonly Link[]; readonly memory: Omit<Memory, 'refused'> }

function* done({ root, chains, bench, links, memory }: Making): Steps<PracticeState> {
  let { workClock } = memory
  yield* inSteps(links, (link) => {
    takeWork(bench, link)
    workClock = Math.max(workClock, link.checked.event.clock)
  })
  yield* settleTouched(bench)
  return { root, chains, law: bench.law, work: bench.work, clock: Math.max(bench.law.clock, bench.clock), memory: { ...memory, refused: bench.refused, workClock } }
}
