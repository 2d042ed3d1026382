import type { Folder } from '../../shared/contract/mail.ts'

/** What we may do in a folder, from MYRIGHTS (RFC 4314 section 2.1): finer than what the screen needs to know. */
export interface ExactRights {
  readonly read: boolean
  readonly seen: boolean
  readonly flag: boolean
  readonly insert: boolean
  readonly remove: boolean
}

export const everyRight: ExactRights = { read: true, seen: true, flag: true, insert: true, remove: true }

/** From the letters of MYRIGHTS. Servers of before RFC 4314 give one `d` for what is now `t`, `e` and `x` (section 2.1.1). */
export function rightsFrom(letters: string): ExactRights {
  const may = (letter: string): boolean => letters.includes(letter)
  return {
    read: may('r'), seen: may('s'), flag: may('w'), insert: may('i'),
    remove: (may('t') && may('e')) || (may('d') && !may('t') && !may('e')),
  }
}

/** The screen knows one right for all marks; which mark exactly is checked when it is set. */
export const shownRights = ({ read, seen, flag, insert, remove }: ExactRights): Folder['rights'] => ({ read, flag: seen || flag, insert, remove })
