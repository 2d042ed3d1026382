/** Letters that Unicode does not take apart, as people type them who do not have them: beside what an accent is to its letter. */
const FOLDED: Readonly<Record<string, string>> = {
  ĳ: 'ij', Ĳ: 'ij', ß: 'ss', ẞ: 'ss', æ: 'ae', Æ: 'ae', œ: 'oe', Œ: 'oe', ø: 'o', Ø: 'o', ł: 'l', Ł: 'l', đ: 'd', Đ: 'd', ð: 'd', Ð: 'd', þ: 'th', Þ: 'th',
  ﬀ: 'ff', ﬁ: 'fi', ﬂ: 'fl', ﬃ: 'ffi', ﬄ: 'ffl', ﬅ: 'st', ﬆ: 'st', ŉ: 'n', ı: 'i',
}
const FOLDS = new RegExp(`[${Object.keys(FOLDED).join('')}]`, 'gu')

/** For searching: `Ĳsbrand` is found by `ijsbrand`, `Strauß` by `strauss`. Texts and what is searched for are folded alike; accents are left to the index. */
export const foldLetters = (text: string): string => text.replace(FOLDS, (letter) => FOLDED[letter] ?? letter)
