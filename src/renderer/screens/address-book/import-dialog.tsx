import { useId, useRef, useState } from 'react'
import type { ImportRow, ImportStatus } from '../../../shared/contract/address-book.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Switch } from '../../parts/field.tsx'
import { Icon, type IconName } from '../../parts/icons.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { importFail, importNotes, importReasons } from './import-words.ts'
import { useImport, type Importing, type Preview } from './use-import.ts'

/** A file of contacts into the book: chosen, looked at, taken in. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const t = useText()
  const importing = useImport()
  const { stage } = importing
  return (
    <Dialog title={t('import.title')} onClose={onClose} size="wide">
      <div className="import">
        {stage.kind === 'choose' && <Choose importing={importing} fail={stage.fail} />}
        {stage.kind === 'reading' && (
          <p className="import-reading" role="status">
            {t('import.reading')} <progress className="import-progress" aria-label={t('import.reading')} value={stage.share} max={1} />
          </p>
        )}
        {stage.kind === 'preview' && <Look preview={stage.preview} fail={stage.fail} busy={stage.busy} onFinish={importing.finish} onClose={onClose} />}
        {stage.kind === 'done' && (
          <>
            <Notice tone="done" live title={t('import.done')}>{t('import.doneCounts', { added: stage.added, changed: stage.changed })}</Notice>
            <div className="contact-form-acts"><Button look="primary" onPress={onClose}>{t('act.close')}</Button></div>
          </>
        )}
      </div>
    </Dialog>
  )
}

function Choose({ importing, fail }: { importing: Importing; fail: string | null }) {
  const t = useText()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <p>{t('import.about')}</p>
      <p className="muted">{t('import.aboutNumbers')}</p>
      {fail !== null && <Notice tone="alert" live>{t(importFail(fail))}</Notice>}
      <input
        id={id} ref={input} type="file" accept=".csv,.vcf,.txt,text/csv,text/vcard" className="only-heard" tabIndex={-1} aria-label={t('import.choose')}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file !== undefined) importing.take(file)
        }}
      />
      <div><Button look="primary" autoFocus onPress={() => input.current?.click()}>{t('import.choose')}</Button></div>
    </>
  )
}

const groups: readonly { readonly status: ImportStatus; readonly icon: IconName; readonly words: 'import.new' | 'import.changed' | 'import.same' | 'import.duplicate' | 'import.unusable' }[] = [
  { status: 'new', icon: 'plus', words: 'import.new' }, { status: 'changed', icon: 'draft', words: 'import.changed' }, { status: 'unusable', icon: 'alert', words: 'import.unusable' },
  { status: 'duplicate', icon: 'copy', words: 'import.duplicate' }, { status: 'same', icon: 'check', words: 'import.same' },
]

interface LookProps { preview: Preview; fail: string | null; busy: boolean; onFinish: (withChanges: boolean) => void; onClose: () => void }

function Look({ preview, fail, busy, onFinish, onClose }: LookProps) {
  const t = useText()
  const [withChanges, setWithChanges] = useState(true)
  const { counts, isCut, rows } = preview
  const willDo = counts.new + (withChanges ? counts.changed : 0)
  return (
    <>
      {isCut && <Notice tone="warn">{t('import.cut')}</Notice>}
      <div className="import-groups">
        {groups.filter(({ status }) => counts[status] > 0).map(({ status, icon, words }) => (
          <details key={status} className="import-group">
            <summary><Icon name={icon} /><span>{t(words, { count: counts[status] })}</span></summary>
            <ul className="import-rows">{rows.filter((row) => row.status === status).map((row, index) => <li key={index}><RowWords row={row} /></li>)}</ul>
            {counts[status] > rows.filter((row) => row.status === status).length && <p className="small muted import-rest">{t('import.rest')}</p>}
          </details>
        ))}
      </div>
      {counts.changed > 0 && <Switch label={t('import.withChanges')} hint={t('import.withChangesHint')} on={withChanges} onChange={setWithChanges} />}
      {fail !== null && <Notice tone="alert" live>{t(importFail(fail))}</Notice>}
      <div className="contact-form-acts">
        <Button onPress={onClose}>{t('act.cancel')}</Button>
        {willDo > 0
          ? <Button look="primary" busy={busy} onPress={() => onFinish(withChanges)}>{t('import.finish', { count: willDo })}</Button>
          : <p className="muted">{t('import.nothing')}</p>}
      </div>
    </>
  )
}

function RowWords({ row }: { row: ImportRow }) {
  const t = useText()
  const remark: PlainTextKey | null = row.because !== null ? importReasons[row.because] : row.note !== null ? importNotes[row.note] : null
  return (
    <>
      <span className="import-who">{row.label === '' ? t('import.nameless') : row.label}</span>
      {row.address !== '' && row.address !== row.label && <span className="small muted">{row.address}</span>}
      {remark !== null && <span className="small">{t(remark)}</span>}
    </>
  )
}
