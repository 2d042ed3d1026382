import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { letter } from '../practice/core.ts'
import { openScreen, plugIn, type Screen } from './browser.ts'
import { startClient, type Client } from './client.ts'
import { look } from './gallery.ts'
import { addSampleAccount, button, field, firstRun, folders, heading, mailScreen, openFolder, place, press, row, t } from './journeys.ts'
import { setStage, walkTogether, type Stage } from './stage.ts'

/** A practice over two workstations: two cores with stores of their own, two browser contexts, each with its own security key. */

const bas = { address: 'bas@delinde.test', name: 'Bas Jansen' }

let stage: Stage
let page: Page
let other: Screen & { readonly client: Client }
beforeAll(async () => {
  stage = await setStage({ mail: 'empty' })
  page = stage.page
  const client = await startClient({ practice: stage.practice, address: bas.address })
  const screen = await openScreen(stage.browser, client.url)
  await plugIn(screen.line, { prf: true })
  other = { ...screen, client }
  await page.goto(stage.client.url)
  await other.page.goto(client.url)
  await firstRun(page)
  await addSampleAccount(page)
  await firstRun(other.page, { name: bas.name, practice: 'De Linde' })
  await addSampleAccount(other.page)
})
afterAll(async () => {
  await other.client[Symbol.asyncDispose]()
  await stage[Symbol.asyncDispose]()
})
walkTogether(() => stage)

const openPractice = (at: Page) => folders(at).getByRole('button', { name: t('practice.title') }).click()
const toPage = (at: Page, word: 'practice.peoplePage' | 'practice.mailboxesPage') =>
  at.getByRole('navigation', { name: t('practice.pages') }).getByRole('button', { name: t(word) }).click()
const wordsOn = (at: Page) => at.getByRole('list', { name: t('practice.sixWords') }).getByRole('listitem').allInnerTexts()

test('the manager founds the practice and invites; the colleague asks; both read the same six words', async () => {
  await openPractice(page)
  await press(page, 'practice.found')
  await field(page, 'practice.name').fill('Huisartsenpraktijk De Linde')
  await field(page, 'practice.function').fill('huisarts')
  await field(page, 'practice.logins').fill(`${bas.address}, mia@delinde.test`)
  await press(page, 'practice.found')
  await page.getByRole('heading', { level: 1, name: 'Huisartsenpraktijk De Linde' }).waitFor()
  await press(page, 'people.add')
  await field(page, 'people.name').fill(bas.name)
  await field(page, 'people.address').fill(bas.address)
  await press(page, 'people.save')
  await page.getByRole('button', { name: `${t('people.invite')} ${bas.name}` }).click()
  await press(page, 'people.makeInvite')
  const code = await field(page, 'practice.code').inputValue()
  await button(page, 'act.close').last().click()

  await openPractice(other.page)
  await press(other.page, 'practice.join')
  await field(other.page, 'practice.code').fill(code)
  await press(other.page, 'practice.readCode')
  await field(other.page, 'practice.label').fill('Balie 1')
  await press(other.page, 'practice.ask')
  await heading(other.page, 'practice.askingTitle').waitFor()
  await page.getByText(t('people.compare', { name: bas.name })).waitFor()
  expect(await wordsOn(page)).toEqual(await wordsOn(other.page))
  expect(await look(stage, 'practice-request')).toEqual([])
  await press(page, 'people.admit')
  await other.page.getByRole('heading', { level: 1, name: 'Huisartsenpraktijk De Linde' }).waitFor()
})

test('a shared mailbox is described from what the server has, and opens for both', async () => {
  await stage.practice.deliver(letter({ to: 'info@delinde.test', subject: 'Herhaalrecept' }), 'info@delinde.test')
  await toPage(page, 'practice.mailboxesPage')
  await page.getByRole('button', { name: new RegExp(`${t('boxes.describe')}.*Praktijk/info`) }).click()
  await field(page, 'boxes.name').fill('Huisartsenpraktijk De Linde')
  await field(page, 'boxes.address').fill('info@delinde.test')
  await field(page, 'boxes.purpose').fill('Vragen van patiënten')
  await field(page, 'boxes.strangers').fill('Antwoord binnen een werkdag')
  await field(page, 'boxes.passesOn').fill('De assistent')
  await page.getByRole('group', { name: t('boxes.members') }).getByRole('button', { name: new RegExp(bas.name) }).click()
  await page.getByRole('option', { name: t('boxes.levelAnswer') }).click()
  await press(page, 'boxes.keep')
  for (const at of [page, other.page]) await place(at, 'info').waitFor()
})

test('who picks a message up stands with it on the other screen too, with a name', async () => {
  for (const at of [page, other.page]) {
    await openFolder(at, 'info')
    await row(at, 'Herhaalrecept').click()
  }
  await press(other.page, 'claim.take')
  await other.page.getByText(t('claim.mine')).first().waitFor()
  await page.getByText(t('claim.has', { name: bas.name })).first().waitFor()
  expect(await look(stage, 'message-claimed')).toEqual([])
  expect(await button(page, 'claim.takeOver').count()).toBe(1)
})

test('a workstation that was lost is out with one button, and keeps nothing of the practice', async () => {
  await openPractice(page)
  await toPage(page, 'practice.peoplePage')
  await page.getByRole('button', { name: new RegExp(`${t('people.lost')}.*Balie 1`) }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: t('people.revoke') }).click()
  await folders(other.page).getByRole('button', { name: /info/ }).waitFor({ state: 'detached' })
  await mailScreen(other.page)
})

test('nothing was asked of the outside, nothing was complained about', () => {
  expect([stage.strayRequests, other.strayRequests]).toEqual([[], []])
  expect([stage.complaints, other.complaints]).toEqual([[], []])
})
