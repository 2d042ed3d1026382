import type { AccountState } from '../../../shared/contract/accounts.ts'
import type { Folder, FolderRole } from '../../../shared/contract/mail.ts'

/** Where the person is: what the list shows. */
export type Place =
  | { readonly kind: 'folder'; readonly folderId: number }
  | { readonly kind: 'drafts'; readonly accountId: string }
  | { readonly kind: 'outbox' }
  | { readonly kind: 'book' }
  | { readonly kind: 'practice' }
  /** Mail of shared mailboxes that nobody is done with. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'journal' }
  | { readonly kind: 'search'; readonly text: string; readonly folderId: number | null }

const folderPlaces = new Map<number, Place>()

/** The place of a folder: the same object each time, so that a list is not begun anew because its folder was named again. */
export function folderPlace(folderId: number): Place {
  const place = folderPlaces.get(folderId) ?? { kind: 'folder', folderId }
  folderPlaces.set(folderId, place)
  return place
}

export const samePlace = (one: Place | null, other: Place): boolean => one !== null && JSON.stringify(one) === JSON.stringify(other)

/** The roles that stand in the navigation by themselves, in this order; every other folder is under *Mappen*. */
export const standingRoles = ['inbox', 'sent', 'archive', 'junk', 'trash'] as const satisfies readonly FolderRole[]
export type StandingRole = (typeof standingRoles)[number]

export interface FolderEntry { readonly folder: Folder; readonly label: string; readonly depth: number }
export interface AccountGroup {
  readonly account: AccountState
  readonly standing: readonly (FolderEntry & { readonly role: StandingRole })[]
  readonly more: readonly FolderEntry[]
}
export interface NavModel { readonly accounts: readonly AccountGroup[]; readonly shared: readonly FolderEntry[]; readonly sharedMore: readonly FolderEntry[] }

/** A shared mailbox is called by its address where its path holds one, whatever the server calls the folder. */
export function sharedLabel(folder: Folder): string {
  const owner = folder.path.split(/[/\\]/).find((segment) => segment.includes('@')) ?? folder.path.match(/[^\s/]+@[^\s/]+/)?.[0]
  if (owner === undefined) return folder.name
  return folder.role === 'inbox' || /^inbox$/i.test(folder.name) || folder.name === owner ? owner : `${owner} · ${folder.name}`
}

/** A folder of a shared mailbox that is called by no address says whose it is too: every mailbox has its *Verzonden*. */
function labelAmong(shared: readonly Folder[], folder: Folder): string {
  const label = sharedLabel(folder)
  if (label.includes('@')) return label
  const holder = shared.find((other) => other.accountId === folder.accountId && folder.path.startsWith(other.path) && /^[./\\]/.test(folder.path.slice(other.path.length)))
  return holder === undefined ? label : `${sharedLabel(holder)} · ${label}`
}

const byPath = (one: Folder, other: Folder): number => one.path.localeCompare(other.path, 'nl', { numeric: true, sensitivity: 'base' })

/** How many of these folders hold this one: the part of its path before a delimiter is their whole path. */
const depthIn = (folders: readonly Folder[], folder: Folder): number =>
  folders.filter((other) => folder.path.startsWith(other.path) && /^[./\\]/.test(folder.path.slice(other.path.length))).length

function groupOf(account: AccountState, folders: readonly Folder[]): AccountGroup {
  const own = folders.filter((folder) => folder.accountId === account.id && !folder.shared)
  const standing = standingRoles.flatMap((role) => {
    const folder = own.find((candidate) => candidate.role === role)
    return folder === undefined ? [] : [{ folder, role, label: folder.name, depth: 0 }]
  })
  const stands = new Set(standing.map((entry) => entry.folder.id))
  const rest = own.filter((folder) => !stands.has(folder.id)).sort(byPath)
  return { account, standing, more: rest.map((folder) => ({ folder, label: folder.name, depth: depthIn(rest, folder) })) }
}

/** What the navigation shows, from what the server has. */
export function navModel(accounts: readonly AccountState[], folders: readonly Folder[]): NavModel {
  const shared = folders.filter((folder) => folder.shared && folder.rights.read).sort(byPath)
  const entries = shared.map((folder) => ({ folder, label: labelAmong(shared, folder), depth: 0 }))
  const isMain = (entry: FolderEntry): boolean => !entry.label.includes(' · ')
  return {
    accounts: accounts.map((account) => groupOf(account, folders)),
    shared: entries.filter(isMain),
    sharedMore: entries.filter((entry) => !isMain(entry)),
  }
}

/** Where a person starts: the first inbox. */
export function firstPlace(model: NavModel): Place | null {
  const inbox = model.accounts.flatMap((group) => group.standing).find((entry) => entry.role === 'inbox')
  const any = inbox ?? model.accounts.flatMap((group) => [...group.standing, ...group.more])[0] ?? model.shared[0]
  return any === undefined ? null : folderPlace(any.folder.id)
}
