/** Signs without width: they hide a word from whoever looks for it. */
const WIDTHLESS = /\u034f|[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g

const BEYOND_ASCII = /[^\p{ASCII}]+/gu

const bare = (letters: string): string =>
  letters.replace(WIDTHLESS, '').normalize('NFKD').replace(/\p{M}+/gu, '').replace(/[\u2018\u2019\u02bc]/g, '\'').replace(/[\u2010-\u2014\u2212]/g, '-')

/** Without accents, ligatures and other dress (PHI-09: missing accents); capitals stay. */
export const plain = (text: string): string => text.replace(BEYOND_ASCII, bare)

/** As words are compared: {@link plain}, in lower case. */
export const fold = (text: string): string => plain(text).toLowerCase()

/** The words of a folded phrase. */
export const wordsIn = (folded: string): string[] => folded.match(/[\p{L}\d]+/gu) ?? []
