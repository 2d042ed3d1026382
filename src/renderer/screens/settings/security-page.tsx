import { useState } from 'react'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { Proof, VaultState } from '../../../shared/contract/vault.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { SelectField } from '../../parts/field.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Icon } from '../../parts/icons.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { EnrolKey } from '../first-run/enrol-key.tsx'
import { RecoveryCode } from '../first-run/recovery-code.tsx'
import type { UnlockFail } from '../unlock/unlock-fails.ts'
import { ProofDialog } from './proof-dialog.tsx'

type Slot = VaultState['slots'][number]
const MINUTE_MS = 60_000
const idleChoices = [1, 5, 10, 15, 30, 60] as const

/** When it locks by itself, which keys open it, and the code on paper. */
export function SecurityPage() {
  const vault = useQueryOf('vault.state', {})
  if (vault.state !== 'ready') return <Ghosts shape="line" />
  return (
    <div className="settings-stack">
      <IdleLock idleLockMs={vault.value.idleLockMs} />
      <Authenticators vault={vault.value} />
      <Recovery vault={vault.value} />
    </div>
  )
}

function IdleLock({ idleLockMs }: { idleLockMs: number }) {
  const t = useText()
  const { run } = useCallOf('vault.setIdleLock')
  const now = Math.round(idleLockMs / MINUTE_MS)
  const minutes = [...new Set<number>([...idleChoices, now])].sort((one, other) => one - other)
  return (
    <SelectField
      label={t('security.idle')} value={String(now)} onChange={(chosen) => void run({ minutes: Number(chosen) })}
      choices={minutes.map((count) => ({ value: String(count), label: t('security.minutes', { count }) }))}
    />
  )
}

function Authenticators({ vault }: { vault: VaultState }) {
  const t = useText()
  const [adding, setAdding] = useState(false)
  const keys = vault.slots.filter((slot) => slot.kind !== 'recovery')
  const working = keys.filter((slot) => slot.usable)
  const person = { personName: vault.person?.name ?? '', practiceName: vault.person?.practice ?? '' }
  return (
    <section className="settings-part">
      <h3>{t('security.keys')}</h3>
      {working.length < 2 && <Notice tone="warn" title={t('security.oneKey')}>{t('security.oneKeyWhy')}</Notice>}
      <ul className="settings-list">{keys.map((slot) => <KeyRow key={slot.id} slot={slot} isLast={slot.usable && working.length === 1} />)}</ul>
      <div><Button icon="plus" onPress={() => setAdding(true)}>{t('security.addKey')}</Button></div>
      {adding && (
        <Dialog title={t('security.addKey')} onClose={() => setAdding(false)} size="narrow">
          <EnrolKey
            person={person} usualLabel={t('key.second')} verb={t('key.enrolSecond')} backVerb={t('act.cancel')} onBack={() => setAdding(false)}
            onEnrolled={() => { announce(t('security.keyAdded')); setAdding(false) }}
          />
        </Dialog>
      )}
    </section>
  )
}

function KeyRow({ slot, isLast }: { slot: Slot; isLast: boolean }) {
  const t = useText()
  const formats = useFormats()
  const remove = useCallOf('vault.removeSlot')
  const [asking, setAsking] = useState<'sure' | 'not-the-last' | null>(null)
  const onProven = async (proof: Proof): Promise<UnlockFail | null> => {
    const answer = await remove.run({ slotId: slot.id, proof })
    if (answer.ok) setAsking(null)
    return answer.ok ? null : answer.fail
  }
  const used = slot.lastUsedAt === null ? t('security.neverUsed') : t('security.lastUsed', { when: formats.long(slot.lastUsedAt) })
  return (
    <li className="settings-row">
      <Icon name="key" size={18} />
      <div className="settings-row-words">
        <strong>{slot.label}</strong>
        <span className="muted small">{t('security.added', { date: formats.date(slot.createdAt) })} · {used}</span>
        {slot.kind === 'assertion' && <span className="muted small">{t('security.weaker')}</span>}
        {!slot.usable && <Notice tone="warn">{t('security.unusable')}</Notice>}
        {asking === 'not-the-last' && <Notice tone="warn" live title={t('key.last')}>{t('key.lastAdvice')}</Notice>}
      </div>
      <Button look="quiet" size="small" onPress={() => setAsking(isLast ? 'not-the-last' : 'sure')}>{t('act.remove')}</Button>
      {asking === 'sure' && (
        <ProofDialog title={t('security.removeTitle', { label: slot.label })} verb={t('act.remove')} act="remove" onProven={onProven} onClose={() => setAsking(null)}>
          {t('security.removeMeans')}
        </ProofDialog>
      )}
    </li>
  )
}

function Recovery({ vault }: { vault: VaultState }) {
  const t = useText()
  const formats = useFormats()
  const renew = useCallOf('vault.renewRecovery')
  const [code, setCode] = useState<OutputOf<'vault.renewRecovery'>['recoveryCode'] | null>(null)
  const [asking, setAsking] = useState(false)
  const slot = vault.slots.find((candidate) => candidate.kind === 'recovery')
  const onProven = async (proof: Proof): Promise<UnlockFail | null> => {
    const answer = await renew.run({ proof })
    if (!answer.ok) return answer.fail
    setAsking(false)
    setCode(answer.value.recoveryCode)
    return null
  }
  return (
    <section className="settings-part">
      <h3>{t('security.recovery')}</h3>
      <p className="muted">{slot === undefined ? t('security.noRecovery') : t('security.recoverySince', { date: formats.date(slot.createdAt) })}</p>
      <div><Button icon="refresh" onPress={() => setAsking(true)}>{t('security.renew')}</Button></div>
      {asking && (
        <ProofDialog title={t('security.renewTitle')} verb={t('security.renewVerb')} act="renew" onProven={onProven} onClose={() => setAsking(false)}>
          {t('security.renewMeans')}
        </ProofDialog>
      )}
      {code !== null && (
        <Dialog title={t('recovery.title')} onClose={() => setCode(null)} stays>
          <div className="settings-part">
            <p className="muted">{t('recovery.lead')}</p>
            <RecoveryCode code={code} owner={vault.person?.name ?? ''} onKept={() => setCode(null)} />
          </div>
        </Dialog>
      )}
    </section>
  )
}
