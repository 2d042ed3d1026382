import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { READ_AFTER_MS } from '../../../src/shared/limits.ts'
import { pause, until } from '../patience.ts'
import { fakeMessage, folderIds, manyMessages } from './sample.ts'
import { setScreenStage, type ScreenStage } from './screen-stage.ts'

let stage: ScreenStage
beforeAll(async () => { stage = await setScreenStage() })
afterAll(async () => { await stage[Symbol.asyncDispose]() })

const sender = { name: 'Nieuw', address: 'n@a.test' }

describe('the list', () => {
  test('a hundred thousand rows: the last is one key away, and few are asked for', async () => {
    // given
    await using client = await stage.open({ messages: manyMessages(100_000, Date.now()) })
    const { page, core } = client
    // when
    await page.getByRole('listbox').focus()
    await page.keyboard.press('End')
    // then
    const last = page.locator('[role=option][aria-posinset="100000"]')
    await last.waitFor()
    expect(await last.getAttribute('aria-setsize')).toBe('100000')
    await until('the last row to be current', () => last.getAttribute('aria-selected'), (selected) => selected === 'true')
    expect(core.asked.filter(({ name }) => name === 'mail.rows').length).toBeLessThan(12)
    expect(await page.locator('[role=option]').count()).toBeLessThan(60)
  })

  test('new mail on top leaves the reader where they are', async () => {
    // given
    await using client = await stage.open({ messages: manyMessages(2_000, Date.now()) })
    const { page, core } = client
    await page.getByRole('listbox').evaluate((list) => { list.scrollTop = 30_000 })
    const row = page.getByRole('option').filter({ hasText: 'Bericht nummer 361.' })
    await row.waitFor()
    const before = await row.boundingBox()
    // when
    core.deliver(...[1, 2, 3].map((index) => fakeMessage({ from: sender, subject: `Nieuw ${index}`, text: 'x', hoursAgo: -index / 60 }, Date.now())))
    // then
    await until('the row to be counted anew', () => row.getAttribute('aria-posinset'), (position) => position === '365')
    expect((await row.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, 0)
    await page.getByRole('listbox').evaluate((list) => { list.scrollTop = 0 })
    await page.getByRole('option').filter({ hasText: 'Nieuw 3' }).waitFor()
  })

  test('everything by keyboard: go, choose, archive, undo, and the message that is read follows', async () => {
    // given
    await using client = await stage.open()
    const { page, core } = client
    const inbox = () => core.mailbox.list(folderIds.inbox).map(({ row }) => row.subject)
    const before = inbox()
    // when
    for (const key of ['j', 'j', 'x', 'j', 'x']) await page.keyboard.press(key)
    await page.getByRole('heading', { name: '2 berichten gekozen', level: 1 }).waitFor()
    await page.keyboard.press('e')
    // then
    await page.getByText('2 berichten gearchiveerd').first().waitFor()
    expect(inbox()).toEqual(before.filter((_, index) => index !== 1 && index !== 2))
    await page.keyboard.press('Control+z')
    await until('undo', inbox, (subjects) => subjects.length === before.length)
    // It is undone before the screen shows it.
    await page.locator(`[role=option][aria-setsize="${String(before.length)}"]`).first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('listbox').focus()
    await page.keyboard.press('Home')
    await page.locator('[role=option][aria-posinset="1"][aria-selected=true]').waitFor()
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    await page.getByRole('heading', { name: '3 berichten gekozen', level: 1 }).waitFor()
  })

  test('a message counts as read after a moment, and stays unread when the person says so', async () => {
    await using client = await stage.open()
    const { page, core } = client
    const seen = () => core.mailbox.list(folderIds.inbox)[0]?.row.seen
    await page.keyboard.press('j')
    await until('it to be read', seen, (is) => is === true)
    await page.getByRole('option', { name: /^Apotheek Zuid/ }).waitFor()
    await page.keyboard.press('u')
    await until('it to be unread', seen, (is) => is === false)
    await pause(READ_AFTER_MS + 300)
    expect(seen()).toBe(false)
  })

  test('what the server refuses later is said and put back', async () => {
    await using client = await stage.open()
    client.core.tell({ kind: 'turned-back', taskId: 'x', act: 'move', reason: 'no-right' })
    await client.page.getByText('Een verplaatsing is teruggedraaid').first().waitFor()
  })

  test('a list that cannot be fetched says why and tries again', async () => {
    await using client = await stage.open({ messages: [] })
    const { page, core } = client
    core.refusals.set('mail.rows', 'folder-gone')
    await page.getByRole('button', { name: 'Archief' }).click()
    await page.getByText('Deze map bestaat niet meer op de server.').waitFor()
    core.refusals.clear()
    await page.getByRole('button', { name: 'Probeer opnieuw' }).click()
    await page.getByText('Nog niets gearchiveerd').waitFor()
  })
})

describe('the message', () => {
  test('its notices, its plain form and its attachments', async () => {
    // given
    await using client = await stage.open()
    const { page } = client
    // when
    await page.getByRole('option').filter({ hasText: 'Ontslagbericht' }).click()
    // then
    await page.getByText('Verzonden via een aangesloten zorgdomein').waitFor()
    await page.getByRole('button', { name: 'Toon als platte tekst' }).click()
    await page.locator('.text-body').getByText('Uw patiënt is ontslagen.').waitFor()
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /Bewaren Ontslagbrief\.pdf/ }).click()])
    expect(saved.suggestedFilename()).toBe('Ontslagbrief.pdf')
    await page.getByRole('option').filter({ hasText: 'scan@kopieerapparaat' }).click()
    await page.getByText('Een deel van dit bericht is beschadigd; er kan iets ontbreken.').waitFor()
    await page.getByText('Dit bericht heeft geen tekst.').waitFor()
  })

  test('the rest of the conversation is folded around it', async () => {
    await using client = await stage.open()
    const { page } = client
    await page.getByRole('option').filter({ hasText: 'Ontslagbericht' }).click()
    await page.getByText('3 berichten in dit gesprek').waitFor()
    await page.getByRole('button', { name: /Anja de Vries.*Dank voor het bericht/ }).click()
    await page.locator('.text-body').getByText('Dank voor het bericht.').waitFor()
    expect(await page.locator('.folded').count()).toBe(2)
  })

  test('a body that is on its way, and one that cannot be read, say so', async () => {
    const now = Date.now()
    await using client = await stage.open({ messages: [
      fakeMessage({ from: sender, subject: 'Onderweg', hoursAgo: 1, content: 'fetching' }, now), fakeMessage({ from: sender, subject: 'Stuk', hoursAgo: 2, content: 'unreadable' }, now),
    ] })
    await client.page.keyboard.press('j')
    await client.page.getByText('De inhoud wordt opgehaald.').waitFor()
    await client.page.keyboard.press('j')
    await client.page.getByText('De inhoud van dit bericht is niet te lezen').waitFor()
  })

  test('a mail made of nothing but tags is shown as text', async () => {
    await using client = await stage.open({ messages: [fakeMessage({ from: sender, subject: 'Te veel', hoursAgo: 1, html: `${'<b>'.repeat(50_000)}Geachte collega` }, Date.now())] })
    await client.page.keyboard.press('j')
    await client.page.getByText('De opmaak van dit bericht is niet veilig te tonen').waitFor()
    await client.page.locator('.text-body').getByText('Geachte collega').waitFor()
  })
})

describe('searching', () => {
  test('finds in all folders, marks the words, narrows, and Escape goes back', async () => {
    // given
    await using client = await stage.open()
    const { page } = client
    // when
    await page.keyboard.press('/')
    await page.keyboard.type('metop')
    // then
    await page.getByText('2 gevonden').waitFor()
    expect(await page.locator('mark').first().textContent()).toBe('metop')
    await page.getByText('Archief').nth(1).waitFor()
    await page.getByRole('button', { name: 'Alleen in Postvak IN' }).click()
    await page.getByText('1 gevonden').waitFor()
    await page.getByRole('textbox', { name: 'Zoek in alle post' }).press('Escape')
    await page.getByRole('heading', { name: 'Postvak IN' }).waitFor()
  })

  test('nothing found is a sentence', async () => {
    await using client = await stage.open()
    await client.page.getByRole('textbox', { name: 'Zoek in alle post' }).fill('zzzz')
    await client.page.getByText('Niets gevonden voor “zzzz”').waitFor()
  })
})

describe('in a narrow window', () => {
  test('the message comes over the list and goes back', async () => {
    await using client = await stage.open({ width: 900, height: 700 })
    const { page } = client
    await page.getByRole('option').filter({ hasText: 'Overleg dosering' }).click()
    await page.locator('.text-body').waitFor()
    expect(await page.getByRole('listbox').isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Terug naar de lijst' }).click()
    await page.getByRole('listbox').waitFor()
    await page.keyboard.press('Escape')
  })
})
