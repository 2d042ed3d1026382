import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { look } from './gallery.ts'
import { addSampleAccount, composer, field, firstRun, folders, heading, lock, openFolder, press, row, send, t, unlock, write } from './journeys.ts'
import { letter } from './letters.ts'
import { until } from './patience.ts'
import { ldapReader } from '../practice/servers/ldap.ts'
import { setStage, walkTogether, type Stage } from './stage.ts'

const own = 'anja@delinde.test'
const bas = 'bas@delinde.test'
const hennie = 'h.bakker@mailbox.test'

let stage: Stage
let page: Page
beforeAll(async () => {
  stage = await setStage({ mail: 'empty', hasDirectory: true })
  page = stage.page
  await page.goto(stage.client.url)
  await firstRun(page)
  await addSampleAccount(page)
})
afterAll(() => stage[Symbol.asyncDispose]())
walkTogether(() => stage)

const contacts = () => page.getByRole('listbox', { name: t('book.list') })
const to = () => page.getByRole('combobox', { name: t('compose.to') })
const options = () => page.getByRole('listbox', { name: t('recipients.suggestions') }).getByRole('option')
const openBook = async (): Promise<void> => {
  await folders(page).getByRole('button', { name: t('book.title') }).click()
  await heading(page, 'book.title').waitFor()
}

test('a patient comes into the book with a number that somebody verified and a consent', async () => {
  await openBook()
  await page.getByText(t('book.emptyText')).waitFor()
  await page.getByRole('button', { name: t('book.new') }).first().click()
  await field(page, 'book.name').fill('Hennie Bakker')
  await field(page, 'book.address').fill(hennie)
  await page.getByText(t('book.kindPerson'), { exact: true }).click()
  await field(page, 'book.mobile').fill('06-1234 5678')
  await page.getByText(t('book.verified'), { exact: true }).click()
  await press(page, 'book.keep')
  await page.getByText('Gecontroleerd door Anja de Vries').waitFor()
  await press(page, 'book.giveConsent')
  await page.getByRole('button', { name: t('book.withdraw') }).waitFor()
  await page.getByText(t('book.neverSent')).waitFor()
  expect(await look(stage, 'book-real-contact')).toEqual([])
})

test('it is all there after locking, and a domain that was looked up says how it stands', async () => {
  await lock(page)
  await unlock(page)
  await openBook()
  await contacts().getByRole('option', { name: 'Hennie Bakker' }).click()
  await page.getByText('06 12345678').waitFor()
  await page.getByText('Gecontroleerd door Anja de Vries').waitFor()
  await page.getByRole('button', { name: t('book.withdraw') }).waitFor()
  await until('the domain to be looked up', () => page.locator('[data-status]').getAttribute('data-status'), (status) => status !== 'pending')
})

test('of two senders that look alike each is suggested with its own domain, and none is chosen (RT-26)', async () => {
  for (const [from, subject] of [['Apotheek Zuid <info@apotheekzuid.test>', 'Herhaalrecept klaar'], ['Apotheek Zuid <info@apotheekzu1d.test>', 'Uw recept']] as const) {
    await stage.practice.deliver(await letter({ from, to: own, subject, text: 'Goedemorgen.' }), own)
  }
  await openFolder(page, t('folder.inbox'))
  await row(page, 'Uw recept').waitFor()
  await row(page, 'Herhaalrecept klaar').waitFor()
  await page.keyboard.press('c')
  await to().pressSequentially('apotheek zuid')
  await until('both to be suggested', () => options().count(), (count) => count === 2)
  const words = (await options().allInnerTexts()).join('\n')
  expect(words).toContain(t('complete.looksLike', { address: 'info@apotheekzu1d.test' }))
  expect(words).toContain(t('complete.looksLike', { address: 'info@apotheekzuid.test' }))
  expect(await options().evaluateAll((all) => all.every((one) => one.getAttribute('aria-selected') === 'false'))).toBe(true)
  expect(await look(stage, 'book-real-complete')).toEqual([])
  await to().fill('')
  await press(page, 'draft.discard')
})

test('somebody of the book is suggested, and their mail goes out', async () => {
  await openBook()
  await press(page, 'book.new')
  await field(page, 'book.name').fill('Bas van de balie')
  await field(page, 'book.address').fill(bas)
  await press(page, 'book.keep')
  await page.getByText(t('book.neverSent')).waitFor()
  await press(folders(page), 'act.compose')
  await composer(page).waitFor()
  await to().pressSequentially('balie')
  await options().filter({ hasText: 'Bas van de balie' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.locator('.chip').getByText('Bas van de balie').waitFor()
  await write(page, { subject: 'Koffie', text: 'Wie haalt er koffie?' })
  await send(page)
  await openFolder(page, t('folder.sent'))
  await row(page, 'Koffie').waitFor()
  await openBook()
})

test('a file comes in, seen before it is taken, on the real core', async () => {
  await press(page, 'book.moreActs')
  await page.getByRole('menuitem', { name: t('import.open') }).click()
  await page.locator('input[type=file]').setInputFiles({
    name: 'contacten.vcf', mimeType: 'text/vcard',
    buffer: Buffer.from(['BEGIN:VCARD', 'VERSION:3.0', 'FN:Selin Demir', 'EMAIL:s.demir@mailbox.test', 'TEL;TYPE=CELL:0687654321', 'END:VCARD', 'BEGIN:VCARD', 'VERSION:4.0', 'FN:Zonder adres', 'END:VCARD', ''].join('\r\n')),
  })
  await page.getByText(t('import.unusable', { count: 1 })).waitFor()
  await page.getByRole('button', { name: t('import.finish', { count: 1 }) }).click()
  await page.getByText(t('import.doneCounts', { added: 1, changed: 0 })).waitFor()
  await page.getByRole('dialog').getByRole('button', { name: t('act.close') }).last().click()
  await contacts().getByRole('option', { name: 'Selin Demir' }).click()
  await page.getByText(t('book.mobileUnverified')).waitFor()
})

test('a directory is set up from its letter, on the real server; whom it lists is suggested in the recipients, and chosen by hand (PV-11)', async () => {
  // given
  const { practice } = stage
  await press(page, 'book.moreActs')
  await page.getByRole('menuitem', { name: t('directory.open') }).click()
  await page.getByRole('button', { name: t('directory.addGeneric') }).click()
  for (const [name, value] of [
    ['directory.name', 'Zorgadressen'], ['account.host', '127.0.0.1'], ['account.port', String(practice.ports.ldaps)], ['directory.user', ldapReader.dn], ['account.password', 'fout'],
    ['directory.base', ldapReader.base], ['account.caFile', practice.caFile],
  ] as const) await field(page, name).fill(value)
  await press(page, 'directory.test')
  await page.getByRole('alert').getByText(t('problem.loginRefused')).waitFor()
  await field(page, 'account.password').fill(ldapReader.password)
  await press(page, 'directory.test')
  await page.getByText(t('directory.works')).waitFor()
  expect(await look(stage, 'directory-real-works')).toEqual([])
  await page.getByRole('form', { name: t('directory.title') }).getByRole('button', { name: t('book.keep') }).click()
  await page.getByText('LDAPS').waitFor()
  await page.keyboard.press('Escape')
  // when
  await press(folders(page), 'act.compose')
  await to().pressSequentially('cardio')
  await options().getByText(t('complete.searchIn', { text: 'cardio', names: 'Zorgadressen' })).click()
  // then
  const listed = options().filter({ hasText: 'cardiologie@ziekenhuis.test' })
  await listed.waitFor()
  expect(await listed.getAttribute('aria-selected')).toBe('false')
  expect(await page.locator('.chip').count()).toBe(0)
  expect(await look(stage, 'directory-real-complete')).toEqual([])
  await listed.click()
  await page.locator('.chip').getByText('Polikliniek Cardiologie').waitFor()
  await press(page, 'draft.discard')
})

test('nothing was asked of the outside, nothing was complained about', () => {
  expect(stage.strayRequests).toEqual([])
  expect(stage.complaints).toEqual([])
})
