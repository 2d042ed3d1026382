/** The last group of a printed code: what somebody types to show that it is on paper. */
export const lastGroupOf = (code: string): string => code.split('-').at(-1) ?? code

/** As forgiving as the vault is when it reads the whole code: case, spaces, O for 0, I and L for 1. */
const plain = (text: string): string => text.toUpperCase().replace(/[\s\p{Pd}.]+/gu, '').replace(/O/g, '0').replace(/[IL]/g, '1')

/** Whether this is the last group; the whole code, typed or pasted, counts as well. */
export const isLastGroup = (code: string, typed: string): boolean =>
  plain(typed) !== '' && (plain(typed) === plain(lastGroupOf(code)) || plain(typed) === plain(code))
