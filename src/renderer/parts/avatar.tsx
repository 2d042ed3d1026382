import './avatar.css'

const initialOf = (word: string): string => String.fromCodePoint(word.codePointAt(0) ?? 0x3f).toLocaleUpperCase('nl')

/** Two letters for a name: first of the first and of the last word that starts with a capital or is last. `Anja de Vries` gives AV. */
export function initials(name: string): string {
  const words = name.replace(/[^\p{L}\p{N}\s@.-]/gu, ' ').split(/[\s,]+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const first = words[0]
  const last = words.length > 1 ? words.at(-1) : undefined
  return first === undefined ? '?' : initialOf(first) + (last === undefined ? '' : initialOf(last))
}

/** Initials in a circle. Decoration: the name always stands beside it. */
export function Avatar({ name, size = 26 }: { name: string; size?: 20 | 26 | 36 | 40 }) {
  return <span className={`avatar avatar-${size}`} aria-hidden="true">{initials(name)}</span>
}
