import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { plugIn, type Authenticator } from './browser.ts'
import { look } from './gallery.ts'
import { addSampleAccount, enterRecoveryCode, field, firstRun, heading, keepRecoveryCode, lock, press, shownRecoveryCode, t, unlock } from './journeys.ts'
import { setStage, walkTogether, type Stage } from './stage.ts'

let stage: Stage
let page: Page
let code: string
let added: Authenticator

beforeAll(async () => {
  stage = await setStage({ mail: 'empty' })
  page = stage.page
  await page.goto(stage.client.url)
  code = await firstRun(page)
  await addSampleAccount(page)
  await lock(page)
  await unlock(page)
})
afterAll(() => stage[Symbol.asyncDispose]())

walkTogether(() => stage)

const dialog = (name: string) => page.getByRole('alertdialog', { name }).or(page.getByRole('dialog', { name }))
const openSecurity = async (): Promise<void> => {
  await page.keyboard.press('Control+,')
  await page.getByRole('tab', { name: t('settings.security') }).click()
}
const keyRow = (label: string) => page.getByRole('listitem').filter({ hasText: label })
const removal = (label: string) => dialog(t('security.removeTitle', { label }))
const renewal = () => dialog(t('security.renewTitle'))

test('the last key stays, and nobody has to touch it to hear so', async () => {
  await openSecurity()
  await press(keyRow(t('key.first')), 'act.remove')
  await page.getByText(t('key.last'), { exact: true }).waitFor()
  expect(await removal(t('key.first')).count()).toBe(0)
})

test('another key is added with two touches: of a known key, then of the new one', async () => {
  const spare = await plugIn(stage.line, { reach: 'usb' })
  await press(page, 'security.addKey')
  await field(page, 'key.label').fill('Kluis')
  await press(page, 'key.enrolSecond')
  await keyRow('Kluis').waitFor()
  await spare.remove()
})

test('a key goes after a touch of one that stays', async () => {
  await press(keyRow('Kluis'), 'act.remove')
  await removal('Kluis').waitFor()
  expect(await look(stage, 'keys-remove')).toEqual([])
  await press(removal('Kluis'), 'act.remove')
  await keyRow('Kluis').waitFor({ state: 'detached' })
})

test('who has no known key adds none', async () => {
  await stage.key.remove()
  added = await plugIn(stage.line)
  await press(page, 'security.addKey')
  await press(page, 'key.enrolSecond')
  await page.getByText(t('key.cancelled'), { exact: true }).waitFor()
  expect(await look(stage, 'keys-add-unproven')).toEqual([])
})

test('the printed code serves as well', async () => {
  await press(page, 'key.proofByCode')
  await field(page, 'recovery.field').fill(code.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')))
  await press(page, 'key.enrolSecond')
  await page.getByText(t('key.wrongCode')).waitFor()
  expect(await look(stage, 'keys-add-wrong-code')).toEqual([])
  await field(page, 'recovery.field').fill(code)
  await press(page, 'key.enrolSecond')
  await keyRow(t('key.second')).waitFor()
})

test('without a known key nothing goes, and the old code makes a new one', async () => {
  await added.remove()
  const stranger = await plugIn(stage.line)
  await press(page, 'security.renew')
  await press(renewal(), 'security.renewVerb')
  await renewal().getByText(t('key.cancelled'), { exact: true }).waitFor()
  expect(await look(stage, 'keys-renew-refused')).toEqual([])
  await press(renewal(), 'key.proofByCode')
  await field(renewal(), 'recovery.field').fill(code)
  await press(renewal(), 'security.renewVerb')
  await heading(page, 'recovery.title').waitFor()
  const renewed = await shownRecoveryCode(page)
  expect(renewed).not.toBe(code)
  await keepRecoveryCode(page, renewed)
  await page.keyboard.press('Escape')
  await stranger.remove()
  await lock(page)
  await enterRecoveryCode(page, code)
  await page.getByText(t('key.wrongCode')).waitFor()
  await field(page, 'recovery.field').fill(renewed)
  await press(page, 'recovery.unlock')
  await dialog(t('settings.title')).waitFor()
})

test('nothing was asked of the outside, nothing was complained about', () => {
  expect(stage.strayRequests).toEqual([])
  expect(stage.complaints).toEqual([])
})
