import type { Act } from '../../../shared/practice/act.ts'
import type { PracticeState } from '../../../shared/practice/fold.ts'
import { may, type Answer, type AskedMailbox, type AskedMessage } from '../../../shared/practice/may.ts'
import { isPrivateFolder, isPrivateSubject } from '../../../shared/practice/private-mail.ts'
import { asciiLowerCase, sameMailbox, type Address } from '../../../shared/mail/address.ts'
import { referenceOf } from '../../vault/reference.ts'
import { mailboxOf, type PlacedFolder } from './mailboxes.ts'
import type { Reader } from './reading-policies.ts'

/** What is known of a message that somebody wants to do something with. */
export interface MessageInFolder {
  readonly folder: PlacedFolder
  readonly subject: string
  readonly receivedAt: number
  readonly from: readonly Address[]
  readonly to: readonly Address[]
}

/** What the person at this workstation may do now. */
export interface Rights {
  /** For the practice as a whole, or a mailbox as a whole. */
  ask(act: Act, mailbox?: AskedMailbox | null): Answer
  /** For a folder as a whole; one that no mailbox of the register has is closed (FM-04). */
  askFolder(act: Act, folder: PlacedFolder): Answer
  askMessage(act: Act, message: MessageInFolder): Answer
}

const allowed: Answer = { allowed: true, by: 'own', grant: null, onBehalfOf: null }
const unknownMailbox: Answer = { allowed: false, because: 'unknown-mailbox' }

/** Without a practice the server's own rights are all that counts. */
export const ownRights: Rights = { ask: () => allowed, askFolder: () => allowed, askMessage: () => allowed }

const closed: Answer = { allowed: false, because: 'unknown-device' }

/** Of a workstation that was not let in yet, or was put out: the person's own mail, and nothing of anybody else. */
export const ownMailOnly: Rights = {
  ask: (_, mailbox = null) => (mailbox?.kind === 'own' && mailbox.person === '' ? allowed : closed),
  askFolder: (_, { shared }) => (shared ? closed : allowed),
  askMessage: (_, { folder }) => (folder.shared ? closed : allowed),
}

/** Of somebody whose time here was ended (FM-11): not even their own mail, while it is on its way out. */
export const nothingAtAll: Rights = { ask: () => closed, askFolder: () => closed, askMessage: () => closed }

/** Under a practice's register: `now` is asked at each question, because the state, and time, go on. */
export function rightsUnder(now: () => { readonly state: PracticeState; readonly reader: Reader }): Rights {
  const ask = (act: Act, mailbox: AskedMailbox | null, message: AskedMessage | null): Answer => {
    const { state, reader: { person, device, at, least } } = now()
    return may(state, { person, device, act, mailbox, message, at, least })
  }
  const placed = (folder: PlacedFolder): AskedMailbox | null => {
    const { state, reader } = now()
    return mailboxOf(state, reader.person, folder)
  }
  return {
    ask: (act, mailbox = null) => ask(act, mailbox, null),
    askFolder: (act, folder) => {
      const mailbox = placed(folder)
      return mailbox === null ? unknownMailbox : ask(act, mailbox, null)
    },
    askMessage: (act, message) => {
      const mailbox = placed(message.folder)
      return mailbox === null ? unknownMailbox : ask(act, mailbox, aboutMessage(now(), message))
    },
  }
}

function aboutMessage({ state, reader }: { state: PracticeState; reader: Reader }, { folder, subject, receivedAt, from, to }: MessageInFolder): AskedMessage {
  const me = state.law.people.get(reader.person)?.person.address ?? ''
  return {
    receivedAt, isPrivate: isPrivateFolder(folder.path) || isPrivateSubject(subject), mine: from.some(({ address }) => sameMailbox(address, me)),
    patient: patientOf(state, reader.referenceKey, [...from, ...to]),
  }
}

/** Whose care it is about: of those who wrote or were written to the one whom a clinician marked as current (FM-06). */
function patientOf({ work }: PracticeState, key: Uint8Array | null, people: readonly Address[]): string | null {
  if (key === null || work.episodes.size === 0) return null
  const references = people.map(({ address }) => patientReference(key, address))
  return references.find((reference) => [...work.episodes.values()].some((marks) => marks.get(reference)?.current === true)) ?? null
}

/** Names a patient in the register without saying who it is. */
export const patientReference = (key: Uint8Array, address: string): string => referenceOf(key, asciiLowerCase(address.trim()))
