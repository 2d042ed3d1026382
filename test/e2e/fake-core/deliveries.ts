import { done, refused } from '../../../src/shared/contract/declare.ts'
import type { Handlers, OutputOf } from '../../../src/shared/contract/contract.ts'
import type { FakeCore } from './fake-core.ts'

/** `shownId`: the row of the sent message. */
export type FakeReport = OutputOf<'delivery.problems'>[number] & { readonly shownId?: number; seen?: boolean }

const bare = ({ recipient, action, reason, status, reportedBy, reportedAt }: FakeReport) => ({ recipient, action, reason, status, reportedBy, reportedAt })

/** What servers reported, as a test put it there. */
export const deliveryHandlers = (core: FakeCore): Pick<Handlers, Extract<keyof Handlers, `delivery.${string}`>> => ({
  'delivery.problems': () => done(core.deliveries.filter(({ seen }) => seen !== true).map((report) => ({ ...bare(report), messageId: report.messageId, subject: report.subject }))),
  'delivery.reports': ({ messageId }) => done(core.deliveries.filter(({ shownId }) => shownId === messageId).map(bare)),
  'delivery.routes': ({ messageId }) => done(core.sentRoutes.get(messageId) ?? []),
  'delivery.seen': ({ messageId, recipient }) => {
    const found = core.deliveries.filter((report) => report.messageId === messageId && report.recipient === recipient)
    for (const report of found) report.seen = true
    core.changed('outbox')
    return found.length === 0 ? refused('no-such-report') : done({})
  },
})
