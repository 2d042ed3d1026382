const initialOf = (word: string): string => String.fromCodePoint(word.codePointAt(0) ?? 0x3f).toLocaleUpperCase('nl')

/** One or two letters for a name: of its first and its last word. `Anja de Vries` gives AV. */
export function initials(name: string): string {
  const words = name.replace(/[^\p{L}\p{N}\s@.-]/gu, ' ').split(/[\s,]+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const first = words[0]
  const last = words.length > 1 ? words.at(-1) : undefined
  return first === undefined ? '?' : initialOf(first) + (last === undefined ? '' : initialOf(last))
}
