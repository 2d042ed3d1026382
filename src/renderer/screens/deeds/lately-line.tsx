import { useQueryOf } from '../../bridge/use-core.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { deedSentences, lately } from './deed-words.ts'
import './deeds.css'

/** More than these are under *Wie deed wat*. */
const SHOWN = 2

/** What colleagues did last with a message of a shared mailbox; nothing while nobody did anything. */
export function LatelyLine({ messageId }: { messageId: number }) {
  const t = useText()
  const formats = useFormats()
  const live = useQueryOf('claims.history', { messageId })
  const state = useQueryOf('practice.state', {})
  if (live.state !== 'ready' || state.state !== 'ready' || state.value.kind !== 'member') return null
  const deeds = lately(live.value, state.value.me.id, SHOWN)
  if (deeds.length === 0) return null
  return (
    <ul className="deed-lately">
      {deeds.map(({ what, by, at }) => <li key={by.id}>{t('deed.when', { what: t(deedSentences[what], { name: by.name }), when: formats.long(at) })}</li>)}
    </ul>
  )
}
