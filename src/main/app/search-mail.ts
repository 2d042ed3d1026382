import type { InputOf, OutputOf } from '../../shared/contract/contract.ts'
import type { Judging } from '../mailbox/mailbox.ts'
import { mayWith } from './practice/door.ts'
import type { Session } from './session.ts'

type Searched = Pick<Session, 'reader' | 'practice'>
interface Limits { readonly except: readonly number[]; readonly judged: Judging }

/**
 * Searches all mail that the person may read at this moment, and no other: what a grant, its age limit or FM-08 keeps back is
 * neither found nor counted.
 */
export const searchMail = (session: Searched, input: InputOf<'mail.search'>): OutputOf<'mail.search'> =>
  session.reader.search({ ...input, ...(session.practice.home() === null ? {} : limitsOf(session)) })

/** One's own mail and that of one's team is read whole; a grant is judged message by message. */
function limitsOf({ reader, practice }: Searched): Limits {
  const allows = mayWith({ reader, practice })
  const answers = reader.folders().map((folder) => ({ id: folder.id, answer: practice.rights.askFolder('read', folder) }))
  return {
    except: answers.flatMap(({ id, answer }) => (answer.allowed ? [] : [id])),
    judged: { folders: answers.flatMap(({ id, answer }) => (answer.allowed && answer.by === 'grant' ? [id] : [])), allows: (message) => allows('read', message) },
  }
}
