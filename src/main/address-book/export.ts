import { setImmediate as nextTurn } from 'node:timers/promises'
import ICAL from 'ical.js'
import Papa from 'papaparse'
import { showMobile } from '../../shared/norm/mobile-number.ts'
import { withoutTriggers } from '../../shared/norm/provider-triggers.ts'
import type { Contact } from './contact.ts'
import type { Desk } from './desk.ts'
import { IMPORT_AT_ONCE } from './limits.ts'

export interface ExportChoice {
  readonly format: 'csv' | 'vcard'
  /** Mobile numbers go along; without, the file holds none. */
  readonly withNumbers: boolean
}

const KIND_WORDS: Record<Contact['kind'], string> = { person: 'Patiënt of naaste', professional: 'Zorgverlener of organisatie', unknown: '' }
const HEADINGS = ['Naam', 'Mailadres', 'Organisatie', 'Soort', 'Mobiel nummer', 'Netwerk van een aanbieder', 'Buiten de EER', 'Alle mail veilig versturen', 'Privéadres van een collega']
const yes = (flag: boolean): string => (flag ? 'ja' : '')

/** The whole book; the journal hears of it before anything leaves. */
export async function exported(desk: Desk, choice: ExportChoice): Promise<{ text: string; count: number }> {
  const contacts = desk.rows.all()
  desk.note({ change: 'contacts-exported', count: contacts.length })
  return { text: await exportContacts(contacts, choice), count: contacts.length }
}

/**
 * The contacts as a file that other programs read, in pieces so that nobody waits. CSV as Dutch Excel opens it; no cell is a formula,
 * and no text holds a provider's trigger (IN-17, N-06). Who verified a number and consents stay in the book.
 */
export async function exportContacts(contacts: readonly Contact[], choice: ExportChoice): Promise<string> {
  const pieces: string[] = choice.format === 'csv' ? [`\ufeff${csvOf([HEADINGS])}`] : []
  for (let at = 0; at < contacts.length; at += IMPORT_AT_ONCE) {
    const some = contacts.slice(at, at + IMPORT_AT_ONCE)
    pieces.push(choice.format === 'csv' ? csvOf(some.map((contact) => rowOf(contact, choice))) : some.map((contact) => cardOf(contact, choice)).join(''))
    await nextTurn()
  }
  return pieces.join('')
}

const csvOf = (rows: readonly (readonly string[])[]): string => `${Papa.unparse(rows.map((row) => [...row]), { delimiter: ';', newline: '\r\n', escapeFormulae: true })}\r\n`

const numberOf = ({ mobile }: Contact, { withNumbers }: ExportChoice): string => (withNumbers && mobile !== null ? showMobile(mobile) : '')

function rowOf(contact: Contact, choice: ExportChoice): string[] {
  const { name, address, organisation, kind, community, isOutsideEea, isAllSecure, isStaffPrivate } = contact
  return [withoutTriggers(name), address, withoutTriggers(organisation), KIND_WORDS[kind], numberOf(contact, choice), community ?? '', yes(isOutsideEea), yes(isAllSecure), yes(isStaffPrivate)]
}

/** vCard 3.0 (RFC 2426), which telephones and Outlook read. */
function cardOf(contact: Contact, choice: ExportChoice): string {
  const name = withoutTriggers(contact.name)
  const organisation = withoutTriggers(contact.organisation)
  const words = name.split(' ')
  const mobile = choice.withNumbers ? contact.mobile : null
  return `${ICAL.stringify(['vcard', [
    ['version', {}, 'text', '3.0'],
    ['n', {}, 'text', [words.at(-1) ?? '', words.slice(0, -1).join(' '), '', '', '']],
    ['fn', {}, 'text', name === '' ? contact.address : name],
    ['email', { type: 'internet' }, 'text', contact.address],
    ...(organisation === '' ? [] : [['org', {}, 'text', [organisation]]]),
    ...(mobile === null ? [] : [['tel', { type: 'cell' }, 'phone-number', mobile]]),
    ['x-praktijkpost-kind', {}, 'text', contact.kind],
  ], []])}\r\n`
}
