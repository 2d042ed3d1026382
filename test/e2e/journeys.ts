/** What a person does at the screen, step by step, by the words that stand on it. */
import type { Locator, Page } from 'playwright-core'
import { translator, type PlainTextKey } from '../../src/shared/text/table.ts'
import { until } from './patience.ts'

export const t = translator('nl')
export const inEnglish = translator('en')

export interface Person { readonly name: string; readonly practice: string }
export const anja: Person = { name: 'Anja de Vries', practice: 'De Linde' }

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

export const button = (page: Page | Locator, key: PlainTextKey): Locator => page.getByRole('button', { name: t(key), exact: true })
export const press = (page: Page | Locator, key: PlainTextKey): Promise<void> => button(page, key).click()
export const field = (page: Page | Locator, key: PlainTextKey): Locator => page.getByLabel(t(key), { exact: true })
export const heading = (page: Page, key: PlainTextKey): Locator => page.getByRole('heading', { name: t(key), exact: true })

// First run

/** From the welcome to the question for a key. */
export async function introduce(page: Page, person: Person = anja): Promise<void> {
  await press(page, 'first.begin')
  await field(page, 'first.name').fill(person.name)
  await field(page, 'first.practice').fill(person.practice)
  await press(page, 'act.next')
  await heading(page, 'first.keyTitle').waitFor()
}

/** Enrols the key that is plugged in, and gives the recovery code that is then shown. */
export async function enrolFirstKey(page: Page): Promise<string> {
  await press(page, 'key.enrol')
  await heading(page, 'recovery.title').waitFor()
  return shownRecoveryCode(page)
}

export const shownRecoveryCode = async (page: Page): Promise<string> =>
  (await page.getByLabel(t('recovery.code'), { exact: true }).locator('span').allInnerTexts()).join('-')

/** Types the last group over, as the screen asks. */
export async function keepRecoveryCode(page: Page, code: string): Promise<void> {
  await field(page, 'recovery.confirm').fill(code.split('-').at(-1) ?? '')
  await press(page, 'recovery.kept')
  await heading(page, 'recovery.title').waitFor({ state: 'detached' })
}

/** From nothing to the question for an account, with one key; gives the recovery code. */
export async function firstRun(page: Page, person: Person = anja): Promise<string> {
  await introduce(page, person)
  const code = await enrolFirstKey(page)
  await keepRecoveryCode(page, code)
  await press(page, 'first.later')
  await heading(page, 'account.title').waitFor()
  return code
}

/** Adds the account that the sample practice has filled in already, and waits for the mail screen. */
export async function addSampleAccount(page: Page): Promise<void> {
  await press(page, 'account.search')
  await press(page, 'account.test')
  await mailScreen(page)
}

/** Resolves when the mail is on the screen. */
export const mailScreen = (page: Page): Promise<void> => folders(page).getByRole('button', { name: t('folder.inbox') }).first().waitFor()

// Getting in and out

export async function unlock(page: Page): Promise<void> {
  await press(page, 'unlock.withKey')
  await mailScreen(page)
}

export async function enterRecoveryCode(page: Page, code: string): Promise<void> {
  await press(page, 'unlock.recovery')
  await field(page, 'recovery.field').fill(code)
  await press(page, 'recovery.unlock')
}

export async function lock(page: Page): Promise<void> {
  await page.keyboard.press('Control+l')
  await button(page, 'unlock.withKey').waitFor()
}

// The mail

export const folders = (page: Page): Locator => page.getByRole('navigation', { name: t('frame.folders') })

/** A line of the navigation: a folder, the drafts, the outbox. */
export const place = (page: Page, name: string): Locator => folders(page).getByRole('button', { name: new RegExp(`^${literally(name)}`) }).first()

export async function openFolder(page: Page, name: string): Promise<void> {
  await place(page, name).click()
  await page.getByRole('heading', { level: 1, name: new RegExp(`^${literally(name)}`) }).waitFor()
}

export const rows = (page: Page): Locator => page.getByRole('option')
export const row = (page: Page, words: string): Locator => page.getByRole('option', { name: words }).first()

/** How many rows the list says it has, in view or not; 0 for none. */
export async function listed(page: Page): Promise<number> {
  const sizes = await rows(page).evaluateAll((all) => all.map((one) => Number(one.getAttribute('aria-setsize'))))
  return sizes[0] ?? 0
}

/** Resolves when the first copy of all folders is whole, as the foot of the window says it. */
export const firstCopyDone = (page: Page): Promise<void> =>
  page.locator('footer').getByText(t('foot.synced', { when: '' }).trim()).waitFor()

/** Opens a message of the list by words of its row, and gives the message as it stands open. */
export async function openMessage(page: Page, words: string): Promise<Locator> {
  await row(page, words).click()
  const message = openedMessage(page)
  await message.waitFor()
  return message
}

export const openedMessage = (page: Page): Locator => page.getByRole('region', { name: t('frame.message') }).locator('article')

export async function search(page: Page, text: string): Promise<void> {
  const box = page.getByRole('search').getByRole('textbox')
  await box.fill(text)
  await page.getByRole('listbox', { name: t('search.results') }).or(page.getByText(t('search.none', { text }))).first().waitFor()
}

// Writing

export interface Letter {
  readonly to?: readonly string[]
  readonly subject?: string
  readonly text?: string
  readonly files?: readonly { name: string; mimeType: string; buffer: Buffer }[]
}

export const composer = (page: Page): Locator => page.getByRole('textbox', { name: t('compose.text') })
export const chips = (page: Page): Locator => page.getByRole('list', { name: t('recipients.of', { field: t('compose.to') }) }).getByRole('listitem')

/** Fills in what is given; the rest stays as it is. */
export async function write(page: Page, { to = [], subject, text, files }: Letter): Promise<void> {
  await composer(page).waitFor()
  for (const address of to) {
    await page.getByRole('combobox', { name: t('compose.to') }).fill(address)
    await page.keyboard.press('Enter')
  }
  if (subject !== undefined) await field(page, 'compose.subject').fill(subject)
  if (files !== undefined) await page.locator('input[type=file]').setInputFiles([...files])
  if (text !== undefined) {
    await composer(page).click()
    await page.keyboard.press('Control+Home')
    await page.keyboard.type(text)
  }
}

export async function compose(page: Page, letter: Letter): Promise<void> {
  await press(folders(page), 'act.compose')
  await write(page, letter)
}

/** Answers the open message; what was begun is there, not yet sent. */
export async function reply(page: Page, text: string): Promise<void> {
  await press(openedMessage(page), 'act.reply')
  await write(page, { text })
}

/** Sends by key; the offer to take it back is then on the screen. */
export async function send(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter')
  await composer(page).waitFor({ state: 'detached' })
}

/** The draft as it is now is in the vault. */
export const draftKept = (page: Page): Promise<void> => page.getByText(t('draft.kept', { time: '' }).trim()).waitFor()

/** Resolves when the list has settled on this many rows. */
export const listedAtLast = (page: Page, count: number): Promise<number> => until(`the list to have ${String(count)} rows`, () => listed(page), (is) => is === count)

/** What the chips say of those in a field: who, and what happens with their copy. */
export const chipWords = async (page: Page): Promise<string[]> => (await chips(page).allInnerTexts()).map((words) => words.replace(/\s+/g, ' ').trim())

/** The way back that is offered after an act. */
export const offers = (page: Page): Locator => page.getByRole('region', { name: t('offer.label') })
