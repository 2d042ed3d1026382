import type { Handlers } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { DeliveryReportValue, SentRouteValue } from '../../shared/contract/delivery.ts'
import { deliveryReason } from '../../shared/mail/delivery-status.ts'
import { keepReport, openReports, reportedMessages, reportsOf, seeReports, type KeptReport } from '../sending/reports.ts'
import { isDiskFull, type Database } from '../store/store.ts'
import type { Changes } from './changes.ts'
import type { OnBug } from './core-options.ts'
import { record, type Journal } from './journal.ts'
import type { Session } from './session.ts'
import { sentRoutes, type SentRoute } from '../sending/sent-routes.ts'
import type { ReceivedReport } from './threads/trust-messages.ts'

interface Room { db: Database; journal: Journal; changes: Changes; onBug: OnBug }

/** A server's reply without its words, as the journal takes it. */
const replyOf = ({ code, status }: KeptReport): { reply?: string } => (code === null ? {} : { reply: status === null ? String(code) : `${String(code)} ${status}` })

/** Keeps what concerns mail of our own, and tells the screens. What cannot be kept now is met again with the copy of the mail. */
export function takeReports({ db, journal, changes, onBug }: Room, reports: readonly ReceivedReport[]): void {
  const note = (kept: KeptReport): void => {
    if (kept.action === 'failed') record(journal, { class: 'E1', outcome: 'failed', reason: 'reported-failed', messageId: kept.messageId, detail: { recipients: [kept.recipient], ...replyOf(kept) } })
  }
  for (const { report, receivedAt } of reports) {
    try {
      if (keepReport(db, report, { at: receivedAt, note }).length > 0) changes.touch(['outbox', 'journal'])
    } catch (error) {
      if (!isDiskFull(error)) onBug('keeping a delivery report', error)
    }
  }
}

const shown = ({ recipient, action, status, code, reportedBy, reportedAt }: KeptReport): DeliveryReportValue =>
  ({ recipient, action, reason: deliveryReason(status, code), status, reportedBy, reportedAt })

const routeShown = ({ address, route, plan, sentAt }: SentRoute): SentRouteValue => {
  if (plan === null) return { address, route, sentAt, grounds: null }
  const { messageClass, provider, ownStatus, status, lastDay, dnssec, lookedUpAt, factor, emailCodeReason, lastDigits, ground } = plan.grounds
  return { address, route, sentAt, grounds: { row: plan.row, messageClass, provider, ownStatus, status, lastDay, dnssec, lookedUpAt, factor, emailCodeReason, lastDigits, ground } }
}

/** What became of mail after a server had taken it. */
export const deliveryOperations = (current: () => Session): Pick<Handlers, Extract<keyof Handlers, `delivery.${string}`>> => ({
  'delivery.problems': () => {
    const { db, reader } = current()
    return done(openReports(db).map((kept) => ({ ...shown(kept), messageId: kept.messageId, subject: kept.subject === '' ? reader.sentSubject(kept.messageId) ?? '' : kept.subject })))
  },
  'delivery.reports': ({ messageId }) => {
    const { db, reader } = current()
    const called = reader.whichOf(messageId, reportedMessages(db))
    return done(called === null ? [] : reportsOf(db, called).map(shown))
  },
  'delivery.routes': async ({ messageId }) => {
    const { db, reading } = current()
    const answer = await reading.ask({ kind: 'message', messageId })
    const called = answer.kind === 'content' ? answer.content.headers.messageId : null
    return done(called === null ? [] : sentRoutes(db, called).map(routeShown))
  },
  'delivery.seen': (copy) => {
    const { db, changes } = current()
    try {
      if (!seeReports(db, copy, Date.now())) return refused('no-such-report')
    } catch (error) {
      if (isDiskFull(error)) return refused('disk-full')
      throw error
    }
    changes.touch(['outbox'])
    return done({})
  },
})
