/** Signs without width: they hide a word from whoever looks for it. */
const WIDTHLESS = /\u034f|[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g

const BEYOND_ASCII = /[^\p{ASCII}]/u

/** Without accents, ligatures and other dress (PHI-09: missing accents); capitals stay. */
export function plain(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text
  return text.replace(WIDTHLESS, '').normalize('NFKD').replace(/\p{M}+/gu, '').replace(/[\u2018\u2019\u02bc]/g, '\'').replace(/[\u2010-\u2014\u2212]/g, '-')
}

/** As words are compared: {@link plain}, in lower case. */
export const fold = (text: string): string => plain(text).toLowerCase()

/** The words of a folded phrase. */
export const wordsIn = (folded: string): string[] => folded.match(/[\p{L}\d]+/gu) ?? []
