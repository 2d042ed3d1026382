import { useMemo } from 'react'
import { dayInWords } from '../../../shared/practice/dutch-days.ts'
import { localeOf } from '../../../shared/text/table.ts'
import { useLanguage } from '../../parts/text.tsx'

/** `12 maart 2026`: the day that a moment is in the practice, also on a laptop that is abroad. */
export function usePracticeDay(): (instant: number) => string {
  const language = useLanguage()
  return useMemo(() => (instant: number) => dayInWords(instant, localeOf[language]), [language])
}
