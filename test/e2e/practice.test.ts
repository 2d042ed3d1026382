import { readdir } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { KEPT_LOG } from '../../src/main/app/practice/kept-log.ts'
import { letter } from '../practice/core.ts'
import { Wire } from '../practice/register/wire.ts'
import { openScreen, plugIn } from './browser.ts'
import { startClient, type Client } from './client.ts'
import { look } from './gallery.ts'
import { button, field, folders, listedAtLast, mailScreen, openFolder, openMessage, openedMessage, place, press, row, rows, search, t, unlock } from './journeys.ts'
import {
  addLocum, anotherWorkstation, answerInIt, bas, beginAlone, beginBoth, beginWithFile, choose, dayAhead, found, inviteAndAsk, letLocumEnd, mia, openPractice, ownLogin, practiceName, secondWorkstation, shareMailbox, shareWithPassword,
  toPage, type Workstation,
} from './practice-journeys.ts'
import { setStage, walkTogether, type Stage } from './stage.ts'
import { changeJournal, layOldLetter } from './tampering.ts'

/** A practice over two workstations, and a locum's for a while: cores with stores of their own, browser contexts, each with its own security key. */

let stage: Stage
let page: Page
let recoveryCode: string
let other: Workstation
let again: Client | undefined
beforeAll(async () => {
  stage = await setStage({ mail: 'empty' })
  page = stage.page
  other = await secondWorkstation(stage)
  recoveryCode = await beginBoth(stage, other)
})
afterAll(async () => {
  await again?.[Symbol.asyncDispose]()
  await other.client[Symbol.asyncDispose]()
  await stage[Symbol.asyncDispose]()
})
walkTogether(() => stage)

test('the manager founds the practice and invites; the colleague asks; both read the same six words', async () => {
  await found(page)
  const { here, there } = await inviteAndAsk({ page, other: other.page, begin: 'practice.join' })
  expect(here).toEqual(there)
  expect(await look(stage, 'practice-request')).toEqual([])
  await press(page, 'people.admit')
  await other.page.getByRole('heading', { level: 1, name: practiceName }).waitFor()
})

test('a shared mailbox is described from what the server has, and opens for both', async () => {
  await shareMailbox(stage, other.page)
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
  // Both have opened it; each sees the other's name.
  await page.getByText(t('deed.read', { name: bas.name })).waitFor()
  await other.page.getByText(t('deed.read', { name: 'Anja de Vries' })).waitFor()
})

test('what waits says who has it, and leads to the message among the others of its mailbox', async () => {
  await folders(page).getByRole('button', { name: t('waiting.title') }).click()
  const waiting = page.getByRole('region', { name: t('waiting.list') }).getByRole('button', { name: /Herhaalrecept/ })
  await waiting.getByText(bas.name).waitFor()
  await waiting.click()
  await page.getByRole('button', { name: t('waiting.toFolder', { name: practiceName }) }).click()
  await page.locator('[role=option][aria-selected=true]', { hasText: 'Herhaalrecept' }).waitFor()
  await openedMessage(page).waitFor()
})

test('cover opens a colleague\'s mail no older than it says, and whose mail it is sees afterwards who opened what', async () => {
  await layOldLetter(stage.practice, { to: bas.address, subject: 'Van vorige maand', days: 30 })
  await stage.practice.deliver(letter({ to: bas.address, subject: 'Spoedvraag' }), bas.address)
  for (const at of [page, other.page]) {
    await openPractice(at)
    await toPage(at, 'practice.grantsPage')
  }
  await press(other.page, 'grants.agreeAct')
  await other.page.getByText(t('grants.agreed')).waitFor()
  await press(page, 'grants.new')
  await choose(page, 'grants.giver', bas.name)
  await choose(page, 'grants.receiver', 'Anja de Vries')
  await field(page, 'grants.until').fill(dayAhead(3))
  await field(page, 'grants.reason').fill('Vakantie')
  await page.getByText('Anja de Vries leest tot en met').waitFor()
  // Until what Bas agreed has come over the line, it says that it waits for that.
  await page.getByText(t('grantRefused.private')).waitFor({ state: 'detached' })
  await button(page, 'grants.give').click()
  await openFolder(page, bas.address)
  await listedAtLast(page, 1)
  await row(page, 'Spoedvraag').click()
  await openedMessage(page).waitFor()

  await other.page.getByRole('list', { name: t('deed.ownTitle') }).getByText('Spoedvraag').waitFor()
  expect(await look(other, 'practice-opened-by-others')).toEqual([])
  await other.page.getByRole('button', { name: new RegExp(t('grants.withdraw')) }).click()
  await other.page.getByText(t('away.line', { count: 1, names: 'Anja de Vries' })).waitFor()
  await place(page, bas.address).waitFor({ state: 'detached' })
})

test('a locum reads what the practice lets them, exports nothing, and past the last day has nothing left of it', async () => {
  await using wire = await Wire.to({ host: stage.practice.host, port: stage.practice.ports.imaps })
  const locum = await anotherWorkstation(stage, { address: mia.address, imapPort: wire.port })
  await using first = locum.client
  await Promise.all([addLocum(page), beginAlone(locum, mia.name)])
  const { here, there } = await inviteAndAsk({ page, other: locum.page, begin: 'practice.join', name: mia.name, label: 'Kamer 2' })
  expect(here).toEqual(there)
  await press(page, 'people.admit')
  await place(locum.page, 'info').waitFor()
  await locum.page.getByText(new RegExp(t('leaving.soon', { practice: practiceName, day: '.+' }))).waitFor()
  await openFolder(locum.page, 'info')
  await openMessage(locum.page, 'Herhaalrecept')
  await folders(locum.page).getByRole('button', { name: t('journal.title') }).click()
  await locum.page.getByText(t('journal.notYours')).waitFor()

  // The last day goes by while the computer is off. It starts without a line: that clock may be wrong, so nothing opens and nothing is lost.
  await locum.page.goto('about:blank')
  await first.stop()
  wire.cut()
  wire.holdAfter(0)
  await using late = await startClient({ practice: stage.practice, address: mia.address, imapPort: wire.port, directory: first.directory, port: Number(new URL(first.url).port), aheadMs: 9 * 86_400_000 })
  await locum.page.goto(late.url)
  await press(locum.page, 'unlock.withKey')
  await locum.page.getByText(t('leaving.over', { practice: practiceName })).waitFor()
  for (const shut of ['info', t('folder.inbox')]) expect(await place(locum.page, shut).count()).toBe(0)
  await search(locum.page, 'Herhaalrecept')
  expect(await rows(locum.page).count()).toBe(0)
  expect(await readdir(late.directory)).toContain('state.db')

  // The practice's last day has passed by the clock of its server too, and the line is back: nothing stays.
  await letLocumEnd(page)
  await page.getByRole('listitem').filter({ hasText: mia.name }).getByText(t('people.endedAt', { day: '' }).trim()).waitFor()
  wire.cut()
  await button(locum.page, 'first.begin').waitFor()
  expect((await readdir(late.directory)).filter((name) => name !== KEPT_LOG)).toEqual([])
  expect([locum.strayRequests, locum.complaints]).toEqual([[], []])
  await locum.close()
})

test('a mailbox with a login of its own opens for a colleague who never sees its password, and is answered in its name', async () => {
  await shareWithPassword(stage, other.page)
  expect(await look(stage, 'practice-own-login')).toEqual([])
  await answerInIt(other.page)
  await openFolder(page, t('folder.inbox'))
  await row(page, `${bas.name}, ${practiceName}`).waitFor()
})

test('a workstation that was lost is out with one button, and keeps nothing of the practice', async () => {
  await openPractice(page)
  await toPage(page, 'practice.peoplePage')
  await page.getByRole('button', { name: new RegExp(`${t('people.lost')}.*Balie 1`) }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: t('people.revoke') }).click()
  for (const gone of [/info/, new RegExp(ownLogin.address)]) await folders(other.page).getByRole('button', { name: gone }).waitFor({ state: 'detached' })
  await mailScreen(other.page)
})

test('what that asks of the manager is said and counted: the password that it knew must change', async () => {
  await toPage(page, 'practice.problemsPage')
  await page.getByText(t('attention.password', { name: ownLogin.name }), { exact: true }).waitFor()
  await page.getByText(t('attention.passwordMeans', { workstations: `Balie 1 (${bas.name})` })).waitFor()
  expect(await look(stage, 'practice-attention')).toEqual([])
  await toPage(page, 'practice.peoplePage')
})

test('a new computer joins with the file of an invitation: the account comes from it, all but the password', async () => {
  const fresh = await startClient()
  const screen = await openScreen(stage.browser, fresh.url)
  try {
    await plugIn(screen.line, { prf: true })
    await screen.page.goto(fresh.url)
    await beginWithFile({ manager: page, fresh: screen.page, practice: stage.practice })
    await place(screen.page, 'info').waitFor()
    expect([screen.strayRequests, screen.complaints]).toEqual([[], []])
  } finally {
    await screen.close()
    await fresh[Symbol.asyncDispose]()
  }
})

test('who was put out comes back like anybody new', async () => {
  const { here, there } = await inviteAndAsk({ page, other: other.page, begin: 'practice.joinAgain' })
  expect(here).toEqual(there)
  await press(page, 'people.admit')
  await place(other.page, 'info').waitFor()
})

test('nothing was asked of the outside, nothing was complained about', () => {
  expect([stage.strayRequests, other.strayRequests]).toEqual([[], []])
  expect([stage.complaints, other.complaints]).toEqual([[], []])
})

test('a journal that somebody changed on disk says so, and at which entry', async () => {
  const { directory, url } = stage.client
  await stage.client.stop()
  await changeJournal(directory, recoveryCode)
  again = await startClient({ practice: stage.practice, directory, port: Number(new URL(url).port) })
  // Only its last part differs: that alone loads nothing anew.
  await page.goto('about:blank')
  await page.goto(again.url)
  await unlock(page)
  await folders(page).getByRole('button', { name: t('journal.title') }).click()
  await press(page, 'journal.open')
  await press(page.getByRole('alertdialog'), 'journal.open')
  await page.getByText(t('journal.brokenTitle', { sequence: '3' })).waitFor()
  expect(await look(stage, 'journal-changed')).toEqual([])
})

test('what all workstations filed is looked through on one screen; a part that was changed here is still whole there', async () => {
  await page.locator('label.choice', { hasText: t('journal.scopeAll') }).click()
  await page.getByText(/De ketens kloppen/).waitFor()
  await page.getByText(t('journal.brokenTitle', { sequence: '3' })).waitFor()
  await press(page, 'journal.stations')
  await page.getByRole('dialog').getByText(bas.name).first().waitFor()
  expect(await look(stage, 'journal-all-workstations')).toEqual([])
  await page.keyboard.press('Escape')
  const entries = page.getByRole('listbox', { name: t('journal.entries') }).getByRole('option')
  await entries.filter({ hasText: bas.name }).first().click()
  await page.getByRole('article').getByText(t('journal.scope')).waitFor()
  expect(await look(stage, 'journal-all-entries')).toEqual([])
})
