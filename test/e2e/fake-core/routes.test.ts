import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibilityFindings } from '../accessibility.ts'
import { look } from '../gallery.ts'
import { until } from '../patience.ts'
import type { FakeCore } from './fake-core.ts'
import { setScreenStage, type ScreenStage } from './screen-stage.ts'

let stage: ScreenStage
beforeAll(async () => { stage = await setScreenStage() })
afterAll(async () => { await stage[Symbol.asyncDispose]() })

const to = (page: Page) => page.getByRole('combobox', { name: 'Aan' })
const letter = (page: Page) => page.getByRole('textbox', { name: 'Tekst van het bericht' })
const send = (page: Page) => page.locator('.send-acts .button-primary')
const chip = (page: Page, who: string) => page.locator('.chip').filter({ hasText: who }).locator('.chip-how')
const verb = (page: Page, words: string) => until('the button', () => send(page).textContent(), (found) => found === words)

/** The composer with these recipients, of an account that has a service for safe mail. */
async function compose({ page, core }: { page: Page; core: FakeCore }, recipients: string): Promise<void> {
  core.hasRelay = true
  await page.keyboard.press('c')
  await letter(page).waitFor()
  await to(page).pressSequentially(`${recipients},`)
}

describe('what happens with each copy', () => {
  test('RT-28: every kind of recipient has a word of its own, while typing', async () => {
    await using client = await stage.open()
    const { page, core } = client
    core.book.book.setMobile('j.vandijk@gmail.com', '06 12345678', 'Anja')
    await compose(client, 'bas@delinde.test,balie@apotheekzuid.test,j.vandijk@gmail.com,h.visser@gmail.com,geenadres')
    for (const [who, word] of [
      ['bas@', 'Intern'], ['balie@', 'Rechtstreeks veilig'], ['j.vandijk@', 'Via portaal, code per sms'], ['h.visser@', 'Mobiel nummer nodig'], ['geenadres', 'Klopt niet'],
    ] as const) await chip(page, who).getByText(word, { exact: true }).waitFor()
    await page.locator('.chip').filter({ hasText: 'j.vandijk@' }).locator('.chip-main').focus()
    await page.getByRole('tooltip').getByText('06 12345678').waitFor()
    await letter(page).focus()
    await page.getByRole('tooltip').waitFor({ state: 'detached' })
    expect(await look({ page, line: client.line }, 'composer-routes')).toEqual([])
  })

  test('RT-21: the number is asked where it belongs, once; a wrong one is said, and kept it opens the portal', async () => {
    await using client = await stage.open()
    const { page, core } = client
    await compose(client, 'h.visser@gmail.com')
    await page.getByText('Nog 1 mobiel nummer').waitFor()
    await verb(page, 'Zet klaar; wacht op een veilige route')
    const number = page.getByRole('textbox', { name: 'Mobiel nummer van h.visser@gmail.com' })
    await number.fill('071 1234567')
    await number.press('Enter')
    await page.getByText('Dit is geen mobiel nummer.').waitFor()
    await number.fill('06-1234 5678')
    await page.getByRole('button', { name: 'Bewaar nummer' }).click()
    await chip(page, 'h.visser@').getByText('Via portaal, code per sms').waitFor()
    expect(core.book.book.find('h.visser@gmail.com')).toMatchObject({ mobile: '+31612345678', mobileVerified: { by: 'Anja de Vries' } })
    await verb(page, 'Verstuur veilig')
    expect(await number.count()).toBe(0)
  })

  test('RT-22: without a number a code by mail will do, where the policy says so and somebody says why', async () => {
    await using client = await stage.open()
    const { page, core } = client
    core.providers.rules = { ...core.providers.rules, emailCodeOnly: true }
    await compose(client, 'h.visser@gmail.com')
    await page.getByRole('button', { name: 'Geen mobiel nummer? Laat de code per mail komen' }).click()
    await page.getByLabel('Waarom mag de code per mail?').fill('mevrouw heeft geen mobiele telefoon')
    expect(await accessibilityFindings(client.line)).toEqual([])
    await page.getByRole('button', { name: 'Code per mail' }).click()
    await chip(page, 'h.visser@').getByText('Via portaal, code per mail').waitFor()
    await send(page).click()
    await until('it to be sent', () => core.desk.outbox.size, (size) => size === 1)
    expect(core.asked.filter(({ name }) => name === 'send.confirm').at(-1)?.input).toMatchObject({ emailCodeReason: 'mevrouw heeft geen mobiele telefoon' })
  })

  test('RT-26: an address that looks like a known one is shown, and nothing is taken by itself', async () => {
    await using client = await stage.open()
    const { page, core } = client
    core.book.book.setMobile('balie@apotheekzuid.test', '06 12345678', 'Anja')
    await compose(client, 'balie@apotheekzuld.test')
    await page.getByText('balie@apotheekzuld.test lijkt op balie@apotheekzuid.test').waitFor()
    expect(await page.locator('.chip').count()).toBe(1)
    await page.getByRole('button', { name: 'Neem balie@apotheekzuid.test' }).click()
    await chip(page, 'balie@apotheekzuid.test').getByText('Rechtstreeks veilig').waitFor()
    expect(await page.locator('.route-ask-alike').count()).toBe(0)
  })
})

describe('DT-1: what the message is about', () => {
  const question = (page: Page) => page.getByRole('group', { name: 'Waar gaat dit bericht over?' })

  test('is not asked while everybody can be reached safely', async () => {
    await using client = await stage.open()
    const { page } = client
    await compose(client, 'bas@delinde.test,balie@apotheekzuid.test')
    await chip(page, 'balie@').getByText('Rechtstreeks veilig').waitFor()
    expect(await question(page).count()).toBe(0)
  })

  test('is three clicks; the answer stands, and can be changed', async () => {
    await using client = await stage.open()
    const { page, core } = client
    await compose(client, 'wmo@gemeente.test')
    await question(page).getByText('Gaat dit bericht over iemands gezondheid?').waitFor()
    expect(await accessibilityFindings(client.line)).toEqual([])
    for (const asked of ['gezondheid', 'afspraak', 'algemeen nieuws']) {
      await question(page).getByText(asked).waitFor()
      await question(page).getByRole('button', { name: asked === 'algemeen nieuws' ? 'Ja' : 'Nee' }).click()
    }
    await page.getByText('Algemeen nieuws').waitFor()
    expect([...core.desk.drafts.values()][0]?.messageClass).toBe('general')
    await page.getByRole('button', { name: 'Wijzig' }).click()
    await question(page).getByRole('button', { name: 'Ja' }).click()
    await page.getByText('Gezondheidsinformatie').first().waitFor()
    expect([...core.desk.drafts.values()][0]?.messageClass).toBe('phi')
  })

  test('is asked again by itself when a doubt comes up behind the answer, and once', async () => {
    await using client = await stage.open()
    const { page, core } = client
    await compose(client, 'praktijk@fysio.test')
    for (const answer of ['Nee', 'Nee', 'Ja']) await question(page).getByRole('button', { name: answer }).click()
    await chip(page, 'praktijk@').getByText('Gewone mail').waitFor()
    await letter(page).fill('Vanaf maart is er een spreekuur van de cardioloog.')
    await question(page).getByText('Gaat dit bericht over iemands gezondheid?').waitFor()
    expect(await look({ page, line: client.line }, 'composer-doubt')).toEqual([])
    for (const answer of ['Nee', 'Nee', 'Ja']) await question(page).getByRole('button', { name: answer }).click()
    await chip(page, 'praktijk@').getByText('Gewone mail').waitFor()
    expect(await question(page).count()).toBe(0)
    expect([...core.desk.drafts.values()][0]?.messageClass).toBe('general')
  })

  test('PHI-01: health information that was found needs no answer and takes none', async () => {
    await using client = await stage.open()
    const { page } = client
    await compose(client, 'wmo@gemeente.test')
    await question(page).waitFor()
    await letter(page).fill('Mevrouw De Vries heeft diabetes en gebruikt metformine.')
    await page.getByText('Gezondheidsinformatie herkend').waitFor()
    expect(await question(page).count()).toBe(0)
  })
})

test('R11: the ground is asked where the practice wants that, and keeps the message until it is chosen', async () => {
  await using client = await stage.open()
  const { page, core } = client
  core.asksGround = true
  await compose(client, 'balie@apotheekzuid.test')
  const ground = page.getByRole('combobox', { name: 'Verzendgrond' })
  await ground.waitFor()
  await verb(page, 'Verstuur veilig')
  await send(page).click()
  await page.getByText('Kies eerst op welke grond je dit verstuurt.').waitFor()
  expect(await accessibilityFindings(client.line)).toEqual([])
  await ground.selectOption('Wettelijke plicht')
  await send(page).click()
  await until('it to be sent', () => core.desk.outbox.size, (size) => size === 1)
  expect(core.asked.filter(({ name }) => name === 'send.confirm').at(-1)?.input).toMatchObject({ ground: 'legalDuty' })
})

test('RT-25: names are looked at once before health information goes to several people outside', async () => {
  await using client = await stage.open()
  const { page, core } = client
  await compose(client, 'balie@apotheekzuid.test,poli@ziekenhuis.test,bas@delinde.test')
  await letter(page).fill('Zie het overzicht.')
  await page.locator('[data-route=direct]').nth(1).waitFor()
  await send(page).click()
  const names = page.getByRole('alertdialog', { name: 'Versturen naar 2 ontvangers buiten de praktijk?' })
  await names.waitFor()
  expect(await names.locator('.chip').count()).toBe(2)
  expect(await look({ page, line: client.line }, 'composer-confirm')).toEqual([])
  await page.keyboard.press('Escape')
  expect(core.desk.outbox.size).toBe(0)
  await send(page).click()
  await names.getByRole('button', { name: 'Verstuur naar deze 2' }).click()
  await until('it to be sent', () => core.desk.outbox.size, (size) => size === 1)
  expect(core.asked.filter(({ name }) => name === 'send.confirm').at(-1)?.input).toMatchObject({ recipientsConfirmed: true })
})

describe('what is said beside the letter', () => {
  const paste = (page: Page, text: string) => to(page).evaluate((field, pasted) => {
    const data = new DataTransfer()
    data.setData('text/plain', pasted)
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, text)
  const people = (count: number): string => Array.from({ length: count }, (_, at) => `p${String(at)}@mailbox.test`).join('; ')

  test('a wrong clock, a mark that was typed into the subject, a group whose members see each other: each with its way out', async () => {
    await using client = await stage.open({ width: 900 })
    const { page, core } = client
    core.clockBehindMs = 3 * 60 * 60 * 1_000
    core.changed('status')
    await compose(client, 'bas@delinde.test')
    await page.getByText('De klok van deze computer loopt 3 uur achter.').waitFor()
    await page.getByRole('textbox', { name: 'Onderwerp' }).fill('SMS 0612345678 Uitnodiging')
    await paste(page, people(11))
    await page.getByText('11 ontvangers buiten de praktijk zien elkaars adres.').scrollIntoViewIfNeeded()
    expect(await look({ page, line: client.line }, 'composer-beside')).toEqual([])
    await page.getByRole('button', { name: 'Haal het weg' }).click()
    expect(await page.getByRole('textbox', { name: 'Onderwerp' }).inputValue()).toBe('Uitnodiging')
    await page.getByRole('button', { name: 'Zet ze in Bcc' }).press('Enter')
    await page.getByText('staan in Bcc en zien elkaar niet').waitFor()
    const lists = () => [...core.desk.drafts.values()][0]?.fields
    await until('them to be hidden', lists, (fields) => fields?.bcc.length === 11 && fields.to.length === 1)
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Zet ze terug')
    expect(await look({ page, line: client.line }, 'composer-hidden-group')).toEqual([])
    await page.keyboard.press('Enter')
    await until('them to be back', lists, (fields) => fields?.bcc.length === 0 && fields.to.length === 12)
  })

  test('RT-24: a safer way that was chosen is still chosen when the draft is opened again', async () => {
    await using client = await stage.open()
    const { page, core } = client
    core.book.book.setMobile('balie@apotheekzuid.test', '06 12345678', 'Anja')
    await compose(client, 'balie@apotheekzuid.test')
    await page.getByRole('textbox', { name: 'Onderwerp' }).fill('Overleg')
    await page.getByRole('button', { name: 'Liever via het portaal, met een code per sms' }).click()
    await chip(page, 'balie@').getByText('Via portaal, code per sms').waitFor()
    await page.getByRole('button', { name: 'Bewaar en sluit', exact: true }).click()
    await page.getByRole('button', { name: /Concepten/ }).click()
    await page.getByRole('button', { name: /Overleg/ }).click()
    await chip(page, 'balie@').getByText('Via portaal, code per sms').waitFor()
    await page.getByText('Je koos een veiliger weg dan nodig is.').waitFor()
    await send(page).click()
    await until('it to be sent', () => core.desk.outbox.size, (size) => size === 1)
    expect(core.asked.filter(({ name }) => name === 'send.confirm').at(-1)?.input).toMatchObject({ wish: 'portal' })
  })

  test('a thousand recipients pasted at once: all are there, planned and sent', { timeout: 180_000 }, async () => {
    await using client = await stage.open()
    const { page, core } = client
    await compose(client, 'bas@delinde.test')
    await paste(page, people(1_000))
    await page.getByText('1.000 ontvangers buiten de praktijk zien elkaars adres.').waitFor()
    await until('them to be kept', () => [...core.desk.drafts.values()][0]?.fields.to.length, (count) => count === 1_001)
    await page.getByText(/^en nog [\d.]+$/).waitFor()
    await until('the button', () => send(page).textContent(), (words) => words === 'Verstuur; 1.000 wachten')
    expect(await accessibilityFindings(client.line)).toEqual([])
    await send(page).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Verstuur naar deze 1.000' }).waitFor()
    expect(await look({ page, line: client.line }, 'composer-confirm-many')).toEqual([])
    await page.getByRole('alertdialog').getByRole('button', { name: 'Verstuur naar deze 1.000' }).click()
    await until('it to be sent', () => core.desk.outbox.size, (size) => size === 2)
    expect([...core.desk.outbox.values()].map(({ item }) => item.to.length)).toEqual([1, 1_000])
  })

  test('RT-04: too large for this provider is said by its own limit', async () => {
    await using client = await stage.open()
    const { page, core } = client
    core.limitBytes = 5_000_000
    await compose(client, 'balie@apotheekzuid.test')
    await page.setInputFiles('input[type=file]', [{ name: 'Scan.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(4_000_000, 1) }])
    await page.getByText('Boven 5 MB gaat het naar buiten de praktijk alleen via een portaal').waitFor()
  })
})
