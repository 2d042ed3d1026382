import type { ListResponse } from 'imapflow'
import type { FolderRole } from '../../shared/contract/mail.ts'
import { FOLDERS_MAX } from '../../shared/limits.ts'
import { everyRight, rightsFrom, type ExactRights } from './folder-rights.ts'
import { assignRoles, type ListedFolder } from './folder-roles.ts'
import { SessionLost } from './problems.ts'
import { quoted, textOf } from './raw-command.ts'
import type { Session } from './session.ts'

/** A folder as the server tells of it, with what STATUS says (RFC 3501 section 6.3.10). */
export interface FolderOnServer {
  readonly path: string
  readonly name: string
  readonly role: FolderRole
  readonly shared: boolean
  readonly rights: ExactRights
  readonly status: FolderStatus | null
}

export interface FolderStatus {
  readonly messages: number
  readonly unseen: number
  readonly uidNext: number
  readonly uidValidity: number
  readonly highestModseq: bigint | null
}

/**
 * Every folder that can be opened, our own and those of others, with role and rights. Only what is listed is ever asked
 * about: STATUS may tell counts of a mailbox that is hidden from us. Without `counts` nothing is: a server may have to read
 * through every folder for them.
 */
export async function listFolders(session: Session, options: { counts: boolean; owners?: readonly string[]; sharedAs?: string | undefined }): Promise<FolderOnServer[]> {
  await callOn(session, options.owners ?? [])
  const entries = await listEverywhere(session, options)
  const isShared = (path: string): boolean => session.sharedPrefixes.some((prefix) => path.startsWith(prefix))
  const usable = entries.filter(isUsable).slice(0, FOLDERS_MAX)
  // A server that forgets our inbox has lost its mind; taking its word for it would throw away the copy of all mail.
  if (!usable.some(({ path }) => path.toUpperCase() === 'INBOX')) throw new SessionLost('garbled')
  const roles = assignRoles(usable.map((entry): ListedFolder => ({
    path: entry.path, name: entry.name, depth: entry.parent.length, flags: entry.flags, shared: isShared(entry.path),
  })))
  const folders: FolderOnServer[] = []
  const { sharedAs } = options
  for (const entry of usable) {
    const shared = isShared(entry.path) || sharedAs !== undefined
    folders.push({
      path: entry.path, name: sharedAs === undefined ? shownName(entry, shared) : nameWithin(entry, sharedAs), role: roles.get(entry.path) ?? 'none', shared,
      rights: shared ? await myRights(session, entry.path) : everyRight, status: statusOf(entry),
    })
  }
  return folders
}

/** No command could name a folder with a line break in its name. The practice's register holds no mail. */
const isUsable = ({ flags, path, delimiter }: ListResponse): boolean =>
  !flags.has('\\Noselect') && !flags.has('\\NonExistent') && path !== '' && !/\p{Cc}/u.test(path) && !isRegisterFolder(path, delimiter)

/** What the folder of a practice's register is called, wherever it is; nobody gives a folder of mail this name. */
export const REGISTER_FOLDER = 'Praktijkpost-register'

/** Whether this is the folder of a register, or of a later one beside it (`Praktijkpost-register-2`). */
export const isRegisterFolder = (path: string, delimiter: string): boolean =>
  /^Praktijkpost-register(?:-[a-z0-9]{1,16})?$/i.test(path.split(delimiter || '/').at(-1) ?? '')

/**
 * Asks after these people's mail by name: Dovecot looks once an hour at who shares with a login that is there already, and a
 * cover that begins would not be seen before.
 */
async function callOn(session: Session, owners: readonly string[]): Promise<void> {
  if (!session.facts.acl) return
  for (const prefix of session.peoplePrefixes) {
    for (const owner of owners) await session.command('MYRIGHTS', [quoted(`${prefix}${owner}`)])
  }
}

/** RFC 2342: a server need not show other people's folders until it is asked for them by their prefix. */
async function listEverywhere(session: Session, options: { counts: boolean }): Promise<ListResponse[]> {
  const found = await session.list('', options)
  for (const prefix of session.sharedPrefixes) {
    if (found.some(({ path }) => path.startsWith(prefix))) continue
    const more = await session.list(prefix, options)
    found.push(...more.filter(({ path }) => path.startsWith(prefix) && !found.some((known) => known.path === path)))
  }
  return found
}

/** Somebody else's inbox is called after that person. */
const shownName = ({ name, parent }: ListResponse, shared: boolean): string =>
  shared && name.toUpperCase() === 'INBOX' ? parent.at(-1) ?? name : name

/** The inbox of a shared mailbox is what people mean by the mailbox. */
const nameWithin = ({ name, path }: ListResponse, sharedAs: string): string => (path.toUpperCase() === 'INBOX' ? sharedAs : `${sharedAs} · ${name}`)

/** RFC 4314 section 3.5. Without ACL, or without an answer, what happens is checked afterwards anyway. */
export async function myRights(session: Session, path: string): Promise<ExactRights> {
  if (!session.facts.acl) return everyRight
  const letters: string[] = []
  const answer = await session.command('MYRIGHTS', [quoted(session.wireName(path))], {
    MYRIGHTS: (words) => { letters.push(textOf(words[1])) },
  })
  return answer.kind === 'ok' && letters[0] !== undefined ? rightsFrom(letters[0]) : everyRight
}

function statusOf({ status }: ListResponse): FolderStatus | null {
  if (status?.messages === undefined || status.uidNext === undefined || status.uidValidity === undefined) return null
  return {
    messages: status.messages, unseen: status.unseen ?? 0, uidNext: status.uidNext, uidValidity: Number(status.uidValidity),
    highestModseq: status.highestModseq ?? null,
  }
}
