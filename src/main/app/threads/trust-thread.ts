import { parentPort } from 'node:worker_threads'
import { ASSESS_BATCH, ASSESS_BATCH_BYTES, ASSESS_PAUSES, ASSESS_RETRY_MAX_MS, ASSESS_RETRY_MS, ASSESS_SAVE_MS, COPYING_MS, PIECE_BYTES } from '../../../shared/limits.ts'
import { CLOCK_TOLERANCE_MS } from '../../../shared/norm/checked-clock.ts'
import { createResolver } from '../../dns/resolver.ts'
import { openMailboxReader, type Unassessed } from '../../mailbox/mailbox.ts'
import { readDeliveryReport } from '../../mime/delivery-report.ts'
import { assess } from '../../trust/assess.ts'
import { messageDigest } from '../../trust/frozen-verdicts.ts'
import { isOpen } from '../../trust/open-look-ups.ts'
import { lookAtRecipient } from '../../trust/domain/recipient-domain.ts'
import { messageIdOf } from './message-id-of.ts'
import { storeStart } from './store-start.ts'
import type { Assessed, FromTrust, LookUps, ReceivingAccount, ToTrust, TrustStart } from './trust-messages.ts'

/** Assesses received mail in the background, what is on the screen first and then the newest; look-ups hold up nobody here. */
if (parentPort === null) throw new Error('the trust thread runs as a worker')
const port = parentPort
const say = (message: FromTrust) => { port.postMessage(message) }
const { lookUps, skip, oneByOne, ...start } = storeStart() as TrustStart
const opened = openMailboxReader(start)
if (opened.kind !== 'open') throw new Error(`the trust thread cannot open the cache: ${opened.kind}`)
const { reader } = opened
start.cacheKey.fill(0)
start.segmentKey.fill(0)
/** This computer's clock, corrected by what a mail server told; as it is until one has told that it is wrong. */
let behindMs: number | null = null
const now = () => Date.now() + (behindMs ?? 0)
const resolverFor = ({ upstream, trustAnchor }: LookUps) => createResolver({ upstream, now, ...(trustAnchor === null ? {} : { trustAnchor }) })
let asking = lookUps
let resolver = resolverFor(asking)

const accounts = new Map<string, ReceivingAccount>()
/** On the screen, and waiting for their badge. */
const visible = new Set<number>()
/** Not before this moment again: something could not be looked up, or its verdict is still on its way to the cache. */
const later = new Map<number, number>()
/** How often a message could not be decided: on a network without a usable name server that is all mail, again and again. */
const triesOf = new Map<number, number>()
const broken = new Set<number>(skip)

const NEWEST = Number.MAX_SAFE_INTEGER
/** Newer messages have been looked at since the last wake. */
let below = NEWEST
/** How much was stored and when it last became more: until a moment after that, mail is being copied. */
let stored = { bytes: 0, at: 0 }
let endPause = (): void => undefined
let wake = Promise.withResolvers<undefined>()
let known = Promise.withResolvers<Extract<ToTrust, { kind: 'known' }>['states']>()

const isDue = ({ id, accountId }: Unassessed): boolean =>
  !broken.has(id) && accounts.has(accountId) && (later.get(id) ?? 0) <= Date.now()

/** As many as fit; the rest is met again. */
function within(messages: readonly Unassessed[]): Unassessed[] {
  let bytes = 0
  const end = messages.findIndex(({ sizeBytes }, index) => (bytes += sizeBytes) > ASSESS_BATCH_BYTES && index > 0)
  return messages.slice(0, end === -1 ? ASSESS_BATCH : Math.min(end, ASSESS_BATCH))
}

function nextBatch(): Unassessed[] {
  const awaited = within([...visible].flatMap((id) => reader.unassessed(id + 1, 1)).filter((message) => visible.has(message.id) && isDue(message)))
  for (const { id } of awaited) visible.delete(id)
  if (awaited.length > 0) return awaited
  visible.clear()
  for (;;) {
    const page = within(reader.unassessed(below, ASSESS_BATCH))
    const last = page.at(-1)
    if (last === undefined) return []
    below = last.id
    const due = page.filter(isDue)
    if (due.length > 0) return due
  }
}

interface Opened { message: Unassessed; account: ReceivingAccount; raw: Uint8Array; digest: Uint8Array }

/** Of a very large message only the beginning is here, or its attachments are on the server alone, which proves nothing: it waits until it is here whole. */
function open(message: Unassessed): Opened | 'absent' | 'not-whole' {
  const account = accounts.get(message.accountId)
  const raw = reader.raw(message.id)
  if (account !== undefined && raw.kind === 'lean') return 'not-whole'
  if (account === undefined || raw.kind !== 'raw') return 'absent'
  if (raw.raw.length === PIECE_BYTES) return 'not-whole'
  return { message, account, raw: raw.raw, digest: messageDigest(account.address, raw.raw) }
}

async function look({ message, account, raw, digest }: Opened): Promise<Assessed> {
  const assessedAt = now()
  // A record that has still to begin proves nothing, whatever date the server or the message gives.
  const receivedAt = Math.min(message.receivedAt, assessedAt)
  const assessment = await assess(raw, { practice: account.practice, resolver, receivedAt, assessedAt })
  return { messageId: message.id, name: messageIdOf(raw), mailbox: account.address, digest, receivedAt, assessedAt, assessment }
}

/** Side by side, so that their look-ups wait together; one by one once a message has broken the thread, to know which. */
async function lookAll(messages: readonly Opened[]): Promise<Assessed[]> {
  const groups = oneByOne ? messages.map((message) => [message]) : messages.length === 0 ? [] : [messages]
  const found: Assessed[] = []
  for (const group of groups) {
    say({ kind: 'reading', messageIds: group.map(({ message }) => message.id) })
    found.push(...await Promise.all(group.map(look)))
  }
  return found
}

/** What servers say of mail that was sent from here comes as mail; while it is open anyway, it is read. */
function tellReports(messages: readonly Opened[]): void {
  const reports = messages.flatMap(({ message: { receivedAt }, raw }) => {
    const report = readDeliveryReport(raw)
    return report === null ? [] : [{ report, receivedAt }]
  })
  if (reports.length > 0) say({ kind: 'reports', reports })
}

async function work(batch: readonly Unassessed[]): Promise<void> {
  const tried = batch.map((message) => ({ id: message.id, opened: open(message) }))
  const messages = tried.flatMap(({ opened }) => (typeof opened === 'string' ? [] : [opened]))
  const notWhole = tried.flatMap(({ id, opened }) => (opened === 'not-whole' ? [id] : []))
  tellReports(messages)
  known = Promise.withResolvers()
  say({ kind: 'ask', digests: messages.map(({ digest }) => digest) })
  const states = await known.promise
  const standing = messages.flatMap(({ message, digest }, index) => {
    const state = states[index] ?? null
    return state === null ? [] : [{ messageId: message.id, digest, state }]
  })
  const found = await lookAll(messages.filter((_, index) => (states[index] ?? null) === null))
  const early = new Set(messages.filter(({ message }) => message.receivedAt > now() + CLOCK_TOLERANCE_MS).map(({ message }) => message.id))
  // Received later than it is: one of two clocks is wrong, and what depends on the day must not stand for good (IN-11).
  const waits = ({ messageId, assessment }: Assessed): boolean => isOpen(assessment) || early.has(messageId)
  const settled = found.filter((each) => !waits(each))
  const provisional = found.filter(waits)
  for (const { message: { id } } of messages) later.set(id, Date.now() + ASSESS_SAVE_MS)
  for (const { messageId } of provisional) {
    const tries = (triesOf.get(messageId) ?? 0) + 1
    triesOf.set(messageId, tries)
    later.set(messageId, Date.now() + Math.min(ASSESS_RETRY_MS * 2 ** (tries - 1), ASSESS_RETRY_MAX_MS))
  }
  say({ kind: 'found', known: standing, settled, provisional, notWhole })
}

/** Until there is new mail, or it is time to look up again what could not be. */
async function rest(): Promise<void> {
  for (const [id, moment] of later) if (moment <= Date.now()) later.delete(id)
  const again = later.size === 0 ? undefined : setTimeout(fromTheTop, ASSESS_RETRY_MS)
  await wake.promise
  clearTimeout(again)
  wake = Promise.withResolvers()
}

/** Also while older mail is being looked at: the newest goes first. */
function fromTheTop(): void {
  below = NEWEST
  wake.resolve(undefined)
}

/** Questions to the old name server end; what they were asked for was open and is due again. */
function askElsewhere(how: LookUps): void {
  void resolver[Symbol.asyncDispose]()
  asking = how
  resolver = resolverFor(asking)
  for (const id of triesOf.keys()) later.delete(id)
  triesOf.clear()
  fromTheTop()
}

/** Beside whatever is being assessed: somebody is writing to it. */
async function lookAt(domain: string): Promise<void> {
  const found = await lookAtRecipient(domain, { resolver, at: now() })
  // How fresh it is, is told by the clock that everything else here is told by.
  say({ kind: 'domain', domain, found: { ...found, at: Date.now() } })
}

/** While mail is being copied, that goes first: the background takes a part of one processor. Who looks at a message does not wait. */
async function giveWay(workedMs: number): Promise<void> {
  const bytes = reader.storedBytes()
  if (bytes > stored.bytes) stored = { bytes, at: Date.now() }
  if (visible.size > 0 || Date.now() - stored.at > COPYING_MS) return
  const pause = Promise.withResolvers<undefined>()
  endPause = () => { pause.resolve(undefined) }
  const timer = setTimeout(endPause, Math.min(workedMs * ASSESS_PAUSES, COPYING_MS))
  await pause.promise
  clearTimeout(timer)
}

async function run(): Promise<never> {
  for (;;) {
    const since = performance.now()
    const batch = nextBatch()
    if (batch.length === 0) await rest()
    else {
      await work(batch)
      await giveWay(performance.now() - since)
    }
  }
}

port.on('message', (message: ToTrust) => {
  switch (message.kind) {
    case 'accounts':
      accounts.clear()
      for (const account of message.accounts) accounts.set(account.accountId, account)
      fromTheTop()
      return
    case 'lookUps': askElsewhere(message.lookUps); return
    case 'clock':
      behindMs = message.behindMs
      // What was proven by the wrong clock is not proven.
      askElsewhere(asking)
      return
    case 'wake': fromTheTop(); return
    case 'first':
      for (const id of message.messageIds) visible.add(id)
      wake.resolve(undefined)
      endPause()
      return
    case 'domains':
      for (const domain of message.domains) void lookAt(domain)
      return
    case 'known': known.resolve(message.states)
  }
})
void run()
