import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pdf } from '../corpora/documents/pdf.ts'
import { look, picture } from './gallery.ts'
import { addSampleAccount, button, composer, draftKept, field, firstRun, press, t, write } from './journeys.ts'
import { layoutFindings, windows } from './layout.ts'
import { setStage, walkTogether, type Stage } from './stage.ts'

let stage: Stage
let page: Page
beforeAll(async () => {
  stage = await setStage({ mail: 'empty' })
  page = stage.page
  await page.goto(stage.client.url)
  await firstRun(page)
  await addSampleAccount(page)
})
afterAll(() => stage[Symbol.asyncDispose]())
walkTogether(() => stage)

const patient = 'h.bakker@mailbox.test'
const neutral = t('detect.subjectNeutral')
const gone = { state: 'detached' } as const

test('within the practice nothing is said of health', async () => {
  await page.keyboard.press('c')
  await write(page, { to: ['bas@delinde.test'], text: 'Mevrouw Bakker heeft een longontsteking.' })
  await draftKept(page)
  await page.locator('.detection').waitFor(gone)
})

test('to a patient it is said what was found, and what it means for the way', async () => {
  await write(page, { to: [patient] })
  await page.getByText(t('detect.strongEffect')).waitFor()
  expect(await look(stage, 'notice-strong')).toEqual([])
})

test('a subject that tells of it can be changed with one click, and changed back', async () => {
  await write(page, { subject: 'Uw soa-test' })
  await page.getByRole('button', { name: t('detect.subjectUse', { subject: neutral }) }).click()
  expect(await field(page, 'compose.subject').inputValue()).toBe(neutral)
  expect(await look(stage, 'notice-subject-changed')).toEqual([])
  await press(page, 'detect.subjectBack')
  expect(await field(page, 'compose.subject').inputValue()).toBe('Uw soa-test')
  await page.getByText(t('detect.subject')).waitFor()
  expect(await look(stage, 'notice-subject')).toEqual([])
  await press(page, 'draft.discard')
})

test('what only an attachment says is found too, and one that cannot be read is named as such', async () => {
  await page.keyboard.press('c')
  await write(page, { to: [patient], subject: 'Uw brief', text: 'De brief.' })
  await page.getByText(t('detect.none')).waitFor()
  expect(await look(stage, 'notice-none')).toEqual([])
  await write(page, { files: [{ name: 'foto.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(2_000, 7) }] })
  await page.getByText(t('detect.unread', { count: 1 })).waitFor()
  await write(page, { files: [{ name: 'brief.pdf', mimeType: 'application/pdf', buffer: pdf(['Mevrouw Bakker, BSN 123456782, heeft een longontsteking.']) }] })
  await page.getByText(t('detect.strongEffect')).waitFor()
  expect(await look(stage, 'notice-attachment')).toEqual([])
  await press(page, 'draft.discard')
})

test('in doubt the safe way is one click away', async () => {
  await page.keyboard.press('c')
  await write(page, { to: [patient], subject: 'Nummer', text: 'Het gaat om 123456782.' })
  await page.getByText(t('detect.possibleEffect')).waitFor()
  expect(await button(page, 'detect.asHealth').count()).toBe(0)
  await press(page, 'class.no')
  await press(page, 'class.yes')
  await button(page, 'detect.asHealth').waitFor()
  expect(await look(stage, 'notice-possible')).toEqual([])
  await press(page, 'detect.asHealth')
  await page.getByText(t('detect.asHealthDone')).first().waitFor({ state: 'attached' })
  await press(page, 'draft.discard')
})

test('an attachment, a name and a size that may have been overlooked are said beside the button, and nothing stands in its way', async () => {
  await page.keyboard.press('c')
  await write(page, { to: [patient], subject: 'Verslag', text: 'Beste Jan, zie de bijlage.' })
  await page.getByText(t('hint.attachment')).waitFor()
  await page.getByText(t('slip.salutation', { name: 'Jan' })).waitFor()
  await write(page, { files: [{ name: 'groot.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(16_000_000) }] })
  await page.getByText(t('hint.attachment')).waitFor(gone)
  await page.getByText(t('slip.size', { size: '', limit: '' }).split('  ')[0]?.slice(0, 24) ?? '').waitFor()
  expect(await page.getByRole('dialog').count()).toBe(0)
  for (const size of ['full', 'narrow', 'zoom 200'] as const) {
    await page.setViewportSize(windows[size])
    expect(await layoutFindings(page)).toEqual([])
    await picture(page, `notice-slips-${size.replace(' ', '-')}`)
  }
  await page.setViewportSize(windows.full)
  expect(await look(stage, 'notice-slips')).toEqual([])
  await composer(page).click()
  await page.keyboard.press('Control+Home')
  for (let letter = 0; letter < 'Beste Jan'.length; letter++) await page.keyboard.press('Delete')
  await page.getByText(t('slip.salutation', { name: 'Jan' })).waitFor(gone)
  await press(page, 'draft.discard')
})

test('nothing was asked of the outside, nothing was complained about', () => {
  expect(stage.strayRequests).toEqual([])
  expect(stage.complaints).toEqual([])
})
