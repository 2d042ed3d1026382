import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'
import type { DraftKeeper } from './draft-keeper.ts'
import { KeepingLine } from './keeping-line.tsx'
import { sendVerb, type Outlook } from './recipients.ts'
import { ScheduleMenu } from './schedule-menu.tsx'
import { useSteady } from './use-steady.ts'

export interface SendBarProps {
  outlook: Outlook
  keeper: DraftKeeper
  isNew: boolean
  /** What somebody may have forgotten; never in the way. */
  hints: readonly string[]
  /** Why it did not go. */
  problem: string | null
  busy: boolean
  onSend: () => void
  /** At a later moment. */
  onSchedule: (at: number) => void
  onLater: () => void
  onDiscard: () => void
}

/** The foot of the composer: how the draft stands, what may be forgotten, and a button that says what it will do. */
export function SendBar({ outlook, keeper, isNew, hints, problem, busy, onSend, onSchedule, onLater, onDiscard }: SendBarProps) {
  const t = useText()
  const schedule = useSteady(onSchedule)
  const verb = sendVerb(outlook)
  const words = verb === 'send-some-wait' ? t('send.someWait', { count: outlook.waits }) : verb === 'all-wait' ? t('send.allWait') : verb === 'send-safely' ? t('send.safely') : t('send.now')
  return (
    <footer className="send-bar">
      <div className="send-state">
        <RouteSummary outlook={outlook} />
        {problem !== null && <p className="send-problem" role="alert">{problem}</p>}
        {hints.map((hint) => <p key={hint} className="send-hint" role="status">{hint}</p>)}
        <p className="send-kept"><KeepingLine keeper={keeper} isNew={isNew} /></p>
      </div>
      <div className="send-acts">
        <Button look="quiet" onPress={onDiscard}>{t('draft.discard')}</Button>
        <Button onPress={onLater}>{t('draft.later')}</Button>
        <ScheduleMenu onSchedule={schedule} />
        <Button look="primary" busy={busy} shortcut="Mod+Enter" onPress={onSend}>{words}</Button>
      </div>
    </footer>
  )
}

/** What will happen, in one line: all safe, or what keeps it from being so. */
function RouteSummary({ outlook: { goes, plain, waits, mobiles, unknown } }: { outlook: Outlook }) {
  const t = useText()
  if (goes + plain + waits === 0) return null
  const others = waits - mobiles
  return (
    <p className="route-summary" role="status">
      {mobiles > 0 && <span className="chip-portal route-pill"><Icon name="portal" />{t('summary.mobile', { count: mobiles })}</span>}
      {others > 0 && <span className="chip-hold route-pill"><Icon name="clock" />{t('summary.waits', { count: others })}</span>}
      {plain > 0 && <span className="chip-plain route-pill"><Icon name="plain" />{t('summary.plain', { count: plain })}</span>}
      {waits + plain + unknown === 0 && <span className="chip-safe route-pill"><Icon name="safe" />{t('summary.safe')}</span>}
    </p>
  )
}
