import { createAddressBook, type AddressBook, type BookNote, type Correspondents, type TypedContact } from '../../src/main/address-book/address-book.ts'
import { stateDatabase } from '../vault/state-database.ts'

/** What somebody types of a patient; only what a test says differs. */
export const typed = (change: Partial<TypedContact> = {}): TypedContact => ({
  address: 'h.bakker@mailbox.test', name: 'Hennie Bakker', organisation: '', kind: 'person', mobile: '', isVerified: false, community: null,
  isOutsideEea: false, isAllSecure: false, isStaffPrivate: false, ...change,
})

/** Mail that named nobody. */
export const noMail: Correspondents = { contactWith: () => null, peopleAfter: () => [], personAt: () => null, completeAddress: () => [] }

export interface BookDesk extends Disposable {
  readonly book: AddressBook
  readonly notes: BookNote[]
  readonly clock: { now: number }
  /** While `broken` the journal takes nothing. */
  readonly journal: { broken: boolean }
  changes: number
  /** The same book at the next start. */
  again(): AddressBook
}

/** A book on a real encrypted `state.db`; its clock stands at 1,000. */
export function openBookDesk(correspondents: Correspondents = noMail): BookDesk {
  const state = stateDatabase()
  const notes: BookNote[] = []
  const clock = { now: 1_000 }
  const journal = { broken: false }
  const opened: AddressBook[] = []
  const open = (database = state.database): AddressBook => {
    const book = createAddressBook({
      db: database, correspondents, ownAddresses: () => ['anja@delinde.test'], organisationOf: () => null, publicDomains: new Set(), now: () => clock.now,
      note: (note) => {
        if (journal.broken) throw new Error('the journal takes nothing')
        notes.push(note)
      },
      onChanged: () => { desk.changes++ },
    })
    opened.push(book)
    return book
  }
  const desk: BookDesk = {
    book: open(), notes, clock, journal, changes: 0, again: () => open(state.reopen()),
    [Symbol.dispose]: () => {
      for (const book of opened) book[Symbol.dispose]()
      state[Symbol.dispose]()
    },
  }
  return desk
}
