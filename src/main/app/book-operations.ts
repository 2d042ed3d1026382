import { domainToASCII } from 'node:url'
import type { Handlers } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import { domainOf } from '../../shared/mail/address.ts'
import type { Session } from './session.ts'

type BookHandlers = Pick<Handlers, Extract<keyof Handlers, `book.${string}`>>

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
    'book.keepApart': (pair) => current().addressBook.keepApart(pair),
  }
}
