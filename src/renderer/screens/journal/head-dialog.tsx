import type { JournalView } from '../../../shared/contract/journal.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useFormats, useText } from '../../parts/text.tsx'

/** The last hash with its date, to be noted elsewhere: it shows a journal that was replaced as a whole (LOG-02). */
export function HeadDialog({ view: { head, filedTo }, onClose }: { view: JournalView; onClose: () => void }) {
  const t = useText()
  const formats = useFormats()
  return (
    <Dialog title={t('journal.headTitle')} onClose={onClose}>
      <div className="journal-export">
        <p>{t('journal.headText')}</p>
        {head === null
          ? <p>{t('journal.headNone')}</p>
          : <><p><strong>{t('journal.headLine', { sequence: String(head.sequence), when: formats.long(head.at) })}</strong></p><p className="journal-hash">{head.hash}</p></>}
        {filedTo !== null && <p className="muted">{t('journal.filedTo', { sequence: String(filedTo) })}</p>}
      </div>
    </Dialog>
  )
}
