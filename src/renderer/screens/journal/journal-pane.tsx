import { useEffect, useState } from 'react'
import type { Proof } from '../../../shared/contract/vault.ts'
import { useCallOf, useCore, useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { EmptyState, Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { ProofDialog } from '../settings/proof-dialog.tsx'
import type { UnlockFail } from '../unlock/unlock-fails.ts'
import { OpenJournal } from './open-journal.tsx'
import './journal.css'

/** The journal: shut until somebody proves to be there (LOG-04), and shut again when it is left. */
export function JournalPane() {
  const t = useText()
  const core = useCore()
  const view = useQueryOf('journal.view', {})
  const [hasBeenOpen, setHasBeenOpen] = useState(false)
  useEffect(() => () => void core.ask('journal.close', {}), [core])
  if (view.state === 'loading') return <Ghosts rows={8} />
  if (view.state === 'ready') {
    const { value } = view
    return value.kind === 'open' ? <OpenJournal view={value} /> : <ShutJournal again={hasBeenOpen} onOpened={() => { setHasBeenOpen(true); view.retry() }} />
  }
  // Asking again would change nothing (LOG-04): somebody gives the role, or nobody does.
  if (view.fail === 'not-allowed') return <><h1 className="only-heard">{t('journal.title')}</h1><EmptyState icon="lock" title={t('journal.notYours')}>{t('journal.notYoursText')}</EmptyState></>
  return <div className="journal-notice"><Notice tone="warn" actions={<Button size="small" onPress={view.retry}>{t('act.retry')}</Button>}>{t('journal.failed')}</Notice></div>
}

function ShutJournal({ again, onOpened }: { again: boolean; onOpened: () => void }) {
  const t = useText()
  const open = useCallOf('journal.open')
  const [asking, setAsking] = useState(false)
  const onProven = async (proof: Proof): Promise<UnlockFail | null> => {
    const answer = await open.run({ proof })
    if (!answer.ok) return answer.fail
    setAsking(false)
    onOpened()
    return null
  }
  return (
    <section className="journal-shut" aria-label={t('journal.title')}>
      <h1 className="only-heard">{t('journal.title')}</h1>
      <EmptyState icon="lock" title={t('journal.shutTitle')} actions={<Button look="primary" icon="fingerprint" onPress={() => setAsking(true)}>{t('journal.open')}</Button>}>
        {again ? t('journal.shutAgain') : t('journal.shutText')}
      </EmptyState>
      {asking && (
        <ProofDialog title={t('journal.open')} verb={t('journal.open')} look="primary" act="log" onProven={onProven} onClose={() => setAsking(false)}>
          {t('journal.openAsk')}
        </ProofDialog>
      )}
    </section>
  )
}
