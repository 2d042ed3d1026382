import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startClient, type Client } from './client.ts'
import { look } from './gallery.ts'
import {
  addSampleAccount, button, chips, chipWords, compose, composer, draftKept, field, firstRun, heading, offers, openFolder, openMessage, press, reply, row, send, t, unlock, write,
} from './journeys.ts'
import { letter } from './letters.ts'
import { arrival, subjectsIn } from './other-side.ts'
import { until } from './patience.ts'
import { walkTogether, setStage, type Stage } from './stage.ts'

const own = 'anja@delinde.test'
const bas = 'bas@delinde.test'
const pharmacy = 'balie@apotheekzuid.test'

let stage: Stage
let page: Page
let client: Client
beforeAll(async () => {
  stage = await setStage({ mail: 'empty' })
  page = stage.page
  client = stage.client
  await page.goto(client.url)
  await firstRun(page)
  await addSampleAccount(page)
})
afterAll(async () => {
  await client[Symbol.asyncDispose]()
  await stage[Symbol.asyncDispose]()
})
walkTogether(() => stage)

const inDrafts = (words: string) => page.getByRole('button', { name: words })
const hold = t('chip.noAccount')

/** Every line of its log in which the mail server says what became of something for this address. */
async function handedOverTo(address: string): Promise<string[]> {
  const log = await readFile(path.join(stage.practice.directory, 'postfix/log/mail.log'), 'utf8')
  return log.split('\n').filter((line) => line.includes(`to=<${address}>`))
}

describe('a new message', () => {
  const subject = 'Overdracht spreekuur'
  const countsDown = (): Promise<void> => offers(page).getByText(t('sent.going', { seconds: '' }).split('  ')[0] ?? '').waitFor()
  const file = { name: 'Rooster week 48.pdf', mimeType: 'application/pdf', buffer: randomBytes(300_000) }

  test('each recipient says what happens with their copy, and the button says what it will do', async () => {
    await page.keyboard.press('c')
    await composer(page).waitFor()
    expect(await look(stage, 'compose-empty')).toEqual([])
    await write(page, { to: [bas, pharmacy, 'geen adres'] })
    await until('every chip to be judged', () => chipWords(page), (words) => words.length === 3 && words.every((one) => !one.includes(t('chip.unknown'))))
    const words = await chipWords(page)
    expect(words[0]).toContain(t('chip.internal'))
    expect(words[1]).toContain(hold)
    expect(words[2]).toContain(t('chip.invalid'))
    await page.getByText(t('compose.waits', { count: 1 })).waitFor()
    expect(await look(stage, 'compose-routes')).toEqual([])
    await page.keyboard.press('Control+Enter')
    await page.getByText(t('send.needAddress', { count: 1 })).waitFor()
    for (const name of ['geen adres', pharmacy]) await page.getByRole('button', { name: t('chip.remove', { name }) }).click()
    await until('one chip to be left', () => chips(page).count(), (count) => count === 1)
    await button(page, 'send.safely').waitFor()
  })

  test('what is written is kept by itself: it outlives a reload', async () => {
    await write(page, { subject, text: 'Zie het rooster in de bijlage.' })
    await page.getByText(t('hint.attachment')).waitFor()
    await write(page, { files: [file] })
    await page.getByText(t('hint.attachment')).waitFor({ state: 'detached' })
    await draftKept(page)
    expect(await look(stage, 'compose')).toEqual([])
    await page.reload()
    await openFolder(page, t('folder.drafts'))
    expect(await look(stage, 'drafts')).toEqual([])
    await inDrafts(subject).click()
    await composer(page).getByText('Zie het rooster in de bijlage.').waitFor()
    await page.getByText(file.name).waitFor()
    expect((await chipWords(page))[0]).toContain(bas)
  })

  test('and the death of the client; meanwhile the window says so', async () => {
    await write(page, { text: 'Tot morgen. ' })
    await draftKept(page)
    const port = Number(new URL(client.url).port)
    await client.kill()
    await page.getByText(t('banner.lost')).waitFor()
    expect(await look(stage, 'core-lost')).toEqual([])
    client = await startClient({ practice: stage.practice, directory: client.directory, port })
    await heading(page, 'link.refusedTitle').waitFor()
    expect(await look(stage, 'core-refused')).toEqual([])
    stage.complaints.splice(0)
    await page.goto('about:blank')
    await page.goto(client.url)
    await unlock(page)
    await openFolder(page, t('folder.drafts'))
    await inDrafts(subject).click()
    await composer(page).getByText('Tot morgen. Zie het rooster in de bijlage.').waitFor()
    await page.getByText(file.name).waitFor()
  })

  test('sending can be taken back while it counts down, and nothing has gone', async () => {
    await send(page)
    await countsDown()
    // Nothing in between: the ten seconds are the product's, and real.
    await press(offers(page), 'act.undo')
    await composer(page).getByText('Tot morgen. Zie het rooster in de bijlage.').waitFor()
    expect(await subjectsIn(stage.practice, bas)).toEqual([])
  })

  test('it arrives with what was written and attached, and a copy stands in Verzonden', async () => {
    await send(page)
    await countsDown()
    expect(await look(stage, 'sent-undo')).toEqual([])
    await openFolder(page, t('folder.outbox'))
    await page.getByRole('article', { name: subject }).waitFor()
    expect(await look(stage, 'outbox-undo')).toEqual([])
    const mail = await PostalMime.parse(await arrival(stage.practice, bas, { subject }))
    expect(mail.from).toEqual({ name: 'Anja de Vries', address: own })
    expect(mail.to?.map(({ address }) => address)).toEqual([bas])
    expect(mail.text).toContain('Tot morgen. Zie het rooster in de bijlage.')
    expect(mail.html).toContain('Zie het rooster in de bijlage.')
    expect(mail.attachments.map(({ filename }) => filename)).toEqual([file.name])
    expect(Buffer.compare(Buffer.from(mail.attachments[0]?.content as ArrayBuffer), file.buffer)).toBe(0)
    const copy = await PostalMime.parse(await arrival(stage.practice, own, { subject, folder: 'Verzonden' }))
    expect(copy.messageId).toBe(mail.messageId)
    await openFolder(page, t('folder.sent'))
    await row(page, subject).waitFor()
    expect(await row(page, subject).innerText()).toContain(bas)
    await until('no draft to be left on the server', () => subjectsIn(stage.practice, own, 'Concepten'), (subjects) => !subjects.includes(subject))
    expect(await subjectsIn(stage.practice, bas)).toEqual([subject])
  })
})

describe('to another practice', () => {
  const mixed = 'Medicatie in overleg'
  const outside = 'Alleen naar de apotheek'

  test('one goes, the other waits and never goes as ordinary mail', async () => {
    await compose(page, { to: [bas, pharmacy], subject: mixed, text: 'Graag jullie blik hierop.' })
    await button(page, 'send.now').or(page.getByRole('button', { name: t('send.someWait', { count: 1 }) })).first().waitFor()
    await page.getByRole('button', { name: t('send.someWait', { count: 1 }) }).click()
    await composer(page).waitFor({ state: 'detached' })
    await compose(page, { to: [pharmacy], subject: outside, text: 'Alleen voor jullie.' })
    await press(page, 'send.allWait')
    await composer(page).waitFor({ state: 'detached' })
    const mail = await PostalMime.parse(await arrival(stage.practice, bas, { subject: mixed }))
    expect(mail.to?.map(({ address }) => address)).toEqual([bas, pharmacy])
    await openFolder(page, t('folder.outbox'))
    for (const subject of [mixed, outside]) {
      await page.getByRole('article', { name: subject }).getByText(t('outbox.waitsSetUp')).waitFor()
    }
    await page.getByText(t('nav.noRoute', { count: 2 })).waitFor()
    expect(await look(stage, 'outbox-no-route')).toEqual([])
  })

  test('locking and unlocking changes nothing about that; nothing of it reached a server', async () => {
    await page.keyboard.press('Control+l')
    await unlock(page)
    await openFolder(page, t('folder.outbox'))
    await page.getByRole('article', { name: outside }).getByText(t('outbox.waitsSetUp')).waitFor()
    expect(await subjectsIn(stage.practice, pharmacy)).toEqual([])
    expect(await handedOverTo(bas)).not.toEqual([])
    expect(await handedOverTo(pharmacy)).toEqual([])
    const source = (await arrival(stage.practice, own, { subject: mixed, folder: 'Verzonden' })).toString()
    expect(source).toContain(mixed)
    expect(await subjectsIn(stage.practice, own, 'Verzonden')).not.toContain(outside)
  })

  test('what waits can be taken back, as it was', async () => {
    await press(page.getByRole('article', { name: outside }), 'outbox.takeBack')
    await composer(page).getByText('Alleen voor jullie.').waitFor()
    expect((await chipWords(page))[0]).toContain(pharmacy)
    await press(page, 'draft.discard')
    await offers(page).getByText(t('draft.discarded')).waitFor()
  })
})

describe('answering', () => {
  test('a reply stays in the conversation; the original goes along below it', async () => {
    const subject = 'Wie neemt de telefoon'
    await stage.practice.deliver(await letter({ from: `Bas Jansen <${bas}>`, to: [own, 'mia@delinde.test'], subject, text: 'Kan iemand de telefoon overnemen?', messageId: '<telefoon@delinde.test>' }), own)
    await openFolder(page, t('folder.inbox'))
    const message = await openMessage(page, subject)
    await message.getByText('Kan iemand de telefoon overnemen?').waitFor()
    await reply(page, 'Doe ik. ')
    expect(await field(page, 'compose.subject').inputValue()).toBe(`Re: ${subject}`)
    expect(await look(stage, 'compose-reply')).toEqual([])
    await send(page)
    const mail = await PostalMime.parse(await arrival(stage.practice, bas, { subject: `Re: ${subject}` }))
    expect(mail).toMatchObject({ inReplyTo: '<telefoon@delinde.test>', references: '<telefoon@delinde.test>' })
    expect(mail.text?.indexOf('Doe ik.')).toBeLessThan(mail.text?.indexOf('Kan iemand de telefoon overnemen?') ?? -1)
  })

  test('reply all and forward, by key', async () => {
    await openFolder(page, t('folder.inbox'))
    await openMessage(page, 'Wie neemt de telefoon')
    await page.keyboard.press('a')
    await composer(page).waitFor()
    expect(await chipWords(page)).toHaveLength(2)
    await press(page, 'draft.later')
    await page.keyboard.press('f')
    await composer(page).waitFor()
    expect(await field(page, 'compose.subject').inputValue()).toBe('Fwd: Wie neemt de telefoon')
    expect(await chipWords(page)).toEqual([])
    expect(await look(stage, 'compose-forward')).toEqual([])
    await press(page, 'draft.discard')
  })

  test('a file that is let go over the composer goes along', async () => {
    await page.keyboard.press('c')
    await composer(page).waitFor()
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer()
      data.items.add(new File(['losgelaten'], 'losgelaten.txt', { type: 'text/plain' }))
      return data
    })
    await composer(page).dispatchEvent('dragover', { dataTransfer: transfer })
    await page.getByText(t('attach.drop')).waitFor()
    expect(await look(stage, 'compose-drop')).toEqual([])
    await composer(page).dispatchEvent('drop', { dataTransfer: transfer })
    await page.getByText('losgelaten.txt').waitFor()
    await press(page, 'draft.discard')
  })
})

test('nothing was asked of the outside, nothing was complained about', async () => {
  await heading(page, 'list.label').or(page.getByRole('heading', { level: 1 })).first().waitFor()
  expect(stage.strayRequests).toEqual([])
  expect(stage.complaints).toEqual([])
})
