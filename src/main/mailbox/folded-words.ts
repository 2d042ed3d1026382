/** The words of a text as far as an index tells words apart: runs of letters and figures. */
export const foldedWords = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}]+/gu)?.filter((word) => /[\p{L}\p{N}]/u.test(word)) ?? []
