import { useState } from 'react'
import type { JournalScope, JournalView } from '../../../shared/contract/journal.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { failWords } from '../mail/failures.ts'
import { usePracticeDay } from '../practice/use-practice-day.ts'

type Check = JournalView['checks'][number]
interface ChecksProps { scope: JournalScope; checks: readonly Check[]; now: number; onLook: (mailbox: string) => void; onClose: () => void }

/** The quarterly look at who worked in a shared mailbox; that it was done is one click (R4, FM-10). */
export function ChecksDialog({ scope, checks, now, onLook, onClose }: ChecksProps) {
  const t = useText()
  return (
    <Dialog title={t('journal.checks')} onClose={onClose} size="wide">
      <div className="journal-export">
        <p>{t('journal.checksText')} {t(scope === 'practice' ? 'journal.checksAll' : 'journal.checksHere')}</p>
        {checks.length === 0 && <p className="muted">{t('journal.checksNone')}</p>}
        <ul className="journal-checks">{checks.map((check) => <CheckRow key={check.mailbox} scope={scope} check={check} isDue={check.dueAt <= now} onLook={() => onLook(check.mailbox)} />)}</ul>
      </div>
    </Dialog>
  )
}

function CheckRow({ scope, check: { mailbox, last, dueAt }, isDue, onLook }: { scope: JournalScope; check: Check; isDue: boolean; onLook: () => void }) {
  const t = useText()
  const formats = useFormats()
  const dayOf = usePracticeDay()
  const checking = useCallOf('journal.check')
  const [fail, setFail] = useState<string | null>(null)
  const done = async (finding: 'in-order' | 'remarks'): Promise<void> => {
    const answer = await checking.run({ scope, mailbox, finding })
    setFail(answer.ok ? null : answer.fail)
    if (answer.ok) announce(t('journal.checked', { mailbox }))
  }
  const state = last === null ? t('journal.checkNever') : t('journal.checkLast', { when: formats.long(last.at), who: last.by })
  return (
    <li className="journal-check">
      <div className="journal-check-words">
        <strong>{mailbox}</strong>
        <span className="small muted">{last?.finding === 'remarks' ? `${state}, ${t('journal.checkRemarks')}` : state}</span>
        <span className="small muted">{isDue ? t('journal.checkDue') : t('journal.checkNext', { date: dayOf(dueAt) })}</span>
      </div>
      <div className="journal-check-acts">
        <Button size="small" onPress={onLook}>{t('journal.checkLook')}</Button>
        <Button size="small" icon="check" busy={checking.busy} onPress={() => void done('in-order')}>{t('journal.checkFine')}</Button>
        <Button size="small" busy={checking.busy} onPress={() => void done('remarks')}>{t('journal.checkNotFine')}</Button>
      </div>
      {fail !== null && <Notice tone="alert" live>{t(fail === 'log-closed' ? 'journal.exportClosed' : failWords(fail))}</Notice>}
    </li>
  )
}
