import { useRef, useState } from 'react'
import type { ReadMessage } from '../../../shared/contract/mail.ts'
import { useCore } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button, IconButton } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { failWords } from '../mail/failures.ts'
import { savePart } from './part-bytes.ts'

type Attachment = ReadMessage['attachments'][number]
type SaveState =
  | { readonly kind: 'saving'; readonly share: number }
  | { readonly kind: 'saved' }
  | { readonly kind: 'failed'; readonly fail: string }

interface Saver {
  readonly states: ReadonlyMap<string, SaveState>
  readonly save: (attachments: readonly Attachment[]) => Promise<void>
  readonly stop: () => void
}

/** Saves one after the other, so that each has the line to itself and a stop stops the rest. */
function useSaver(messageId: number): Saver {
  const core = useCore()
  const t = useText()
  const [states, setStates] = useState<ReadonlyMap<string, SaveState>>(new Map())
  const running = useRef<AbortController | null>(null)
  const note = (partId: string, state: SaveState | null): void => setStates((before) => {
    const after = new Map(before)
    if (state === null) after.delete(partId)
    else after.set(partId, state)
    return after
  })
  const saveOne = async ({ partId, name }: Attachment, signal: AbortSignal): Promise<void> => {
    note(partId, { kind: 'saving', share: 0 })
    const outcome = await savePart(core, { messageId, partId }, {
      name, signal, onProgress: (done, total) => note(partId, { kind: 'saving', share: total === 0 ? 1 : done / total }),
    })
    note(partId, outcome.kind === 'stopped' ? null : outcome)
    if (outcome.kind === 'saved') announce(t('attachments.savedHeard', { name }))
    if (outcome.kind === 'failed') announce(t(failWords(outcome.fail)))
  }
  return {
    states,
    async save(attachments) {
      const mine = new AbortController()
      running.current = mine
      for (const attachment of attachments) {
        if (mine.signal.aborted) break
        await saveOne(attachment, mine.signal)
      }
    },
    stop: () => running.current?.abort(),
  }
}

/** What came along with the mail: name, size, and saving one or all. Names are as the core made them safe. */
export function Attachments({ messageId, attachments }: { messageId: number; attachments: readonly Attachment[] }) {
  const t = useText()
  const saver = useSaver(messageId)
  const shown = attachments.filter((attachment) => !attachment.inline)
  if (shown.length === 0) return null
  return (
    <section className="attachments" aria-label={t('attachments.label', { count: shown.length })}>
      <ul className="attachment-list">
        {shown.map((attachment) => (
          <li key={attachment.partId}>
            <AttachmentCard attachment={attachment} state={saver.states.get(attachment.partId)} onSave={() => void saver.save([attachment])} onStop={saver.stop} />
          </li>
        ))}
      </ul>
      {shown.length > 1 && <Button look="quiet" onPress={() => void saver.save(shown)}>{t('attachments.saveAll')}</Button>}
    </section>
  )
}

function AttachmentCard({ attachment, state, onSave, onStop }: {
  attachment: Attachment
  state: SaveState | undefined
  onSave: () => void
  onStop: () => void
}) {
  const t = useText()
  const formats = useFormats()
  return (
    <div className="attachment">
      <button type="button" className="attachment-save" title={t('attachments.save', { name: attachment.name })} disabled={state?.kind === 'saving'} onClick={onSave}>
        <Icon name={state?.kind === 'saved' ? 'check' : 'attach'} />
        <span className="only-heard">{t('act.save')}</span>
        <span className="attachment-name one-line">{attachment.name}</span>
        <span className="attachment-size">{state?.kind === 'saved' ? t('attachments.saved') : attachment.isOnServer ? t('budget.onServer', { size: formats.bytes(attachment.sizeBytes) }) : formats.bytes(attachment.sizeBytes)}</span>
      </button>
      {state?.kind === 'saving' && (
        <>
          <progress className="attachment-progress" max={1} value={state.share} aria-label={t('attachments.saving', { name: attachment.name })} />
          {attachment.isOnServer && state.share === 0 && <span className="attachment-size">{t('budget.fetching')}</span>}
          <IconButton icon="close" label={t('attachments.stop', { name: attachment.name })} onPress={onStop} />
        </>
      )}
      {state?.kind === 'failed' && <span className="attachment-problem">{t(failWords(state.fail))}</span>}
    </div>
  )
}
