import Sqlite from 'better-sqlite3-multiple-ciphers'
import { createAddressBook, type AddressBook, type BookNote, type Correspondents } from '../../../src/main/address-book/address-book.ts'
import type { DirectoryAnswer, DirectoryProblem, Listed } from '../../../src/main/address-book/directory/ask-directory.ts'
import { createDirectories, type Directories } from '../../../src/main/address-book/directory/directories.ts'
import { createBookImports } from '../../../src/main/app/book-imports.ts'
import { bookOperations } from '../../../src/main/app/book-operations.ts'
import type { NtaStatus } from '../../../src/shared/norm/nta-status.ts'
import type { Session } from '../../../src/main/app/session.ts'
import { migrate, stateMigrations } from '../../../src/main/store/store.ts'
import type { FakeCore } from './fake-core.ts'
import type { FakeMessage } from './sample.ts'

/** Who the sample mail names; `written` are those the person wrote to. */
export interface FakePerson { readonly name: string; readonly address: string; readonly written: number; readonly writtenAt: number | null; readonly lastAt: number }

/** The real address book, on a database in memory. */
export class FakeBook {
  readonly people: FakePerson[] = []
  readonly notes: BookNote[] = []
  /** How domains stand; what is not here is still being looked up. */
  readonly statuses = new Map<string, NtaStatus>()
  readonly book: AddressBook
  readonly imports = createBookImports()
  readonly directories: Directories
  /** Whom the one directory that is set up lists; a problem: why it says nothing. */
  listed: Listed[] | DirectoryProblem = []

  constructor(onChanged: () => void) {
    const db = new Sqlite(':memory:')
    migrate(db, stateMigrations)
    this.book = createAddressBook({
      db, correspondents: this.#correspondents(), ownAddresses: () => ['anja@delinde.test'], organisationOf: () => null, publicDomains: new Set(['mailbox.test']),
      note: (note) => { this.notes.push(note) }, onChanged, now: () => Date.now(),
    })
    const secrets = new Map<string, Uint8Array>()
    const directories = createDirectories({
      db, key: new Uint8Array(32), note: (note) => { this.notes.push(note) }, onChanged, now: () => Date.now(), readCa: () => Promise.resolve({ kind: 'read', pem: null }),
      secrets: { kind: 'file', get: (name) => Promise.resolve(secrets.get(name) ?? null), set: (name, value) => { secrets.set(name, value); return Promise.resolve() }, delete: (name) => { secrets.delete(name); return Promise.resolve() } },
    })
    this.directories = {
      ...directories, test: () => Promise.resolve(this.#answer()),
      search: () => Promise.resolve(directories.list().map(({ id, settings }) => ({ id, name: settings.name, answer: this.#answer() }))),
    }
  }

  /** Set up as in the real one; asked, it gives what the test says. */
  #answer(): DirectoryAnswer {
    return Array.isArray(this.listed) ? { kind: 'found', people: this.listed, more: false } : { kind: 'problem', problem: this.listed }
  }

  /** Takes in whom the mail names. */
  meet(messages: readonly FakeMessage[]): void {
    for (const { row } of messages.slice(0, 500)) {
      for (const { name, address } of [row.from, ...row.to]) {
        if (!this.people.some((known) => known.address === address)) this.people.push({ name, address, written: 0, writtenAt: null, lastAt: row.receivedAt })
      }
    }
  }

  /** Somebody is known in this way from now on. */
  know(person: FakePerson): void {
    this.people.splice(0, this.people.length, ...this.people.filter(({ address }) => address !== person.address), person)
  }

  #correspondents(): Correspondents {
    const byKey = (key: string): FakePerson | undefined => this.people.find(({ address }) => address.toLowerCase() === key.trim().toLowerCase())
    return {
      contactWith: (address) => byKey(address) ?? null,
      peopleAfter: (after, limit) => this.people.map(({ address }, index) => ({ id: index + 1, key: address.toLowerCase() })).filter(({ id }) => id > after).slice(0, limit),
      personAt: (id) => this.people[id - 1]?.address.toLowerCase() ?? null,
      completeAddress: (typed) => this.people.filter((person) => `${person.name} ${person.address}`.toLowerCase().split(/[\s@.]/).some((word) => word.startsWith(typed.toLowerCase()))).slice(0, 8),
    }
  }
}

export const bookHandlers = (core: FakeCore): ReturnType<typeof bookOperations> =>
  bookOperations(() => ({
    addressBook: core.book.book, bookImports: core.book.imports, directories: core.book.directories, journal: { actor: { person: 'Anja de Vries' } },
    domains: { known: (domain: string) => { const status = core.book.statuses.get(domain); return status === undefined ? null : { status } } },
  }) as unknown as Session)
