import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WAIT_ALARM_MS, WAIT_WARNING_MS } from '../../../src/shared/norm/waiting-mail.ts'
import type { OutboxItem } from '../../../src/shared/contract/compose.ts'
import { accessibilityFindings } from '../accessibility.ts'
import { picture } from '../gallery.ts'
import { t } from '../journeys.ts'
import { layoutFindings, windows } from '../layout.ts'
import type { FakeCore } from './fake-core.ts'
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
