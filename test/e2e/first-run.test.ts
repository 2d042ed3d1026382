import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openScreen, plugIn, type Screen } from './browser.ts'
import { startClient, type Client } from './client.ts'
import { look } from './gallery.ts'
import { addSampleAccount, anja, button, enrolFirstKey, field, firstRun, heading, introduce, keepRecoveryCode, mailScreen, press, t } from './journeys.ts'
import { walkTogether, setStage, type Stage } from './stage.ts'

let stage: Stage
let page: Page
beforeAll(async () => {
  stage = await setStage({ mail: 'empty' })
  page = stage.page
  await page.goto(stage.client.url)
})
afterAll(() => stage[Symbol.asyncDispose]())
walkTogether(() => stage)

/** Every file that the client has written, as bytes. */
async function filesOf(client: Client): Promise<Buffer[]> {
  const entries = await readdir(client.directory, { recursive: true, withFileTypes: true })
  return Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => readFile(path.join(entry.parentPath, entry.name))))
}

describe('first run with a key that has PRF', () => {
  let code: string

  test('the welcome says what this is; without a name there is no going on', async () => {
    await heading(page, 'first.welcome').waitFor()
    expect(await look(stage, 'first-welcome')).toEqual([])
    await press(page, 'first.begin')
    await press(page, 'act.next')
    await page.getByText(t('first.nameMissing')).waitFor()
    await page.getByText(t('first.practiceMissing')).waitFor()
    expect(await look(stage, 'first-person-missing')).toEqual([])
    await field(page, 'first.name').fill(anja.name)
    await field(page, 'first.practice').fill(anja.practice)
    await press(page, 'act.next')
    await heading(page, 'first.keyTitle').waitFor()
    expect(await look(stage, 'first-key')).toEqual([])
  })

  test('the recovery code is shown once, and let go only after its last group was typed over', async () => {
    code = await enrolFirstKey(page)
    expect(code).toMatch(/^[0-9A-Z]{4,}(?:-[0-9A-Z]{4,})+$/)
    expect(await page.getByText(t('key.weaker')).count()).toBe(0)
    expect(await look(stage, 'first-code')).toEqual([])
    await field(page, 'recovery.confirm').fill('XXXXX')
    await press(page, 'recovery.kept')
    await page.getByText(t('recovery.confirmWrong')).waitFor()
    await keepRecoveryCode(page, code)
    await heading(page, 'first.secondTitle').waitFor()
    expect(await page.content()).not.toContain(code.split('-')[0])
  })

  test('a second key is asked for; the same one again is no second', async () => {
    expect(await look(stage, 'first-second')).toEqual([])
    await press(page, 'key.enrolSecond')
    await page.getByText(t('key.known')).waitFor()
    expect(await look(stage, 'first-second-known')).toEqual([])
  })

  test('another key is a second one', async () => {
    const second = await plugIn(stage.line, { reach: 'usb' })
    await press(page, 'key.enrolSecond')
    await heading(page, 'account.title').waitFor()
    await second.remove()
  })

  test('the code is nowhere on the screen or on disk, also after a reload', async () => {
    await page.reload()
    await heading(page, 'account.title').waitFor()
    expect(await page.content()).not.toContain(code.split('-')[0])
    const forms = [code, code.replaceAll('-', ''), code.toLowerCase()]
    const files = await filesOf(stage.client)
    expect(files.length).toBeGreaterThan(0)
    for (const file of files) expect(forms.filter((form) => file.includes(form))).toEqual([])
  })
})

describe('adding an account', () => {
  const server = (service: 'imap' | 'smtp') => page.getByRole('group', { name: t(service === 'imap' ? 'account.receiveTitle' : 'account.submitTitle') })
  const tryIt = async (): Promise<void> => {
    await button(page, 'account.test').or(button(page, 'account.testAgain')).click()
    await page.getByText(t('account.trying')).first().waitFor({ state: 'detached' })
  }

  test('what is no address is said at the address', async () => {
    await field(page, 'account.address').fill('anja')
    await press(page, 'account.search')
    await page.getByText(t('account.notAnAddress')).waitFor()
    expect(await look(stage, 'account-no-address')).toEqual([])
  })

  test('the servers are found by the address; a wrong password is said in words', async () => {
    await field(page, 'account.address').fill('anja@delinde.test')
    await press(page, 'account.search')
    await button(page, 'account.test').waitFor()
    expect(await look(stage, 'account-found')).toEqual([])
    await field(page, 'account.password').fill('onjuist')
    await tryIt()
    await page.getByText(t('problem.loginRefused')).first().waitFor()
    expect(await page.getByText(t('problem.loginRefused')).count()).toBe(2)
    expect(await look(stage, 'account-wrong-password')).toEqual([])
  })

  test('by hand: an unknown host, a closed port, another certificate', async () => {
    await press(page, 'act.change')
    expect(await look(stage, 'account-by-hand')).toEqual([])
    const host = server('imap').getByLabel(t('account.host'))
    const port = server('imap').getByLabel(t('account.port'))
    const usual = { host: await host.inputValue(), port: await port.inputValue() }
    await host.fill('imap.bestaat-niet.test')
    await tryIt()
    await page.getByText(t('problem.unknownHost')).waitFor()
    await host.fill(usual.host)
    await port.fill('1')
    await tryIt()
    await page.getByText(t('problem.refused')).waitFor()
    expect(await look(stage, 'account-refused')).toEqual([])
    await host.fill('')
    await press(page, 'account.testAgain')
    await page.getByText(t('account.hostMissing')).waitFor()
    await host.fill(usual.host)
    await port.fill(usual.port)
  })

  test('a certificate of an unknown issuer is never accepted', async () => {
    await page.getByRole('button', { name: t('account.advanced') }).click()
    const file = field(page, 'account.caFile')
    const usual = await file.inputValue()
    await file.fill('')
    await tryIt()
    await page.getByText(t('problem.certificateUntrusted')).first().waitFor()
    expect(await look(stage, 'account-untrusted')).toEqual([])
    await file.fill(usual)
  })

  test('the right password: there is the mail, and a practice without mail reads so', async () => {
    await field(page, 'account.password').fill(stage.practice.person('anja@delinde.test').password)
    await button(page, 'account.testAgain').click()
    await mailScreen(page)
    await page.getByText(t('empty.inbox')).waitFor()
    expect(await look(stage, 'mail-empty')).toEqual([])
  })

  test('nothing was asked of the outside, nothing was complained about', () => {
    expect(stage.strayRequests).toEqual([])
    expect(stage.complaints).toEqual([])
  })
})

describe('first run with a key without PRF', () => {
  let client: Client
  let screen: Screen
  beforeAll(async () => {
    client = await startClient({ practice: stage.practice })
    screen = await openScreen(stage.browser, client.url)
    await plugIn(screen.line, { prf: false })
    await screen.page.goto(client.url)
  })
  afterAll(async () => {
    await screen.close()
    await client[Symbol.asyncDispose]()
  })

  test('it works, and the screen says that it protects less and why', async () => {
    await introduce(screen.page)
    const code = await enrolFirstKey(screen.page)
    await screen.page.getByText(t('key.weaker')).waitFor()
    await screen.page.getByText(t('key.weakerWhy')).waitFor()
    expect(await look(screen, 'first-code-weaker')).toEqual([])
    await keepRecoveryCode(screen.page, code)
    await press(screen.page, 'first.later')
    await addSampleAccount(screen.page)
    expect(screen.complaints).toEqual([])
  })
})

describe('a client that is not the demo', () => {
  test('knows of no account and finds none: by hand from the start', async () => {
    await using client = await startClient()
    const screen = await openScreen(stage.browser, client.url)
    await plugIn(screen.line)
    await screen.page.goto(client.url)
    await firstRun(screen.page)
    await field(screen.page, 'account.address').fill('anja@delinde.test')
    await press(screen.page, 'account.search')
    await screen.page.getByText(t('account.notFound')).waitFor()
    expect(await look(screen, 'account-not-found')).toEqual([])
    expect(await screen.page.getByText(t('banner.demo')).count()).toBe(0)
    expect(screen.complaints).toEqual([])
    await screen.close()
  })
})
