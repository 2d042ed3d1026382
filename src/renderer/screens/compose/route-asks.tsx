import { useState } from 'react'
import type { DraftFields, PlannedRoute } from '../../../shared/contract/compose.ts'
import { AlikeAsk } from './alike-ask.tsx'
import { EmailCodeAsk } from './email-code-ask.tsx'
import { MobileAsk } from './mobile-ask.tsx'

interface RouteAsksProps {
  fields: DraftFields
  routes: ReadonlyMap<string, PlannedRoute>
  onEdit: (change: Partial<DraftFields>) => void
  onEmailCode: (reason: string) => void
}

/** What the recipients' routes still need from the person, below the recipients; nothing when they need nothing. */
export function RouteAsks({ fields, routes, onEdit, onEmailCode }: RouteAsksProps) {
  const [kept, setKept] = useState<readonly string[]>([])
  const asked = [...fields.to, ...fields.cc, ...fields.bcc].flatMap((recipient) => {
    const route = routes.get(recipient.address)
    return route === undefined || route.open ? [] : [{ recipient, route }]
  })
  const replace = (address: string, known: string): void => {
    const without = (list: DraftFields['to']): DraftFields['to'] => list.map((one) => (one.address === address ? { name: '', address: known } : one))
    onEdit({ to: without(fields.to), cc: without(fields.cc), bcc: without(fields.bcc) })
  }
  const mayTakeEmail = asked.some(({ route }) => route.needs.includes('emailCodeReason'))
  const lines = asked.map(({ recipient, route }) => {
    const [known] = route.looksLike
    if (known !== undefined && !kept.includes(recipient.address)) {
      return <AlikeAsk key={recipient.address} recipient={recipient} known={known} onTake={() => replace(recipient.address, known)} onKeep={() => setKept([...kept, recipient.address])} />
    }
    const needsNumber = route.route === 'hold' && (route.needs.includes('mobile') || route.needs.includes('verifyMobile'))
    return needsNumber ? <MobileAsk key={recipient.address} recipient={recipient} route={route} /> : null
  })
  return <>{lines}{mayTakeEmail && <EmailCodeAsk onTake={onEmailCode} />}</>
}
