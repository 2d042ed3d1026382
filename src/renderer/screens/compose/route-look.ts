import type { PlannedRoute, RouteNeed } from '../../../shared/contract/compose.ts'
import { showMobile } from '../../../shared/norm/mobile-number.ts'
import type { PlainTextKey, Translate } from '../../../shared/text/table.ts'
import type { IconName } from '../../parts/icons.tsx'

export type RouteTone = 'internal' | 'safe' | 'portal' | 'plain' | 'hold' | 'invalid' | 'unknown'

/** How a recipient's route is shown: word, shape and colour, and one sentence why that begins with the address. */
export interface RouteLook { readonly tone: RouteTone; readonly icon: IconName; readonly how: string; readonly why: string }

/** What will happen with one recipient's copy, in words; while nothing is known yet, that. */
export function routeLook(route: PlannedRoute | undefined, t: Translate): RouteLook {
  if (route === undefined || isStillOpen(route)) return { tone: 'unknown', icon: 'pending', how: t('chip.unknown'), why: t('chip.unknownWhy') }
  switch (route.route) {
    case 'community': return route.row === 'RT-00'
      ? { tone: 'internal', icon: 'internal', how: t('chip.internal'), why: t('chip.internalWhy') }
      : { tone: 'safe', icon: 'safe', how: t('chip.direct'), why: t('chip.communityWhy') }
    case 'direct': return { tone: 'safe', icon: 'safe', how: t('chip.direct'), why: t('chip.directWhy') }
    case 'portal': return route.factor === 'sms'
      ? { tone: 'portal', icon: 'portal', how: t('chip.portalSms'), why: t('chip.portalSmsWhy', { mobile: showMobile(route.mobile ?? '') }) }
      : { tone: 'portal', icon: 'portal', how: t('chip.portalEmail'), why: t('chip.portalEmailWhy') }
    case 'plain': return { tone: 'plain', icon: 'plain', how: t('chip.plain'), why: t('chip.plainWhy') }
    case 'hold': return held(route, t)
    case 'refuse': return refused(route, t)
  }
}

/** A look-up that is under way only counts where it decides. */
const isStillOpen = ({ open, row }: PlannedRoute): boolean => open && row === 'RT-10'

interface Words { readonly how: PlainTextKey; readonly why: PlainTextKey }

/** What it is held for, the first that somebody can do something about. */
const heldFor: readonly (readonly [RouteNeed, Words])[] = [
  ['mobile', { how: 'chip.needsMobile', why: 'chip.needsMobileWhy' }],
  ['verifyMobile', { how: 'chip.needsVerify', why: 'chip.needsVerifyWhy' }],
  ['confirmClass', { how: 'chip.needsClass', why: 'chip.needsClassWhy' }],
  ['retry', { how: 'chip.retry', why: 'chip.retryWhy' }],
  ['recheck', { how: 'chip.recheck', why: 'chip.recheckWhy' }],
  ['otherChannel', { how: 'chip.needsOther', why: 'chip.needsOtherWhy' }],
]

function held({ needs }: PlannedRoute, t: Translate): RouteLook {
  const [need, { how, why }] = heldFor.find(([one]) => needs.includes(one)) ?? ['retry', { how: 'chip.hold', why: 'chip.needsOtherWhy' }]
  const isNumber = need === 'mobile' || need === 'verifyMobile'
  return { tone: isNumber ? 'portal' : 'hold', icon: isNumber ? 'portal' : 'clock', how: t(how), why: t(why) }
}

/** What is wrong with the address itself is mended there; the rest waits. */
const refusedBy: Partial<Record<PlannedRoute['row'], Words>> = {
  'RT-02': { how: 'chip.noAccount', why: 'chip.noAccountWhy' },
  'RT-23': { how: 'chip.noAccount', why: 'chip.noMarkerWhy' },
  'IN-16': { how: 'chip.staffPrivate', why: 'chip.staffPrivateWhy' },
}

function refused({ row }: PlannedRoute, t: Translate): RouteLook {
  const words = refusedBy[row]
  return words === undefined
    ? { tone: 'invalid', icon: 'alert', how: t('chip.invalid'), why: t('chip.invalidWhy') }
    : { tone: 'hold', icon: 'clock', how: t(words.how), why: t(words.why) }
}

/** What is shown beside the route when somebody looks closer (RT-26, RT-27). */
export function besideRoute({ row, needs, lastSentAt, address }: PlannedRoute, { t, when }: { t: Translate; when: (instant: number) => string }): string[] {
  if (row === 'RT-00' || row === 'RT-01' || !address.includes('@')) return []
  return [
    lastSentAt === null ? t('chip.firstTime') : t('chip.lastTime', { when: when(lastSentAt) }),
    ...(needs.includes('warnOutsideEea') ? [t('chip.abroad')] : []),
  ]
}
