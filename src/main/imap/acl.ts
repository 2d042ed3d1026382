import { refusalOf } from './acts.ts'
import type { Refusal } from './face.ts'
import { quoted, textOf, type Answer } from './raw-command.ts'
import type { Session } from './session.ts'

/** One line of a folder's access list (RFC 4314 section 3.6), as far as a client may know what its identifier means. */
export interface AclEntry {
  /** As the server writes it, without the signs that say of what kind it is. */
  readonly who: string
  readonly kind: 'person' | 'group' | 'everybody' | 'owner'
  /** Takes these rights away instead of giving them (RFC 4314 section 2). */
  readonly negative: boolean
  /** Comes from the server's own configuration: no client can change it. */
  readonly fixed: boolean
  /** Sorted letters of RFC 4314; the `c` and `d` of before are left out where the server gives the new ones too. */
  readonly rights: string
}

export type AclRead =
  | { readonly kind: 'read'; readonly entries: readonly AclEntry[] }
  /** Only who administers a folder may see who else has rights. */
  | { readonly kind: 'refused'; readonly reason: Refusal }
  | { readonly kind: 'no-acl' }

/** What the access list says after a change: an OK alone is not believed. */
export type AclChange =
  | { readonly kind: 'as-asked' }
  /** Answered with OK, and read back it is something else. */
  | { readonly kind: 'otherwise'; readonly rights: string }
  | { readonly kind: 'refused'; readonly reason: Refusal }
  | { readonly kind: 'no-acl' }

/** All rights that one list can give, in the order in which RFC 4314 names them. */
const LETTERS = 'lrswipkxtea'
/** RFC 4314 section 2.1.1: what one old letter stands for. */
const OLD: Readonly<Record<string, string>> = { c: 'kx', d: 'te' }

/** Sorted letters, each once, the old ones in the new. Letters that nobody knows (0-9 are free to servers) stay. */
export function normalRights(letters: string): string {
  const given = new Set(letters.toLowerCase())
  for (const [old, meant] of Object.entries(OLD)) {
    if (given.delete(old) && !Array.from(meant).some((letter) => given.has(letter))) for (const letter of meant) given.add(letter)
  }
  return [...given].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)).join('')
}

const rank = (letter: string): number => (LETTERS.includes(letter) ? LETTERS.indexOf(letter) : LETTERS.length)

/** From `ACL folder who rights who rights ...`. `#` and `$` are Dovecot's signs for a global entry and for a group. */
function entryOf(identifier: string, letters: string): AclEntry {
  const fixed = identifier.startsWith('#')
  const plain = fixed ? identifier.slice(1) : identifier
  const negative = plain.startsWith('-')
  const name = negative ? plain.slice(1) : plain
  const rights = normalRights(letters)
  if (name === 'anyone' || name === 'authenticated') return { who: name, kind: 'everybody', negative, fixed, rights }
  if (name === 'owner') return { who: name, kind: 'owner', negative, fixed, rights }
  if (name.startsWith('$')) return { who: name.slice(1), kind: 'group', negative, fixed, rights }
  return { who: name, kind: 'person', negative, fixed, rights }
}

/** RFC 4314 section 3.3. */
export async function readAcl(session: Session, path: string): Promise<AclRead> {
  if (!session.facts.acl) return { kind: 'no-acl' }
  const entries: AclEntry[] = []
  const answer = await session.command('GETACL', [quoted(session.wireName(path))], {
    ACL: (words) => {
      for (let index = 1; index + 1 < words.length; index += 2) entries.push(entryOf(textOf(words[index]), textOf(words[index + 1])))
    },
  })
  return answer.kind === 'ok' ? { kind: 'read', entries } : { kind: 'refused', reason: refusalOf(answer) }
}

/** Our own rights as sorted letters (RFC 4314 section 3.5); null: the server does not say, or has no such folder for us. */
export async function ownRights(session: Session, path: string): Promise<string | null> {
  if (!session.facts.acl) return null
  const letters: string[] = []
  const answer = await session.command('MYRIGHTS', [quoted(session.wireName(path))], {
    MYRIGHTS: (words) => { letters.push(textOf(words[1])) },
  })
  return answer.kind === 'ok' && letters[0] !== undefined ? normalRights(letters[0]) : null
}

/** Whom a change is about. A login is all that IMAP has; servers take one that does not exist without a word. */
export interface AclSubject {
  readonly login: string
  readonly negative?: boolean
}

/** Gives somebody exactly these rights in a folder, none with '', and reads the list back (RFC 4314 sections 3.1 and 3.2). */
export async function changeAcl(session: Session, path: string, change: AclSubject & { readonly rights: string }): Promise<AclChange> {
  if (!session.facts.acl) return { kind: 'no-acl' }
  if (!isLogin(change.login)) return { kind: 'refused', reason: 'server-refused' }
  const answer = await give(session, path, change)
  if (answer.kind !== 'ok') return { kind: 'refused', reason: refusalOf(answer) }
  const read = await readAcl(session, path)
  if (read.kind !== 'read') return read
  const rights = entryFor(read.entries, change)?.rights ?? ''
  return rights === normalRights(change.rights) ? { kind: 'as-asked' } : { kind: 'otherwise', rights }
}

function give(session: Session, path: string, { login, negative, rights }: AclSubject & { readonly rights: string }): Promise<Answer> {
  const names = [quoted(session.wireName(path)), quoted(`${negative === true ? '-' : ''}${login}`)]
  return rights === '' ? session.command('DELETEACL', names) : session.command('SETACL', [...names, quoted(normalRights(rights))])
}

/** Signs in front would make it another kind of identifier, and a line break another command. */
const isLogin = (login: string): boolean => login !== '' && !/^[-#$]|\p{Cc}/u.test(login) && !['anyone', 'authenticated', 'owner'].includes(login)

/** The line of a list that is about this person alone. */
export const entryFor = (entries: readonly AclEntry[], { login, negative = false }: AclSubject): AclEntry | undefined =>
  entries.find((entry) => entry.kind === 'person' && !entry.fixed && entry.negative === negative && entry.who.toLowerCase() === login.toLowerCase())
