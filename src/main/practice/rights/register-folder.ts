import { changeAcl, ownRights, readAcl, type AclChange, type AclEntry } from '../../imap/acl.ts'
import { refusalOf } from '../../imap/acts.ts'
import { isRegisterFolder, REGISTER_FOLDER } from '../../imap/folder-list.ts'
import type { Refusal } from '../../imap/face.ts'
import { quoted } from '../../imap/raw-command.ts'
import type { Session } from '../../imap/session.ts'

/** Look, read, and put in: nothing that is there can be marked, changed or removed (RFC 4314 section 4). */
export const MEMBER_RIGHTS = 'lri'
/** The same, and say who the members are. */
export const KEEPER_RIGHTS = 'lria'

/** What the server does not keep anybody from; the register itself shows it when it happens. */
export type Unkept =
  /** The keeper may remove messages: the right comes from the server's own configuration and was not laid down. */
  | { readonly kind: 'keeper-may-delete' }
  /** Who says who the members are can always give himself more. */
  | { readonly kind: 'keeper-may-give-himself-more' }
  | { readonly kind: 'somebody-may-delete'; readonly who: string; readonly group: boolean }
  /** A member whom the list does not give what it was asked for. */
  | { readonly kind: 'member-has-otherwise'; readonly who: string; readonly rights: string }
  /** Others than members read it. */
  | { readonly kind: 'others-may-read'; readonly who: string; readonly group: boolean }
  /** The server knows no rights, or does not show them. */
  | { readonly kind: 'no-rights-known' }

export type FoundedFolder =
  | {
    readonly kind: 'ready'
    readonly path: string
    /** `own`: in the keeper's own account, where members see it below the name of the keeper. */
    readonly place: 'practice' | 'own'
    /** It was there already: another founder may have been first. */
    readonly already: boolean
    readonly unkept: readonly Unkept[]
  }
  /** There can be no folder that others read: a practice of one person only. */
  | { readonly kind: 'cannot-share'; readonly path: string }
  | { readonly kind: 'refused'; readonly reason: Refusal }

export interface Founding {
  /** How the keeper logs in: the name that the server's access lists have. */
  readonly keeper: string
  /** How the others log in; empty for a practice of one person. */
  readonly members: readonly string[]
  /** What comes behind the name, where an earlier register is to be left alone: `-2`. */
  readonly suffix?: string
}

/**
 * Makes the folder of the register where the practice keeps what is everybody's (RFC 2342 shared namespace) and we may make one,
 * else in our own account. Rights are asked for and read back.
 */
export async function foundRegisterFolder(session: Session, founding: Founding): Promise<FoundedFolder> {
  const name = `${REGISTER_FOLDER}${founding.suffix ?? ''}`
  for (const prefix of founding.members.length === 0 ? [] : session.practicePrefixes) {
    const made = await make(session, `${prefix}${name}`)
    // One that we made and may not use is left: another founder, with more rights, may be using it by now.
    if (made.kind === 'made' && await isUsable(session, made.path)) return share(session, { ...made, place: 'practice' }, founding)
  }
  const made = await make(session, `${session.personal.prefix}${name}`)
  if (made.kind === 'refused') return made
  if (founding.members.length > 0 && !session.facts.acl) return { kind: 'cannot-share', path: made.path }
  return share(session, { ...made, place: 'own' }, founding)
}

type Made = { readonly kind: 'made'; readonly path: string; readonly already: boolean }

async function make(session: Session, path: string): Promise<Made | { readonly kind: 'refused'; readonly reason: Refusal }> {
  if (!isRegisterFolder(path, session.personal.delimiter)) throw new Error('a register folder has the name of one')
  const answer = await session.command('CREATE', [quoted(path)])
  if (answer.kind === 'ok') return { kind: 'made', path, already: false }
  // By another founder, or by ourselves before the line broke.
  if (answer.kind === 'no' && (answer.code === 'ALREADYEXISTS' || await exists(session, path))) return { kind: 'made', path, already: true }
  return { kind: 'refused', reason: refusalOf(answer) }
}

/** Servers without RFC 5530 refuse a second CREATE without saying why. */
const exists = async (session: Session, path: string): Promise<boolean> => (await session.select(path, { readOnly: true })).kind === 'selected'

/** A folder that we could make and may not use is no place for a register: some servers let make what they then hide. */
async function isUsable(session: Session, path: string): Promise<boolean> {
  const rights = await ownRights(session, path)
  return rights !== null && hasAll(rights)
}

async function share(session: Session, made: Made & { readonly place: 'practice' | 'own' }, founding: Founding): Promise<FoundedFolder> {
  const { path, place, already } = made
  const own = await ownRights(session, path)
  const mayShare = own?.includes('a') === true
  if (mayShare) {
    // The keeper last: who lays down the right to remove must not have lost the right to say so.
    await letMembersIn(session, path, founding.members)
    await changeAcl(session, path, { login: founding.keeper, rights: KEEPER_RIGHTS })
  }
  return { kind: 'ready', path, place, already, unkept: await unkeptIn(session, path, founding) }
}

export type MemberChange = { readonly login: string; readonly change: AclChange }

/** Lets these read and append. Whom the server takes without a word may still not exist: it says nothing of that. */
export async function letMembersIn(session: Session, path: string, logins: readonly string[]): Promise<readonly MemberChange[]> {
  const changes: MemberChange[] = []
  for (const login of logins) changes.push({ login, change: await changeAcl(session, path, { login, rights: MEMBER_RIGHTS }) })
  return changes
}

/** Takes the rights of these away, also such as take rights away (`-user`). A right by a group stays: `unkeptIn` names it. */
export async function letMembersOut(session: Session, path: string, logins: readonly string[]): Promise<readonly MemberChange[]> {
  const changes: MemberChange[] = []
  for (const login of logins) {
    await changeAcl(session, path, { login, negative: true, rights: '' })
    changes.push({ login, change: await changeAcl(session, path, { login, rights: '' }) })
  }
  return changes
}

/** What the server, by its own account, does not keep from happening in the register's folder. Only a keeper sees others' rights. */
export async function unkeptIn(session: Session, path: string, { keeper, members }: Founding): Promise<readonly Unkept[]> {
  if (members.length === 0 && !session.facts.acl) return []
  const own = await ownRights(session, path)
  if (own === null) return [{ kind: 'no-rights-known' }]
  const found: Unkept[] = []
  if (mayDelete(own)) found.push({ kind: 'keeper-may-delete' })
  if (own.includes('a')) found.push({ kind: 'keeper-may-give-himself-more' })
  const read = await readAcl(session, path)
  if (read.kind !== 'read') return [...found, { kind: 'no-rights-known' }]
  const isKeeper = (entry: AclEntry): boolean => entry.kind === 'owner' || (entry.kind === 'person' && same(entry.who, keeper))
  const others = read.entries.filter((entry) => !entry.negative && !isKeeper(entry))
  return [...found, ...others.flatMap((entry) => unkeptOf(entry, members)), ...members.flatMap((login) => lackOf(login, others))]
}

function unkeptOf(entry: AclEntry, members: readonly string[]): Unkept[] {
  const group = entry.kind !== 'person'
  if (mayDelete(entry.rights)) return [{ kind: 'somebody-may-delete', who: entry.who, group }]
  const isMember = entry.kind === 'person' && members.some((login) => same(login, entry.who))
  return !isMember && entry.rights.includes('r') ? [{ kind: 'others-may-read', who: entry.who, group }] : []
}

/** A group may give what a person's own line does not; who is in it nobody tells us. */
function lackOf(login: string, entries: readonly AclEntry[]): Unkept[] {
  const own = entries.find((entry) => entry.kind === 'person' && same(entry.who, login))
  const rights = own?.rights ?? ''
  const isCovered = own === undefined && entries.some(({ kind, rights: theirs }) => kind !== 'person' && hasAll(theirs))
  return hasAll(rights) || isCovered ? [] : [{ kind: 'member-has-otherwise', who: login, rights }]
}

const hasAll = (rights: string): boolean => Array.from(MEMBER_RIGHTS).every((letter) => rights.includes(letter))
const mayDelete = (rights: string): boolean => /[tex]/.test(rights)
const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
