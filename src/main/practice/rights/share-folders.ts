import type { MailAct } from '../../../shared/practice/act.ts'
import type { Grant } from '../../../shared/practice/grant.ts'
import { isPrivateFolder } from '../../../shared/practice/private-mail.ts'
import { changeAcl, entryFor, readAcl, type AclChange, type AclEntry } from '../../imap/acl.ts'
import { listFolders, type FolderOnServer } from '../../imap/folder-list.ts'
import type { Session } from '../../imap/session.ts'

/** What the server must let somebody do, by login. No acts: nothing. */
export interface WantedRights {
  readonly login: string
  readonly acts: readonly MailAct[]
}

export interface Alignment {
  /** How we log in ourselves: our own rights are never changed, or nobody could say who has which. */
  readonly me: string
  /** Whose rights are ours to say: everybody of the practice, with what they are to have now. Others' are left as they are. */
  readonly wanted: readonly WantedRights[]
}

export interface FolderChange {
  readonly path: string
  readonly login: string
  readonly change: AclChange
}

/** Somebody who may read a folder without anybody having said so here: IT, another program, a group. */
export interface OtherReader {
  readonly path: string
  readonly who: string
  readonly kind: AclEntry['kind']
  readonly rights: string
}

export type Aligned =
  | {
    readonly kind: 'aligned'
    /** Only where something had to be changed. */
    readonly changes: readonly FolderChange[]
    readonly others: readonly OtherReader[]
    /** Folders whose rights we may not say. */
    readonly notOurs: readonly string[]
  }
  /** The server knows no rights: what the practice agreed is kept by its own programs only, and with a shared password. */
  | { readonly kind: 'no-acl' }

/** RFC 4314 section 4: what each act needs of the server. Claiming and exporting are no acts of the server's. */
const LETTERS: Readonly<Record<MailAct, string>> = {
  read: 'lr', mark: 'sw', file: 'ite', delete: 'te', export: '', draft: '', send: 'i', claim: '',
}

/** Sorted letters for these acts; who may not read may nothing. */
export function lettersFor(acts: readonly MailAct[]): string {
  if (!acts.includes('read')) return ''
  const letters = new Set(acts.flatMap((act) => Array.from(LETTERS[act])))
  return Array.from('lrswite').filter((letter) => letters.has(letter)).join('')
}

/**
 * Brings the rights in our own folders in line with what was given: cover and delegation reach as far as the server can keep
 * them. Private folders (FM-08), drafts, bin and junk are nobody's. Safe to repeat after a broken line, and at every start.
 */
export async function alignOwnFolders(session: Session, alignment: Alignment): Promise<Aligned> {
  const folders = await listFolders(session, { counts: false })
  return align(session, folders.filter(({ shared }) => !shared), alignment)
}

/** The same for a shared mailbox, with the folders below it, by somebody who may say who is a member. */
export async function alignMailbox(session: Session, path: string, alignment: Alignment): Promise<Aligned> {
  const { delimiter } = session.personal
  const folders = await listFolders(session, { counts: false })
  return align(session, folders.filter((folder) => folder.path === path || folder.path.startsWith(path + delimiter)), alignment)
}

async function align(session: Session, folders: readonly FolderOnServer[], { me, wanted }: Alignment): Promise<Aligned> {
  if (!session.facts.acl) return { kind: 'no-acl' }
  const found = { changes: [] as FolderChange[], others: [] as OtherReader[], notOurs: [] as string[] }
  for (const folder of folders) {
    const read = await readAcl(session, folder.path)
    if (read.kind !== 'read') found.notOurs.push(folder.path)
    else await alignOne(session, { folder, entries: read.entries.filter(({ kind, who }) => kind !== 'owner' && !isSame(who, me)), wanted: wanted.filter(({ login }) => !isSame(login, me)) }, found)
  }
  return { kind: 'aligned', ...found }
}

interface OneFolder { readonly folder: FolderOnServer; readonly entries: readonly AclEntry[]; readonly wanted: readonly WantedRights[] }
interface Found { readonly changes: FolderChange[]; readonly others: OtherReader[] }

async function alignOne(session: Session, { folder, entries, wanted }: OneFolder, found: Found): Promise<void> {
  const { path } = folder
  for (const { login, acts } of wanted) {
    const rights = isForOthers(folder) ? lettersFor(acts) : ''
    // A line that takes rights away is IT's: it goes only with the person's own.
    if (rights === '' && entryFor(entries, { login, negative: true }) !== undefined) await changeAcl(session, path, { login, negative: true, rights: '' })
    if ((entryFor(entries, { login })?.rights ?? '') === rights) continue
    found.changes.push({ path, login, change: await changeAcl(session, path, { login, rights }) })
  }
  for (const { who, kind, rights, negative, fixed } of entries) {
    const isOurs = kind === 'person' && !fixed && wanted.some(({ login }) => isSame(login, who))
    if (!negative && !isOurs && rights.includes('r')) found.others.push({ path, who, kind, rights })
  }
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** Nobody covers for drafts, and what was thrown away is thrown away. */
const isForOthers = ({ path, role, shared }: FolderOnServer): boolean =>
  shared || (role !== 'drafts' && role !== 'trash' && role !== 'junk' && !isPrivateFolder(path))

/** Limits of a grant that no mail server knows of: kept by the practice's own programs, which the screen says. */
export type KeptHereOnly = 'age' | 'care-episode' | 'private-messages' | 'end' | 'no-export' | 'everything'

export function keptHereOnly(grant: Pick<Grant, 'acts' | 'until' | 'maxAgeDays' | 'careEpisodeOnly'>, server: { readonly acl: boolean }): readonly KeptHereOnly[] {
  if (!server.acl) return ['everything']
  const { acts, until, maxAgeDays, careEpisodeOnly } = grant
  return [
    ...(maxAgeDays === null ? [] : ['age' as const]),
    ...(careEpisodeOnly ? ['care-episode' as const] : []),
    'private-messages',
    // The giver's own program withdraws the right: while it is closed the server does not know that it ended.
    ...(until === null ? [] : ['end' as const]),
    ...(acts.includes('export') ? [] : ['no-export' as const]),
  ]
}
