import type { Handlers } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import { manuscript } from '../drafts/draft-rows.ts'
import { replyQuote } from '../drafts/quote.ts'
import { detectDraft } from './detect-draft.ts'
import { detectedIn, planShown, questionOf } from './routing/draft-routes.ts'
import { inheritedFrom } from './inherited.ts'
import { originalOf } from './original.ts'
import { sendersOf } from './practice/senders.ts'
import { requestRemoval, requestRemovalOfLine } from './removal-requests.ts'
import type { Session } from './session.ts'
import { ownNames, quoting, writesWith } from './writing-as.ts'

type ComposeHandlers = Pick<Handlers, Extract<keyof Handlers, `drafts.${string}` | `send.${string}` | `outbox.${string}`>>
type DraftHandlers = Pick<ComposeHandlers, Extract<keyof ComposeHandlers, `drafts.${string}`>>

/** Says what changed once an act on a draft is done. */
const noting = (session: Session) => async <Result extends { ok: boolean }>(work: Promise<Result> | Result): Promise<Result> => {
  const result = await work
  if (result.ok) {
    session.changes.touch(['drafts'])
    session.draftCopies.changed()
  }
  return result
}

/** The same outcome without its value. */
const nothing = async <Result extends { ok: true } | { ok: false }>(work: Promise<Result>): Promise<{ ok: true; value: Record<string, never> } | Exclude<Result, { ok: true }>> => {
  const result = await work
  return result.ok ? done({}) : result as Exclude<Result, { ok: true }>
}

const startDraft = async (session: Session, input: Parameters<DraftHandlers['drafts.start']>[0]): Promise<Awaited<ReturnType<DraftHandlers['drafts.start']>>> => {
  const accounts = session.accounts.list()
  if (input.kind === 'new') {
    const account = accounts.find(({ id }) => id === input.accountId) ?? accounts[0]
    // Where one is says in whose name one means to write.
    const as = input.folderId === undefined ? null : session.practice.answersAs({ folderId: input.folderId })
    return account === undefined ? refused('no-account') : session.drafts.startNew(account.id, input.to, as?.mailbox)
  }
  const header = session.reader.header(input.messageId)
  if (header === null) return refused('no-such-message')
  if (input.kind === 'removal-request') return requestRemoval(session, header)
  const original = await originalOf(session, header, input.kind)
  if (original === null) return refused('not-here-yet')
  const quote = quoting(session)
  const { level } = await session.detecting.detect({ subject: original.subject, html: '', quoteHtml: replyQuote(original, quote), attachments: [] })
  const name = session.practice.answersAs(header)
  return session.drafts.startAnswer({
    mailbox: name?.mailbox,
    kind: input.kind, original, accountId: writesWith(session, header.accountId), inherited: inheritedFrom(session, header, { kind: input.kind, original, detection: level }), ownAddresses: ownNames(session, name?.address),
    quote,
  })
}

function draftOperations(current: () => Session): DraftHandlers {
  return {
    'drafts.list': () => done(current().drafts.list()),
    'drafts.get': ({ id }) => current().drafts.get(id),
    'drafts.start': (input) => noting(current())(startDraft(current(), input)),
    'drafts.save': (input) => noting(current())(current().drafts.save(input)),
    'drafts.classify': async ({ id, answers }) => {
      const session = current()
      const draft = manuscript(session.db, id)
      if (draft === null) return refused('no-such-draft')
      const { level } = await detectDraft(session, draft)
      return noting(session)(session.drafts.classify(id, { answers, level }))
    },
    'drafts.discard': ({ id }) => noting(current())(nothing(current().drafts.discard(id))),
    'drafts.beginAttachment': (input) => noting(current())(current().drafts.attaching.begin(input)),
    'drafts.addBytes': async ({ id, attachmentId, offset, bytes }) => {
      const session = current()
      const added = await session.drafts.attaching.addBytes({ id, attachmentId, offset, bytes: Buffer.from(bytes, 'base64url') })
      return added.ok && added.value.complete ? noting(session)(added) : added
    },
    'drafts.detach': ({ id, attachmentId }) => noting(current())(nothing(current().drafts.attaching.detach(id, attachmentId))),
  }
}

/** What a person writes, and what becomes of it. */
export function composeOperations(current: () => Session): ComposeHandlers {
  return {
    ...draftOperations(current),
    'send.plan': async ({ id, accountId, addresses, emailCodeReason, wish }) => {
      const session = current()
      const draft = manuscript(session.db, id)
      if (draft === null) return refused('no-such-draft')
      if (session.accounts.get(accountId) === null) return refused('no-account')
      const question = questionOf(draft, { accountId, recipients: addresses, detection: detectedIn(await detectDraft(session, draft)), emailCodeReason, wish })
      return done(await planShown(await session.routing.plan(question), { ...question, book: session.addressBook, provider: session.providers.routingProvider(accountId) }))
    },
    'send.senders': () => done(sendersOf(current())),
    'send.confirm': (input) => noting(current())(current().posting.confirm(input)),
    'outbox.list': () => done(current().posting.list()),
    'outbox.takeBack': ({ id }) => noting(current())(current().posting.takeBack(id)),
    'outbox.askRemoval': ({ id }) => noting(current())(requestRemovalOfLine(current(), id)),
    'outbox.retryNow': ({ id }) => nothing(current().posting.retryNow(id)),
    'outbox.decideUnclear': ({ id, decision }) => nothing(Promise.resolve(current().posting.decideUnclear(id, decision))),
  }
}
