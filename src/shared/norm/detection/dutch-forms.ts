const DOUBLE_VOWEL = /(aa|ee|oo|uu)([bcdfgklmnprstvz])$/
const SHORT_SYLLABLE = /(?:^|[^aeiou])[aeiou][bdfgklmnprst]$/
const ENDS_IN_EEN = /(?:en|er|el)$/

/** The stem before `-en` and `-e`: `zweer` gives `zwer`, `abces` gives `abcess`, `depressief` gives `depressiev`. */
function openStems(word: string): string[] {
  const stems = [word]
  if (DOUBLE_VOWEL.test(word)) stems.push(word.replace(DOUBLE_VOWEL, (_, vowels: string, last: string) => `${vowels.charAt(0)}${last}`))
  if (SHORT_SYLLABLE.test(word) && !ENDS_IN_EEN.test(word)) stems.push(word + word.slice(-1))
  return stems.flatMap((stem) => {
    if (stem.endsWith('ff') || stem.endsWith('ss')) return [stem]
    if (stem.endsWith('f')) return [stem, `${stem.slice(0, -1)}v`]
    return stem.endsWith('s') ? [stem, `${stem.slice(0, -1)}z`] : [stem]
  })
}

/**
 * A folded Dutch noun or adjective with its plurals, diminutives and inflection. Generous: a form that nobody writes costs one
 * entry in a table, and one that is missing costs an alarm.
 */
export function formsOf(word: string): string[] {
  const forms = new Set([word, `${word}s`, `${word}je`, `${word}jes`, `${word}tje`, `${word}tjes`, `${word}pje`, `${word}etje`])
  if (word.endsWith('e')) forms.add(`${word}n`)
  if (word.endsWith('um')) forms.add(`${word.slice(0, -2)}a`)
  if (!word.endsWith('e') || word.endsWith('ie') || word.endsWith('ee')) for (const stem of openStems(word)) forms.add(`${stem}en`).add(`${stem}e`)
  return [...forms]
}
