import type { ReactNode } from 'react'
import type { Storage } from '../../../shared/contract/storage.ts'
import { Icon, type IconName } from '../../parts/icons.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'

/** The last look through the copy of the mail: what was damaged, and what has become of each of those since. */
export function LastMailLook({ storage: { lastCheck }, children }: { storage: Storage; children: ReactNode }) {
  const t = useText()
  const formats = useFormats()
  return (
    <section className="settings-part">
      <h3>{t('storage.mail')}</h3>
      {lastCheck === null && <p>{t('storage.neverChecked')}</p>}
      {lastCheck?.mail === 'damaged' && <Notice tone="warn" title={t('storage.copyDamaged')}>{t('storage.copyDamagedMeans')}</Notice>}
      {lastCheck?.mail === 'whole' && <p>{t('storage.checked', { when: formats.long(lastCheck.at), count: lastCheck.messages })}</p>}
      {lastCheck?.mail === 'whole' && (lastCheck.faults.found === 0 ? <p>{t('storage.allWhole')}</p> : <Became faults={lastCheck.faults} />)}
      {children}
    </section>
  )
}

type Faults = NonNullable<Storage['lastCheck']>['faults']

const outcomes = [
  { of: 'mended', icon: 'check', words: 'storage.mended' },
  { of: 'fetching', icon: 'refresh', words: 'storage.fetching' },
  { of: 'offline', icon: 'clock', words: 'storage.waits' },
  { of: 'refused', icon: 'alert', words: 'storage.refused' },
  { of: 'gone', icon: 'alert', words: 'storage.gone' },
] as const satisfies readonly { of: keyof Faults; icon: IconName; words: string }[]

/** Those that are mended first; what nobody can mend is last, and is not left out. */
function Became({ faults }: { faults: Faults }) {
  const t = useText()
  return (
    <ul className="storage-found">
      {outcomes.filter(({ of }) => faults[of] > 0).map(({ of, icon, words }) => (
        <li key={of} className={`storage-found-${of}`}><Icon name={icon} size={16} /><span>{t(words, { count: faults[of] })}</span></li>
      ))}
    </ul>
  )
}

/** Settings, drafts, outbox and journal, which are here twice: whether both hold, and whether one had to take the other's place. */
export function LastStateLook({ storage: { state: { lookedAt, secondCopy, mendedAt } } }: { storage: Storage }) {
  const t = useText()
  const formats = useFormats()
  const when = lookedAt === null ? null : formats.long(lookedAt)
  return (
    <section className="settings-part">
      <h3>{t('storage.state')}</h3>
      <p>{t('storage.stateIs')}</p>
      {mendedAt !== null && <Notice tone="done" title={t('storage.stateMended', { when: formats.long(mendedAt) })}>{t('storage.stateMendedMeans')}</Notice>}
      {when !== null && <p>{secondCopy === 'made-anew' ? t('storage.copyMadeAnew', { when }) : secondCopy === 'awaited' ? t('storage.copyAwaited', { when }) : secondCopy === 'whole' ? t('storage.bothWhole', { when }) : t('storage.firstWhole', { when })}</p>}
    </section>
  )
}
