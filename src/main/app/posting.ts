import type { OutboxItem } from '../../shared/contract/compose.ts'
import type { HandlerOutcome, ParsedInputOf } from '../../shared/contract/contract.ts'
import { refused } from '../../shared/contract/declare.ts'
import { mailboxKey } from '../../shared/mail/address.ts'
import { RECIPIENTS_MOST } from '../../shared/mail/limits.ts'
import { raisedBy } from '../../shared/norm/message-class.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { AddressBook } from '../address-book/address-book.ts'
import { conversationOf, rememberClass } from '../drafts/conversation-class.ts'
import { consumeManuscript, insertManuscript, manuscript } from '../drafts/draft-rows.ts'
import { formerMessage, keepFormer } from '../drafts/former-message.ts'
import type { AccountProviders } from '../providers/face.ts'
import { confirmSend } from '../sending/confirm.ts'
import { createDispatcher, type Submitter } from '../sending/dispatch.ts'
import { decideUnclear, listOutbox, mailWaits, retryNow, type OutboxParts } from '../sending/outbox.ts'
import { recipientsOf, wireAddress, type SentAs } from '../sending/manuscript.ts'
import { delivery, manuscriptOf, type Delivery } from '../sending/outbox-rows.ts'
import type { RoutedDelivery } from '../sending/routed.ts'
import { secondLook, type SecondLook } from '../sending/second-look.ts'
import type { SmtpLogin } from '../sending/smtp-session.ts'
import { leaveUnclear, takeBack } from '../sending/take-back.ts'
import type { BlobArea, Database } from '../store/store.ts'
import type { Acts } from './acts.ts'
import type { Changes } from './changes.ts'
import type { OnBug } from './core-options.ts'
import type { Journal } from './journal.ts'
import { detectDraft } from './detect-draft.ts'
import type { DetectHost } from './threads/detect-host.ts'
import { detectedIn, questionOf } from './routing/draft-routes.ts'
import { markedForRight } from './held-for-right.ts'
import { isStillNamed } from './practice/sending-as.ts'
import { watchHeldMail } from './routing/held-mail.ts'
import type { OpenDelivery, Routing } from './routing/routing.ts'
import { lineBy, lineFor } from './submitter.ts'
import { tellChanged, tellSending, tellTooLate } from './told-sending.ts'
import { startSentCopies } from './sent-copies.ts'
import type { SyncHost } from './threads/sync-host.ts'

interface Room {
  db: Database
  blobs: BlobArea
  accounts: Accounts
  providers: AccountProviders
  addressBook: AddressBook
  acts: Acts
  sync: SyncHost
  journal: Journal
  changes: Changes
  routing: Routing
  detecting: DetectHost
  /** In whose name a draft goes; `refused`: the practice does not let this person. Null: in their own. */
  sendingAs: (mailbox: string | undefined) => SentAs | null | 'refused'
  /** The person who gave a mandate or a delegation for a draft; null: nobody did. */
  onBehalfOf: (mailbox: string | undefined) => string | null
  /** Colleagues who can open the message too are told. */
  answered: (messageId: number, how: 'answered' | 'forwarded') => void
  /** Names the bytes of a received message; null where it has left this workstation. */
  digestOf: (messageId: number) => string | null
  now: () => number
  onBug: OnBug
}

/** From the draft that is sent to the copy among sent mail: the outbox of one session, as the contract names its acts. */
export interface Posting extends AsyncDisposable {
  list(): OutboxItem[]
  confirm(input: ParsedInputOf<'send.confirm'>): Promise<HandlerOutcome<'send.confirm'>>
  takeBack(id: string): Promise<HandlerOutcome<'outbox.takeBack'>>
  /** Of who leaves: what may have arrived becomes a draft with this line at its top. */
  leaveUnclear(id: string, line: string): Promise<HandlerOutcome<'outbox.takeBack'>>
  retryNow(id: string): Promise<{ ok: true } | { ok: false; fail: 'no-such-item' | 'nothing-to-retry' }>
  decideUnclear(id: string, decision: 'it-arrived' | 'send-again'): { ok: true } | { ok: false; fail: 'no-such-item' | 'not-unclear' }
  /** Whether removing the account would leave mail behind. */
  holdsMailOf(accountId: string): boolean
  /** What it waited for is over: the account's server answers again, or its password was changed. */
  retryAccount(accountId: string, because: 'reachable' | 'secret-changed'): void
}

/** Starts the outbox where the last session left it: what was due goes, what may have arrived waits for a person. */
export function startPosting(room: Room): Posting {
  const { db, blobs, acts, changes, now } = room
  const note = tellSending(room)
  const taken: OutboxParts['taken'] = ({ kind, sourceMessageId }) => {
    if (kind === 'new' || kind === 'removal-request' || sourceMessageId === null) return
    const mark = kind === 'forward' ? 'forwarded' : 'answered'
    acts.mark(sourceMessageId, mark)
    room.answered(sourceMessageId, mark)
  }
  const changed = () => { changes.touch(['outbox', 'journal']) }
  const copies = startSentCopies(room)
  const over = Promise.withResolvers<Submitter>()
  const dispatcher = createDispatcher({
    db, blobs, now, note, taken, onChanged: changed,
    // A keychain may be waiting for a person: a lock does not wait with it.
    connect: (row) => Promise.race([submitterOf(room, row), over.promise]),
    planAgain: (row) => planAgain(room, row),
    onSent: () => {
      acts.runMarks()
      copies.due()
    },
    onStuck: (error) => { room.onBug('the outbox', error) },
  })
  const parts: OutboxParts = { db, blobs, now, note, taken, restoreDraft: (draft, was) => { insertManuscript(db, draft); keepFormer(db, draft.id, was) } }
  const held = watchHeldMail({ parts, planAgain: (row) => planAgain(room, row), changes, onBug: room.onBug, onReleased: () => { changed(); dispatcher.wake() } })
  const then = <Result extends { ok: boolean }>(result: Result): Result => {
    if (result.ok) {
      changed()
      changes.touch(['drafts'])
      acts.runMarks()
      copies.due()
      dispatcher.wake()
    }
    return result
  }
  return {
    list: () => markedForRight(db, listOutbox(db), room.sendingAs),
    confirm: async (input) => then(await confirm({ ...room, note }, input)),
    async takeBack(id) {
      const taken = await takeBack(parts, id)
      const left = !taken.ok && taken.fail === 'too-late' ? delivery(db, id) : null
      if (left !== null) tellTooLate(room, left)
      return then(taken)
    },
    leaveUnclear: async (id, line) => then(await leaveUnclear(parts, id, line)),
    retryNow: async (id) => then(retryNow(parts, id, await lookAgain(room, id))),
    decideUnclear: (id, decision) => then(decideUnclear(parts, id, decision)),
    holdsMailOf: (accountId) => mailWaits(db, accountId),
    retryAccount: (accountId, because) => {
      dispatcher.retryAccount(accountId, because)
      copies.due()
    },
    async [Symbol.asyncDispose]() {
      copies[Symbol.dispose]()
      held[Symbol.dispose]()
      over.resolve({ kind: 'unavailable', problem: 'keychain-unavailable' })
      await dispatcher[Symbol.asyncDispose]()
    },
  }
}

/** N-01: what was shown as going safely waits where it would now be ordinary mail, and goes by itself once that safe way is there again. */
const asShownOrSafer = (planned: readonly OpenDelivery[], shown: ParsedInputOf<'send.confirm'>['shown']): OpenDelivery[] => {
  const routes = new Map(shown.map(({ address, route }) => [mailboxKey(address), route]))
  return planned.map((one) => {
    const seen = routes.get(mailboxKey(one.to))
    const isLess = one.chosen === 'plain' && (seen === 'direct' || seen === 'portal' || seen === 'community')
    return isLess ? { ...one, row: 'RT-10', permitted: ['hold'], chosen: 'hold', needs: ['recheck'] } : one
  })
}

/** The routes of what is in the outbox as they are now: what it was found to be about stays, all else is asked anew. */
async function planAgain({ db, routing, accounts, sendingAs }: Pick<Room, 'db' | 'routing' | 'accounts' | 'sendingAs'>, row: Delivery): Promise<readonly RoutedDelivery[]> {
  const { plan, accountId, route, sizeBytes } = row
  const recipients = row.recipients.map(({ address }) => address)
  // Without its account there is nothing to ask with; it waits for that, and keeps its route.
  if (accounts.get(accountId) === null) return plan === null ? [] : recipients.map((to) => ({ to, chosen: route, ...plan }))
  const { detection = 'none', hasUnread = false, ground = null, emailCodeReason = '', wish = null } = plan?.grounds ?? {}
  const letter = manuscriptOf(db, row.outgoingId)
  // The right to send in that name may have been withdrawn since (FM-05): without a route it waits.
  if (!isStillNamed(letter.sentAs ?? null, sendingAs(letter.fields.mailbox))) return []
  const question = questionOf(letter, { accountId, recipients, detection: { level: detection, hasUnread }, ground, emailCodeReason, wish })
  return routing.planSurely({ ...question, sizeBytes })
}

async function lookAgain(room: Room, itemId: string): Promise<SecondLook | null> {
  const row = delivery(room.db, itemId)
  return row === null || room.accounts.get(row.accountId) === null ? null : secondLook(row, { planAgain: (one) => planAgain(room, one) })
}

async function confirm(room: Room & { note: OutboxParts['note'] }, { id, revision, recipientsConfirmed, sendAt, ground, emailCodeReason, wish, shown }: ParsedInputOf<'send.confirm'>): Promise<HandlerOutcome<'send.confirm'>> {
  const { db, blobs, accounts, now, note } = room
  const draft = manuscript(db, id)
  if (draft === null) return refused('no-such-draft')
  if (draft.revision !== revision) return refused('stale-revision')
  const account = accounts.get(draft.fields.accountId)
  // The account went while its draft was open: nobody is there to send as.
  if (account === null) return refused('no-such-draft')
  const { id: accountId, address, displayName } = account
  const sentAs = room.sendingAs(draft.fields.mailbox)
  if (sentAs === 'refused') return refused('no-right')
  const { to, cc, bcc } = recipientsOf(draft.fields)
  if (to.length + cc.length + bcc.length > RECIPIENTS_MOST) return refused('too-many-recipients')
  const { level, rules } = await detectDraft(room, draft)
  const question = questionOf(draft, { accountId, recipients: [...to, ...cc, ...bcc].map((one) => one.address), detection: detectedIn({ level, rules }), ground, emailCodeReason, wish })
  const deliveries = asShownOrSafer(await room.routing.planSurely(question), shown)
  if (deliveries.some(({ isGroundAsked, grounds, chosen }) => isGroundAsked && grounds.ground === null && chosen !== 'refuse')) return refused('ground-needed')
  return confirmSend({
    db, blobs, now, note,
    consumeDraft({ sentAs: _, onBehalfOf: __, ...sent }, { messageId, mimeHash }) {
      const former = formerMessage(db, sent.id)
      const consumed = consumeManuscript(db, sent)
      if (consumed === 'consumed' && former !== null) tellChanged(room, former, { after: mimeHash, mailbox: sentAs?.address ?? address, fields: sent.fields })
      // Whoever answers in this conversation is not asked again, and does not go below it (IN-13).
      if (consumed === 'consumed') rememberClass(db, { root: conversationOf(draft) ?? messageId, messageClass: raisedBy(level, question.messageClass), at: now() })
      return consumed
    },
  }, { ...draft, sentAs, onBehalfOf: room.onBehalfOf(draft.fields.mailbox) }, { sender: { accountId, address, displayName }, routes: { deliveries, isConfirmed: recipientsConfirmed }, sendAt, findings: rules.map(({ rule, count }) => `${rule}:${String(count)}`).join('+') })
}

/** The line of this delivery as things are at this moment: its number too is looked up again. */
async function submitterOf(room: Pick<Room, 'db' | 'accounts' | 'providers' | 'addressBook'>, { accountId, outgoingId, route, recipients }: Delivery): Promise<Submitter> {
  const mobileOf = (address: string): string | null => {
    const contact = room.addressBook.find(address)
    return contact?.mobileVerified == null ? null : contact.mobile
  }
  const line = await lineFor(room, { accountId, route, recipients, mobileOf })
  return line.kind === 'ready' ? { ...line, ownDomains: room.accounts.get(accountId)?.ownDomains ?? [], instead: await insteadOf(room, outgoingId) } : line
}

/** The login of the shared mailbox in whose name it goes, where that has one and this person may still open it. */
async function insteadOf(room: Pick<Room, 'db' | 'accounts' | 'providers'>, outgoingId: string): Promise<{ login: SmtpLogin; from: string } | null> {
  const { sentAs } = manuscriptOf(room.db, outgoingId)
  if (sentAs?.accountId === undefined) return null
  const line = await lineBy(room, sentAs.accountId, { kind: 'account' })
  return line.kind === 'ready' ? { login: line.login, from: wireAddress(sentAs.address) } : null
}
