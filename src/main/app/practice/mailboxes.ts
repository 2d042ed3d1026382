import type { AskedMailbox } from '../../../shared/practice/may.ts'
import type { PracticeState } from '../../../shared/practice/fold.ts'
import { isIn, type SharedPlace } from '../../imap/reading-policy.ts'

/** What of a folder says whose mail it holds. */
export interface PlacedFolder { readonly path: string; readonly shared: boolean; /** Of a folder that was copied. */ readonly accountId?: string }

const SEALED = 'sealed:'
/** A shared mailbox with a login of its own is an account of its own, with folders that are all its. */
export const accountOfMailbox = (mailbox: string): string => `${SEALED}${mailbox}`
/** The shared mailbox that an account is; null: a person's own. */
export const mailboxOfAccount = (accountId: string): string | null => (accountId.startsWith(SEALED) ? accountId.slice(SEALED.length) : null)

/** Of folders that were copied only the path is known: most servers part them by a slash, the others by a dot. */
export const delimiterIn = (path: string): string => (path.includes('/') ? '/' : '.')

/** Where the server shows each mailbox of the practice: shared ones by their path, people's by who owns them. */
export function placesOf({ law }: Pick<PracticeState, 'law'>): { readonly mailbox: AskedMailbox; readonly place: SharedPlace }[] {
  const shared = [...law.mailboxes.values()].flatMap(({ mailbox, ended }) =>
    (ended === null && mailbox.path !== null ? [{ mailbox: { kind: 'shared', id: mailbox.id } as const, place: { path: mailbox.path } }] : []))
  const people = [...law.people.values()].map(({ person }) => ({ mailbox: { kind: 'own', person: person.id } as const, place: { owner: person.address } }))
  return [...shared, ...people]
}

/** Whose mail a folder holds; null: a folder of others that the register does not know (FM-04). */
export function mailboxOf(state: Pick<PracticeState, 'law'>, me: string, folder: PlacedFolder): AskedMailbox | null {
  const sealed = mailboxOfAccount(folder.accountId ?? '')
  if (sealed !== null) return state.law.mailboxes.get(sealed)?.mailbox.access === 'password' ? { kind: 'shared', id: sealed } : null
  if (!folder.shared) return { kind: 'own', person: me }
  const delimiter = delimiterIn(folder.path)
  const found = placesOf(state).filter(({ place }) => isIn(place, folder.path, delimiter))
  const longest = found.filter(({ place }) => 'path' in place).sort((one, other) => lengthOf(other.place) - lengthOf(one.place))[0]
  return (longest ?? found[0])?.mailbox ?? null
}

const lengthOf = (place: SharedPlace): number => ('path' in place ? place.path.length : 0)
