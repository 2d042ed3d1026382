import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { look } from '../gallery.ts'
import { button, field, press, t } from '../journeys.ts'
import { setScreenStage, type ScreenStage } from './screen-stage.ts'

let stage: ScreenStage
beforeAll(async () => { stage = await setScreenStage() })
afterAll(async () => { await stage[Symbol.asyncDispose]() })

describe('servers of another domain (RFC 6186 section 6)', () => {
  test.each([['as it comes', 1360, 860], ['at twice the size', 680, 430]] as const)('get no password before the person has confirmed them, %s', async (_, width, height) => {
    await using client = await stage.open({ width, height })
    const { page, core } = client
    const tested = () => core.asked.filter(({ name }) => name === 'accounts.test').length
    // given
    await page.keyboard.press('Control+,')
    await page.getByRole('tab', { name: t('settings.accounts') }).click()
    await press(page, 'account.add')
    await field(page, 'account.address').fill('info@verwezen.test')
    await press(page, 'account.search')
    await page.getByText(t('account.elsewhere', { count: 2 })).waitFor()
    await page.getByText(t('account.own', { domains: 'verwezen.test' })).waitFor()
    await field(page, 'account.password').fill('geheim')
    expect(await look(client, `account-elsewhere-${String(width)}`)).toEqual([])
    // when
    await press(page, 'account.test')
    // then
    await page.getByText(t('account.elsewhereFirst')).waitFor()
    expect(await look(client, `account-elsewhere-asked-${String(width)}`)).toEqual([])
    expect(tested()).toBe(0)
    // when
    await page.getByText(t('account.elsewhereYes'), { exact: true }).click()
    await press(page, 'account.test')
    // then
    await button(page, 'account.testAgain').waitFor()
    expect(tested()).toBe(1)
  })
})
