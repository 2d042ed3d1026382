/** A text in one language: a sentence, or two when a number decides; `{name}` is filled in. */
export type Text = string | { readonly one: string; readonly other: string }

type PlaceholderIn<Sentence extends string> =
  Sentence extends `${string}{${infer Name}}${infer Rest}` ? Name | PlaceholderIn<Rest> : never
export type PlaceholderOf<Entry extends Text> =
  Entry extends { readonly one: infer One extends string; readonly other: infer Other extends string }
    ? PlaceholderIn<One> | PlaceholderIn<Other> | 'count'
    : Entry extends string ? PlaceholderIn<Entry> : never

/** The same keys as the source table, in another language. */
export type TextTable<Source> = { readonly [Key in keyof Source]: Text }

/** The names between braces, each once, in alphabetical order. */
export const placeholdersOf = (entry: Text): string[] => {
  const sentences = typeof entry === 'string' ? [entry] : [entry.one, entry.other]
  return [...new Set(sentences.flatMap((sentence) => [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')))].sort()
}

export type TextValues = Readonly<Record<string, string | number>>

/** Fills a text in; numbers are written as the language writes them, and `count` chooses between one and other. */
export function fillText(entry: Text, values: TextValues, locale: string): string {
  const sentence = typeof entry === 'string' ? entry : entry[pluralOf(values['count'], locale)]
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name]
    if (value === undefined) return whole
    return typeof value === 'number' ? numbersOf(locale).format(value) : value
  })
}

/** Making one takes longer than a hundred uses of it, and screens fill their texts in at every letter that is typed. */
function kept<Made>(make: (locale: string) => Made): (locale: string) => Made {
  const made = new Map<string, Made>()
  return (locale) => {
    const known = made.get(locale) ?? make(locale)
    made.set(locale, known)
    return known
  }
}
const numbersOf = kept((locale) => new Intl.NumberFormat(locale))
const pluralsOf = kept((locale) => new Intl.PluralRules(locale))

const pluralOf = (count: string | number | undefined, locale: string): 'one' | 'other' =>
  typeof count === 'number' && pluralsOf(locale).select(count) === 'one' ? 'one' : 'other'
