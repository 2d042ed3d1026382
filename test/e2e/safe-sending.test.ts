import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { look, exhibit } from './gallery.ts'
import { addSampleAccount, button, composer, field, firstRun, folders, openFolder, openMessage, press, t } from './journeys.ts'
import { arrival, subjectsIn } from './other-side.ts'
import { until } from './patience.ts'
import { setStage, walkTogether, type Stage } from './stage.ts'

const patient = 'h.bakker@mailbox.test'
const pharmacy = 'balie@apotheekzuid.test'
const hospital = 'cardiologie@ziekenhuis.test'
const town = 'wmo@gemeente.test'

let stage: Stage
let page: Page
beforeAll(async () => {
  stage = await setStage({ mail: 'empty', provider: 'zivver' })
  page = stage.page
  await page.goto(stage.client.url)
  await firstRun(page)
  await addSampleAccount(page)
})
afterAll(() => stage[Symbol.asyncDispose]())
walkTogether(() => stage)

const to = (): ReturnType<Page['getByRole']> => page.getByRole('combobox', { name: t('compose.to') })
const chip = (who: string, word: string) => page.locator('.chip').filter({ hasText: who }).locator('.chip-how').getByText(word, { exact: true })
const sendButton = () => page.locator('.send-acts .button-primary')

async function beginLetter(subject: string, ...recipients: string[]): Promise<void> {
  await press(folders(page), 'act.compose')
  await to().pressSequentially(`${recipients.join(',')},`)
  await field(page, 'compose.subject').fill(subject)
}

test('general news to a professional may be ordinary mail, where the practice says what it is', async () => {
  // given
  await page.keyboard.press('Control+,')
  await page.getByRole('tab', { name: t('settings.sending') }).click()
  await page.getByRole('button', { name: t('rules.field') }).click()
  await page.getByRole('option', { name: t('rules.cf1') }).click()
  await page.getByRole('button', { name: t('rules.field') }).getByText(t('rules.cf1')).waitFor()
  await page.keyboard.press('Escape')
  await openFolder(page, t('book.title'))
  await button(page, 'book.new').first().click()
  await field(page, 'book.address').fill(town)
  await field(page, 'book.name').fill('Wmo-loket')
  await page.locator('.choice').getByText(t('book.kindProfessional'), { exact: true }).click()
  await press(page, 'book.keep')
  // when
  await beginLetter('Gewijzigde openingstijden', town)
  const about = page.getByRole('group', { name: t('class.label') })
  for (const answer of ['class.no', 'class.no', 'class.yes'] as const) await button(about, answer).click()
  // then
  await chip('Wmo-loket', t('chip.plain')).or(chip(town, t('chip.plain'))).first().waitFor()
  await press(page, 'draft.discard')
})

test('RT-28: six kinds of recipients, six right chips, on real look-ups', async () => {
  await beginLetter('Overleg', 'bas@delinde.test', pharmacy, patient, 'praktijk@fysio.test', town, 'niemand@bestaat-niet.test')
  await composer(page).fill('Graag even overleg over de medicatie van mevrouw Bakker.')
  await chip('bas@', t('chip.internal')).waitFor()
  await chip(pharmacy, t('chip.direct')).waitFor()
  for (const other of [patient, 'praktijk@fysio.test']) await chip(other, t('chip.needsMobile')).waitFor()
  await chip('niemand@', t('chip.invalid')).waitFor()
  const number = page.getByRole('textbox', { name: t('mobile.number', { name: patient }) })
  await number.fill('06 1111 2222')
  await number.press('Enter')
  await chip(patient, t('chip.portalSms')).waitFor()
  expect(await look(stage, 'six-recipients')).toEqual([])
  await exhibit(page, 'composer')
  await press(page, 'draft.discard')
})

test('through the provider: directly, by portal and inside the practice, each by its own road, and the copy says so', async () => {
  // given
  await beginLetter('Medicatieoverzicht', 'bas@delinde.test', hospital, patient)
  await composer(page).fill('De bloeduitslag van mevrouw Bakker is binnen.')
  await chip(patient, t('chip.portalSms')).waitFor()
  await chip(hospital, t('chip.direct')).waitFor()
  await page.getByLabel(t('ground.ask')).selectOption(t('ground.contract'))
  // when
  await until('the button', () => sendButton().textContent(), (words) => words === t('send.safely'))
  await sendButton().click()
  await page.getByRole('alertdialog').getByRole('button', { name: t('confirm.send', { count: 2 }) }).click()
  // then
  expect(String(await arrival(stage.practice, hospital, { subject: 'Medicatieoverzicht' }))).toContain('bloeduitslag')
  expect(String(await arrival(stage.practice, 'bas@delinde.test', { subject: 'Medicatieoverzicht' }))).toContain('bloeduitslag')
  const [text] = await until('the code', () => stage.gateway!.texts(), (texts) => texts.some(({ to: number }) => number === '+31611112222'))
  expect(text?.to).toBe('+31611112222')
  expect(await subjectsIn(stage.practice, patient)).not.toContain('Medicatieoverzicht')
  await openFolder(page, t('folder.sent'))
  const message = await openMessage(page, 'Medicatieoverzicht')
  await press(message, 'sentRoute.title')
  for (const [address, how] of [['bas@delinde.test', t('chip.internal')], [hospital, t('chip.direct')], [patient, t('chip.portalSms')]] as const) {
    await message.getByText(`${address} · ${how}`).waitFor()
  }
  expect(await look(stage, 'how-it-was-sent')).toEqual([])
})

test('nothing was asked of the outside, nothing was complained about', () => {
  expect(stage.strayRequests).toEqual([])
  expect(stage.complaints).toEqual([])
})
