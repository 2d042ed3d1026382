import { useState } from 'react'
import type { SentRouteValue } from '../../../shared/contract/delivery.ts'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { Icon, type IconName } from '../../parts/icons.tsx'
import { useFormats, useText, type Formats } from '../../parts/text.tsx'
import type { PlainTextKey, Translate } from '../../../shared/text/table.ts'
import './outbox.css'

interface Look { readonly icon: IconName; readonly tone: string; readonly how: PlainTextKey }

function lookOf({ route, grounds }: SentRouteValue): Look {
  switch (route) {
    case 'community': return grounds?.row === 'RT-05' ? { icon: 'safe', tone: 'safe', how: 'chip.direct' } : { icon: 'internal', tone: 'internal', how: 'chip.internal' }
    case 'direct': return { icon: 'safe', tone: 'safe', how: 'chip.direct' }
    case 'portal': return { icon: 'portal', tone: 'portal', how: grounds?.factor === 'email-code' ? 'chip.portalEmail' : 'chip.portalSms' }
    case 'plain': case 'hold': case 'refuse': return { icon: 'plain', tone: 'plain', how: 'chip.plain' }
  }
}

/** Why that way, in the words of who asks a week later: what was known, since when, and by what it was proven. */
function whyOf({ route, grounds }: SentRouteValue, t: Translate, formats: Formats): string[] {
  if (grounds === null || grounds.row === 'RT-00') return []
  const { status, lastDay, dnssec, lookedUpAt, lastDigits, emailCodeReason } = grounds
  const isReady = status === 'ready' && lastDay !== null
  return [
    ...(route === 'portal' && lastDigits !== null ? [t('sentRoute.code', { digits: lastDigits })] : []),
    ...(emailCodeReason === '' ? [] : [t('sentRoute.emailCode', { reason: emailCodeReason })]),
    ...(isReady ? [t('sentRoute.ready', { day: formats.date(Date.parse(lastDay)) })] : route === 'direct' || route === 'portal' ? [t('sentRoute.notReady')] : []),
    ...(dnssec === 'secure' ? [t('sentRoute.proven')] : []),
    ...(lookedUpAt === null ? [] : [t('sentRoute.lookedUp', { when: formats.long(lookedUpAt) })]),
  ]
}

/** With a message that was sent from here: to whom it went which way, and why. Folded; who wonders opens it. */
export function SentRoutes({ messageId }: { messageId: number }) {
  const t = useText()
  const formats = useFormats()
  const [open, setOpen] = useState(false)
  const live = useQueryOf('delivery.routes', { messageId })
  if (live.state !== 'ready' || live.value.length === 0) return null
  return (
    <section className="sent-routes" aria-label={t('sentRoute.title')}>
      <button type="button" className="quoted-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'chevronDown' : 'chevronRight'} />
        {t('sentRoute.title')}
      </button>
      {open && (
        <ul className="sent-routes-list">
          {live.value.map((sent) => {
            const look = lookOf(sent)
            return (
              <li key={sent.address} className="sent-route">
                <Icon name={look.icon} size={18} className={`sent-route-${look.tone}`} />
                <div>
                  <p><strong>{sent.address}</strong> · {t(look.how)} · {formats.long(sent.sentAt)}</p>
                  {whyOf(sent, t, formats).length > 0 && <p className="sent-route-why">{whyOf(sent, t, formats).join(' ')}</p>}
                </div>
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}
