import { useCallOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'

/** Only the copy of the mail is damaged: the way out, which the key has to agree to. `onAgain` asks for it once more. */
export function DamagedCopy({ onAgain }: { onAgain: () => void }) {
  const t = useText()
  const { run, busy } = useCallOf('copy.fetchAnew')
  const fetchAnew = async (): Promise<void> => {
    const answer = await run({})
    // No longer damaged is as good: then the key opens it.
    if (answer.ok || answer.fail === 'not-damaged') onAgain()
  }
  return (
    <Notice live tone="warn" title={t('copy.title')} actions={<Button size="small" busy={busy} onPress={() => void fetchAnew()}>{t('copy.fetchAnew')}</Button>}>
      {t('copy.advice')}
    </Notice>
  )
}
