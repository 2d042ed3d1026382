import type { Draft, Plan, PlannedRoute } from '../../../src/shared/contract/compose.ts'
import { sizeOnTheWay } from '../../../src/main/app/routing/draft-routes.ts'
import { raisedBy } from '../../../src/shared/norm/message-class.ts'
import { routedClass } from '../../../src/shared/norm/inherited-class.ts'
import { planDeliveries } from '../../../src/shared/norm/routing/plan-deliveries.ts'
import { message, recipient } from '../../corpora/routing/facts.ts'
import { detected } from './detecting.ts'
import type { FakeCore } from './fake-core.ts'

/** Who people write to in the fake core, by domain; everybody else is a stranger whose domain says nothing. */
const known: Readonly<Record<string, Parameters<typeof recipient>[0]>> = {
  'apotheekzuid.test': { status: 'ready', kind: 'professional' },
  'ziekenhuis.test': { status: 'ready', kind: 'professional' },
  'fysio.test': { status: 'expired', kind: 'professional' },
  'gmail.com': { status: 'absent', kind: 'person' },
}

/** The real table over made-up facts: an account with a relay once `core.hasRelay`, ordinary mail until then. */
export function planOf(core: FakeCore, draft: Draft, { addresses, emailCodeReason, wish = null }: { addresses: readonly string[]; emailCodeReason: string; wish?: 'portal' | null }): Plan {
  const { level } = detected(draft)
  const detection = level === 'possible' && core.desk.answeredInDoubt.has(draft.id) ? 'none' : level
  const messageClass = routedClass(draft.messageClass, { floor: draft.classFloor, answersPatient: draft.answersPatient })
  const { book } = core.book
  const recipients = addresses.map((address) => {
    const contact = book.find(address)
    return recipient({
      address, status: 'absent', kind: 'unknown', ...known[address.split('@')[1] ?? ''], mobile: contact?.mobile ?? null, isMobileVerified: contact !== null && contact.mobileVerified !== null,
    })
  })
  const deliveries = planDeliveries(message({
    ownDomains: core.mailbox.accounts[0]?.ownDomains ?? [], provider: { kind: core.hasRelay ? 'relay' : 'plain', limitBytes: core.limitBytes }, messageClass, detection, wish,
    sizeBytes: sizeOnTheWay({ fields: draft.fields, quoteHtml: draft.quoteHtml, attachments: [] }), recipients,
    practice: { emailCodeOnly: core.providers.rules.emailCodeOnly, emailCodeReason },
  }))
  const routes = deliveries.map(({ to, chosen, row, permitted, needs }): PlannedRoute => ({
    address: to, route: chosen, row, permitted: [...permitted], needs: [...needs], open: false, status: 'ready', factor: chosen !== 'portal' ? 'none' : book.find(to)?.mobileVerified == null ? 'email-code' : 'sms', ground: null, groundAsked: core.asksGround && row !== 'RT-00',
    mobile: book.find(to)?.mobile ?? null, mobileVerified: book.find(to)?.mobileVerified ?? null, lastSentAt: book.lastSentTo(to), looksLike: [...book.lookAlikesOf(to)],
  }))
  return { routes, messageClass: raisedBy(level, messageClass), detection: level, portal: core.hasRelay, limitBytes: core.limitBytes }
}
