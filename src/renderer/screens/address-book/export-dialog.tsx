import { useState } from 'react'
import { useCallOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { ChoiceField, Switch } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { handOver } from '../message/part-bytes.ts'
import { importFail } from './import-words.ts'

const files = { csv: { name: 'adresboek.csv', type: 'text/csv' }, vcard: { name: 'adresboek.vcf', type: 'text/vcard' } } as const

/** The book as a file for another program. Numbers stay here unless somebody asks for them. */
export function ExportDialog({ onClose }: { onClose: () => void }) {
  const t = useText()
  const exporting = useCallOf('book.export')
  const [format, setFormat] = useState<'csv' | 'vcard'>('csv')
  const [withNumbers, setWithNumbers] = useState(false)
  const [fail, setFail] = useState<string | null>(null)
  const run = async (): Promise<void> => {
    const answer = await exporting.run({ format, withNumbers })
    if (!answer.ok) {
      setFail(answer.fail)
      return
    }
    const { name, type } = files[format]
    handOver(new Blob([answer.value.text], { type }), name)
    announce(t('export.done', { count: answer.value.count }))
    onClose()
  }
  return (
    <Dialog
      title={t('export.title')} onClose={onClose}
      actions={<>
        <Button onPress={onClose}>{t('act.cancel')}</Button>
        <Button look="primary" busy={exporting.busy} onPress={() => void run()}>{t('export.run')}</Button>
      </>}
    >
      <div className="import">
        <Notice tone="warn">{t('export.notEncrypted')}</Notice>
        <ChoiceField label={t('export.format')} value={format} onChange={setFormat} choices={[{ value: 'csv', label: t('export.csv') }, { value: 'vcard', label: t('export.vcard') }]} />
        <Switch label={t('export.withNumbers')} hint={t('export.withNumbersHint')} on={withNumbers} onChange={setWithNumbers} />
        {fail !== null && <Notice tone="alert" live>{t(fail === 'empty' ? 'export.empty' : importFail(fail))}</Notice>}
      </div>
    </Dialog>
  )
}
