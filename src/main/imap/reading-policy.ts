import { isPrivateFolder } from '../../shared/practice/private-mail.ts'

/** How much of a mailbox of somebody else may be here at all: what may not be read is never copied. */
export interface ReadingLimits {
  /** Milliseconds since 1970: what the server received earlier stays there (FM-06); null: of any age. */
  readonly notBefore: number | null
  /** Private folders and messages stay with their owner (FM-08). */
  readonly hidesPrivate: boolean
  /** Only mail from or to patients in a current episode of care (FM-06); null: of anybody. */
  readonly patients: CurrentPatients | null
}

/** References of patients are HMACs of their addresses: the list itself names nobody. */
export interface CurrentPatients {
  readonly key: Uint8Array
  readonly references: readonly string[]
}

/** Folders by the path under which the server shows a shared mailbox, or by whose mail they hold; with everything below them. */
export type SharedPlace = { readonly path: string } | { readonly owner: string }

/** Which folders of others an account may open; its own folders are always its own. */
export interface ReadingPolicy {
  /** What holds for a folder of others that no line names; `named`: that it is there, and nothing of what is in it. */
  readonly others: 'open' | 'named' | 'closed' | ReadingLimits
  readonly mailboxes: readonly { readonly place: SharedPlace; readonly opens: 'closed' | ReadingLimits }[]
}

export const unlimited: ReadingLimits = { notBefore: null, hidesPrivate: false, patients: null }

/** Without a practice, the server's rights are all that counts. */
export const everythingOpen: ReadingPolicy = { others: 'open', mailboxes: [] }

interface ListedFolder { readonly path: string; readonly shared: boolean }

/** What of this folder may be read here, or that it stays closed, be it known by its name. Of several lines the one with the longest path counts. */
export function readingOf(policy: ReadingPolicy, folder: ListedFolder, delimiter: string): 'closed' | 'named' | ReadingLimits {
  if (!folder.shared) return unlimited
  const [line] = policy.mailboxes.filter(({ place }) => isIn(place, folder.path, delimiter)).toSorted((one, other) => lengthOf(other.place) - lengthOf(one.place))
  const opens = line?.opens ?? (policy.others === 'open' ? unlimited : policy.others)
  return typeof opens === 'object' && opens.hidesPrivate && isPrivateFolder(folder.path) ? 'closed' : opens
}

/** Whether a folder belongs to the mailbox at this place. */
export function isIn(place: SharedPlace, path: string, delimiter: string): boolean {
  if ('path' in place) return path === place.path || path.startsWith(place.path + delimiter)
  // RFC 2342: behind the prefix of other people's mail comes the name of its owner, an address or what stands before its @.
  const names = path.toLowerCase().split(delimiter).slice(0, 2)
  const owner = place.owner.toLowerCase()
  return names.includes(owner) || names.includes(owner.slice(0, Math.max(0, owner.lastIndexOf('@'))) || owner)
}

const lengthOf = (place: SharedPlace): number => ('path' in place ? place.path.length : 0)

/** Whether what was copied under the one may stay under the other. The age is looked at apart: it moves every day. */
export const isSameReading = (one: ReadingLimits, other: ReadingLimits): boolean => textOf(one) === textOf(other)

const textOf = ({ hidesPrivate, patients }: ReadingLimits): string =>
  JSON.stringify([hidesPrivate, patients === null ? null : [...patients.references].sort()])
