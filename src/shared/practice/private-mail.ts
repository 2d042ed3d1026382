import { normalSubject } from '../mail/subject.ts'

/**
 * FM-08: what stays with the owner of a mailbox whoever else may read in it. Folders by their name, at any depth; messages where
 * the subject plainly says so.
 */
const PRIVATE_FOLDERS = new Set(['prive', 'private'])

/** Without capitals and accents: `PRIVÉ`, typed with or without a composed letter, is `prive`. */
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim()

/** Servers part folders by a slash, a dot or a backslash; taking all three for it can only keep more private. */
export const isPrivateFolder = (path: string): boolean => path.split(/[/.\\]/).some((name) => PRIVATE_FOLDERS.has(plain(name)))

/** Said first, and then either done or set apart: *Persoonlijk: vrijdag*, not *Persoonlijk begeleidingsplan*. */
const SAID_FIRST = /^(?:prive\b|(?:private|persoonlijk)(?:\s+(?:bericht|message|mail)\b|\s*$|\s*[:;,.!|/)\]\u2013\u2014-]))/
/** In brackets anywhere, or set apart at the end. */
const SET_APART = /[([{]\s*(?:prive|private|persoonlijk)\s*[)\]}]|\s[-|\u2013\u2014/]\s*(?:prive|private|persoonlijk)\s*$/

export function isPrivateSubject(subject: string): boolean {
  const said = plain(normalSubject(subject)).replace(/^[^\p{L}([{]+/u, '')
  return SAID_FIRST.test(said) || SET_APART.test(said)
}
