import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { look } from './gallery.ts'
import { addSampleAccount, firstRun, lock, mailScreen, press, row, t } from './journeys.ts'
import { letter } from './letters.ts'
import { setStage, walkTogether, type Stage } from './stage.ts'

const own = 'anja@delinde.test'

let stage: Stage
beforeAll(async () => {
  stage = await setStage({ mail: 'empty' })
  await stage.practice.deliver(await letter({ to: own, from: 'Bas Jansen <bas@delinde.test>', subject: 'Rooster', text: 'Zie bijlage.' }), own)
  await stage.page.goto(stage.client.url)
  await firstRun(stage.page)
  await addSampleAccount(stage.page)
  await row(stage.page, 'Rooster').waitFor()
})
afterAll(() => stage[Symbol.asyncDispose]())
walkTogether(() => stage)

test('a damaged copy of the mail keeps nobody out: the screen offers to fetch it again, and the key agrees', async () => {
  const { page } = stage
  await lock(page)
  const file = path.join(stage.client.directory, 'cache.db')
  const bytes = readFileSync(file)
  bytes[5_000]! ^= 1
  writeFileSync(file, bytes)
  await press(page, 'unlock.withKey')
  await page.getByText(t('copy.title'), { exact: true }).waitFor()
  expect(await look(stage, 'unlock-damaged-copy')).toEqual([])
  await press(page, 'copy.fetchAnew')
  await mailScreen(page)
  await row(page, 'Rooster').waitFor()
})

test('a mailbox is fetched anew from the settings, after a question', async () => {
  const { page } = stage
  await page.keyboard.press('Control+,')
  await page.getByRole('tab', { name: t('settings.storage') }).click()
  await press(page, 'storage.checkNow')
  await page.getByText(t('storage.allWhole')).waitFor()
  await press(page, 'storage.anew')
  await page.getByRole('alertdialog').getByRole('button', { name: t('storage.anew') }).click()
  await page.getByText(t('storage.anewBegun')).waitFor()
  await page.keyboard.press('Escape')
  await row(page, 'Rooster').waitFor()
})

test('a damaged state keeps nobody out for longer than a choice: a backup by its day, and the key agrees', async () => {
  const { page } = stage
  await lock(page)
  for (const name of ['state.db', 'twin/state.db']) {
    const file = path.join(stage.client.directory, name)
    const bytes = readFileSync(file)
    bytes[5_000]! ^= 1
    writeFileSync(file, bytes)
  }
  await press(page, 'unlock.withKey')
  await page.getByText(t('backup.title'), { exact: true }).waitFor()
  expect(await look(stage, 'unlock-damaged-state')).toEqual([])
  await page.locator('.backup-days').getByRole('button').first().click()
  await mailScreen(page)
  await row(page, 'Rooster').waitFor()
})
