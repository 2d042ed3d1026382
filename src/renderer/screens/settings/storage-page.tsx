import { useState } from 'react'
import type { Storage } from '../../../shared/contract/storage.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { useKeptInside } from '../practice/use-kept-inside.ts'
import { BackupChoice } from '../unlock/backup-choice.tsx'
import { StorageBudget } from './storage-budget.tsx'
import { LastMailLook, LastStateLook } from './storage-looks.tsx'
import { StorageMailboxes } from './storage-mailboxes.tsx'

/** What is kept on this computer, whether it holds, and its backups. */
export function StoragePage() {
  const t = useText()
  const storage = useQueryOf('storage.state', {})
  const check = useCallOf('storage.check')
  const lock = useCallOf('vault.lock')
  const inside = useKeptInside()
  if (storage.state !== 'ready') return <Ghosts shape="line" />
  const { isChecking, restored } = storage.value
  return (
    <div ref={inside} className="settings-stack" role="group" aria-label={t('settings.storage')} tabIndex={-1}>
      {storage.value.backupProblem === 'damaged' && <BackupChoice onChosen={() => void lock.run({})} />}
      {restored !== null && <RestoredNotice restored={restored} />}
      <LastMailLook storage={storage.value}>
        <div><Button size="small" icon="check" isDisabled={isChecking} onPress={() => void check.run({})}>{isChecking ? t('storage.checking') : t('storage.checkNow')}</Button></div>
      </LastMailLook>
      <StorageMailboxes mailboxes={storage.value.mailboxes} />
      <StorageBudget />
      <LastStateLook storage={storage.value} />
      <Backups storage={storage.value} />
    </div>
  )
}

function Backups({ storage: { backups, backupProblem } }: { storage: Storage }) {
  const t = useText()
  const formats = useFormats()
  return (
    <section className="settings-part">
      <h3>{t('storage.backups')}</h3>
      <p>{t('storage.backupsAre')}</p>
      {backups.newestAt === null ? <p>{t('storage.noBackup')}</p> : <p>{t('storage.newest', { when: formats.long(backups.newestAt), count: backups.count })}</p>}
      {backupProblem === 'disk-full' && <Notice tone="warn" title={t('storage.backupNoRoom')}>{t('storage.backupNoRoomMeans')}</Notice>}
    </section>
  )
}

/** Said until somebody has read it: mail may be waiting for a word. */
function RestoredNotice({ restored: { at, backupAt, held, source, gap, practice } }: { restored: NonNullable<Storage['restored']> }) {
  const t = useText()
  const formats = useFormats()
  const seen = useCallOf('storage.restoredSeen')
  const [hasFailed, setFailed] = useState(false)
  const understood = async (): Promise<void> => { setFailed(!(await seen.run({})).ok) }
  return (
    <Notice
      tone="info" title={source === 'twin' ? t('storage.mendedButEnd', { when: formats.long(at) }) : t('storage.restored', { when: formats.long(backupAt) })}
      actions={<Button size="small" busy={seen.busy} onPress={() => void understood()}>{t('storage.restoredSeen')}</Button>}
    >
      <div className="storage-words">
        {source === 'twin' && <p>{t('storage.mendedButEndMeans')}</p>}
        {held > 0 ? <p>{t('storage.restoredHeld', { count: held })}</p> : source === 'backup' && <p>{t('storage.restoredMeans')}</p>}
        {gap !== null && <p>{t('storage.restoredGap', { from: String(gap.from), to: String(gap.to) })}</p>}
        {practice === 'unknown' && <p>{t('storage.restoredPractice')}</p>}
        {hasFailed && <p role="alert">{t('storage.restoredNotSaid')}</p>}
      </div>
    </Notice>
  )
}
