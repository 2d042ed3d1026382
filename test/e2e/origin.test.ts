import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forgedSubject, freshLetters, sendFreshPost } from '../practice/mail/fresh-post.ts'
import { look } from './gallery.ts'
import { addSampleAccount, field, firstRun, lock, openMessage, press, row, t, unlock } from './journeys.ts'
import { until } from './patience.ts'
import { setStage, walkTogether, type Stage } from './stage.ts'

let stage: Stage
let page: Page
beforeAll(async () => {
  stage = await setStage({ mail: 'empty' })
  page = stage.page
  await page.goto(stage.client.url)
  await firstRun(page)
  await addSampleAccount(page)
  // As on any day but the first: the account was there before the vault was opened.
  await lock(page)
  await unlock(page)
  await sendFreshPost(stage.practice)
})
afterAll(() => stage[Symbol.asyncDispose]())
walkTogether(() => stage)

const letters = [...freshLetters, { state: 'suspicious' as const, subject: forgedSubject }]

describe('mail that came today through the servers of the practice and of others', () => {
  test.each(letters)('$subject: $state, in the list and over the message', async ({ state, subject }) => {
    await row(page, subject).locator(`.badge[data-verdict=${state}]`).getByText(t(`badge.${state}`)).waitFor()
    const message = await openMessage(page, subject)
    await message.locator(`.message-facts .badge[data-verdict=${state}]`).waitFor()
    await message.getByText(t(`why.${state}`)).waitFor()
    expect(await page.locator('.message-card .badge').count()).toBe(1)
  })

  test('Herkomst tells what the client found of the safe one, and what that proves', async () => {
    const [safe] = freshLetters
    const message = await openMessage(page, safe?.subject ?? '')
    await press(message, 'proof.title')
    for (const words of [t('proof.signatureHolds', { domain: 'apotheekzuid.test' }), t('proof.domainReady', { domain: 'apotheekzuid.test' }), t('proof.markSigned'), t('proof.about')]) {
      await message.getByText(words).waitFor()
    }
    expect(await look(stage, 'origin')).toEqual([])
  })

  test('the forged one names the domain that it imitates', async () => {
    const message = await openMessage(page, forgedSubject)
    await message.getByText(t('reason.looksLike', { domain: 'de-linde.test', known: 'delinde.test' })).waitFor()
    expect(await look(stage, 'origin-forged')).toEqual([])
  })
})

describe('what proofs go by, in the settings', () => {
  const openPage = async (): Promise<void> => {
    await page.keyboard.press('Control+,')
    await page.getByRole('tab', { name: t('settings.origin') }).click()
    await field(page, 'origin.resolver').waitFor()
  }

  test('what is no name server is refused at its field', async () => {
    await openPage()
    await field(page, 'origin.resolver').fill('ftp://kapot')
    await press(page, 'origin.keep')
    await page.getByText(t('origin.notAResolver')).waitFor()
    expect(await look(stage, 'origin-settings-wrong')).toEqual([])
  })

  test('another name server is kept, and still there when the settings are opened again', async () => {
    const { host, port } = stage.practice.resolver
    await field(page, 'origin.resolver').fill(`${host}:${String(port)}`)
    await press(page, 'origin.keep')
    await page.getByText(t('origin.resolverKept')).waitFor()
    await page.keyboard.press('Escape')
    await openPage()
    await until('what is kept', () => field(page, 'origin.resolver').inputValue(), (value) => value === `${host}:${String(port)}`)
  })

  test('so is what the receiving server is called', async () => {
    await field(page, 'origin.webFormSenders').fill('formulier@delinde.test')
    await press(page, 'origin.keep')
    await page.getByText(t('origin.kept')).waitFor()
    expect(await look(stage, 'origin-settings-kept')).toEqual([])
    await page.keyboard.press('Escape')
    await openPage()
    expect(await field(page, 'origin.webFormSenders').inputValue()).toBe('formulier@delinde.test')
    await page.keyboard.press('Escape')
  })
})

describe('what is kept on this computer, in the settings', () => {
  test('all of it is looked through and backed up when somebody asks, and the page says what was found', async () => {
    await page.keyboard.press('Control+,')
    await page.getByRole('tab', { name: t('settings.storage') }).click()
    await page.getByText(t('storage.noBackup')).waitFor()
    await press(page, 'storage.checkNow')
    await page.getByText(t('storage.allWhole')).waitFor()
    await until('the backup of now', () => page.getByText(t('storage.noBackup')).count(), (count) => count === 0)
    expect(await look(stage, 'storage-settings')).toEqual([])
    await page.keyboard.press('Escape')
  })
})

test('nothing was asked of the outside, nothing was complained about', () => {
  expect(stage.strayRequests).toEqual([])
  expect(stage.complaints).toEqual([])
})
