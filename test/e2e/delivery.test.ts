import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { departedAddress } from '../practice/servers/people.ts'
import { look, picture } from './gallery.ts'
import { addSampleAccount, button, compose, firstRun, openFolder, openMessage, press, send, t } from './journeys.ts'
import { layoutFindings, windows } from './layout.ts'
import { setStage, walkTogether, type Stage } from './stage.ts'

let stage: Stage
let page: Page
beforeAll(async () => {
  stage = await setStage({ mail: 'empty' })
  page = stage.page
  await page.goto(stage.client.url)
  await firstRun(page)
  await addSampleAccount(page)
})
afterAll(() => stage[Symbol.asyncDispose]())
walkTogether(() => stage)

const subject = 'Overdracht van vrijdag'
const article = (): ReturnType<Page['getByRole']> => page.getByRole('article', { name: t('report.label', { subject }) })

test('mail that comes back says so in the outbox: to whom, why, what to do, and whose word it is', async () => {
  await compose(page, { to: [departedAddress], subject, text: 'Goedemorgen' })
  await send(page)
  await openFolder(page, t('folder.outbox'))
  await article().waitFor()
  const words = await article().innerText()
  for (const part of [t('report.failed', { recipient: departedAddress }), t('reason.noSuchAddress'), t('advice.checkAddress'), 'mail.delinde.test']) expect(words).toContain(part)
  expect(await look(stage, 'outbox-returned')).toEqual([])
  for (const size of ['narrow', 'zoom 200'] as const) {
    await page.setViewportSize(windows[size])
    expect(await layoutFindings(page)).toEqual([])
    await picture(page, `outbox-returned-${size.replace(' ', '-')}`)
  }
  await page.setViewportSize(windows.full)
})

test('it stands with the message that was sent, also when it was put aside', async () => {
  await press(page, 'report.seen')
  await article().waitFor({ state: 'detached' })
  await openFolder(page, t('folder.sent'))
  const message = await openMessage(page, subject)
  await message.getByText(t('reason.noSuchAddress')).waitFor()
  expect(await look(stage, 'message-returned')).toEqual([])
  expect(await button(page, 'report.seen').count()).toBe(0)
  // E1: by which route, and why.
  await press(message, 'sentRoute.title')
  await message.getByText(`${departedAddress} · ${t('chip.internal')}`).waitFor()
})

test('nothing was asked of the outside, nothing was complained about', () => {
  expect(stage.strayRequests).toEqual([])
  expect(stage.complaints).toEqual([])
})
