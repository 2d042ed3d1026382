/** Words that occur exactly once in a heap of mail, to see whether a search finds everything. */

export const places = [
  'subject', 'sender-name', 'body', 'base64-body', 'soft-break', 'accent', 'encoded-word', 'html', 'html-entity', 'file-name', 'late-file-name', 'beyond-32k',
  'phrase', 'compound', 'pdf', 'docx',
] as const
export type Place = (typeof places)[number]

export type PlantedWord = {
  /** The word as it stands in the message, without accents. */
  readonly query: string
  /** What people type to find it: each of these must. */
  readonly questions: readonly string[]
  /** What looks like it, and finds nothing. */
  readonly notBy: readonly string[]
  readonly place: Place
  readonly messageId: string
}

const consonants = 'bdfghklmnprstvz'
const vowels = 'aeiou'

/** `kwx` starts no Dutch word; all planted words have one length, so that none is the beginning of another. */
export function plantedWord(index: number): string {
  let rest = index * 7919 + 104_729
  let word = 'kwx'
  for (let syllable = 0; syllable < 4; syllable += 1) {
    word += consonants.charAt(rest % consonants.length)
    rest = Math.floor(rest / consonants.length)
    word += vowels.charAt(rest % vowels.length)
    rest = Math.floor(rest / vowels.length)
  }
  return word
}

const accents: Readonly<Record<string, string>> = { a: 'á', e: 'ë', i: 'ï', o: 'ö', u: 'ü' }
const accented = (word: string): string => word.replace(/[aeiou]/g, (vowel) => accents[vowel] ?? vowel)

const accentedPlaces: ReadonlySet<Place> = new Set<Place>(['accent', 'encoded-word', 'html-entity'])

/** What stands in the message for the word planted there. */
export function writtenFor(place: Place, word: string): string {
  if (place === 'phrase') return `ontstoken ${word} aan de knie`
  if (place === 'compound') return `${word}controle`
  return accentedPlaces.has(place) ? accented(word) : word
}

/** How it is found, and how it is not. */
export function searchesFor(place: Place, word: string): Pick<PlantedWord, 'query' | 'questions' | 'notBy'> {
  if (place === 'phrase') {
    return { query: word, questions: [`"ontstoken ${word} aan de knie"`, `"${word} aan de" `, `"ontstoken ${word}" knie`], notBy: [`"knie ${word}"`, `"${word} de knie"`] }
  }
  if (place === 'compound') return { query: `${word}controle`, questions: [word, `${word}contr`, `${word}controle`], notBy: [`${word} `] }
  return { query: word, questions: [...new Set([writtenFor(place, word), word, `"${word}"`, word.slice(0, -1), word.toUpperCase()])], notBy: [`${word.slice(0, -1)} `] }
}
