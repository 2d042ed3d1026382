import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMailAddress } from '../../../shared/mail/address.ts'
import { isMobile } from '../../../shared/norm/routing/portal-factor.ts'
import type { Read } from './candidate.ts'
import { readContacts } from './read-contacts.ts'

const bytesOf = (text: string, charset: BufferEncoding = 'utf8'): Uint8Array => Buffer.from(text, charset)

function rowsOf(text: string | Uint8Array): Read[] {
  const read = readContacts(typeof text === 'string' ? bytesOf(text) : text)
  if (read.kind !== 'read') throw new Error(read.because)
  return read.rows
}

/** Name, address and number of each row, or why it is none. */
const inShort = (text: string | Uint8Array): string[] => rowsOf(text).map((row) =>
  row.kind === 'unusable' ? `${row.because}: ${row.label}` : [row.candidate.name, row.candidate.address, row.candidate.mobile ?? '-'].join(' | '))

const hennie = 'Hennie Bakker | h.bakker@mailbox.test | +31612345678'

describe('a table', () => {
  test.each([
    ['as Dutch Excel writes it', 'Naam;Mailadres;Mobiel nummer\r\nHennie Bakker;h.bakker@mailbox.test;06-12345678\r\n'],
    ['with a mark and commas', '\ufeff"Naam","E-mail","Mobiel"\n"Hennie Bakker","h.bakker@mailbox.test","06 12345678"\n'],
    ['with tabs', 'naam\te-mailadres\tgsm\nHennie Bakker\th.bakker@mailbox.test\t+31612345678'],
    ['that names its separator', 'sep=,\r\nNaam,Mailadres,Mobiel\r\nHennie Bakker,h.bakker@mailbox.test,0612345678\r\n'],
    ['of Outlook', 'First Name,Middle Name,Last Name,Company,E-mail Address,Mobile Phone\nHennie,,Bakker,,h.bakker@mailbox.test,0031612345678\n'],
    ['of Google', 'Name,Given Name,E-mail 1 - Value,Phone 1 - Value\nHennie Bakker,Hennie,h.bakker@mailbox.test,06 12345678\n'],
    ['where a spreadsheet took the 0', 'Naam;Mailadres;Mobiel nummer\r\nHennie Bakker;h.bakker@mailbox.test;612345678\r\n'],
    ['where it was kept from it', 'Naam;Mailadres;Mobiel nummer\r\nHennie Bakker;h.bakker@mailbox.test;\'+31612345678\r\n'],
  ])('%s', (_, text) => {
    expect(inShort(text)).toEqual([hennie])
  })

  test('in whatever charset: UTF-8, that of Windows, UTF-16 either way', () => {
    const text = 'Naam;Mailadres\r\nZo\u00eb \u20ac;zoe@mailbox.test\r\n'
    const windows = Buffer.concat([bytesOf('Naam;Mailadres\r\nZo', 'latin1'), Buffer.from([0xeb, 0x20, 0x80]), bytesOf(';zoe@mailbox.test\r\n', 'latin1')])
    const little = Buffer.concat([Buffer.from([0xff, 0xfe]), bytesOf(text, 'utf16le')])
    const big = Buffer.from(little).swap16()
    for (const bytes of [bytesOf(text), windows, little, big]) expect(inShort(bytes)).toEqual(['Zo\u00eb \u20ac | zoe@mailbox.test | -'])
  })

  test('a row without an address, or with something else there, says so by its name', () => {
    expect(inShort('Naam;Mailadres\nHennie;\nSelin;geen adres\nJoost;a@b.nl, c@d.nl\n;x@\n')).toEqual(['no-address: Hennie', 'not-an-address: Selin', 'not-an-address: Joost', 'not-an-address: x@'])
  })

  test('hidden signs, line breaks and formulas are texts', () => {
    expect(inShort('Naam;Mailadres;Mobiel\n"=HYPERLINK(""http://kwaad"")\r\n\u202eHennie\u0000";h.bakker@mailbox.test;=1+1')).toEqual(['=HYPERLINK("http://kwaad") Hennie | h.bakker@mailbox.test | -'])
  })

  test('what our own export adds is read as well; a number is never verified by it', () => {
    const [row] = rowsOf('Naam;Mailadres;Soort;Netwerk van een aanbieder;Buiten de EER;Alle mail veilig versturen;Privéadres van een collega\nBalie;balie@apotheek.test;Zorgverlener of organisatie;ZorgMail;ja;nee;JA')
    expect(row).toEqual({
      kind: 'candidate',
      candidate: { address: 'balie@apotheek.test', name: 'Balie', organisation: '', kind: 'professional', mobile: null, community: 'zorgmail', isOutsideEea: true, isAllSecure: false, isStaffPrivate: true, lostNumber: false },
    })
  })

  test.each([['', 'empty'], ['\ufeff \r\n ', 'empty'], ['Hallo wereld', 'no-columns'], ['Naam;Telefoon\nA;1', 'no-columns'], ['%PDF-1.7 \u0000\u0001', 'no-columns']])('%j is no table of contacts: %s', (text, because) => {
    expect(readContacts(bytesOf(text))).toEqual({ kind: 'unreadable', because })
  })
})

describe('vCards', () => {
  const card = (...lines: string[]): string => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n')

  test.each([
    ['version 3 with groups', card('VERSION:3.0', 'N:Bakker;Hennie;;;', 'FN:Hennie Bakker', 'item1.EMAIL;type=INTERNET:h.bakker@mailbox.test', 'TEL;TYPE=WORK:070-1234567', 'TEL;TYPE=CELL,VOICE:06-12345678')],
    ['version 4', card('VERSION:4.0', 'FN:Hennie Bakker', 'EMAIL:oud@mailbox.test', 'EMAIL;PREF=1:h.bakker@mailbox.test', 'TEL;VALUE=uri;TYPE="voice,cell":tel:+31612345678')],
    ['without a full name', card('VERSION:3.0', 'N:Bakker;Hennie;;;', 'EMAIL:h.bakker@mailbox.test', 'TEL:0612345678')],
    ['folded, with a picture', card('VERSION:3.0', 'FN:Hennie ', ' Bakker', 'PHOTO;ENCODING=b;TYPE=JPEG:' + 'A'.repeat(70), ...Array.from({ length: 2_000 }, () => ` ${'A'.repeat(74)}`), 'EMAIL:h.bakker@mailbox.test', 'TEL;TYPE=CELL:0612345678')],
    ['with bare line ends', card('VERSION:3.0', 'FN:Hennie Bakker', 'EMAIL:h.bakker@mailbox.test', 'TEL;TYPE=CELL:0612345678').replaceAll('\r\n', '\n')],
  ])('%s', (_, text) => {
    expect(inShort(text)).toEqual([hennie])
  })

  test('one that cannot be read costs that one', () => {
    const good = card('VERSION:3.0', 'FN:Hennie Bakker', 'EMAIL:h.bakker@mailbox.test', 'TEL;TYPE=CELL:0612345678')
    expect(inShort(card('VERSION:2.1', 'FN:Oud', 'TEL;CELL:06') + card('VERSION:3.0', 'FN:Kapot', 'ONZIN') + 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Nooit af\r\n' + good + card('VERSION:4.0', 'FN:Leeg'))).toEqual([
      'old-version: Oud', 'garbled: Kapot', 'garbled: Nooit af', hennie, 'no-address: Leeg',
    ])
  })
})

test('whatever the bytes, nothing throws, and what is a candidate can be kept', () => {
  const piece = fc.constantFrom('Naam', 'Mailadres', 'Mobiel', ';', ',', '\t', '\n', '\r\n', '"', 'a@b.nl', '0612345678', 'BEGIN:VCARD\n', 'END:VCARD\n', 'VERSION:3.0\n', 'FN:x\n', 'EMAIL:a@b.nl\n', 'EMAIL;TYPE="', ':', '\\', '\u0000', '\ufeff', '=', ' ')
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.array(piece, { maxLength: 40 }).map((pieces) => bytesOf(`Naam;Mailadres;Mobiel\n${pieces.join('')}`)), fc.array(piece, { maxLength: 40 }).map((pieces) => bytesOf(`BEGIN:VCARD\n${pieces.join('')}`)))
  fc.assert(fc.property(bytes, (file) => {
    const read = readContacts(file)
    if (read.kind !== 'read') return
    for (const row of read.rows) {
      if (row.kind === 'unusable') continue
      const { address, name, organisation, mobile } = row.candidate
      expect(isMailAddress(address)).toBe(true)
      expect(mobile === null || isMobile(mobile)).toBe(true)
      expect(`${name}${organisation}`).not.toMatch(/\p{Cc}|[\u202a-\u202e]/u)
      expect(name.length + organisation.length).toBeLessThanOrEqual(400)
    }
  }), { numRuns: 500 })
})
