import { useState } from 'react'
import type { AccountState } from '../../../shared/contract/accounts.ts'
import type { DraftFields } from '../../../shared/contract/compose.ts'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { Avatar } from '../../parts/avatar.tsx'
import { useText } from '../../parts/text.tsx'
import { chosenSender, keyOfSender, sendersByKind, type Sender } from './senders.ts'

interface FromFieldProps { fields: DraftFields; accounts: readonly AccountState[]; onEdit: (change: Partial<DraftFields>) => void }

/** The last known senders: without a look they are the person's own accounts. */
function useSenders(accounts: readonly AccountState[]): readonly Sender[] | null {
  const live = useQueryOf('send.senders', {}, { keepPrevious: true })
  const [known, setKnown] = useState<OutputOf<'send.senders'> | null>(null)
  if (live.state === 'ready' && live.value !== known) setKnown(live.value)
  return known ?? (live.state === 'failed' ? accounts.map(({ id, address, displayName }) => ({ kind: 'own', mailbox: null, accountId: id, address, name: displayName, of: '' })) : null)
}

/** In whose name it goes. With one address of one's own there is nothing to choose. */
export function FromField({ fields, accounts, onEdit }: FromFieldProps) {
  const t = useText()
  const vault = useQueryOf('vault.state', {})
  const senders = useSenders(accounts)
  const chosen = senders === null ? undefined : chosenSender(senders, fields)
  const own = accounts.find((one) => one.id === fields.accountId)
  const ownName = own === undefined || own.displayName === '' ? (vault.state === 'ready' ? vault.value.person?.name ?? '' : '') : own.displayName
  const isOther = chosen !== undefined && (chosen.kind === 'shared' || chosen.kind === 'mandate')
  const name = isOther ? chosen.name : ownName
  const address = isOther ? chosen.address : own?.address ?? ''
  const isGone = senders !== null && chosen === undefined
  const choose = (key: string): void => {
    const next = senders?.find((one) => keyOfSender(one) === key)
    if (next !== undefined) onEdit({ accountId: next.accountId, mailbox: next.mailbox ?? undefined })
  }
  return (
    <div className="compose-from">
      <Avatar name={name === '' ? address : name} />
      <span>{name} <span className="muted">{isOther ? `<${address}>` : t('compose.via', { address })}</span></span>
      {senders !== null && (senders.length > 1 || isGone) && (
        <select className="compose-account" aria-label={t('compose.account')} value={chosen === undefined ? '' : keyOfSender(chosen)} onChange={(event) => choose(event.target.value)}>
          {isGone && <option value="" disabled>{t('from.choose')}</option>}
          <Choices senders={senders} />
        </select>
      )}
      {chosen?.kind === 'shared' && <p className="compose-sender muted small">{t('from.sharedMeans', { name: chosen.of })}</p>}
      {chosen?.kind === 'mandate' && <p className="compose-sender muted small">{t('from.mandateMeans', { name: chosen.of })}</p>}
      {chosen?.kind === 'delegation' && <p className="compose-sender muted small">{t('from.delegationMeans', { name: chosen.of })}</p>}
      {isGone && <p className="compose-sender compose-sender-gone" role="alert">{t('from.gone')}</p>}
    </div>
  )
}

function Choices({ senders }: { senders: readonly Sender[] }) {
  const t = useText()
  const words = ({ kind, address, of }: Sender): string => {
    switch (kind) {
      case 'own': return address
      case 'shared': return `${of} (${address})`
      case 'mandate': return t('from.mandate', { name: of, address })
      case 'delegation': return t('from.delegation', { name: of })
    }
  }
  const option = (one: Sender) => <option key={keyOfSender(one)} value={keyOfSender(one)}>{words(one)}</option>
  const { own, shared, others } = sendersByKind(senders)
  if (shared.length + others.length === 0) return own.map(option)
  return (
    <>
      <optgroup label={t('from.own')}>{own.map(option)}</optgroup>
      {shared.length > 0 && <optgroup label={t('from.shared')}>{shared.map(option)}</optgroup>}
      {others.length > 0 && <optgroup label={t('from.others')}>{others.map(option)}</optgroup>}
    </>
  )
}
