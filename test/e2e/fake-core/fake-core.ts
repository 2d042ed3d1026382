import type { CoreEvent } from '../../../src/shared/contract/wire.ts'
import type { OperationName, OutputOf } from '../../../src/shared/contract/contract.ts'
import type { Settings } from '../../../src/shared/contract/app.ts'
import type { Topic } from '../../../src/shared/contract/declare.ts'
import { answer } from '../../../src/main/app/answer.ts'
import type { Core } from '../../../src/main/app/core.ts'
import { usualConditions, type Conditions } from '../../../src/shared/mail/copy-pace.ts'
import type { Storage } from '../../../src/shared/contract/storage.ts'
import type { Receiving } from '../../../src/shared/contract/trust.ts'
import type { InboundEvidence } from '../../../src/shared/norm/inbound-evidence.ts'
import { DEFAULT_LIMIT_BYTES } from '../../../src/shared/norm/routing/routing-rules.ts'
import { FakeBook } from './book.ts'
import type { FakeReport } from './deliveries.ts'
import { fakeHandlers } from './handlers.ts'
import { FakeJournal } from './journals.ts'
import { FakeMailbox } from './mailbox.ts'
import { FakePractice } from './practice.ts'
import { FakeProviders } from './providers.ts'
import { sampleMail, type FakeMessage } from './sample.ts'
import { sampleStorage } from './storage.ts'
import { FakeDesk } from './writing.ts'

/**
 * A core in memory that answers every operation of the contract, for looking at screens: the same door, the same schemas, no
 * stores and no servers. What runs on real stores and servers is tested there.
 */
export class FakeCore implements Core {
  readonly now = Date.now()
  readonly mailbox: FakeMailbox
  readonly desk = new FakeDesk()
  /** What servers reported of sent mail. */
  readonly deliveries: FakeReport[] = []
  readonly providers = new FakeProviders()
  readonly book = new FakeBook(() => { this.changed('book') })
  readonly journal = new FakeJournal(this.now)
  readonly practice = new FakePractice(this.now)
  settings: Settings = { theme: 'system', density: 'comfortable', language: 'nl', shortcuts: true, listWidth: 392, resolver: '', copyPaused: false, attachmentsKept: 'always' }
  receiving: Receiving = { authservId: 'mx.delinde.test', receivingHosts: ['mail.delinde.test', 'mx.delinde.test'], stripsForeignHeader: false, webFormSenders: [], portalDomains: ['postportaal.test'] }
  /** What was found of every message; null: what goes with its state. */
  evidence: InboundEvidence | null = null
  /** A service for safe mail is set up; without one, mail leaves only as ordinary mail. */
  hasRelay = false
  /** What it takes (RT-04). */
  limitBytes = DEFAULT_LIMIT_BYTES
  /** How far the computer's clock is behind the mail server's; null: it is right. */
  clockBehindMs: number | null = null
  /** How messages were sent, by row. */
  readonly sentRoutes = new Map<number, OutputOf<'delivery.routes'>>()
  /** The practice wants to be asked on which ground it sends. */
  asksGround = false
  /** What this computer runs on, as the screen last told. */
  conditions: Conditions = usualConditions
  /** What is kept on this computer, and its backups where they are to be chosen from. */
  storage: Storage = sampleStorage()
  /** Copying goes on despite battery and line. */
  copyGoesOn = false
  /** Sealed parts of a log that no server took, beside the program. */
  keptLog: OutputOf<'app.keptLog'> = null
  unlocked = true
  /** Every question that came in. */
  readonly asked: { name: string; input: unknown }[] = []
  /** Refusals to give instead of answering. */
  readonly refusals = new Map<OperationName, string>()
  /** Answers to hold back until this resolves. */
  readonly held = new Map<OperationName, Promise<unknown>>()
  private readonly listeners = new Set<(event: CoreEvent) => void>()

  constructor(messages?: readonly FakeMessage[]) {
    this.mailbox = new FakeMailbox(messages ?? sampleMail(this.now), this.now)
    this.book.meet(this.mailbox.messages)
  }

  async answer(name: string, input: unknown): ReturnType<Core['answer']> {
    this.asked.push({ name, input })
    await this.held.get(name as OperationName)
    const refusal = this.refusals.get(name as OperationName)
    if (refusal !== undefined) return { ok: false, fail: refusal }
    return answer({ handlers: fakeHandlers(this), isUnlocked: () => this.unlocked, mayPass: () => true, onBug: (operation, error) => { throw new Error(operation, { cause: error }) } }, name, input)
  }

  listen(onEvent: (event: CoreEvent) => void): () => void {
    this.listeners.add(onEvent)
    return () => void this.listeners.delete(onEvent)
  }

  tell(event: CoreEvent): void {
    for (const listener of this.listeners) listener(event)
  }

  changed(...topics: Topic[]): void {
    this.tell({ kind: 'changed', topics })
  }

  /** New mail comes in. */
  deliver(...messages: FakeMessage[]): void {
    this.mailbox.messages.push(...messages)
    this.mailbox.sort()
    for (const { row } of messages) this.tell({ kind: 'new-mail', folderId: row.folderId, count: 1 })
    this.changed('messages', 'folders')
  }

  lock(because: 'screen' | 'sleep'): Promise<void> {
    this.unlocked = false
    this.tell({ kind: 'locked', because })
    return Promise.resolve()
  }

  isClosed(): boolean {
    return false
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}
