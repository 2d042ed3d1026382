import { createContext, useContext, useMemo, type ReactNode } from 'react'
import { I18nProvider } from 'react-aria-components'
import { localeOf, translator, type Language, type Translate } from '../../shared/text/table.ts'
import { byteSize, clockTime, longWhen, plainDate, shortWhen } from '../../shared/text/when.ts'

const LanguageContext = createContext<Language>('nl')

/** The language of everything below it, React Aria's own words included. */
export function TextProvider({ language, children }: { language: Language; children: ReactNode }) {
  return (
    <LanguageContext value={language}>
      <I18nProvider locale={localeOf[language]}>{children}</I18nProvider>
    </LanguageContext>
  )
}

export const useLanguage = (): Language => useContext(LanguageContext)

/** `const t = useText()`, then `t('unlock.title')`: every word on a screen comes through here. */
export function useText(): Translate {
  const language = useLanguage()
  return useMemo(() => translator(language), [language])
}

export interface Formats {
  /** `09:38`, `gisteren`, `ma`, `12 mrt`. */
  short(instant: number): string
  /** `vandaag 09:12`. */
  long(instant: number): string
  clock(instant: number): string
  date(instant: number): string
  bytes(count: number): string
}

/** Dates and sizes as people say them, in the language of the screen. */
export function useFormats(): Formats {
  const language = useLanguage()
  return useMemo(() => ({
    short: (instant) => shortWhen(instant, Date.now(), language),
    long: (instant) => longWhen(instant, Date.now(), language),
    clock: clockTime,
    date: (instant) => plainDate(instant, language),
    bytes: (count) => byteSize(count, language),
  }), [language])
}
