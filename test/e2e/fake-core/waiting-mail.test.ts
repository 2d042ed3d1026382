import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WAIT_ALARM_MS, WAIT_WARNING_MS } from '../../../src/shared/norm/waiting-mail.ts'
import type { OutboxItem } from '../../../src/shared/contract/compose.ts'
import { accessibilityFindings } from '../accessibility.ts'
import type { Screen } from '../browser.ts'
import { picture } from '../gallery.ts'
import { button, folders, press, t } from '../journeys.ts'
import { focusFinding, layoutFindings, windows, type WindowName } from '../layout.ts'
import type { FakeCore } from './fake-core.ts'
import { fakeMessage, folderIds, sampleMail } from './sample.ts'
import { setScreenStage, type ScreenStage } from './screen-stage.ts'

let stage: ScreenStage
beforeAll(async () => { stage = await setScreenStage() })
afterAll(async () => { await stage[Symbol.asyncDispose]() })

/** A message that was confirmed so long ago and still waits. */
function put(core: FakeCore, ago: number, change: Partial<OutboxItem> = {}): void {
  const draft = core.desk.start({ kind: 'new', accountId: null, to: [{ name: '', address: 'h.bakker@mailbox.test' }] }, undefined)
  core.desk.put({ state: { kind: 'waiting', retryAt: Date.now() + 60_000, problem: 'offline' }, createdAt: Date.now() - ago, subject: 'Uitslag', ...change }, draft)
  core.changed('outbox')
}

describe('mail that waits too long (RT-12)', () => {
  test('is said on every screen from four hours on, and as an alarm from twenty', async () => {
    await using client = await stage.open()
    const { page, core, line } = client
    put(core, WAIT_WARNING_MS - 60_000)
    await page.getByText(t('nav.waiting', { count: 1 })).waitFor()
    expect(await page.getByText(t('banner.waitWarning', { count: 1 })).count()).toBe(0)
    put(core, WAIT_WARNING_MS + 60_000)
    await page.getByText(t('banner.waitWarning', { count: 1 })).waitFor()
    expect(await accessibilityFindings(line)).toEqual([])
    put(core, WAIT_ALARM_MS + 60_000)
    await page.getByText(t('banner.waitAlarm', { count: 1 })).waitFor()
    await page.getByRole('button', { name: t('folder.outbox') }).click()
    await page.getByText(t('wait.alarm')).waitFor()
    await page.getByText(t('wait.warning')).waitFor()
    for (const size of ['full', 'narrow', 'zoom 200'] as const) {
      await page.setViewportSize(windows[size])
      expect(await layoutFindings(page)).toEqual([])
      await picture(page, `waiting-${size.replace(' ', '-')}`)
    }
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await accessibilityFindings(line)).toEqual([])
      await picture(page, `waiting-${colorScheme}`)
    }
  })

  test('what was meant for later waits from then on, and what has left or was refused is no matter of waiting', async () => {
    await using client = await stage.open()
    const { page, core } = client
    put(core, 2 * WAIT_ALARM_MS, { scheduledFor: Date.now() + 60_000, state: { kind: 'undo', until: Date.now() + 60_000 } })
    put(core, 2 * WAIT_ALARM_MS, { state: { kind: 'sent', at: Date.now() } })
    put(core, 2 * WAIT_ALARM_MS, { state: { kind: 'refused', code: 550, problem: 'message-refused' } })
    await page.getByText(t('nav.refused', { count: 1 })).waitFor()
    expect(await page.getByText(/uur/).count()).toBe(0)
  })
})

async function seen({ page, line }: Pick<Screen, 'page' | 'line'>, name: string, size: WindowName): Promise<string[]> {
  await page.setViewportSize(windows[size])
  await picture(page, `waiting-${name}-${size.replace(' ', '-')}`)
  return [...await accessibilityFindings(line), ...await layoutFindings(page)].map((finding) => `${name}, ${size}: ${finding}`)
}

describe('mail that waits for the practice (R10)', () => {
  test('forty wait at eight in the morning, in a narrow window too: by keyboard from one to the next, one\'s own and nobody\'s apart', async () => {
    const now = Date.now()
    const many = Array.from({ length: 40 }, (_, at) => fakeMessage({
      from: { name: `Afzender ${at}`, address: `a${at}@mailbox.test` }, subject: `Vraag ${at}`, hoursAgo: 40 - at, unread: at % 3 !== 0, text: 'Kunt u mij bellen?', folderId: folderIds.info,
    }, now))
    await using client = await stage.open({ messages: [...sampleMail(now), ...many] })
    const { page, core } = client
    core.practice.fill()
    const rows = core.mailbox.list(folderIds.info).map(({ row }) => row).reverse()
    for (const [at, to] of [[1, { id: 'bas', name: 'Bas Jansen' }], [2, { id: 'mia', name: 'Mia Smit' }], [3, { id: 'anja', name: 'Anja de Vries' }]] as const) {
      const { id } = rows[at]!
      core.practice.claims.set(id, { messageId: id, to: { ...to, isMe: to.id === 'anja', since: now }, note: null, answering: null, finished: null, mayClaim: true })
    }
    core.changed('practice', 'messages')
    await page.setViewportSize(windows.narrow)
    await folders(page).getByRole('button', { name: t('waiting.title') }).click()
    const list = page.getByRole('region', { name: t('waiting.list') })
    const message = page.getByRole('region', { name: t('frame.message') })
    const opened = (at: number) => message.getByRole('heading', { name: `Vraag ${at}`, exact: true }).waitFor()
    await list.getByText(t('waiting.you')).waitFor()
    expect(await list.getByRole('listitem').count()).toBe(40)
    expect(await seen(client, 'forty', 'narrow')).toEqual([])
    await list.getByText(t('waiting.free', { count: 37 })).click()
    await expect.poll(() => list.getByRole('listitem').count()).toBe(37)
    await list.getByText(t('waiting.mine', { count: 1 })).click()
    await expect.poll(() => list.getByRole('listitem').allInnerTexts().then((all) => all.map((words) => words.split('\n')[0]))).toEqual(['Afzender 3'])
    await list.getByText(t('waiting.all', { count: 40 })).click()

    // One stop for Tab, arrows from row to row, and back to where one was.
    await page.keyboard.press('Tab')
    for (const key of ['End', 'ArrowUp', 'Enter']) await page.keyboard.press(key)
    await opened(38)
    await page.locator('.waiting-main:focus').waitFor()
    await button(page, 'act.backToList').press('Enter')
    await page.locator('button:focus', { hasText: 'Vraag 38' }).waitFor()
    expect(await focusFinding(page)).toBeNull()

    await page.setViewportSize(windows.full)
    // The screen hears of its width with the frame that is drawn at it.
    await page.waitForFunction(() => matchMedia('(min-width: 901px)').matches)
    await page.evaluate(() => new Promise((drawn) => { requestAnimationFrame(() => { requestAnimationFrame(drawn) }) }))
    await page.keyboard.press('Home')
    await opened(0)
    for (const at of [1, 2]) {
      await page.keyboard.press('j')
      await opened(at)
    }
    await page.keyboard.press('k')
    await opened(1)
    // What is finished stays on the screen, and the next comes in its place.
    await press(message, 'claim.finish')
    await press(message, 'claim.finishNow')
    await message.getByText(t('claim.answered')).first().waitFor()
    await expect.poll(() => list.getByRole('listitem').count()).toBe(39)
    await page.keyboard.press('j')
    await opened(2)
    for (const [theme, size] of [['light', 'narrow'], ['dark', 'zoom 125'], ['dark', 'zoom 200'], ['light', 'full']] as const) {
      await page.emulateMedia({ colorScheme: theme })
      expect(await seen(client, `forty-read-${theme}`, size)).toEqual([])
    }
    // An answer takes its place for a while; then it is as it was left.
    await list.getByText(t('waiting.free', { count: 37 })).click()
    await press(message, 'act.reply')
    await press(message, 'claim.answerAnyway')
    await page.getByRole('textbox', { name: t('compose.text') }).waitFor()
    await page.keyboard.press('Escape')
    await opened(2)
    await page.getByRole('radio', { name: t('waiting.free', { count: 37 }), checked: true }).waitFor({ state: 'attached' })
    expect(client.complaints).toEqual([])
  })
})
