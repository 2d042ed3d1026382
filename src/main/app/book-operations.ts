import path from 'node:path'
import { domainToASCII } from 'node:url'
import type { ImportStatus } from '../../shared/contract/address-book.ts'
import type { Handlers, OutputOf } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import { domainOf } from '../../shared/mail/address.ts'
import type { AddressBook } from '../address-book/address-book.ts'
import type { DirectoryAnswer } from '../address-book/directory/ask-directory.ts'
import { readDirectoryProfiles, type DirectoryProfile } from '../address-book/directory/settings.ts'
import type { Session } from './session.ts'

type BookHandlers = Pick<Handlers, Extract<keyof Handlers, `book.${string}`>>

let profiles: readonly DirectoryProfile[] | null = null

/** Read once, when somebody sets a directory up. */
const directoryProfiles = (): readonly DirectoryProfile[] => profiles ??= readDirectoryProfiles(path.join(resources, 'directories'))

const resources = path.resolve(import.meta.dirname, import.meta.url.endsWith('.ts') ? '../../../resources' : '../../resources')

const onWire = (answer: DirectoryAnswer): OutputOf<'book.testDirectory'> => (answer.kind === 'found' ? { ...answer, people: [...answer.people] } : answer)

/** Who is in a directory may be known here as well, or look like somebody who is (RT-26). */
function knownOf(book: AddressBook, answer: DirectoryAnswer): OutputOf<'book.searchDirectories'>[number]['answer'] {
  if (answer.kind === 'problem') return answer
  return {
    ...answer,
    people: answer.people.map((person) => ({
      ...person, isChecked: book.find(person.address) !== null, writtenAt: book.lastSentTo(person.address), lastAt: book.lastContactWith(person.address),
      looksLike: book.lookAlikesOf(person.address)[0] ?? null,
    })),
  }
}

type Counts = Record<ImportStatus, number>

/** Some of each kind: what a person looks through before they decide. */
const ROWS_SHOWN = 50

async function previewOf({ addressBook, bookImports }: Session, importId: string): Promise<Awaited<ReturnType<BookHandlers['book.readImport']>>> {
  const read = await bookImports.read(importId)
  if (!read.ok) return read
  const rows = await addressBook.sift(read.value.rows)
  const counts: Counts = { new: 0, changed: 0, same: 0, duplicate: 0, unusable: 0 }
  const shown = rows.filter(({ status }) => ++counts[status] <= ROWS_SHOWN)
  return done({ counts, isCut: read.value.isCut, rows: shown })
}

/** The practice's own address book. Who does something there is who unlocked. */
export function bookOperations(current: () => Session): BookHandlers {
  const me = (): string => current().journal.actor.person
  return {
    'book.list': ({ text, ...window }) => {
      const { addressBook } = current()
      return done({ all: addressBook.count(), ...addressBook.search(text, window) })
    },
    'book.contact': ({ id }) => {
      const { addressBook, domains } = current()
      const contact = addressBook.get(id)
      if (contact === null) return refused('no-such-contact')
      const name = domainOf(contact.address)
      return done({
        contact, consents: addressBook.consentsOf(id), lastSentAt: addressBook.lastSentTo(contact.address), lastContactAt: addressBook.lastContactWith(contact.address),
        domain: { name, status: domains.known(domainToASCII(name))?.status ?? null },
      })
    },
    'book.save': ({ id, contact }) => current().addressBook.save(id, contact, me()),
    'book.setMobile': ({ address, mobile }) => current().addressBook.setMobile(address, mobile, me()),
    'book.remove': ({ id }) => current().addressBook.remove(id, me()),
    'book.giveConsent': ({ id, scope }) => current().addressBook.giveConsent(id, scope, me()),
    'book.withdrawConsent': ({ id }) => current().addressBook.withdrawConsent(id, me()),
    'book.complete': ({ text }) => done(current().addressBook.complete(text)),
    'book.duplicates': () => done(current().addressBook.duplicates()),
    'book.merge': (pair) => current().addressBook.merge(pair, me()),
    'book.beginImport': ({ sizeBytes }) => current().bookImports.begin(sizeBytes),
    'book.addImportBytes': ({ bytes, ...piece }) => current().bookImports.add({ ...piece, bytes: Buffer.from(bytes, 'base64url') }),
    'book.readImport': ({ importId }) => previewOf(current(), importId),
    'book.finishImport': async ({ importId, withChanges }) => {
      const { addressBook, bookImports } = current()
      const read = await bookImports.read(importId)
      if (!read.ok) return refused('no-such-import')
      const imported = await addressBook.importRead(read.value.rows, withChanges)
      bookImports.drop(importId)
      return done(imported)
    },
    'book.dropImport': ({ importId }) => {
      current().bookImports.drop(importId)
      return done({})
    },
    'book.export': async (choice) => {
      const { addressBook } = current()
      return addressBook.count() === 0 ? refused('empty') : done(await addressBook.exported(choice))
    },
    'book.directoryProfiles': () => done([...directoryProfiles()]),
    'book.directories': () => done(current().directories.list().map(({ id, settings }) => ({ id, settings: { ...settings, searched: [...settings.searched] } }))),
    'book.saveDirectory': ({ id, settings, secret }) => current().directories.save(id, settings, secret),
    'book.removeDirectory': ({ id }) => current().directories.remove(id),
    'book.testDirectory': async ({ id, settings, secret }) => {
      if (secret === null && id === null) return refused('no-secret')
      return done(onWire(await current().directories.test(settings, secret === null ? { keptOf: id ?? '' } : { typed: secret })))
    },
    'book.searchDirectories': async ({ text }) => {
      const { addressBook, directories } = current()
      return done((await directories.search(text)).map(({ id, name, answer }) => ({ id, name, answer: knownOf(addressBook, answer) })))
    },
    'book.addListed': ({ person }) => current().addressBook.addListed(person),
    'book.keepApart': (pair) => current().addressBook.keepApart(pair),
  }
}
