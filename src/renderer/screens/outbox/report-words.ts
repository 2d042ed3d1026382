import type { DeliveryReasonValue, DeliveryReportValue } from '../../../shared/contract/delivery.ts'
import type { PlainTextKey, Translate } from '../../../shared/text/table.ts'

const reasons: Record<DeliveryReasonValue, { readonly why: PlainTextKey; readonly advice: PlainTextKey }> = {
  'no-such-address': { why: 'reason.noSuchAddress', advice: 'advice.checkAddress' },
  'no-such-domain': { why: 'reason.noSuchDomain', advice: 'advice.checkAddress' },
  'address-moved': { why: 'reason.addressMoved', advice: 'advice.askAddress' },
  'mailbox-full': { why: 'reason.mailboxFull', advice: 'advice.callOrLater' },
  'mailbox-closed': { why: 'reason.mailboxClosed', advice: 'advice.askAddress' },
  'too-large': { why: 'reason.tooLarge', advice: 'advice.smaller' },
  'refused': { why: 'reason.refused', advice: 'advice.call' },
  'not-safe': { why: 'reason.notSafe', advice: 'advice.call' },
  'unreachable': { why: 'reason.unreachable', advice: 'advice.callOrLater' },
  'too-late': { why: 'reason.tooLate', advice: 'advice.callOrLater' },
  'other': { why: 'reason.other', advice: 'advice.call' },
}

const what: Record<DeliveryReportValue['action'], 'report.failed' | 'report.delayed' | 'report.delivered' | 'report.relayed' | 'report.expanded'> = {
  failed: 'report.failed', delayed: 'report.delayed', delivered: 'report.delivered', relayed: 'report.relayed', expanded: 'report.expanded',
}

/** What is said of a copy: what became of it and why, what can be done, and whose word it is (N-08). */
export interface ReportWords {
  readonly what: string
  /** Null where there is nothing to be done. */
  readonly advice: string | null
  readonly whose: string
}

/** `clock` writes a moment as people say it. */
export function reportWords({ recipient, action, reason, status, reportedBy, reportedAt }: DeliveryReportValue, { t, clock }: { t: Translate; clock: (instant: number) => string }): ReportWords {
  const isBad = action === 'failed' || action === 'delayed'
  const { why, advice } = reasons[reason]
  const whose = t('report.according', { who: reportedBy === '' ? t('report.unknownServer') : reportedBy, when: clock(reportedAt) })
  return {
    what: isBad ? `${t(what[action], { recipient })} ${t(why)}` : t(what[action], { recipient }),
    advice: !isBad ? null : action === 'delayed' ? t('advice.stillTrying') : t(advice),
    whose: isBad && status !== null ? `${whose} ${t('report.status', { status })}` : whose,
  }
}
