import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pdf } from '../../../test/corpora/documents/pdf.ts'
import { Box, cacheKey, filesBelow, minute, segmentKey } from '../../../test/mailbox/open-box.ts'
import { sampleMail, type SampleMail } from '../../../test/mailbox/sample-mail.ts'
import { docx } from '../../../test/practice/mail/attachments.ts'
import { pdfWords } from '../mime/pdf-text.ts'
import { openDatabase } from '../store/store.ts'
import { cacheMigrations } from '../store/migrations/cache.ts'
import { AttachmentWords, type Opened } from './attachment-words.ts'

const NEWEST = Number.MAX_SAFE_INTEGER

let box: Box
beforeEach(() => { box = new Box() })
afterEach(() => box[Symbol.dispose]())

const open = async (): Promise<Opened[]> => {
  const words = new AttachmentWords({ directory: box.directory, segmentKey, readPdf: (bytes) => pdfWords(bytes, 5_000) })
  try {
    return await Promise.all(box.writer.unopened(NEWEST, 50).map(async (one) => ({ ...one, opening: await words.of(one.place) })))
  } finally {
    words.close()
  }
}
const openAll = async (): Promise<void> => box.writer.saveOpened(await open())
const letter = (name: string, bytes: Buffer, mail: SampleMail = {}): SampleMail => ({ subject: name, attachment: { name, bytes }, ...mail })

describe('inside attachments are found', () => {
  test.each<[string, string, Buffer]>([
    ['a PDF', 'uitslag.pdf', pdf(['Eerste blad', 'Mevrouw Zwaluw heeft een nierfunctiestoornis'], { title: 'Specialistenbrief' })],
    ['a PDF of which a page is a scan', 'scan.pdf', pdf(['', 'Mevrouw Zwaluw heeft een nierfunctiestoornis, zie Specialistenbrief', ''])],
    ['a Word document', 'brief.docx', docx(['Specialistenbrief', 'Mevrouw Zwaluw heeft een nierfunctiestoornis'])],
    ['a text', 'notitie.txt', Buffer.from('Specialistenbrief\nMevrouw Zwaluw heeft een nierfunctiestoornis')],
    ['saved mail', 'door.eml', Buffer.from('Subject: Specialistenbrief\r\n\r\nMevrouw Zwaluw heeft een nierfunctiestoornis\r\n')],
  ])('%s', async (_, name, bytes) => {
    box.add(1, letter(name, bytes, { text: 'Graag nakijken.' }))
    box.add(2, { subject: 'Iets anders' })
    expect(box.found('zwaluw')).toEqual([])
    await openAll()
    for (const typed of ['zwaluw', 'nierfunc', '"mevrouw zwaluw heeft"', 'nakijken specialistenbrief', `onderwerp:${name} zwaluw`, `bijlage:${name} zwaluw`]) expect(box.found(typed), typed).toEqual([name])
    expect(box.found('bijlage:zwaluw')).toEqual([])
    expect(box.writer.unopened(NEWEST, 9)).toEqual([])
  })

  test('a word that was broken at the end of a line', async () => {
    box.add(1, letter('a.txt', Buffer.from('De medicatie-\nbewaking gaf een melding.')))
    await openAll()
    expect(box.found('medicatiebewaking')).toEqual(['a.txt'])
    expect(box.found('"gaf een melding"')).toEqual(['a.txt'])
  })

  test('also behind millions of letters without an end', async () => {
    box.add(1, letter('a.txt', Buffer.from(`zwaluw ${'a'.repeat(5_000_000)}-\nb`)))
    await openAll()
    expect(box.found('zwaluw')).toEqual(['a.txt'])
  })

  test('and counted once, beside what stands in the message itself, whose row stays as it was', async () => {
    box.add(1, letter('a.txt', Buffer.from('griepprik griepprik'), { text: 'griepprik' }))
    const [before] = box.reader.rows(box.inbox, { offset: 0, limit: 9 })?.rows ?? []
    await openAll()
    expect(box.reader.search({ text: 'griepprik', folderId: null, offset: 0, limit: 9 })).toMatchObject({ total: 1, more: false })
    expect(box.reader.rows(box.inbox, { offset: 0, limit: 9 })?.rows).toEqual([before])
  })
})

test('what cannot be read is noted, and not opened again', async () => {
  box.add(1, letter('foto.jpg', Buffer.from('\xff\xd8\xff', 'latin1')))
  box.add(2, letter('kapot.pdf', pdf(['geheim'], { encrypted: true })))
  expect((await open()).map(({ opening }) => opening.kind)).toEqual(['unreadable', 'unreadable'])
  await openAll()
  expect(box.writer.unopened(NEWEST, 9)).toEqual([])
  expect(box.found('bijlage:foto')).toEqual(['foto.jpg'])
})

test('a message that went meanwhile does not come back, nor do its words under the id of another', async () => {
  box.add(1, letter('a.txt', Buffer.from('zwaluw')))
  const found = await open()
  box.writer.expunge(box.inbox, [1])
  box.writer.saveOpened(found)
  expect(box.found('zwaluw')).toEqual([])
  // The same moment and number: the same id.
  box.add(1, { subject: 'Een ander' })
  box.writer.saveOpened(found)
  expect(box.found('zwaluw')).toEqual([])
  expect(box.found('ander')).toEqual(['Een ander'])
})

test('with the message goes what was found in it', async () => {
  box.add(1, letter('a.txt', Buffer.from('zwaluw')))
  await openAll()
  expect(box.found('zwaluw')).toEqual(['a.txt'])
  box.writer.expunge(box.inbox, [1])
  expect(box.found('zwaluw')).toEqual([])
})

test('a message that is fetched again is opened again', async () => {
  const id = box.add(1, letter('a.txt', Buffer.from('zwaluw')))
  await openAll()
  box.writer.fetchAgain([id])
  box.writer.addMessages(box.inbox, [{ uid: 1, flags: [], receivedAt: minute(1), raw: sampleMail(letter('b.txt', Buffer.from('merel'))) }])
  expect(box.writer.unopened(NEWEST, 9)).toHaveLength(1)
  await openAll()
  expect([box.found('merel'), box.found('zwaluw')]).toEqual([['a.txt'], []])
})

test('nothing of it is readable on the disk', async () => {
  box.add(1, letter('a.txt', Buffer.from('zwaluwnest')))
  await openAll()
  box.writer.close()
  for (const { name, bytes } of filesBelow(box.directory)) expect(bytes.includes('zwaluwnest'), name).toBe(false)
  const outcome = openDatabase({ file: `${box.directory}/cache.db`, key: cacheKey, migrations: cacheMigrations, mode: 'read', durability: 'normal' })
  if (outcome.kind !== 'open') throw new Error(outcome.kind)
  expect(outcome.database.prepare('SELECT opened FROM message').pluck().all()).toEqual(['read'])
  outcome.database.close()
})
