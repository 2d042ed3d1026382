import { randomUUID } from 'node:crypto'
import type { Draft, DraftFields } from '../../shared/contract/compose.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { Outcome } from '../../shared/contract/declare.ts'
import type { Address } from '../../shared/mail/address.ts'
import { inTransaction, isDiskFull } from '../store/store.ts'
import type { BlobArea, Database } from '../store/store.ts'
import { heavierClass } from '../../shared/norm/message-class.ts'
import type { DetectionLevel, MessageClass } from '../../shared/norm/message-class.ts'
import { classAfter } from '../../shared/norm/decision-trees.ts'
import type { ClassAnswers } from '../../shared/norm/decision-trees.ts'
import type { Inherited } from '../../shared/norm/inherited-class.ts'
import { answerHead } from './answer.ts'
import type { AnswerKind, Original } from './answer.ts'
import { createAttaching } from './attaching.ts'
import type { Attaching } from './attaching.ts'
import { deleteManuscript, draftOf, insertManuscript, manuscript, manuscripts } from './draft-rows.ts'
import type { Manuscript } from './draft-rows.ts'
import { forwardQuote, replyQuote } from './quote.ts'
import type { QuoteOptions } from './quote.ts'
import { removalHead, removalLetter } from './removal-request.ts'
import type { SentMessage } from './removal-request.ts'

/** A request to delete what was sent (R6); who writes and what it inherits are as of an answer. */
export interface Requesting extends Omit<Answering, 'kind' | 'original'> {
  readonly sent: SentMessage
}

export interface Answering {
  readonly kind: AnswerKind
  readonly original: Original
  readonly accountId: string
  /** Addresses that are oneself: never among the recipients of an answer. */
  readonly ownAddresses: readonly string[]
  /** In whose name the answer goes: that of the shared mailbox that the original stands in. */
  readonly mailbox?: string | undefined
  readonly quote: QuoteOptions
  readonly inherited: Inherited
}

/** Drafts in `state.db`, saved at every pause; their attachments in the encrypted blob area. Results are the contract's. */
export interface Drafts extends AsyncDisposable {
  list(): Omit<Draft, 'quoteHtml'>[]
  get(id: string): Outcome<Draft, 'no-such-draft'>
  /** `mailbox`: in whose name, where that is not one's own. */
  startNew(accountId: string, to: readonly Address[], mailbox?: string): Outcome<Draft, 'disk-full'>
  /** A forward has its original's attachments when this settles. */
  startAnswer(answering: Answering): Promise<Outcome<Draft, 'disk-full'>>
  /** R6: a letter to the same people that asks to delete what they got. Nothing of that goes along. */
  startRemovalRequest(requesting: Requesting): Outcome<Draft, 'disk-full'>
  save(change: { id: string; revision: number; fields: DraftFields }): Outcome<{ revision: number; savedAt: number }, 'no-such-draft' | 'stale-revision' | 'disk-full'>
  /** What it is about, by the answers to DT-1; never below what it inherited, nor below what was found (`level`, RT-29). */
  classify(id: string, answered: { answers: ClassAnswers; level: DetectionLevel }): Outcome<{ messageClass: MessageClass }, 'no-such-draft' | 'disk-full'>
  discard(id: string): Promise<Outcome<object, 'no-such-draft'>>
  readonly attaching: Attaching
}

export interface DraftsOptions {
  readonly db: Database
  readonly blobs: BlobArea
  readonly now: () => number
}

export function createDrafts(options: DraftsOptions): Drafts {
  const { db } = options
  const attaching = createAttaching(options)
  return {
    attaching,
    list: () => manuscripts(db).map((one) => {
      const { quoteHtml: _, ...draft } = draftOf(one)
      return draft
    }),
    get(id) {
      const found = manuscript(db, id)
      return found === null ? refused('no-such-draft') : done(draftOf(found))
    },
    startNew: (accountId, to, mailbox) => start(options, blank(options, { accountId, to: [...to], ...(mailbox === undefined ? {} : { mailbox }) })),
    startAnswer: (answering) => startAnswer(options, attaching, answering),
    startRemovalRequest: (requesting) => startRemovalRequest(options, requesting),
    save: (change) => save(options, change),
    classify: (id, answered) => classify(options, id, answered),
    discard: (id) => discard(options, attaching, id),
    [Symbol.asyncDispose]: () => attaching[Symbol.asyncDispose](),
  }
}

const blank = ({ now }: DraftsOptions, fields: Pick<DraftFields, 'accountId' | 'to' | 'mailbox'>): Manuscript => ({
  id: randomUUID(), revision: 0, kind: 'new', sourceMessageId: null, inReplyTo: null, references: [], quoteHtml: null, savedAt: now(), attachments: [],
  messageClass: 'unknown', classFloor: 'general', answersPatient: false, answeredLevel: 'none',
  fields: { cc: [], bcc: [], subject: '', html: '', ...fields },
})

function start({ db }: DraftsOptions, draft: Manuscript): Outcome<Draft, 'disk-full'> {
  return unlessFull(() => {
    insertManuscript(db, draft)
    return done(draftOf(draft))
  })
}

function unlessFull<Value, Fail extends string>(work: () => Outcome<Value, Fail>): Outcome<Value, Fail | 'disk-full'> {
  try {
    return work()
  } catch (error) {
    if (isDiskFull(error)) return refused('disk-full')
    throw error
  }
}

async function startAnswer(options: DraftsOptions, attaching: Attaching, answering: Answering): Promise<Outcome<Draft, 'disk-full'>> {
  const { kind, original, accountId, ownAddresses, quote, inherited, mailbox } = answering
  const { to, cc, subject, inReplyTo, references } = answerHead(kind, original, ownAddresses)
  const empty = blank(options, { accountId, to })
  const draft: Manuscript = {
    ...empty, messageClass: inherited.messageClass, classFloor: inherited.floor, answersPatient: inherited.answersPatient,
    kind, sourceMessageId: original.messageId, inReplyTo, references,
    fields: { ...empty.fields, cc, subject, ...(mailbox === undefined ? {} : { mailbox }) },
    quoteHtml: kind === 'forward' ? forwardQuote(original, quote) : replyQuote(original, quote),
  }
  const started = start(options, draft)
  if (!started.ok || kind !== 'forward') return started
  try {
    for (const attachment of original.attachments) await attaching.copy(draft.id, attachment)
  } catch (error) {
    // Half the attachments would be worse than no draft: nobody would see what is missing.
    await discard(options, attaching, draft.id)
    if (isDiskFull(error)) return refused('disk-full')
    throw error
  }
  return done(draftOf(manuscript(options.db, draft.id) ?? draft))
}

function startRemovalRequest(options: DraftsOptions, { sent, accountId, ownAddresses, mailbox, quote, inherited }: Requesting): Outcome<Draft, 'disk-full'> {
  const { to, cc, bcc, subject, inReplyTo, references } = removalHead(sent, ownAddresses, quote)
  const empty = blank(options, { accountId, to, ...(mailbox === undefined ? {} : { mailbox }) })
  return start(options, {
    ...empty, kind: 'removal-request', sourceMessageId: sent.messageId, inReplyTo, references,
    messageClass: inherited.messageClass, classFloor: inherited.floor, answersPatient: inherited.answersPatient,
    fields: { ...empty.fields, cc, bcc, subject, html: removalLetter(sent, quote) },
  })
}

function save({ db, now }: DraftsOptions, { id, revision, fields }: Parameters<Drafts['save']>[0]): ReturnType<Drafts['save']> {
  return unlessFull(() => {
    const savedAt = now()
    const saved = db.prepare('UPDATE draft SET fields = ?, account_id = ?, revision = revision + 1, saved_at = ? WHERE id = ? AND revision = ?')
      .run(JSON.stringify(fields), fields.accountId, savedAt, id, revision)
    if (saved.changes === 1) return done({ revision: revision + 1, savedAt })
    return refused(manuscript(db, id) === null ? 'no-such-draft' : 'stale-revision')
  })
}

function classify({ db }: DraftsOptions, id: string, { answers, level }: Parameters<Drafts['classify']>[1]): ReturnType<Drafts['classify']> {
  return unlessFull(() => inTransaction(db, () => {
    const draft = manuscript(db, id)
    if (draft === null) return refused('no-such-draft')
    const messageClass = heavierClass(classAfter('unknown', answers, level), draft.classFloor)
    db.prepare('UPDATE draft SET message_class = ?, answered_level = ? WHERE id = ?').run(messageClass, level, id)
    return done({ messageClass })
  }))
}

/** The row first: a crash between leaves sealed bytes that nothing names, which the next start collects. */
async function discard({ db, blobs }: DraftsOptions, attaching: Attaching, id: string): ReturnType<Drafts['discard']> {
  const draft = manuscript(db, id)
  if (draft === null || !deleteManuscript(db, id)) return refused('no-such-draft')
  await attaching.giveUp(id)
  await Promise.all(draft.attachments.map(({ blobId }) => blobs.remove(blobId)))
  return done({})
}
