import type { Plan, PlannedRoute } from '../../../shared/contract/compose.ts'
import type { DraftDetection } from '../../../shared/contract/detection.ts'
import { raisedBy, type DetectionLevel, type MessageClass } from '../../../shared/norm/message-class.ts'
import type { RoutingProvider } from '../../../shared/norm/routing/routing-facts.ts'
import type { Ground } from '../../../shared/norm/sending-ground.ts'
import { routedClass } from '../../../shared/norm/inherited-class.ts'
import type { Manuscript } from '../../drafts/draft-rows.ts'
import type { AddressBook } from '../../address-book/address-book.ts'
import { breathing } from '../threads/breathing.ts'
import type { OpenDelivery, RouteQuestion } from './routing.ts'

/** Base64 makes four bytes of three, and line breaks add some. */
const BASE64_GROWTH = 1.37

/** About how large it will be on its way, for RT-04; the text goes along twice. */
export const sizeOnTheWay = ({ fields, quoteHtml, attachments }: Pick<Manuscript, 'fields' | 'quoteHtml' | 'attachments'>): number =>
  Math.ceil(attachments.reduce((sum, { sizeBytes }) => sum + sizeBytes * BASE64_GROWTH, 0) + 2 * (fields.html.length + (quoteHtml?.length ?? 0)))

/** What detection says of a draft, as far as its routes depend on it. */
export type Detected = { readonly level: DetectionLevel; readonly hasUnread: boolean }

export const detectedIn = ({ level, rules }: Pick<DraftDetection, 'level' | 'rules'>): Detected => ({ level, hasUnread: rules.some(({ rule }) => rule === 'PHI-10') })

interface Asked { readonly accountId: string; readonly recipients: readonly string[]; readonly detection: Detected; readonly ground?: Ground | null; readonly emailCodeReason?: string; readonly wish?: 'portal' | null }

/** What the rules are asked about a draft. */
export function questionOf(draft: Manuscript, { accountId, recipients, detection, ground = null, emailCodeReason = '', wish = null }: Asked): RouteQuestion {
  const messageClass = routedClass(draft.messageClass, { floor: draft.classFloor, answersPatient: draft.answersPatient })
  return { accountId, recipients, messageClass, detection: detection.level, hasUnread: detection.hasUnread, isAnswered: draft.answeredLevel === 'possible', sizeBytes: sizeOnTheWay(draft), ground, emailCodeReason, wish }
}

interface Shown { readonly messageClass: MessageClass; readonly detection: DetectionLevel; readonly book: AddressBook; readonly provider: RoutingProvider }

/** As the composer shows it. */
export async function planShown(planned: readonly OpenDelivery[], { messageClass, detection, book, provider }: Shown): Promise<Plan> {
  const breathe = breathing()
  const routes: PlannedRoute[] = []
  for (const delivery of planned) {
    await breathe()
    routes.push(shown(delivery, book))
  }
  return { messageClass: raisedBy(detection, messageClass), detection, routes, portal: provider.kind === 'relay' && provider.hasPortal, limitBytes: provider.limitBytes }
}

function shown({ to, chosen, row, permitted, needs, isOpen, isGroundAsked, grounds, contact }: OpenDelivery, book: AddressBook): PlannedRoute {
  return {
    address: to, route: chosen, row, permitted: [...permitted], needs: [...needs], open: isOpen, status: grounds.status, factor: grounds.factor, ground: grounds.ground, groundAsked: isGroundAsked,
    mobile: contact?.mobile ?? null, mobileVerified: contact?.mobileVerified ?? null,
    lastSentAt: row === 'RT-00' ? null : book.lastSentTo(to), looksLike: row === 'RT-00' ? [] : [...book.lookAlikesOf(to)],
  }
}
