import { sameMailbox } from '../../../shared/mail/address.ts'
import type { PracticeState } from '../../../shared/practice/fold.ts'
import type { Person } from '../../../shared/practice/person.ts'
import type { SentAs } from '../../sending/manuscript.ts'
import { isIn } from '../../imap/reading-policy.ts'
import { accountOfMailbox, delimiterIn } from './mailboxes.ts'
import type { PracticeRoom } from './room.ts'

/** FM-02: who reads it sees a person, what that person does, and for which practice; a mailbox called *Recepten* would not say that. */
export const nameInPractice = ({ name, function: work }: Person, practice: string): string => `${name}${work === '' ? '' : ` (${work})`}, ${practice}`

/** What the folder for sent mail below a shared mailbox is called where none is there yet. */
export const SENT_FOLDER = 'Verzonden'
export const isSentName = (name: string): boolean => SENT_NAMES.test(name)
const SENT_NAMES = /^(?:verzonden(?: items| berichten)?|sent(?: items| messages| mail)?)$/i

type Parts = Pick<PracticeRoom, 'member' | 'rights' | 'named' | 'sharedFolders'>

/**
 * In whose name a draft goes: a shared mailbox with the person in its name (FM-02), or whoever gave a mandate, with the person as
 * its Sender (FM-05). Who was delegated to acts in their own name.
 */
export function sendingAs(practice: Parts, mailbox: string | undefined): SentAs | null | 'refused' {
  if (mailbox === undefined) return null
  const now = practice.member()
  if (now === null) return 'refused'
  const answer = practice.rights.ask('send', practice.named(mailbox))
  if (!answer.allowed) return 'refused'
  const { law }: PracticeState = now.state
  const author = now.me.person.name
  const giver = law.people.get(mailbox)?.person
  if (giver !== undefined) {
    const isMandate = answer.grant !== null && law.grants.get(answer.grant)?.grant.kind === 'mandate'
    return isMandate ? { address: giver.address, name: giver.name, author, folder: null } : null
  }
  const shared = law.mailboxes.get(mailbox)?.mailbox
  if (shared === undefined) return 'refused'
  const as = { address: shared.address, name: nameInPractice(now.me.person, law.name), author }
  if (shared.access === 'password') return { ...as, folder: null, accountId: accountOfMailbox(shared.id) }
  return { ...as, folder: shared.path === null ? null : sentFolderOf(shared.path, practice.sharedFolders()) }
}

/** One that is there, the nearest to the mailbox itself, or the usual name. */
function sentFolderOf(path: string, folders: readonly { readonly path: string; readonly name: string }[]): string {
  const [found] = folders.filter((folder) => folder.path !== path && isIn({ path }, folder.path, delimiterIn(folder.path)) && isSentName(folder.name))
    .toSorted((one, other) => one.path.length - other.path.length)
  return found?.path ?? `${path}${folders.some((folder) => folder.path.includes('/')) ? '/' : delimiterIn(path)}${SENT_FOLDER}`
}

/**
 * Whether a letter that waited may still leave in the name that it bears: since then the right may have gone, or have become one to
 * write in one's own name, and the mailbox may have another address (FM-05).
 */
export const isStillNamed = (letter: Pick<SentAs, 'address'> | null, now: Pick<SentAs, 'address'> | null | 'refused'): boolean =>
  now !== 'refused' && (letter === null || (now !== null && sameMailbox(letter.address, now.address)))
