import { expect, test } from 'vitest'
import { openBookDesk, typed } from '../../../../test/address-book/book-desk.ts'
import { exportContacts } from '../export.ts'
import type { Read } from './candidate.ts'
import { readContacts } from './read-contacts.ts'

function readOf(text: string): Read[] {
  const read = readContacts(Buffer.from(text))
  if (read.kind !== 'read') throw new Error(read.because)
  return read.rows
}

const file = [
  'Naam;Mailadres;Organisatie;Mobiel nummer', 'Hennie Bakker;H.Bakker@mailbox.test;;0687654321', 'Selin Demir;s.demir@mailbox.test;;06 11111111', 'Selin;S.DEMIR@mailbox.test;;',
  'Joost;j.vandam@mailbox.test;;070-1234567', 'Niemand;;;', 'Mia;mia@delinde.test;Praktijk De Linde;',
].join('\r\n')

test('what a file would do is told before it is done: new, filled in, the same, twice, or not at all and why', async () => {
  using it = openBookDesk()
  it.book.save(null, typed({ mobile: '0612345678', isVerified: true }), 'Anja')
  it.book.save(null, typed({ address: 'mia@delinde.test', name: 'Mia', kind: 'unknown' }), 'Anja')
  it.notes.length = 0
  const rows = await it.book.sift(readOf(file))
  expect(rows.map(({ status, address, because, note }) => [status, address, because, note])).toEqual([
    ['same', 'H.Bakker@mailbox.test', null, 'keeps-number'], ['new', 's.demir@mailbox.test', null, null], ['duplicate', 'S.DEMIR@mailbox.test', null, null],
    ['new', 'j.vandam@mailbox.test', null, 'no-mobile'], ['unusable', '', 'no-address', null], ['changed', 'mia@delinde.test', null, null],
  ])
  expect([it.book.count(), it.notes]).toEqual([2, []])
})

test('no number becomes verified by it, and none that the book has is replaced; a second time changes nothing', async () => {
  using it = openBookDesk()
  it.book.save(null, typed({ mobile: '0612345678', isVerified: true }), 'Anja')
  it.book.save(null, typed({ address: 'mia@delinde.test', name: 'Mia', kind: 'unknown' }), 'Anja')
  it.notes.length = 0
  expect(await it.book.importRead(readOf(file), true)).toEqual({ added: 2, changed: 1 })
  expect(it.book.find('h.bakker@mailbox.test')).toMatchObject({ mobile: '+31612345678', mobileVerified: { by: 'Anja' }, source: 'own' })
  expect(it.book.find('s.demir@mailbox.test')).toMatchObject({ name: 'Selin Demir', mobile: '+31611111111', mobileVerified: null, source: 'import', consent: null })
  expect(it.book.find('mia@delinde.test')).toMatchObject({ organisation: 'Praktijk De Linde', source: 'own' })
  expect(it.notes).toEqual([{ change: 'contacts-imported', count: 3 }])
  expect(await it.book.importRead(readOf(file), true)).toEqual({ added: 0, changed: 0 })
})

test('only what is new, when that is what somebody chose', async () => {
  using it = openBookDesk()
  it.book.save(null, typed({ address: 'mia@delinde.test', name: 'Mia', kind: 'unknown' }), 'Anja')
  expect(await it.book.importRead(readOf(file), false)).toEqual({ added: 3, changed: 0 })
  expect(it.book.find('mia@delinde.test')?.organisation).toBe('')
})

test('without a journal nothing comes in and nothing goes out (LOG-05)', async () => {
  using it = openBookDesk()
  it.book.save(null, typed(), 'Anja')
  it.journal.broken = true
  await expect(it.book.importRead(readOf(file), true)).rejects.toThrow('takes nothing')
  await expect(it.book.exported({ format: 'csv', withNumbers: true })).rejects.toThrow('takes nothing')
  expect(it.book.count()).toBe(1)
})

test('a full book takes no more, and says so', async () => {
  using it = openBookDesk()
  const many = `Mailadres\n${Array.from({ length: 20_000 }, (_, n) => `n${String(n)}@mailbox.test`).join('\n')}`
  expect(await it.book.importRead(readOf(many), true)).toEqual({ added: 20_000, changed: 0 })
  expect((await it.book.sift(readOf('Mailadres\nnog@mailbox.test'))).map(({ because }) => because)).toEqual(['book-full'])
  expect(await it.book.importRead(readOf('Mailadres\nnog@mailbox.test'), true)).toEqual({ added: 0, changed: 0 })
  expect(it.book.save(null, typed(), 'Anja')).toEqual({ ok: false, fail: 'book-full' })
  expect(it.book.setMobile('nog@mailbox.test', '0612345678', 'Anja')).toEqual({ ok: false, fail: 'book-full' })
})

test.each(['csv', 'vcard'] as const)('what goes out as %s comes in again as it was, but for who verified it and consents', async (format) => {
  using it = openBookDesk()
  const contacts = [
    typed({ name: 'Zo\u00eb; "de" Wit,\\n', mobile: '0612345678', isVerified: true }), typed({ address: 'b@elders.test', name: '', organisation: 'De Brug; Zuid', kind: 'professional', mobile: '+32470123456' }),
    typed({ address: 'c@elders.test', name: '=1+1', kind: 'unknown' }),
  ]
  for (const contact of contacts) it.book.save(null, contact, 'Anja')
  const { text, count } = await it.book.exported({ format, withNumbers: true })
  expect([count, it.notes.at(-1)]).toEqual([3, { change: 'contacts-exported', count: 3 }])
  // when
  using other = openBookDesk()
  await other.book.importRead(readOf(text), true)
  // then
  for (const { address } of contacts) {
    const { name, organisation, kind, mobile } = it.book.find(address)!
    expect(other.book.find(address)).toMatchObject({ name: format === 'vcard' && name === '' ? '' : name, organisation, kind, mobile, mobileVerified: null, source: 'import' })
  }
})

test('a file that leaves holds no number unless asked, no formula, and no provider\'s trigger (IN-17, N-06)', async () => {
  using it = openBookDesk()
  it.book.save(null, typed({ name: '=cmd SMS 0612345678', organisation: '@SUM(A1) veiligmailen', mobile: '0687654321' }), 'Anja')
  for (const format of ['csv', 'vcard'] as const) {
    const { text } = await it.book.exported({ format, withNumbers: false })
    expect(text).not.toMatch(/87654321|12345678|veiligmailen/)
  }
  const { text } = await it.book.exported({ format: 'csv', withNumbers: true })
  expect(text.startsWith('\ufeffNaam;Mailadres;')).toBe(true)
  expect(text.split('\r\n')[1]).toBe('"\'=cmd";h.bakker@mailbox.test;"\'@SUM(A1)";Patiënt of naaste;06 87654321;;;;')
  expect(await exportContacts([], { format: 'vcard', withNumbers: true })).toBe('')
})
