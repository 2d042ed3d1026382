/** What people of a practice do at two screens, step by step. */
import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import type { PlainTextKey } from '../../src/shared/text/table.ts'
import { letter } from '../practice/core.ts'
import { openScreen, plugIn, type Screen } from './browser.ts'
import { startClient, type Client } from './client.ts'
import { addSampleAccount, button, enrolFirstKey, field, firstRun, folders, heading, keepRecoveryCode, mailScreen, openFolder, openMessage, place, press, reply, row, send, t } from './journeys.ts'
import type { Stage } from './stage.ts'

export const bas = { address: 'bas@delinde.test', name: 'Bas Jansen' }
export const mia = { address: 'mia@delinde.test', name: 'Mia Smit' }
export const practiceName = 'Huisartsenpraktijk De Linde'

export type Workstation = Screen & { readonly client: Client }

/** Another workstation of the stage's practice, with a store, a browser profile and a security key of its own; not opened yet. */
export async function anotherWorkstation({ practice, browser }: Stage, { address, imapPort = practice.ports.imaps }: { address: string; imapPort?: number }): Promise<Workstation> {
  const client = await startClient({ practice, address, imapPort })
  const screen = await openScreen(browser, client.url)
  await plugIn(screen.line, { prf: true })
  return { ...screen, client }
}

export const secondWorkstation = (stage: Stage): Promise<Workstation> => anotherWorkstation(stage, bas)

/** Both from nothing to the mail screen; gives the manager's recovery code. */
export async function beginBoth(stage: Stage, other: Workstation): Promise<string> {
  await stage.page.goto(stage.client.url)
  const recoveryCode = await firstRun(stage.page)
  await addSampleAccount(stage.page)
  await beginAlone(other, bas.name)
  return recoveryCode
}

/** From nothing to the mail screen, with no practice yet. */
export async function beginAlone({ page, client }: Workstation, name: string): Promise<void> {
  await page.goto(client.url)
  await firstRun(page, { name, practice: 'De Linde' })
  await addSampleAccount(page)
}

export const openPractice = (at: Page): Promise<void> => folders(at).getByRole('button', { name: t('practice.title') }).click()
export const toPage = (at: Page, word: 'practice.peoplePage' | 'practice.mailboxesPage' | 'practice.grantsPage' | 'practice.problemsPage'): Promise<void> =>
  at.getByRole('navigation', { name: t('practice.pages') }).getByRole('button', { name: t(word) }).click()

/** By pointer, from a list that unfolds. */
export async function choose(at: Page, label: PlainTextKey, option: string): Promise<void> {
  await at.getByRole('button', { name: new RegExp(t(label)) }).click()
  await at.getByRole('option', { name: option }).click()
}

/** The manager founds the practice and adds the colleague. */
export async function found(page: Page): Promise<void> {
  await openPractice(page)
  await press(page, 'practice.found')
  await field(page, 'practice.name').fill(practiceName)
  await field(page, 'practice.function').fill('huisarts')
  await field(page, 'practice.logins').fill(`${bas.address}, mia@delinde.test`)
  await press(page, 'practice.found')
  await page.getByRole('heading', { level: 1, name: practiceName }).waitFor()
  await press(page, 'people.add')
  await field(page, 'people.name').fill(bas.name)
  await field(page, 'people.address').fill(bas.address)
  await press(page, 'people.save')
}

/** Whether he has a workstation already or not. */
const inviting = (page: Page, name: string): Locator => page.getByRole('button', { name: new RegExp(`^(${t('people.invite')}|${t('people.inviteAnother')}) ${name}`) })

interface Asking { page: Page; other: Page; begin: 'practice.join' | 'practice.joinAgain'; name?: string; label?: string }

/** The colleague asks with a new invitation, from where `begin` leads; both sides see six words, which are given. */
export async function inviteAndAsk({ page, other, begin, name = bas.name, label = 'Balie 1' }: Asking): Promise<{ here: string[]; there: string[] }> {
  await inviting(page, name).click()
  await press(page, 'people.makeInvite')
  const rows = page.getByRole('list', { name: t('practice.code') })
  await rows.waitFor()
  const code = (await rows.getByRole('listitem').allInnerTexts()).join('\n')
  await button(page, 'act.close').last().click()
  await openPractice(other)
  await press(other, begin)
  await field(other, 'practice.code').fill(code)
  await press(other, 'practice.readCode')
  await field(other, 'practice.label').fill(label)
  await press(other, 'practice.ask')
  await heading(other, 'practice.askingTitle').waitFor()
  await page.getByText(t('people.compare', { name })).waitFor()
  return { here: await wordsOn(page), there: await wordsOn(other) }
}

/** An account of the server that stands for a mailbox with a login of its own, of which the practice knows the password only sealed. */
export const ownLogin = { name: 'Recepten De Linde', address: 'mia@delinde.test' }

/** The manager describes it with its password, which is tried at both servers; the colleague may answer in it. */
export async function shareWithPassword({ practice, page }: Stage, other: Page): Promise<void> {
  await practice.deliver(letter({ from: 'anja@delinde.test', to: ownLogin.address, subject: 'Pleisters op' }), ownLogin.address)
  await openPractice(page)
  await toPage(page, 'practice.mailboxesPage')
  await press(page, 'boxes.add')
  for (const [name, words] of [
    ['boxes.name', ownLogin.name], ['boxes.address', ownLogin.address], ['boxes.purpose', 'Herhaalrecepten'], ['boxes.strangers', 'Antwoord binnen een werkdag'], ['boxes.passesOn', 'De assistent'],
  ] as const) await field(page, name).fill(words)
  await page.getByText(t('boxes.password'), { exact: true }).click()
  await field(page, 'account.password').fill(practice.person(ownLogin.address).password)
  await page.getByRole('group', { name: t('boxes.members') }).getByRole('button', { name: new RegExp(bas.name) }).click()
  await page.getByRole('option', { name: t('boxes.levelAnswer') }).click()
  await press(page, 'boxes.testAndKeep')
  await page.getByRole('article', { name: ownLogin.name }).getByText(t('boxes.passwordKeptState')).waitFor()
  await place(other, ownLogin.address).waitFor()
}

/** The colleague answers in it, from a workstation where nobody ever typed that password. */
export async function answerInIt(other: Page): Promise<void> {
  await openFolder(other, ownLogin.address)
  await row(other, 'Pleisters op').waitFor()
  await openMessage(other, 'Pleisters op')
  await reply(other, 'Liggen klaar.')
  await send(other)
}

/** A new computer with nothing on it: first run with the file that the manager saved, the account from that file, and the request. */
export async function beginWithFile({ manager, fresh, practice }: { manager: Page; fresh: Page; practice: Stage['practice'] }): Promise<void> {
  await inviting(manager, bas.name).click()
  await press(manager, 'people.makeInvite')
  const saved = manager.waitForEvent('download')
  await press(manager, 'people.saveFile')
  const file = await (await saved).path()
  await button(manager, 'act.close').last().click()
  await press(fresh, 'first.join')
  await fresh.locator('input[type=file]').setInputFiles({ name: 'uitnodiging.praktijkpost', mimeType: 'application/octet-stream', buffer: await readFile(file) })
  await fresh.getByText(practiceName).waitFor()
  await press(fresh, 'joining.continue')
  await press(fresh, 'act.next')
  await keepRecoveryCode(fresh, await enrolFirstKey(fresh))
  await press(fresh, 'first.later')
  await heading(fresh, 'joining.accountTitle').waitFor()
  await field(fresh, 'account.password').fill(practice.person(bas.address).password)
  // These servers are of no domain of his: his password goes there only when he says so.
  await fresh.getByText(t('account.elsewhereYes'), { exact: true }).click()
  await press(fresh, 'account.test')
  await field(fresh, 'practice.label').fill('Balie 2')
  await press(fresh, 'practice.ask')
  await heading(fresh, 'practice.askingTitle').waitFor()
  await manager.getByText(t('people.compare', { name: bas.name })).waitFor()
  const [here, there] = [await wordsOn(manager), await wordsOn(fresh)]
  if (here.join(' ') !== there.join(' ')) throw new Error(`${here.join(' ')} at the manager, ${there.join(' ')} at the new computer`)
  await press(manager, 'people.admit')
  await fresh.getByRole('heading', { name: t('first.isMember', { name: practiceName }) }).waitFor()
  await press(fresh, 'first.toMail')
  await mailScreen(fresh)
}

const wordsOn = (at: Page): Promise<string[]> => at.getByRole('list', { name: t('practice.sixWords') }).getByRole('listitem').allInnerTexts()

/** The manager describes the shared mailbox that the server has; it opens for both. */
export async function shareMailbox({ practice, page }: Stage, other: Page): Promise<void> {
  await practice.deliver(letter({ to: 'info@delinde.test', subject: 'Herhaalrecept' }), 'info@delinde.test')
  await toPage(page, 'practice.mailboxesPage')
  await page.getByRole('button', { name: new RegExp(`${t('boxes.describe')}.*Praktijk/info`) }).click()
  await field(page, 'boxes.name').fill(practiceName)
  await field(page, 'boxes.address').fill('info@delinde.test')
  await field(page, 'boxes.purpose').fill('Vragen van patiënten')
  await field(page, 'boxes.strangers').fill('Antwoord binnen een werkdag')
  await field(page, 'boxes.passesOn').fill('De assistent')
  await page.getByRole('group', { name: t('boxes.members') }).getByRole('button', { name: new RegExp(bas.name) }).click()
  await page.getByRole('option', { name: t('boxes.levelAnswer') }).click()
  await press(page, 'boxes.keep')
  for (const at of [page, other]) await place(at, 'info').waitFor()
}

const DAY_MS = 86_400_000

/** A day as it may be typed: so many from now. */
export const dayAhead = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

/** Moves the clock of what stands on the screen; the core behind it has its own. */
const shiftClock = (page: Page, days: number): Promise<void> => page.evaluate((ms) => {
  const before = Date.now.bind(Date)
  Date.now = () => before() + ms
}, days * DAY_MS)

/** Somebody who is here for a time: since three days, as the manager's screen has it, and three more. The shared mailbox may be read. */
export async function addLocum(page: Page): Promise<void> {
  await openPractice(page)
  await toPage(page, 'practice.peoplePage')
  await shiftClock(page, -3)
  await press(page, 'people.add')
  await field(page, 'people.name').fill(mia.name)
  await field(page, 'people.address').fill(mia.address)
  await page.getByText(t('people.locum'), { exact: true }).click()
  await field(page, 'people.until').fill(dayAhead(3))
  await press(page, 'people.save')
  await inviting(page, mia.name).waitFor()
  await shiftClock(page, 3)
  await toPage(page, 'practice.mailboxesPage')
  await page.getByRole('button', { name: new RegExp(`^${t('boxes.change')}`) }).click()
  await page.getByRole('group', { name: t('boxes.members') }).getByRole('button', { name: new RegExp(mia.name) }).click()
  const reading = page.getByRole('option', { name: t('boxes.levelRead'), exact: true })
  await reading.waitFor()
  // A locum takes nothing along (FM-11): that step is not among those to choose from.
  if (await page.getByRole('option', { name: t('boxes.levelAll'), exact: true }).count() > 0) throw new Error('a locum can be given export')
  await reading.click()
  await press(page, 'boxes.keep')
  await toPage(page, 'practice.peoplePage')
}

/** The day that was agreed turns out to have been yesterday. */
export async function letLocumEnd(page: Page): Promise<void> {
  await openPractice(page)
  await toPage(page, 'practice.peoplePage')
  await page.getByRole('button', { name: t('people.more', { name: mia.name }) }).click()
  await page.getByRole('menuitem', { name: t('people.change'), exact: true }).click()
  await field(page, 'people.until').fill(dayAhead(-1))
  await press(page, 'people.save')
}
