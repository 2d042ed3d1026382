import { memo, useState } from 'react'
import type { DraftFields, PlannedRoute } from '../../../shared/contract/compose.ts'
import { AlikeAsk } from './alike-ask.tsx'
import { useText } from '../../parts/text.tsx'
import { EmailCodeAsk } from './email-code-ask.tsx'
import { MobileAsk } from './mobile-ask.tsx'

/** More questions at once are a form; who answers these sees the next. */
const ASKS_SHOWN = 5

interface RouteAsksProps extends Pick<DraftFields, 'to' | 'cc' | 'bcc'> {
  routes: ReadonlyMap<string, PlannedRoute>
  onEdit: (change: Partial<DraftFields>) => void
  onEmailCode: (reason: string) => void
}

/**
 * What the recipients' routes still need from the person, below the recipients; nothing when they need nothing. Not drawn anew at every
 * letter of the text.
 */
export const RouteAsks = memo(function RouteAsks({ to, cc, bcc, routes, onEdit, onEmailCode }: RouteAsksProps) {
  const t = useText()
  const [kept, setKept] = useState<readonly string[]>([])
  const asked = [...to, ...cc, ...bcc].flatMap((recipient) => {
    const route = routes.get(recipient.address)
    return route === undefined || route.open ? [] : [{ recipient, route }]
  })
  const replace = (address: string, known: string): void => {
    const without = (list: DraftFields['to']): DraftFields['to'] => list.map((one) => (one.address === address ? { name: '', address: known } : one))
    onEdit({ to: without(to), cc: without(cc), bcc: without(bcc) })
  }
  const mayTakeEmail = asked.some(({ route }) => route.needs.includes('emailCodeReason'))
  const lines = asked.flatMap(({ recipient, route }) => {
    const [known] = route.looksLike
    if (known !== undefined && !kept.includes(recipient.address)) {
      return [<AlikeAsk key={recipient.address} recipient={recipient} known={known} onTake={() => replace(recipient.address, known)} onKeep={() => setKept([...kept, recipient.address])} />]
    }
    const needsNumber = route.route === 'hold' && (route.needs.includes('mobile') || route.needs.includes('verifyMobile'))
    return needsNumber ? [<MobileAsk key={recipient.address} recipient={recipient} route={route} />] : []
  })
  const more = lines.length - ASKS_SHOWN
  return <>{lines.slice(0, ASKS_SHOWN)}{more > 0 && <p className="class-line">{t('recipients.asksMore', { count: more })}</p>}{mayTakeEmail && <EmailCodeAsk onTake={onEmailCode} />}</>
})
