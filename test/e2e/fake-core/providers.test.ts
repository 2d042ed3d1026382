import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { done, refused } from '../../../src/shared/contract/declare.ts'
import { accessibilityFindings } from '../accessibility.ts'
import type { Screen } from '../browser.ts'
import { picture } from '../gallery.ts'
import { button, field, inEnglish, press, t } from '../journeys.ts'
import { focusFinding, layoutFindings, windows, type WindowName } from '../layout.ts'
import { setScreenStage, type ScreenStage } from './screen-stage.ts'

let stage: ScreenStage
beforeAll(async () => { stage = await setScreenStage() })
afterAll(() => stage[Symbol.asyncDispose]())

type Sight = Pick<Screen, 'page' | 'line'>

async function openPage({ page }: Sight): Promise<void> {
  await page.keyboard.press('Control+,')
  await page.getByRole('tab', { name: t('settings.sending') }).click()
  await page.getByRole('heading', { name: t('rules.title') }).waitFor()
}

async function seen({ page, line }: Sight, name: string, size: WindowName = 'full'): Promise<string[]> {
  await page.setViewportSize(windows[size])
  await picture(page, `${name}-${size.replace(' ', '-')}`)
  return [...await accessibilityFindings(line), ...await layoutFindings(page)].map((finding) => `${name}, ${size}: ${finding}`)
}

const pairs = [['light', 'full'], ['light', 'zoom 200'], ['dark', 'full'], ['dark', 'narrow']] as const

/** In every window and both themes, not each with each. */
async function seenWhole(sight: Sight, name: string): Promise<string[]> {
  const findings: string[] = []
  for (const [theme, size] of pairs) {
    await sight.page.emulateMedia({ colorScheme: theme })
    findings.push(...await seen(sight, `${name}-${theme}`, size))
  }
  await sight.page.emulateMedia({ colorScheme: 'light' })
  await sight.page.setViewportSize(windows.full)
  return findings
}

const radio = ({ page }: Sight, name: string) => page.getByRole('radio', { name, exact: true })
/** As a hand does it: on the words. */
const choose = ({ page }: Sight, words: string) => page.locator('.choice').getByText(words, { exact: true }).click()
const flip = ({ page }: Sight, words: string) => page.locator('.switch').getByText(words, { exact: true }).click()
const wizard = ({ page }: Sight) => page.getByRole('dialog', { name: t('provider.title', { address: 'anja@delinde.test' }) })

test('without a provider the page says what that means; it is whole in every window, both themes and both languages', async () => {
  await using client = await stage.open()
  const { page, core } = client
  await openPage(client)
  await page.getByText(t('provider.noneMeans')).waitFor()
  expect(await seenWhole(client, 'sending-none')).toEqual([])
  core.settings = { ...core.settings, language: 'en' }
  core.changed('settings')
  await page.getByText(inEnglish('provider.intro')).waitFor()
  for (const size of ['full', 'zoom 200'] as const) expect(await seen(client, 'sending-english', size)).toEqual([])
  expect(client.complaints).toEqual([])
})

test('what cannot be fetched is said, with a way to try again', async () => {
  await using client = await stage.open()
  const { page, core } = client
  core.refusals.set('providers.choices', 'internal')
  await page.keyboard.press('Control+,')
  await page.getByRole('tab', { name: t('settings.sending') }).click()
  await page.getByText(t('provider.failed')).waitFor()
  expect(await seen(client, 'sending-failed')).toEqual([])
  core.refusals.clear()
  await press(page, 'act.retry')
  await page.getByRole('heading', { name: t('rules.title') }).waitFor()
})

describe('the wizard', () => {
  test('from nothing to a provider in use: chosen, filled in, refused, tried, tested, seen', { timeout: 300_000 }, async () => {
    await using client = await stage.open()
    const { page, core } = client
    const { providers } = core
    await openPage(client)
    // Choosing
    await press(page, 'provider.setUp')
    await wizard(client).waitFor()
    await press(wizard(client), 'act.next')
    await page.getByText(t('provider.chooseFirst')).waitFor()
    expect(await seenWhole(client, 'wizard-choose')).toEqual([])
    await choose(client, 'ZorgMail Hosted Mail')
    await press(wizard(client), 'act.next')
    // What it has not published
    await page.getByText(t('provider.asked')).waitFor()
    await press(wizard(client), 'provider.keepAndTry')
    await page.getByText(t('provider.missing')).first().waitFor()
    expect(await page.getByText(t('provider.missing')).count()).toBe(7)
    expect(await field(page, 'provider.host').evaluate((element) => element === document.activeElement)).toBe(true)
    expect(core.asked.filter(({ name }) => name === 'providers.tryLogin')).toEqual([])
    expect(await seenWhole(client, 'wizard-details')).toEqual([])
    await field(page, 'provider.host').fill('smtp.aanbieder.nl')
    await field(page, 'provider.port').fill('587')
    await choose(client, t('account.starttls'))
    await field(page, 'provider.user').fill('praktijk')
    await field(page, 'provider.secretKey').fill('geheim')
    await choose(client, t('provider.numberNational'))
    await choose(client, t('provider.positionStart'))
    // A login that fails is told in plain words, and nothing is kept
    providers.login = done({ kind: 'problem', problem: 'login-refused' })
    await press(wizard(client), 'provider.keepAndTry')
    await wizard(client).getByRole('alert').getByText(t('problem.loginRefused')).waitFor()
    expect(providers.settings).toBeNull()
    expect(await seen(client, 'wizard-login-refused')).toEqual([])
    providers.login = done({ kind: 'ok', tls: 'TLSv1.3' })
    await press(wizard(client), 'provider.keepAndTry')
    // The test
    await page.getByText(t('provider.testIntro')).waitFor()
    expect(providers.settings).toMatchObject({ profile: 'zorgmail-hosted', endpoint: { host: 'smtp.aanbieder.nl', port: 587 }, marker: { number: 'national', position: 'start' } })
    providers.sending = refused('not-a-mobile')
    await field(page, 'provider.testTo').fill('lezer@mailbox.test')
    await field(page, 'provider.testMobile').fill('12')
    await press(wizard(client), 'provider.testSend')
    await page.getByText(t('provider.notAMobile')).waitFor()
    providers.sending = done({ kind: 'problem', problem: 'server-refused', code: 550 })
    await field(page, 'provider.testMobile').fill('06 12345678')
    await press(wizard(client), 'provider.testSend')
    await page.getByText(t('provider.saidNoCode', { code: '550' })).waitFor()
    expect(await seenWhole(client, 'wizard-test')).toEqual([])
    providers.sending = null
    await press(wizard(client), 'provider.testSend')
    await page.getByText(t('provider.testSent', { reader: 'lezer@mailbox.test' })).waitFor()
    await press(wizard(client), 'provider.record')
    await page.getByText(t('provider.missing')).waitFor()
    expect(await seenWhole(client, 'wizard-seen')).toEqual([])
    // A reader who saw ordinary mail has found a mistake
    await choose(client, t('provider.sawOrdinary'))
    await press(wizard(client), 'provider.record')
    await page.getByText(t('provider.adviceOrdinary')).waitFor()
    expect(await seen(client, 'wizard-not-proven')).toEqual([])
    await field(page, 'provider.testTo').fill('lezer@mailbox.test')
    await field(page, 'provider.testMobile').fill('06 12345678')
    await press(wizard(client), 'provider.testSend')
    await choose(client, t('provider.sawCode'))
    await press(wizard(client), 'provider.record')
    await page.getByText(t('provider.proven', { name: 'ZorgMail Hosted Mail' })).waitFor()
    expect(await seen(client, 'wizard-proven')).toEqual([])
    await press(wizard(client), 'provider.done')
    await page.getByText(t('provider.ready')).waitFor()
    expect(await seenWhole(client, 'sending-ready')).toEqual([])
    // Once more: it asks to whom, although an earlier test did well; and it can be left at any step
    await page.getByRole('button', { name: t('provider.menu', { address: 'anja@delinde.test' }) }).click()
    await page.getByRole('menuitem', { name: t('provider.testAgain') }).click()
    await field(page, 'provider.testTo').waitFor()
    await press(wizard(client), 'act.close')
    await wizard(client).waitFor({ state: 'detached' })
    expect(client.complaints).toEqual([])
  })

  test.each([
    ['Zivver', 'zivver'], ['SmartLockr', 'smartlockr'], ['Cryptshare', 'cryptshare'], ['Andere aanbieder van veilige mail', 'generic-nta'], ['SecuMailer', 'secumailer'],
  ] as const)('%s asks what it leaves open, whole in every window', async (name, id) => {
    await using client = await stage.open()
    const { page } = client
    await openPage(client)
    await press(page, 'provider.setUp')
    await choose(client, name)
    await press(wizard(client), 'act.next')
    await field(page, 'provider.limit').waitFor()
    if (id === 'smartlockr') await choose(client, t('provider.serverTheirs'))
    if (id === 'generic-nta') await wizard(client).getByRole('radiogroup', { name: t('provider.markerNeeded') }).getByText(t('provider.yes'), { exact: true }).click()
    for (const size of ['full', 'zoom 200'] as const) expect(await seen(client, `wizard-${id}`, size)).toEqual([])
    await page.keyboard.press('Escape')
    expect(client.complaints).toEqual([])
  })

  test('by keyboard alone', async () => {
    await using client = await stage.open()
    const { page, core } = client
    await openPage(client)
    await button(page, 'provider.setUp').focus()
    await page.keyboard.press('Enter')
    await wizard(client).waitFor()
    // The group has the focus of its first choice; arrows choose, Enter goes on.
    for (let step = 0; step < 3 && await page.evaluate(() => document.activeElement?.getAttribute('type')) !== 'radio'; step += 1) await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    for (let step = 0; step < 8 && !(await radio(client, 'SecuMailer').isChecked()); step += 1) await page.keyboard.press('ArrowDown')
    expect(await focusFinding(page)).toBeNull()
    await page.keyboard.press('Enter')
    await field(page, 'provider.limit').waitFor()
    await field(page, 'provider.limit').focus()
    await page.keyboard.press('Enter')
    await page.getByText(t('provider.testIntro')).waitFor()
    expect(core.providers.settings?.profile).toBe('secumailer')
  })
})

test('the practice’s rules are kept at once, and a refusal is said', async () => {
  await using client = await stage.open()
  const { page, core } = client
  await openPage(client)
  await page.getByLabel(t('rules.field')).click()
  await page.getByRole('option', { name: t('rules.cf2') }).click()
  await expect.poll(() => core.providers.rules.fieldContext).toBe('CF-2')
  await flip(client, t('rules.secureLogistic'))
  await flip(client, t('rules.betrays', { address: 'anja@delinde.test' }))
  await expect.poll(() => core.providers.rules).toMatchObject({ secureFor: ['logistic'] })
  await expect.poll(() => core.providers.rules.betrayingAccounts.length).toBe(1)
  await page.getByLabel(t('rules.groundOthers')).click()
  await page.getByRole('option', { name: t('ground.publicTask') }).click()
  await expect.poll(() => core.providers.rules.grounds).toEqual({ persons: 'contract', others: 'publicTask' })
  core.refusals.set('practiceRules.set', 'disk-full')
  await flip(client, t('rules.nothingPlain'))
  await page.getByText(t('settings.notKept')).waitFor()
  expect(await seenWhole(client, 'rules')).toEqual([])
})

test('a provider that is no longer used goes after a question', async () => {
  await using client = await stage.open()
  const { page, core } = client
  core.providers.settings = {
    profile: 'secumailer', endpoint: null, user: null, goesDirectUnmarked: false, secondFactor: null, hasPortal: null, limitBytes: null, excludedDomains: null, onwardHost: null,
    marker: { isRequired: null, numbered: null, bare: null, place: null, name: null, template: null, number: null, position: null },
  }
  await openPage(client)
  await page.getByText(t('provider.untested'), { exact: true }).waitFor()
  expect(await seen(client, 'sending-untested')).toEqual([])
  await page.getByRole('button', { name: t('provider.menu', { address: 'anja@delinde.test' }) }).click()
  await page.getByRole('menuitem', { name: t('provider.remove') }).click()
  const question = page.getByRole('alertdialog', { name: t('provider.removeTitle', { address: 'anja@delinde.test', name: 'SecuMailer' }) })
  expect(await seen(client, 'sending-remove')).toEqual([])
  await press(question, 'provider.remove')
  await page.getByText(t('provider.noneMeans')).waitFor()
  expect(core.providers.settings).toBeNull()
})
