import { memo, useId, useState } from 'react'
import { Button, IconButton } from '../../parts/button.tsx'
import { Menu } from '../../parts/menu.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { useMinute } from '../outbox/waiting.ts'
import { fieldValue, readField, sendMoments, type ChosenMoment, type SendMoment } from './send-moments.ts'
import './schedule-menu.css'

const words = {
  'this-afternoon': 'schedule.thisAfternoon', 'this-evening': 'schedule.thisEvening', 'tomorrow-morning': 'schedule.tomorrow', 'monday-morning': 'schedule.monday',
} as const satisfies Record<SendMoment['kind'], string>

/** Sending at another moment: the usual ones, or one that is filled in. Not drawn anew at every letter, as long as `onSchedule` is the same. */
export const ScheduleMenu = memo(function ScheduleMenu({ onSchedule }: { onSchedule: (at: number) => void }) {
  const t = useText()
  const formats = useFormats()
  const now = useMinute()
  const [isChoosing, setChoosing] = useState(false)
  if (isChoosing) return <MomentField onSchedule={onSchedule} onClose={() => setChoosing(false)} />
  return (
    <Menu
      label={t('schedule.menu')} trigger={<IconButton icon="clock" look="plain" label={t('schedule.menu')} />} head={<p className="schedule-head">{t('schedule.head')}</p>}
      entries={[
        ...sendMoments(now).map(({ kind, at }) => ({ id: kind, label: t(words[kind], { time: formats.clock(at) }), onPress: () => onSchedule(at) })),
        { id: 'choose', label: t('schedule.choose'), onPress: () => setChoosing(true) },
      ]}
    />
  )
})

const problems: Record<Exclude<ChosenMoment['kind'], 'moment'>, 'schedule.none' | 'schedule.past' | 'schedule.tooFar'> = { 'none': 'schedule.none', 'past': 'schedule.past', 'too-far': 'schedule.tooFar' }

function MomentField({ onSchedule, onClose }: { onSchedule: (at: number) => void; onClose: () => void }) {
  const t = useText()
  const id = useId()
  const [value, setValue] = useState(() => fieldValue(sendMoments(Date.now()).at(-1)?.at ?? Date.now()))
  const [problem, setProblem] = useState<keyof typeof problems | null>(null)
  const plan = (): void => {
    const chosen = readField(value, Date.now())
    if (chosen.kind === 'moment') onSchedule(chosen.at)
    else setProblem(chosen.kind)
  }
  return (
    <div className="schedule-field" role="group" aria-label={t('schedule.menu')}>
      <label htmlFor={id}>{t('schedule.field')}</label>
      <input
        id={id} className="schedule-moment" type="datetime-local" value={value} autoFocus aria-invalid={problem !== null} {...(problem === null ? {} : { 'aria-describedby': `${id}-problem` })}
        onChange={(event) => { setValue(event.target.value); setProblem(null) }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'Escape') return
          event.preventDefault()
          event.stopPropagation()
          if (event.key === 'Enter') plan()
          else onClose()
        }}
      />
      <Button size="small" onPress={plan}>{t('schedule.set')}</Button>
      <Button size="small" look="quiet" onPress={onClose}>{t('act.cancel')}</Button>
      {problem !== null && <span id={`${id}-problem`} className="schedule-problem" role="alert">{t(problems[problem])}</span>}
    </div>
  )
}
