import { useState } from 'react'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { ChoiceField } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { failWords } from '../mail/failures.ts'
import { handOver } from '../message/part-bytes.ts'
import { filterAt, type Asked } from './looking.ts'

const files = {
  html: { name: 'logboek.html', type: 'text/html' }, csv: { name: 'logboek.csv', type: 'text/csv' }, json: { name: 'logboek.json', type: 'application/json' },
} as const
const fails: Readonly<Record<string, PlainTextKey>> = {
  empty: 'journal.exportEmpty', 'too-many': 'journal.exportTooMany', 'chain-not-checked': 'journal.exportWait', 'log-closed': 'journal.exportClosed', 'not-gathered': 'journal.notGathered',
}

/** What is looked at as a file: to print, for a spreadsheet, or for a program. */
export function ExportDialog({ filter, onClose }: { filter: Asked; onClose: () => void }) {
  const t = useText()
  const exporting = useCallOf('journal.export')
  const [format, setFormat] = useState<keyof typeof files>('html')
  const [fail, setFail] = useState<string | null>(null)
  const run = async (): Promise<void> => {
    setFail(null)
    const answer = await exporting.run({ scope: filter.scope, filter: filterAt(filter, Date.now()), format })
    if (!answer.ok) {
      setFail(answer.fail)
      return
    }
    const { name, type } = files[format]
    handOver(new Blob([answer.value.text], { type }), name)
    announce(t('journal.exportDone', { count: answer.value.count }))
    onClose()
  }
  return (
    <Dialog
      title={t('journal.exportTitle')} onClose={onClose}
      actions={<>
        <Button onPress={onClose}>{t('act.cancel')}</Button>
        <Button look="primary" busy={exporting.busy} onPress={() => void run()}>{t('journal.export')}</Button>
      </>}
    >
      <div className="journal-export">
        <p>{t(filter.scope === 'practice' ? 'journal.exportAllText' : 'journal.exportText')}</p>
        <Notice tone="warn">{t('journal.exportOpen')}</Notice>
        <ChoiceField
          label={t('journal.exportFormat')} value={format} onChange={setFormat} stacked
          choices={[{ value: 'html', label: t('journal.exportHtml') }, { value: 'csv', label: t('journal.exportCsv') }, { value: 'json', label: t('journal.exportJson') }]}
        />
        {fail !== null && <Notice tone="alert" live>{t(fails[fail] ?? failWords(fail))}</Notice>}
      </div>
    </Dialog>
  )
}
