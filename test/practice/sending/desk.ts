import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { DraftFields, OutboxItem } from '../../../src/shared/contract/compose.ts'
import { appendEntry } from '../../../src/main/audit/journal.ts'
import { consumeManuscript, insertManuscript, manuscript } from '../../../src/main/drafts/draft-rows.ts'
import { createDrafts, type Drafts } from '../../../src/main/drafts/drafts.ts'
import { confirmSend, type Confirmed, type Sender } from '../../../src/main/sending/confirm.ts'
import { recipientsOf } from '../../../src/main/sending/manuscript.ts'
import type { RoutedDelivery, RouteGrounds } from '../../../src/main/sending/routed.ts'
import { planDeliveries } from '../../../src/shared/norm/routing/plan-deliveries.ts'
import { message, recipient, type Change } from '../../corpora/routing/facts.ts'
import { createDispatcher, type Dispatcher, type DispatcherOptions, type Submitter } from '../../../src/main/sending/dispatch.ts'
import type { NoteInJournal, SendNote } from '../../../src/main/sending/note.ts'
import type { SmtpPatience } from '../../../src/main/sending/smtp-session.ts'
import { listOutbox, type OutboxParts } from '../../../src/main/sending/outbox.ts'
import { openBlobArea, openDatabase, stateMigrations, type BlobArea, type Database } from '../../../src/main/store/store.ts'

/** Somebody who sends, with the domains that are the practice's own. */
export interface DeskSender extends Sender {
  readonly ownDomains: readonly string[]
}

export const anja: DeskSender = { accountId: 'anja', address: 'anja@delinde.test', displayName: 'Anja de Vries', ownDomains: ['delinde.test'] }

const grounds: RouteGrounds = {
  messageClass: 'unknown', detection: 'none', hasUnread: false, ground: null, provider: 'plain', ownStatus: 'ready', status: 'ready', lastDay: null, dnssec: null, lookedUpAt: null, factor: 'none', emailCodeReason: '', lastDigits: null,
}

/** The routes of an account that sends ordinary mail: the practice itself (RT-00), and nobody else (RT-02). `change` makes it another account or message. */
export const routesOf = (addresses: readonly string[], ownDomains: readonly string[], change: Change = {}): RoutedDelivery[] =>
  planDeliveries(message({ provider: { kind: 'plain' }, ownDomains, messageClass: 'unknown', recipients: addresses.map((address) => recipient({ address })), ...change }))
    .map((delivery) => ({ ...delivery, grounds }))

/** The journal as the product has it, with the person at this desk. */
export const journalIn = (db: Database): NoteInJournal => (note: SendNote) => appendEntry(db, {
  class: 'E1', offsetMinutes: 60, patient: null, ...note,
  actor: { person: 'Anja de Vries', role: null, onBehalfOf: null, device: 'balie', factor: { kind: 'prf', at: 1 }, appVersion: '0.1.0', ruleVersion: null },
})

export interface DeskOptions {
  /** Kept, and there already, when a killed program starts again. */
  readonly directory?: string
  readonly key?: Uint8Array
}

/** A workstation's drafts and outbox on disk, wired as the product wires them; its clock is moved by hand. */
export interface Desk extends AsyncDisposable {
  readonly db: Database
  readonly blobs: BlobArea
  readonly drafts: Drafts
  readonly parts: OutboxParts
  /** What was answered by mail that a server has: `kind source`. */
  readonly taken: readonly string[]
  readonly directory: string
  pass(ms: number): void
  now(): number
  write(fields: Partial<DraftFields>, attachments?: readonly { name: string; bytes: Uint8Array }[]): Promise<string>
  confirm(draftId: string, sender?: DeskSender, note?: NoteInJournal): Promise<Confirmed>
  send(fields: Partial<DraftFields>, sender?: DeskSender): Promise<string[]>
  /** Confirms a message that is meant for a later moment. */
  schedule(fields: Partial<DraftFields>, moment: number, findings?: string): Promise<Extract<Confirmed, { ok: true }>['value']>
  dispatch(submitter: Submitter | (() => Promise<Submitter>), more?: Partial<DispatcherOptions>): Dispatcher
  outbox(): OutboxItem[]
  /** The journal's lines about sending: `reason route`. */
  journal(): string[]
}

/** Longer than any server here takes on a busy computer: what is to wait in vain brings its own. */
export const patience: SmtpPatience = { connectMs: 60_000, answerMs: 60_000, endAnswerMs: 60_000 }

const submitterOf = (given: Submitter | (() => Promise<Submitter>)): (() => Promise<Submitter>) => (typeof given === 'function' ? given : () => Promise.resolve(given))

export function openDesk(options: DeskOptions = {}): Desk {
  const directory = options.directory ?? mkdtempSync(path.join(tmpdir(), 'desk-'))
  const key = options.key ?? randomBytes(32)
  const opened = openDatabase({ file: path.join(directory, 'state.db'), key, migrations: stateMigrations, mode: 'write', durability: 'full' })
  if (opened.kind !== 'open') throw new Error(opened.kind)
  const db = opened.database
  const blobs = openBlobArea({ directory: path.join(directory, 'blobs'), key })
  let offset = 0
  const now = (): number => Date.now() + offset
  const drafts = createDrafts({ db, blobs, now })
  const note = journalIn(db)
  const marked: string[] = []
  const taken: OutboxParts['taken'] = ({ kind, sourceMessageId }) => { marked.push(`${kind} ${String(sourceMessageId)}`) }
  const parts: OutboxParts = { db, blobs, now, note, taken, restoreDraft: (draft) => insertManuscript(db, draft) }
  const desk: Desk = {
    db, blobs, drafts, parts, taken: marked, directory, now,
    pass: (ms) => { offset += ms },
    async write(fields, attachments = []) {
      const started = drafts.startNew('anja', [])
      if (!started.ok) throw new Error(started.fail)
      const { id } = started.value
      for (const { name, bytes } of attachments) {
        const begun = await drafts.attaching.begin({ id, name, type: 'application/pdf', sizeBytes: bytes.length })
        if (!begun.ok) throw new Error(begun.fail)
        await drafts.attaching.addBytes({ id, attachmentId: begun.value.attachmentId, offset: 0, bytes })
      }
      drafts.save({ id, revision: 0, fields: { accountId: 'anja', to: [], cc: [], bcc: [], subject: 'Overleg', html: '<p>Goedemorgen</p>', ...fields } })
      return id
    },
    confirm(draftId, sender = anja, withNote = note) {
      const draft = manuscript(db, draftId)
      if (draft === null) throw new Error('no draft')
      const { to: main, cc, bcc } = recipientsOf(draft.fields)
      const deliveries = routesOf([...main, ...cc, ...bcc].map(({ address }) => address), sender.ownDomains)
      return confirmSend({ db, blobs, now, note: withNote, consumeDraft: (one) => consumeManuscript(db, one) }, draft, { sender, routes: { deliveries, isConfirmed: true } })
    },
    async schedule(fields, sendAt, findings = '') {
      const draft = manuscript(db, await desk.write(fields))
      if (draft === null) throw new Error('no draft')
      const deliveries = routesOf(draft.fields.to.map(({ address }) => address), anja.ownDomains)
      const confirmed = await confirmSend({ db, blobs, now, note, consumeDraft: (one) => consumeManuscript(db, one) }, draft, { sender: anja, routes: { deliveries, isConfirmed: true }, sendAt, findings })
      if (!confirmed.ok) throw new Error(confirmed.fail)
      return confirmed.value
    },
    async send(fields, sender) {
      const confirmed = await desk.confirm(await desk.write(fields), sender)
      if (!confirmed.ok) throw new Error(confirmed.fail)
      return confirmed.value.outboxIds
    },
    dispatch: (submitter, more = {}) => createDispatcher({
      db, blobs, now, note, taken, connect: submitterOf(submitter), planAgain: ({ recipients }) => Promise.resolve(routesOf(recipients.map(({ address }) => address), anja.ownDomains)), onChanged: () => undefined, onSent: () => undefined, onStuck: (error) => { throw error },
      patience, ...more,
    }),
    outbox: () => listOutbox(db),
    journal: () => db.prepare<[], string>("SELECT reason || ' ' || json_extract(detail, '$.route') FROM journal ORDER BY sequence").pluck().all(),
    async [Symbol.asyncDispose]() {
      await drafts[Symbol.asyncDispose]()
      await blobs.close()
      db.close()
      if (options.directory === undefined) rmSync(directory, { recursive: true })
    },
  }
  return desk
}

export const to = (...addresses: string[]): { name: string; address: string }[] => addresses.map((address) => ({ name: '', address }))
