import { useQueryOf } from '../../bridge/use-core.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import './kept-log.css'

/**
 * Beside the program lies a part of a practice's log that its server did not take. One line for as long as it is there, and what to do
 * with it for who asks: on a screen that is seen every day for years.
 */
export function KeptLog() {
  const t = useText()
  const formats = useFormats()
  const kept = useQueryOf('app.keptLog', {})
  if (kept.state !== 'ready' || kept.value === null) return null
  return (
    <details className="kept-log">
      <summary>{t('keptLog.is')}</summary>
      <p>{t('keptLog.what', { day: formats.date(kept.value.until) })}</p>
      <p className="kept-log-folder">{kept.value.folder}</p>
    </details>
  )
}
