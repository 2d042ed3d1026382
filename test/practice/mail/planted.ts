/** Words that occur exactly once in a heap of mail, to see whether a search finds everything. */

export const places = [
  'subject', 'sender-name', 'body', 'base64-body', 'soft-break', 'accent', 'encoded-word', 'html', 'html-entity', 'file-name', 'late-file-name', 'beyond-32k',
] as const
export type Place = (typeof places)[number]

export type PlantedWord = {
  /** What a person types: without accents. */
  readonly query: string
  /** What stands in the message. */
  readonly word: string
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
export const accented = (word: string): string => word.replace(/[aeiou]/g, (vowel) => accents[vowel] ?? vowel)
