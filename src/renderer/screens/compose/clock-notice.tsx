import { useQueryOf } from '../../bridge/use-core.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { howFarOff } from './clock-words.ts'

/** The computer's clock is wrong: what is judged by the day is judged by the mail server's, and it is said. */
export function ClockNotice() {
  const t = useText()
  const status = useQueryOf('app.status', {})
  const behindMs = status.state === 'ready' ? status.value.clockBehindMs : null
  if (behindMs === null) return null
  const { words, count } = howFarOff(behindMs)
  return <Notice tone="warn" live><p>{t(behindMs > 0 ? 'clock.behind' : 'clock.ahead', { amount: t(words, { count }) })}</p></Notice>
}
