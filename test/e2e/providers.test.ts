import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGateway, type Gateway } from '../practice/gateways/gateway.ts'
import { look } from './gallery.ts'
import { addSampleAccount, field, firstRun, lock, press, t, unlock } from './journeys.ts'
import { arrival } from './other-side.ts'
import { until } from './patience.ts'
import { setStage, walkTogether, type Stage } from './stage.ts'

let stage: Stage
let gateway: Gateway
let page: Page
beforeAll(async () => {
  stage = await setStage({ mail: 'empty' })
  gateway = await startGateway('zorgmail-hosted', { practice: stage.practice })
  page = stage.page
  await page.goto(stage.client.url)
  await firstRun(page)
  await addSampleAccount(page)
})
afterAll(async () => {
  await gateway[Symbol.asyncDispose]()
  await stage[Symbol.asyncDispose]()
})
walkTogether(() => stage)

const patient = 'h.bakker@mailbox.test'
const wizard = () => page.getByRole('dialog', { name: t('provider.title', { address: 'anja@delinde.test' }) })
const choose = (words: string) => page.locator('.choice').getByText(words, { exact: true }).click()

async function openPage(): Promise<void> {
  await page.keyboard.press('Control+,')
  await page.getByRole('tab', { name: t('settings.sending') }).click()
  await page.getByRole('heading', { name: t('rules.title') }).waitFor()
}

test('a provider is chosen, and what it has not published is filled in from its letter', async () => {
  await openPage()
  await page.getByText(t('provider.noneMeans')).waitFor()
  await press(page, 'provider.setUp')
  await choose('ZorgMail Hosted Mail')
  await press(wizard(), 'act.next')
  await field(page, 'provider.host').fill(gateway.endpoint.host)
  await field(page, 'provider.port').fill(String(gateway.endpoint.port))
  await choose(t('account.starttls'))
  await field(page, 'provider.user').fill(gateway.login.user)
  await choose(t('provider.numberNational'))
  await choose(t('provider.positionStart'))
})

test('a wrong key is told in plain words; the right one is kept', async () => {
  await field(page, 'provider.secretKey').fill('fout')
  await press(wizard(), 'provider.keepAndTry')
  await wizard().getByRole('alert').getByText(t('problem.loginRefused')).waitFor()
  expect(await look(stage, 'provider-login-refused')).toEqual([])
  await field(page, 'provider.secretKey').fill(gateway.login.password)
  await press(wizard(), 'provider.keepAndTry')
  await page.getByText(t('provider.testIntro')).waitFor()
  expect(await gateway.handled()).toEqual([])
})

test('a test message reaches its reader by a notice and a code, and carries no marker there', async () => {
  await field(page, 'provider.testTo').fill(patient)
  await field(page, 'provider.testMobile').fill('06 1234 5678')
  await press(wizard(), 'provider.testSend')
  await page.getByText(t('provider.testSent', { reader: patient })).waitFor()
  const notice = (await arrival(stage.practice, patient, { subject: 'Er staat een bericht voor u klaar' })).toString()
  expect(notice).not.toContain(t('provider.testSubject'))
  const [text] = await until('a code by text message', () => gateway.texts(), (texts) => texts.length === 1)
  expect(text?.to).toBe('+31612345678')
  const opened = await (await fetch(text!.link, { method: 'POST', body: new URLSearchParams({ code: text!.code }) })).text()
  expect(opened).toContain('Dit is een testbericht')
  expect(opened).toContain(`<h1>${t('provider.testSubject')}</h1>`)
})

test('what the reader saw is recorded, and only then is the provider in use, also after a lock', async () => {
  await choose(t('provider.sawCode'))
  await press(wizard(), 'provider.record')
  await page.getByText(t('provider.proven', { name: 'ZorgMail Hosted Mail' })).waitFor()
  await press(wizard(), 'provider.done')
  await page.getByText(t('provider.ready'), { exact: true }).waitFor()
  expect(await look(stage, 'provider-in-use')).toEqual([])
  await page.keyboard.press('Escape')
  await lock(page)
  await unlock(page)
  await openPage()
  await page.getByText(t('provider.ready'), { exact: true }).waitFor()
})

test('what the practice decides is kept at once', async () => {
  await page.getByLabel(t('rules.field')).click()
  await page.getByRole('option', { name: t('rules.cf1') }).click()
  await page.locator('.switch').getByText(t('rules.secureLogistic'), { exact: true }).click()
  await page.keyboard.press('Escape')
  await openPage()
  await page.getByRole('button', { name: new RegExp(t('rules.cf1')) }).waitFor()
  await until('the rule to be on', () => page.getByRole('switch', { name: t('rules.secureLogistic') }).isChecked(), (on) => on)
})

test('nothing was asked of the outside, nothing was complained about', () => {
  expect(stage.strayRequests).toEqual([])
  expect(stage.complaints).toEqual([])
})
