import { useEffect, useState } from 'react'
import type { Backup } from '../../../shared/contract/going-back.ts'
import { useCallOf, useCore } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import './unlock.css'

/** Settings, drafts, outbox and journal are damaged: the backups by their day, to be put back once the key agrees. `onChosen` asks for it. */
export function BackupChoice({ onChosen }: { onChosen: () => void }) {
  const t = useText()
  const backups = useBackups()
  const choose = useCallOf('backup.choose')
  const [failed, setFailed] = useState(false)
  if (backups === null) return null
  const put = async ({ name }: Backup): Promise<void> => {
    const answer = await choose.run({ name })
    // No longer damaged is as good: then the key opens it.
    const isChosen = answer.ok || answer.fail === 'not-damaged'
    setFailed(!isChosen)
    if (isChosen) onChosen()
  }
  if (backups.every(({ condition }) => condition === 'damaged')) return <Notice live tone="alert" title={t('damaged.title')}>{t('damaged.advice')}</Notice>
  return (
    <Notice live tone="alert" title={t('backup.title')}>
      <p>{t('backup.advice')}</p>
      <ul className="backup-days">{backups.map((backup) => <Day key={backup.name} backup={backup} busy={choose.busy} onPut={() => void put(backup)} />)}</ul>
      {failed && <p>{t('backup.gone')}</p>}
    </Notice>
  )
}

function Day({ backup: { at, condition }, busy, onPut }: { backup: Backup; busy: boolean; onPut: () => void }) {
  const t = useText()
  const when = useFormats().long(at)
  return (
    <li className="backup-day">
      <span>{when}</span>
      {condition === 'damaged' ? <span className="small">{t('backup.damaged')}</span> : <Button size="small" busy={busy} onPress={onPut}>{t('backup.put')}<span className="only-heard">: {when}</span></Button>}
    </li>
  )
}

/** Null until they are known, and where there is nothing to go back from. */
function useBackups(): readonly Backup[] | null {
  const core = useCore()
  const [backups, setBackups] = useState<readonly Backup[] | null>(null)
  useEffect(() => {
    let isGone = false
    void core.ask('backup.list', {}).then((answer) => { if (!isGone) setBackups(answer.ok ? answer.value.backups : []) })
    return () => { isGone = true }
  }, [core])
  return backups
}
