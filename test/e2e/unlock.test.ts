import { generateKeyPairSync } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openScreen, plugIn, type Authenticator, type Screen } from './browser.ts'
import { startClient, type Client } from './client.ts'
import { look } from './gallery.ts'
import { addSampleAccount, button, enterRecoveryCode, field, firstRun, inEnglish, lock, mailScreen, openMessage, press, t, unlock } from './journeys.ts'
import { letter } from './letters.ts'
import { walkTogether, setStage, type Stage } from './stage.ts'

const own = 'anja@delinde.test'
const planted = { subject: 'Kwartaalcijfers zonnebloem', text: 'Het woord is korenbloem.', from: 'Bas Jansen <bas@delinde.test>' }

let stage: Stage
let page: Page
let code: string
let idle: { client: Client; screen: Screen }

beforeAll(async () => {
  stage = await setStage({ mail: 'empty' })
  page = stage.page
  await stage.practice.deliver(await letter({ ...planted, to: own }), own)
  idle = await leaveAlone()
  await page.goto(stage.client.url)
  code = await firstRun(page)
  await addSampleAccount(page)
})
afterAll(async () => {
  await idle.screen.close()
  await idle.client[Symbol.asyncDispose]()
  await stage[Symbol.asyncDispose]()
})

walkTogether(() => stage)

const openSecurity = async (on: Page): Promise<void> => {
  await on.keyboard.press('Control+k')
  await on.keyboard.type(t('palette.security'))
  await on.keyboard.press('Enter')
  await on.getByRole('dialog', { name: t('settings.title') }).waitFor()
}

/** A second client that nobody touches any more, with the shortest time that can be chosen; it is looked at again at the end. */
async function leaveAlone(): Promise<{ client: Client; screen: Screen }> {
  const client = await startClient({ practice: stage.practice })
  const screen = await openScreen(stage.browser, client.url)
  await plugIn(screen.line)
  await screen.page.goto(client.url)
  await firstRun(screen.page)
  await addSampleAccount(screen.page)
  await openSecurity(screen.page)
  await screen.page.getByRole('button', { name: t('security.idle') }).click()
  await screen.page.getByRole('option', { name: t('security.minutes', { count: 1 }), exact: true }).click()
  await screen.page.keyboard.press('Escape')
  return { client, screen }
}

/** What is left of the planted message anywhere in the page: its elements, its title, its address. */
const leftOf = async (on: Page): Promise<string[]> => {
  const all = `${await on.content()} ${await on.title()} ${on.url()}`
  return ['zonnebloem', 'korenbloem', 'Bas Jansen', 'bas@delinde.test'].filter((word) => all.includes(word))
}

describe('locking and unlocking', () => {
  test('Ctrl L locks, from any place, and nothing of the mail stays in the page', async () => {
    const message = await openMessage(page, planted.subject)
    await message.getByText(planted.text).waitFor()
    expect(await leftOf(page)).not.toEqual([])
    await lock(page)
    expect(await leftOf(page)).toEqual([])
    expect(await page.locator('iframe').count()).toBe(0)
    await page.getByText(t('unlock.becausePerson')).waitFor()
    expect(await look(stage, 'unlock')).toEqual([])
  })

  test('the key opens it again', async () => {
    await unlock(page)
    await page.getByRole('option', { name: planted.subject }).waitFor()
  })

  test('the lock works while something is being written', async () => {
    await page.keyboard.press('c')
    await field(page, 'compose.subject').fill('Hortensia')
    await lock(page)
    expect(await page.content()).not.toContain('Hortensia')
    await unlock(page)
  })

  test('a reload leaves it unlocked, and locked when it was locked', async () => {
    await page.reload()
    await mailScreen(page)
    await lock(page)
    await page.reload()
    await button(page, 'unlock.withKey').waitFor()
    expect(await leftOf(page)).toEqual([])
  })
})

describe('without the right key', () => {
  let known: Awaited<ReturnType<typeof credentialsOf>>

  const credentialsOf = async (key: Authenticator) => (await stage.line.send('WebAuthn.getCredentials', { authenticatorId: key.id })).credentials

  test('another key does not open it', async () => {
    known = await credentialsOf(stage.key)
    await stage.key.remove()
    const other = await plugIn(stage.line)
    await press(page, 'unlock.withKey')
    await page.getByText(t('key.cancelled'), { exact: true }).waitFor()
    expect(await look(stage, 'unlock-other-key')).toEqual([])
    await other.remove()
  })

  test('a key that says to be the right one, with another secret, does not open it', async () => {
    const forged = await plugIn(stage.line)
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const secret = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')
    for (const credential of known) {
      await stage.line.send('WebAuthn.addCredential', { authenticatorId: forged.id, credential: { ...credential, privateKey: secret, signCount: credential.signCount + 100 } })
    }
    await press(page, 'unlock.withKey')
    await page.getByText(t('key.refused'), { exact: true }).waitFor()
    expect(await leftOf(page)).toEqual([])
    await forged.remove()
  })

  test('a wrong recovery code is said so', async () => {
    await enterRecoveryCode(page, code.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')))
    await page.getByText(t('key.wrongCode')).waitFor()
    expect(await look(stage, 'unlock-wrong-code')).toEqual([])
  })

  test('the recovery code opens it, however it is typed, and leads to a new key', async () => {
    await field(page, 'recovery.field').fill(` ${code.toLowerCase().replaceAll('-', ' ')} `)
    await press(page, 'recovery.unlock')
    await page.getByRole('dialog', { name: t('settings.title') }).waitFor()
    await page.getByText(t('security.oneKey')).waitFor()
    expect(await look(stage, 'settings-security')).toEqual([])
    await plugIn(stage.line)
    await press(page, 'security.addKey')
    await press(page, 'key.enrolSecond')
    await page.getByText(t('security.oneKey')).waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await lock(page)
    await unlock(page)
  })
})

describe('settings', () => {
  test.each(['look', 'keys', 'accounts'] as const)('the page %s', async (name) => {
    await page.keyboard.press('Control+,')
    await page.getByRole('tab', { name: t(`settings.${name}`) }).click()
    expect(await look(stage, `settings-${name}`)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  test('another theme and language are there at once, also on the unlock screen', async () => {
    await page.keyboard.press('Control+,')
    await page.getByText(t('settings.themeDark'), { exact: true }).click()
    await page.getByText('English', { exact: true }).click()
    await page.locator('html[lang=en][data-theme=dark]').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+l')
    await page.getByRole('button', { name: inEnglish('unlock.withKey') }).waitFor()
    await page.reload()
    await page.getByRole('button', { name: inEnglish('unlock.withKey') }).click()
    await page.locator('html[lang=en][data-theme=dark]').waitFor()
    await page.getByRole('navigation').waitFor()
    await page.keyboard.press('Control+,')
    await page.getByText('Nederlands', { exact: true }).click()
    await page.getByText(t('settings.themeSystem'), { exact: true }).click()
    await page.locator('html[lang=nl]:not([data-theme])').waitFor()
    await page.keyboard.press('Escape')
  })
})

describe('left alone', () => {
  test('it locks by itself, and says why', async () => {
    await idle.screen.page.getByText(t('unlock.becauseIdle', { count: 1 })).waitFor()
    expect(await leftOf(idle.screen.page)).toEqual([])
    expect(await look(idle.screen, 'unlock-idle')).toEqual([])
  })

  test('nothing was asked of the outside, nothing was complained about', () => {
    expect([...stage.strayRequests, ...idle.screen.strayRequests]).toEqual([])
    expect([...stage.complaints, ...idle.screen.complaints]).toEqual([])
  })
})
