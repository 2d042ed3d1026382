import { useEffect, useRef, useState } from 'react'
import type { VaultState } from '../../../shared/contract/vault.ts'
import { askAssertion, newTurn, type Reach, type Turn } from '../../bridge/ceremony.ts'
import { useCore } from '../../bridge/use-core.tsx'
import { Avatar } from '../../parts/avatar.tsx'
import { Button } from '../../parts/button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { KeptLog } from '../frame/kept-log.tsx'
import { StageCard } from '../frame/stage-card.tsx'
import { BackupChoice } from './backup-choice.tsx'
import { DamagedCopy } from './damaged-copy.tsx'
import { greetingAt, firstNameOf, lockReason } from './greeting.ts'
import { RecoveryForm } from './recovery-form.tsx'
import { failLook, type UnlockFail } from './unlock-fails.ts'
import './unlock.css'

const MINUTE_MS = 60_000

/** Locked: one thing to do, and it has the focus. */
export function Unlock({ vault }: { vault: VaultState }) {
  const t = useText()
  const authenticators = vault.slots.filter((slot) => slot.kind !== 'recovery')
  const [byCode, setByCode] = useState(authenticators.every((slot) => !slot.usable))
  const name = firstNameOf(vault.person?.name ?? '')
  const greeting = t(greetingAt(new Date().getHours()))
  const minutes = Math.round(vault.idleLockMs / MINUTE_MS)
  const reason = lockReason(vault.lockedBecause)
  return (
    <StageCard
      title={name === '' ? greeting : t('unlock.greeting', { greeting, name })} lead={t('unlock.lead')}
      foot={t('unlock.idle', { count: minutes })}
    >
      {vault.person !== null && <Who person={vault.person} />}
      {reason !== null && <p className="unlock-reason">{reason === 'unlock.becauseIdle' ? t(reason, { count: minutes }) : t(reason)}</p>}
      {byCode ? <RecoveryForm onBack={authenticators.length === 0 ? null : () => setByCode(false)} /> : <KeyForm vault={vault} onCode={() => setByCode(true)} />}
      <KeptLog />
    </StageCard>
  )
}

function Who({ person }: { person: { name: string; practice: string } }) {
  return (
    <div className="unlock-who">
      <Avatar name={person.name} size={36} />
      <div className="unlock-who-words"><strong>{person.name}</strong><span className="muted small">{person.practice}</span></div>
    </div>
  )
}

/** Asks the device, then the vault. `asking` is which of the two buttons did. */
function useKeyUnlock(): { asking: Reach | null; fail: UnlockFail | null; ask: (reach: Reach) => Promise<void> } {
  const core = useCore()
  const turn = useRef<Turn | null>(null)
  const [asking, setAsking] = useState<Reach | null>(null)
  const [fail, setFail] = useState<UnlockFail | null>(null)
  useEffect(() => () => turn.current?.end(), [])
  const attempt = async (reach: Reach, mine: Turn): Promise<UnlockFail | null> => {
    const begun = await core.ask('vault.beginUnlock', {})
    if (!begun.ok) return begun.fail
    if (mine.isOver()) return 'cancelled'
    const ceremony = await askAssertion(begun.value.options, reach)
    if (ceremony.kind === 'failed') return ceremony.problem
    const assertion = { ...ceremony.response }
    const finished = await core.ask('vault.finishUnlock', { ticket: begun.value.ticket, assertion, prf: ceremony.prf })
    return finished.ok ? null : finished.fail
  }
  const ask = async (reach: Reach): Promise<void> => {
    // A second press takes the question over; the end of the first is not news.
    turn.current?.end()
    const mine = newTurn()
    turn.current = mine
    setFail(null)
    setAsking(reach)
    const result = await attempt(reach, mine)
    if (mine.isOver()) return
    setFail(result)
    setAsking(null)
  }
  return { asking, fail, ask }
}

function KeyForm({ vault, onCode }: { vault: VaultState; onCode: () => void }) {
  const t = useText()
  const { asking, fail, ask } = useKeyUnlock()
  const look = fail === null ? null : failLook(fail)
  const unusable = vault.slots.some((slot) => slot.kind !== 'recovery' && !slot.usable)
  return (
    <>
      <Button look="primary" size="large" wide autoFocus busy={asking !== null} icon="fingerprint" onPress={() => void ask('any')}>
        {asking === null ? t('unlock.withKey') : t('unlock.waiting')}
      </Button>
      {fail === 'damaged-copy' && <DamagedCopy onAgain={() => void ask('any')} />}
      {fail === 'damaged-file' && <BackupChoice onChosen={() => void ask('any')} />}
      {look !== null && fail !== 'damaged-copy' && fail !== 'damaged-file' && <Notice live tone={look.tone} title={t(look.title)}>{t(look.advice)}</Notice>}
      {unusable && <Notice tone="warn">{t('unlock.unusable')}</Notice>}
      <div className="unlock-other">
        <Button look="link" onPress={() => void ask('roaming')}>{t('unlock.otherKey')}</Button>
        <Button look="link" onPress={onCode}>{t('unlock.recovery')}</Button>
      </div>
    </>
  )
}
