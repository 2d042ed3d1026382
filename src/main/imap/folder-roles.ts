import type { FolderRole } from '../../shared/contract/mail.ts'

export interface ListedFolder {
  readonly path: string
  readonly name: string
  /** How many folders it lies below the top. */
  readonly depth: number
  readonly flags: ReadonlySet<string>
  readonly shared: boolean
}

type SpecialRole = Exclude<FolderRole, 'inbox' | 'none'>

/** RFC 6154 section 2. */
const SPECIAL_USE: Readonly<Record<SpecialRole, string>> = {
  drafts: '\\drafts', sent: '\\sent', archive: '\\archive', trash: '\\trash', junk: '\\junk', all: '\\all',
}

/** What Dutch and English servers and mail programs call them, where the server does not say what a folder is for. */
const NAMES: Readonly<Record<Exclude<SpecialRole, 'all'>, readonly string[]>> = {
  drafts: ['concepten', 'concept', 'drafts', 'draft'],
  sent: ['verzonden', 'verzonden items', 'verzonden berichten', 'verzonden e-mail', 'sent', 'sent items', 'sent messages', 'sent mail', 'sent-mail'],
  archive: ['archief', 'archieven', 'archive', 'archives'],
  trash: ['prullenbak', 'prullenmand', 'verwijderde items', 'verwijderde berichten', 'verwijderd', 'trash', 'deleted items', 'deleted messages', 'deleted', 'bin'],
  junk: ['ongewenst', 'ongewenste e-mail', 'ongewenste mail', 'ongewenste reclame', 'spam', 'junk', 'junk e-mail', 'junk email', 'junk mail', 'bulk mail'],
}

/** What a folder is called when we have to make it: the first of the names, as a Dutch practice expects it. */
export const nameToCreate: Readonly<Record<keyof typeof NAMES, string>> = {
  drafts: 'Concepten', sent: 'Verzonden', archive: 'Archief', trash: 'Prullenbak', junk: 'Ongewenst',
}

/**
 * One folder per role: the one that the server marks (RFC 6154), else one with a well-known name, the shallowest first.
 * A shared mailbox has its own bin and its own sent mail: they are never ours.
 */
export function assignRoles(folders: readonly ListedFolder[]): Map<string, FolderRole> {
  const own = folders.filter(({ shared }) => !shared).toSorted((a, b) => a.depth - b.depth || (a.path < b.path ? -1 : 1))
  const roles = new Map<string, FolderRole>()
  const claim = (role: FolderRole, fits: (folder: ListedFolder) => boolean): boolean => {
    const found = own.find((folder) => !roles.has(folder.path) && fits(folder))
    if (found !== undefined) roles.set(found.path, role)
    return found !== undefined
  }
  claim('inbox', ({ path }) => path.toUpperCase() === 'INBOX')
  const unmarked = (Object.keys(SPECIAL_USE) as SpecialRole[]).filter((role) => !claim(role, ({ flags }) => has(flags, SPECIAL_USE[role])))
  for (const role of unmarked) {
    if (role !== 'all') claim(role, ({ name, depth }) => depth <= 1 && NAMES[role].includes(name.normalize('NFKC').toLowerCase().trim()))
  }
  return roles
}

const has = (flags: ReadonlySet<string>, wanted: string): boolean => [...flags].some((flag) => flag.toLowerCase() === wanted)

/** In what order folders are looked after: as people use them. */
const BY_USE: readonly FolderRole[] = ['inbox', 'drafts', 'sent', 'none', 'archive', 'junk', 'trash', 'all']

/** Negative when `a` matters sooner. Mail that a whole practice waits for goes before one person's own folders. */
export const byUse = (a: { role: FolderRole; shared: boolean; path: string }, b: typeof a): number =>
  rank(a) - rank(b) || (a.path < b.path ? -1 : 1)

const rank = ({ role, shared }: { role: FolderRole; shared: boolean }): number =>
  shared ? BY_USE.indexOf('inbox') + 0.5 : BY_USE.indexOf(role)
