import { en } from './en.ts'
import { nl } from './nl.ts'
import { fillText, type PlaceholderOf, type TextTable, type TextValues } from './text.ts'

export type Language = 'nl' | 'en'
export type TextKey = keyof typeof nl
/** A text that needs nothing filled in: may be named in a table and drawn later. */
export type PlainTextKey = { [Key in TextKey]: [PlaceholderOf<(typeof nl)[Key]>] extends [never] ? Key : never }[TextKey]
export type ParamsOf<Key extends TextKey> =
  [PlaceholderOf<(typeof nl)[Key]>] extends [never] ? [] : [values: Readonly<Record<PlaceholderOf<(typeof nl)[Key]>, string | number>>]
export type Translate = <Key extends TextKey>(key: Key, ...params: ParamsOf<Key>) => string

const tables: Record<Language, TextTable<typeof nl>> = { nl, en }
export const localeOf: Record<Language, string> = { nl: 'nl-NL', en: 'en-GB' }

/** `t('list.unread', { count: 3 })`: the sentence in the language, filled in. */
export const translator = (language: Language): Translate =>
  (key, ...params) => fillText(tables[language][key], (params as [TextValues?])[0] ?? {}, localeOf[language])
