/** Names of servers and domains as people type them: with commas, blanks or lines between. */
export const apart = (text: string): string[] => text.split(/[\s,;]+/).filter((name) => name !== '')

export const together = (names: readonly string[]): string => names.join(', ')

const LABEL = '[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_-]{0,61}[\\p{L}\\p{N}_])?'
const HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})*\\.?$`, 'u')
const DOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})+\\.?$`, 'u')

/** A server may go by a short name. */
export const isHost = (name: string): boolean => name.length <= 253 && HOST.test(name)
export const isDomain = (name: string): boolean => name.length <= 253 && DOMAIN.test(name)

/** An address, or a domain for all of its addresses. */
export const isSender = (name: string): boolean => name.length <= 320 && (isDomain(name) || (/^[^\s@]+@/.test(name) && isDomain(name.slice(name.indexOf('@') + 1))))

/** Those of a typed list that are not what they should be. */
export const oddOnes = (text: string, is: (name: string) => boolean): string[] => apart(text).filter((name) => !is(name))
