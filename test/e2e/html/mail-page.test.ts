import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openScreen, startBareBrowser, type Screen } from '../browser.ts'
import { startFakeClient, type FakeClient } from '../fake-core/fake-client.ts'
import { fakeMessage } from '../fake-core/sample.ts'
import { until } from '../patience.ts'
import { setTrap, type Trap } from './trap.ts'

let browser: Browser
let trap: Trap
let client: FakeClient
let screen: Screen
let disposables: AsyncDisposable[] = []

const sender = { name: 'Onbekend', address: 'x@vreemd.test' }

beforeAll(async () => {
  trap = await setTrap()
  browser = await startBareBrowser()
  const now = Date.now()
  const links = fakeMessage({
    from: sender, subject: 'Links', hoursAgo: 0.5, text: 'tekst',
    html: `<p><a href="${trap.at('pressed')}">Klik hier</a> <a href="${trap.at('pretends')}">www.mijnbank.nl</a> <a href="mailto:bas@delinde.test">Bas</a></p>`,
  }, now)
  client = await startFakeClient([links])
  screen = await openScreen(browser, client.url)
  await screen.page.goto(client.url)
  disposables = [client, trap]
})
afterAll(async () => {
  await browser.close()
  for (const one of disposables) await one[Symbol.asyncDispose]()
})

const frame = () => screen.page.frameLocator('iframe.mail-frame')
const open = async (subject: string): Promise<void> => {
  await screen.page.getByRole('listbox').evaluate((list) => { list.scrollTop = 0 })
  await screen.page.getByRole('option').filter({ hasText: subject }).first().click()
  await screen.page.getByRole('heading', { level: 1, name: subject, exact: true }).waitFor()
}

describe('a mail in the client', () => {
  test('stands in a sandbox without scripts and without our origin, and says nothing above the badge', async () => {
    await open('Links')
    const element = screen.page.locator('iframe.mail-frame')
    expect(await element.getAttribute('sandbox')).toBe('allow-top-navigation-by-user-activation')
    const inside = await until('the frame', () => screen.page.frames().find((one) => one.url() === 'about:srcdoc'), (one) => one !== undefined)
    expect(await inside?.evaluate(() => origin)).toBe('null')
    expect(await screen.page.locator('.message-card .badge').count()).toBe(1)
    const [badge, content] = await Promise.all([screen.page.locator('.message-card .badge').boundingBox(), element.boundingBox()])
    expect((badge?.y ?? 0) + (badge?.height ?? 0)).toBeLessThanOrEqual(content?.y ?? 0)
  })
})

describe('a link in a mail', () => {
  test('opens only after the line with its real host, and tells that page nothing of us', async () => {
    // given
    const { page, context } = screen
    await open('Links')
    // when
    await frame().getByText('Klik hier').click()
    const line = page.getByRole('group', { name: 'Link openen' })
    await line.waitFor()
    // then
    expect(await line.textContent()).toContain(trap.host)
    expect(trap.connections()).toBe(0)
    const [opened] = await Promise.all([context.waitForEvent('page'), line.getByRole('button', { name: 'Openen' }).click()])
    await opened.waitForLoadState()
    expect(trap.heard).toContainEqual({ path: '/pressed', referrer: null })
    expect(await opened.evaluate(() => opener === null)).toBe(true)
    await opened.close()
    expect(new URL(page.url()).hash).toBe('')
  })

  test('works with the keyboard, and Escape stays', async () => {
    const { page } = screen
    await open('Links')
    await frame().getByText('Klik hier').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('group', { name: 'Link openen' }).waitFor()
    const before = trap.heard.length
    await page.keyboard.press('Escape')
    await page.getByRole('group', { name: 'Link openen' }).waitFor({ state: 'detached' })
    expect(trap.heard).toHaveLength(before)
  })

  test('that pretends is marked in the mail and named in the line', async () => {
    const { page } = screen
    await open('Links')
    await frame().getByText(`→ ${trap.host}`).waitFor()
    await frame().getByText('www.mijnbank.nl').click()
    const line = page.getByRole('group', { name: 'Link openen' })
    await line.waitFor()
    expect(await line.textContent()).toContain('De tekst noemt www.mijnbank.nl')
    await page.keyboard.press('Escape')
  })

  test('to a mail address starts a message to it', async () => {
    const { page } = screen
    await open('Links')
    await frame().getByText('Bas', { exact: true }).click()
    await page.getByText('bas@delinde.test').first().waitFor()
    await page.getByRole('button', { name: 'Bewaar en sluit', exact: true }).click()
  })
})
