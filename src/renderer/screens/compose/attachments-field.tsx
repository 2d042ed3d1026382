import { useRef } from 'react'
import { Button, IconButton } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { failWords } from '../mail/failures.ts'
import type { Upload, Uploads } from './use-uploads.ts'

/** What goes along: with its progress while it is being kept, and a way to take it off. */
export function AttachmentsField({ uploads }: { uploads: Uploads }) {
  const t = useText()
  const picker = useRef<HTMLInputElement>(null)
  return (
    <div className="compose-attachments">
      <input
        ref={picker} type="file" multiple hidden aria-hidden="true" tabIndex={-1}
        onChange={(event) => {
          uploads.add([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      <Button look="quiet" icon="attach" onPress={() => picker.current?.click()}>{t('attach.add')}</Button>
      {uploads.all.length > 0 && (
        <ul className="attachment-list" aria-label={t('attachments.label', { count: uploads.all.length })}>
          {uploads.all.map((upload) => <li key={upload.key}><UploadCard upload={upload} onRemove={() => uploads.remove(upload.key)} /></li>)}
        </ul>
      )}
    </div>
  )
}

function UploadCard({ upload, onRemove }: { upload: Upload; onRemove: () => void }) {
  const t = useText()
  const formats = useFormats()
  const { state, name } = upload
  return (
    <div className="attachment compose-attachment">
      <Icon name={state.kind === 'failed' ? 'alert' : 'attach'} />
      <span className="attachment-name one-line" title={name}>{name}</span>
      <span className="attachment-size">{formats.bytes(upload.sizeBytes)}</span>
      {state.kind === 'busy' && <progress className="attachment-progress" max={1} value={state.share} aria-label={t('attach.busy', { name })} />}
      <IconButton icon="close" label={t('attach.remove', { name })} onPress={onRemove} />
      {state.kind === 'failed' && <span className="attachment-problem" role="alert">{t(failWords(state.fail))}</span>}
    </div>
  )
}
