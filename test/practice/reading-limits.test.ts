import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReadingLimits, ReadingPolicy } from '../../src/main/imap/reading-policy.ts'
import { referenceOf } from '../../src/main/vault/reference.ts'
import { deviceOf, openDesk } from './imap-desk.ts'
import { startPractice, type Practice } from './servers/practice.ts'

const anja = 'anja@delinde.test'
const bas = 'bas@delinde.test'
const inbox = `Gedeeld/${bas}`
const archive = `Gedeeld/${bas}/Archief`
const DAY_MS = 24 * 60 * 60 * 1000
const now = Date.now()

let practice: Practice
beforeAll(async () => {
  practice = await startPractice({ mail: 'none', only: ['imap'] })
  await using device = await deviceOf(practice, bas)
  await device.mailboxCreate('Privé')
  const letter = (subject: string, from = 'selin@mailbox.test') =>
    `Message-ID: <${subject.replaceAll(/\W/g, '')}@limits.test>\r\nFrom: ${from}\r\nTo: ${bas}\r\nSubject: ${subject}\r\n\r\nHallo\r\n`
  const put = (folder: string, subject: string, daysAgo: number, from?: string) =>
    device.append(folder, letter(subject, from), [], new Date(now - daysAgo * DAY_MS))
  await put('INBOX', 'Vandaag', 0)
  await put('INBOX', 'Zes dagen', 6)
  await put('INBOX', 'Acht dagen', 8)
  await put('INBOX', '=?utf-8?q?Priv=C3=A9=3A_etentje?=', 1)
  await put('INBOX', 'Van Hennie', 1, 'H.Bakker@mailbox.test')
  await put('Archief', 'Oud dossier', 400)
  await put('Archief', 'Gisteren weggelegd', 1)
  await put('Privé', 'Thuis', 0)
  for (const folder of ['INBOX', 'Archief', 'Privé']) await practice.doveadm(['acl', 'set', '-u', bas, folder, `user=${anja}`, 'lookup', 'read'])
})
afterAll(() => practice[Symbol.asyncDispose]())

const limits = (change: Partial<ReadingLimits> = {}): ReadingLimits => ({ notBefore: now - 7 * DAY_MS, hidesPrivate: true, patients: null, ...change })
const cover = (opens: 'closed' | ReadingLimits): ReadingPolicy => ({ others: 'closed', mailboxes: [{ place: { owner: bas }, opens }] })
const shared = (desk: ReturnType<typeof openDesk>): string[] => desk.reader.folders().filter((folder) => folder.shared).map(({ path }) => path).sort()

test('of somebody else\'s mail comes only what a cover opens: no older, nothing private, no folder more (FM-06 to FM-08)', async () => {
  await using desk = openDesk(practice, anja, { reading: cover(limits()) })
  await desk.synced()
  expect(shared(desk)).toContain(archive)
  expect(shared(desk)).not.toContain(`Gedeeld/${bas}/Privé`)
  expect(desk.subjects(inbox).toSorted()).toEqual(['Van Hennie', 'Vandaag', 'Zes dagen'])
  expect(desk.subjects(archive)).toEqual(['Gisteren weggelegd'])
  expect(desk.reader.search({ text: 'Acht', folderId: null, offset: 0, limit: 10 }).rows).toEqual([])
  // What comes later is judged as it comes.
  await practice.deliver(`From: h.bakker@mailbox.test\r\nTo: ${bas}\r\nSubject: persoonlijk\r\n\r\nHallo\r\n`, bas)
  await practice.deliver(`From: h.bakker@mailbox.test\r\nTo: ${bas}\r\nSubject: Herhaalrecept\r\n\r\nHallo\r\n`, bas)
  desk.sync.refresh()
  await desk.until(() => desk.subjects(inbox).includes('Herhaalrecept'))
  expect(desk.subjects(inbox)).not.toContain('persoonlijk')
  // Whom that mail names is not remembered for completing addresses.
  expect(['bakker', 'selin'].flatMap((typed) => desk.reader.completeAddress(typed))).toEqual([])
})

test('limits that change take away what is here and bring what they open, and a cover that ends leaves nothing', async () => {
  await using desk = openDesk(practice, anja, { reading: cover(limits({ notBefore: null, hidesPrivate: false })) })
  await desk.synced()
  expect(desk.subjects(inbox)).toContain('Privé: etentje')
  expect(desk.subjects(inbox)).toContain('Acht dagen')
  expect(desk.reader.completeAddress('selin')).toHaveLength(1)
  // Nobody waits for a line: the old ones go at once, the private ones at the next look.
  desk.sync.read(cover(limits()))
  expect(desk.subjects(inbox)).not.toContain('Acht dagen')
  expect(desk.reader.completeAddress('selin')).toEqual([])
  await desk.until(() => !desk.subjects(inbox).includes('Privé: etentje') && !shared(desk).includes(`Gedeeld/${bas}/Privé`))
  expect(desk.subjects(inbox)).toContain('Zes dagen')
  desk.sync.read(cover(limits({ notBefore: now - 10 * DAY_MS })))
  await desk.until(() => desk.subjects(inbox).includes('Acht dagen'))
  desk.sync.read(cover('closed'))
  expect(shared(desk)).toEqual([])
  expect(desk.reader.search({ text: 'Zes', folderId: null, offset: 0, limit: 10 }).rows).toEqual([])
})

test('a grant for current patients opens their mail alone, by references that name nobody (FM-06)', async () => {
  const key = new Uint8Array(32).fill(7)
  const patients = { key, references: [referenceOf(key, 'h.bakker@mailbox.test')] }
  await using desk = openDesk(practice, anja, { reading: cover(limits({ patients })) })
  await desk.synced()
  expect(desk.subjects(inbox)).toContain('Van Hennie')
  expect(desk.subjects(inbox)).not.toContain('Vandaag')
  desk.sync.read(cover(limits({ patients: { key, references: [] } })))
  await desk.until(() => desk.subjects(inbox).length === 0)
})
