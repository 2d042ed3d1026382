import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { look, picture } from './gallery.ts'
import { addSampleAccount, button, composer, firstRun, lock, offers, openFolder, press, t, unlock, write } from './journeys.ts'
import { layoutFindings, windows } from './layout.ts'
import { subjectsIn } from './other-side.ts'
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

const bas = 'bas@delinde.test'
const subject = 'Rooster voor volgende week'
const card = (): ReturnType<Page['getByRole']> => page.getByRole('article', { name: subject })
const menu = (): ReturnType<Page['getByRole']> => button(page, 'schedule.menu')

test('the moments that people mean are one click away, and it is said what a lock does to them', async () => {
  await page.keyboard.press('c')
  await write(page, { to: [bas], subject, text: 'Beste Bas, het rooster volgt nog.' })
  await menu().click()
  await page.getByRole('menu', { name: t('schedule.menu') }).waitFor()
  await page.getByText(t('schedule.head')).waitFor()
  expect(await look(stage, 'schedule-menu')).toEqual([])
  await page.keyboard.press('Escape')
})

test('a moment of one’s own is filled in; one that has passed is told, and nothing goes', async () => {
  await menu().click()
  await page.getByRole('menuitem', { name: t('schedule.choose') }).click()
  const field = page.getByLabel(t('schedule.field'))
  await field.fill('2020-01-01T08:00')
  await press(page, 'schedule.set')
  await page.getByText(t('schedule.past')).waitFor()
  for (const size of ['full', 'narrow', 'zoom 200'] as const) {
    await page.setViewportSize(windows[size])
    expect(await layoutFindings(page)).toEqual([])
    await picture(page, `schedule-field-${size.replace(' ', '-')}`)
  }
  await page.setViewportSize(windows.full)
  expect(await look(stage, 'schedule-field')).toEqual([])
  await press(page, 'act.cancel')
})

test('what is planned waits in the outbox, through a lock', async () => {
  await menu().click()
  await page.getByRole('menuitem', { name: t('schedule.tomorrow', { time: '08:00' }) }).click()
  await composer(page).waitFor({ state: 'detached' })
  await offers(page).getByText('08:00').waitFor()
  expect(await look(stage, 'schedule-planned')).toEqual([])
  await lock(page)
  await unlock(page)
  await openFolder(page, t('folder.outbox'))
  expect(await card().innerText()).toContain('Wordt morgen 08:00 verstuurd.')
  expect(await look(stage, 'outbox-scheduled')).toEqual([])
  expect(await subjectsIn(stage.practice, bas)).toEqual([])
})

test('it can be taken back as the draft that it was, and planned again', async () => {
  await press(card(), 'outbox.takeBack')
  await composer(page).getByText('het rooster volgt nog').waitFor()
  await menu().click()
  await page.getByRole('menuitem', { name: t('schedule.tomorrow', { time: '08:00' }) }).click()
  await composer(page).waitFor({ state: 'detached' })
})

test('or sent now after all', async () => {
  await openFolder(page, t('folder.outbox'))
  await press(card(), 'outbox.sendNow')
  await card().getByText(t('outbox.sent', { time: '' }).split(',')[0] ?? '').waitFor()
  expect(await subjectsIn(stage.practice, bas)).toEqual([subject])
})

test('nothing was asked of the outside, nothing was complained about', () => {
  expect(stage.strayRequests).toEqual([])
  expect(stage.complaints).toEqual([])
})
