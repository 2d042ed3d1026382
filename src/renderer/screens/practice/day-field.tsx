import { useState } from 'react'
import { TextField } from '../../parts/field.tsx'
import { useLanguage, useText } from '../../parts/text.tsx'
import { dayStart, readDay, shownDay } from './days.ts'
import { usePracticeDay } from './use-practice-day.ts'

const EXAMPLE = '2026-12-31'

interface DayFieldProps { label: string; value: string; onChange: (value: string) => void; hint?: string; min?: string }

/**
 * A day, typed as people of the language of the screen write one: the browser's own field speaks the browser's language. `value` as
 * `dayText` writes it; '' for none.
 */
export function DayField({ label, value, onChange, hint, min }: DayFieldProps) {
  const t = useText()
  const dayOf = usePracticeDay()
  const language = useLanguage()
  /** While it is being written; null: as the value says. */
  const [typed, setTyped] = useState<string | null>(null)
  const [left, setLeft] = useState(false)
  const shown = typed ?? shownDay(value, language)
  const day = readDay(shown)
  const start = day === null ? null : dayStart(day)
  const earliest = dayStart(min ?? '')
  const write = (text: string): void => {
    setTyped(text)
    setLeft(false)
    onChange(readDay(text) ?? '')
  }
  const leave = (): void => {
    setLeft(true)
    if (day !== null) setTyped(null)
  }
  const problem = !left || shown.trim() === '' ? undefined
    : start === null ? t('day.unknown', { example: shownDay(EXAMPLE, language) })
      : earliest !== null && start < earliest ? t('day.tooEarly', { day: dayOf(earliest) }) : undefined
  return (
    <TextField
      label={label} value={shown} onChange={write} onBlur={leave} autoComplete="off"
      hint={start === null ? [hint, t('day.hint')].filter((words) => words !== undefined).join(' ') : dayOf(start)} problem={problem}
    />
  )
}
