import type { Draft, DraftFields } from '../../../shared/contract/compose.ts'
import { useCore } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { useOffers } from '../mail/offers.tsx'
import { failWords } from '../mail/failures.ts'

interface ConflictProps {
  draftId: string
  /** As they are on the screen. */
  fields: DraftFields
  kind: 'newer-elsewhere' | 'gone'
  onTheirs: (draft: Draft) => void
  onMine: (revision: number) => void
  onClose: () => void
}

/** The draft was changed, sent or thrown away elsewhere: the person chooses, and until then nothing of this text is lost. */
export function DraftConflict({ draftId, fields, kind, onTheirs, onMine, onClose }: ConflictProps) {
  const t = useText()
  const core = useCore()
  const offers = useOffers()
  const withTheirs = async (then: (draft: Draft) => void): Promise<void> => {
    const answer = await core.ask('drafts.get', { id: draftId })
    if (answer.ok) then(answer.value)
    else offers.make({ text: t(failWords(answer.fail)), tone: 'problem' })
  }
  const keepAsNew = async (): Promise<void> => {
    const started = await core.ask('drafts.start', { kind: 'new', accountId: fields.accountId, to: fields.to })
    const saved = started.ok ? await core.ask('drafts.save', { id: started.value.id, revision: started.value.revision, fields }) : started
    if (started.ok && saved.ok) onTheirs({ ...started.value, ...saved.value, fields })
    else if (!saved.ok) offers.make({ text: t(failWords(saved.fail)), tone: 'problem' })
  }
  if (kind === 'gone') {
    return (
      <Notice
        tone="alert" live title={t('conflict.goneTitle')}
        actions={(
          <>
            <Button size="small" onPress={() => void keepAsNew()}>{t('conflict.asNew')}</Button>
            <Button size="small" onPress={onClose}>{t('act.close')}</Button>
          </>
        )}
      >
        {t('conflict.gone')}
      </Notice>
    )
  }
  return (
    <Notice
      tone="warn" live title={t('conflict.title')}
      actions={(
        <>
          <Button size="small" onPress={() => void withTheirs((draft) => onMine(draft.revision))}>{t('conflict.mine')}</Button>
          <Button size="small" onPress={() => void withTheirs(onTheirs)}>{t('conflict.theirs')}</Button>
        </>
      )}
    >
      {t('conflict.text')}
    </Notice>
  )
}
