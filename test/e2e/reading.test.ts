import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { SendMailOptions } from 'nodemailer'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pdf } from '../corpora/documents/pdf.ts'
import { exhibit, look } from './gallery.ts'
import { trickGroups } from './html/leak-tricks.ts'
import { setTrap } from './html/trap.ts'
import {
  addSampleAccount, button, firstCopyDone, firstRun, listedAtLast, openedMessage, openFolder, openMessage, press, row, rows, search, t,
} from './journeys.ts'
import { letter } from './letters.ts'
import { countIn, flagsOf, subjectsIn } from './other-side.ts'
import { pause, until } from './patience.ts'
import { walkTogether, setStage, type Stage } from './stage.ts'

const own = 'anja@delinde.test'
const bas = 'Bas Jansen <bas@delinde.test>'

let stage: Stage
let page: Page
beforeAll(async () => {
  stage = await setStage({ mail: 'sample' })
  page = stage.page
  await page.goto(stage.client.url)
  await firstRun(page)
  await addSampleAccount(page)
  await firstCopyDone(page)
})
afterAll(() => stage[Symbol.asyncDispose]())
walkTogether(() => stage)

const receive = async (parts: SendMailOptions): Promise<void> => stage.practice.deliver(await letter({ from: bas, to: own, ...parts }), own)
const chosenRow = () => page.locator('[role=option][aria-selected=true]')
const unread = async (words: string): Promise<boolean> => (await row(page, words).innerText()).startsWith(t('row.unread'))
const offer = (words: string) => page.locator('.offers').getByText(words)

describe('the list', () => {
  test('has what the server has, newest first, and says how each message stands', async () => {
    await listedAtLast(page, await countIn(stage.practice, own))
    expect(await page.locator('[role=option]:not(:has(.badge))').count()).toBe(0)
    expect(await look(stage, 'list')).toEqual([])
  })

  test('with a message beside it: as the README shows it', async () => {
    const message = await openMessage(page, 'Specialistenbrief')
    await button(message, 'act.reply').waitFor()
    await until('it to be read', () => unread('Specialistenbrief'), (is) => !is)
    expect(await look(stage, 'mail')).toEqual([])
    await exhibit(page, 'mail-light')
  })

  test('new mail is there by itself, on top, and is told to who listens', async () => {
    const told = page.getByRole('status').filter({ hasText: t('list.newMail', { count: 1 }) })
    await receive({ subject: 'Vers van de pers' })
    await row(page, 'Vers van de pers').waitFor()
    expect(await rows(page).first().innerText()).toContain('Vers van de pers')
    await told.waitFor({ state: 'attached' })
  })

  test('scrolls through everything, and opens what is far down', async () => {
    await page.getByRole('listbox').press('End')
    await until('the last row', () => chosenRow().getAttribute('aria-posinset'), (at) => at !== null && at === String(rowCount))
    await page.getByRole('listbox').press('Home')
    await until('the first row', () => chosenRow().getAttribute('aria-posinset'), (at) => at === '1')
  })

  test('a shared mailbox is a place of its own', async () => {
    await openFolder(page, 'info')
    await rows(page).first().waitFor()
    expect(await look(stage, 'shared')).toEqual([])
    await openFolder(page, t('folder.trash'))
    await page.getByText(t('empty.trash')).waitFor()
    expect(await look(stage, 'list-empty')).toEqual([])
    await openFolder(page, t('folder.inbox'))
  })

  let rowCount = 0
  beforeAll(async () => { rowCount = await countIn(stage.practice, own) + 1 })
})

describe('a message', () => {
  test('a conversation stands together, oldest first, one of it open', async () => {
    const first = '<eerste@delinde.test>'
    await receive({ subject: 'Sleutel van de kast', text: 'Waar ligt de sleutel?', messageId: first })
    await receive({ subject: 'Re: Sleutel van de kast', text: 'In de la van kamer twee.', inReplyTo: first, references: first })
    const message = await openMessage(page, 'Re: Sleutel van de kast')
    await message.getByText('In de la van kamer twee.').waitFor()
    await page.getByText(t('message.conversation', { count: 2 }), { exact: true }).filter({ visible: true }).first().waitFor()
    await page.getByRole('button', { name: 'Waar ligt de sleutel?' }).click()
    await openedMessage(page).getByText('Waar ligt de sleutel?').waitFor()
    expect(await look(stage, 'conversation')).toEqual([])
  })

  test('attachments are saved as they were sent, byte for byte', async () => {
    const files = [
      { filename: 'Uitslag onderzoek.pdf', content: randomBytes(1_400_000), contentType: 'application/pdf' },
      { filename: 'Één überlange naam (2).txt', content: Buffer.from('één\r\ntwee\n'), contentType: 'text/plain' },
      { filename: 'leeg.bin', content: Buffer.alloc(0) },
    ]
    await receive({ subject: 'Drie bijlagen', text: 'Zie de bijlagen.', attachments: files })
    const message = await openMessage(page, 'Drie bijlagen')
    for (const { filename, content } of files) {
      const saved = page.waitForEvent('download')
      await message.getByRole('button', { name: filename }).click()
      const download = await saved
      expect(download.suggestedFilename()).toBe(filename)
      expect(Buffer.compare(await readFile(await download.path()), content)).toBe(0)
    }
    expect(await look(stage, 'attachments')).toEqual([])
  })

  test('HTML is drawn in its own frame; a link says where it really goes, and goes nowhere by itself', async () => {
    await receive({ subject: 'Nieuwsbrief', html: '<h1 style="color:#07a">Nieuws</h1><p>Lees verder op <a href="https://elders.test/verder?wie=anja">www.delinde.test</a>.</p>' })
    await openMessage(page, 'Nieuwsbrief')
    const frame = page.frameLocator('iframe')
    await frame.getByRole('link', { name: 'www.delinde.test' }).click()
    const line = page.getByRole('group', { name: t('link.label') })
    await line.getByText('elders.test', { exact: true }).waitFor()
    await line.getByText(t('link.pretends', { host: 'www.delinde.test' })).waitFor()
    expect(await look(stage, 'link')).toEqual([])
    await page.keyboard.press('Escape')
    await line.waitFor({ state: 'detached' })
    expect(stage.context.pages()).toHaveLength(1)
  })

  test('every known trick, received as real mail, reaches nothing outside', async () => {
    await using trap = await setTrap()
    const complaintsBefore = stage.complaints.length
    for (const [name, tricks] of Object.entries(trickGroups)) {
      const html = tricks(trap.at).map((trick) => `<div>${trick.html}</div>`).join('\n')
      await receive({ subject: `Trucs ${name}`, html, text: 'Zonder opmaak.' })
    }
    for (const name of Object.keys(trickGroups)) {
      await openMessage(page, `Trucs ${name}`)
      await page.locator('.message-body').locator('iframe, .text-body').first().waitFor()
      await Promise.all(page.frames().map((frame) => frame.waitForLoadState('load')))
    }
    // Nothing tells that a request will not come any more.
    await pause(1000)
    expect(await look(stage, 'hostile')).toEqual([])
    expect(trap.heard).toEqual([])
    expect(trap.connections()).toBe(0)
    expect(stage.strayRequests).toEqual([])
    // Reading such mail, even inert, makes the page's policy speak; nothing else may.
    expect(stage.complaints.splice(complaintsBefore).filter((complaint) => !complaint.includes('Content Security Policy'))).toEqual([])
  })
})

describe('searching', () => {
  test('finds by words in subject and text, and marks them', async () => {
    await receive({ subject: 'Levering zonnebloem', html: '<p>De <b>korenbloem</b> komt later.</p>' })
    await receive({ subject: 'Niets bijzonders', text: 'Alleen een korenbloem, verder niets.' })
    await row(page, 'Niets bijzonders').waitFor()
    await search(page, 'korenbloem')
    await until('both to be found', () => rows(page).count(), (count) => count === 2)
    expect(await page.locator('mark').allInnerTexts()).toContain('korenbloem')
    // In the opened message too: in plain text, and inside the frame of a page.
    await openMessage(page, 'Niets bijzonders')
    expect(await openedMessage(page).locator('mark').allInnerTexts()).toEqual(['korenbloem'])
    expect(await look(stage, 'search')).toEqual([])
    await openMessage(page, 'Levering zonnebloem')
    await openedMessage(page).frameLocator('iframe').locator('b .pp-found', { hasText: 'korenbloem' }).waitFor()
    await search(page, 'korenbloem zonneb')
    await until('one to be found', () => rows(page).count(), (count) => count === 1)
  })

  test('finds what stands inside attachments, also while the search is open', async () => {
    await search(page, 'zonnewijzer')
    await page.getByText(t('search.none', { text: 'zonnewijzer' })).waitFor()
    await receive({ subject: 'Uitslag als PDF', text: 'Zie bijlage.', attachments: [{ filename: 'uitslag.pdf', content: pdf(['De zonnewijzer staat stil.']) }] })
    await row(page, 'Uitslag als PDF').waitFor()
  })

  test('what is not there is said so', async () => {
    await search(page, 'bestaatnietindezepost')
    await page.getByText(t('search.none', { text: 'bestaatnietindezepost' })).waitFor()
    expect(await look(stage, 'search-none')).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('listbox', { name: t('folder.inbox') }).waitFor()
  })
})

describe('by keyboard only', () => {
  const inbox = () => subjectsIn(stage.practice, own)
  const archive = () => subjectsIn(stage.practice, own, 'Archief')

  test('j and k walk, u turns unread and back, s sets a flag: on the server too', async () => {
    for (const subject of ['Toetsen een', 'Toetsen twee']) await receive({ subject })
    await row(page, 'Toetsen twee').waitFor()
    await openFolder(page, t('folder.archive'))
    await openFolder(page, t('folder.inbox'))
    // The name of the folder stands there before its rows do.
    await row(page, 'Toetsen twee').waitFor()
    await page.keyboard.press('j')
    await page.getByRole('heading', { level: 1, name: 'Toetsen twee' }).waitFor()
    await page.keyboard.press('j')
    await page.getByRole('heading', { level: 1, name: 'Toetsen een' }).waitFor()
    await page.keyboard.press('k')
    await page.getByRole('heading', { level: 1, name: 'Toetsen twee' }).waitFor()
    await until('it to be read on the screen', () => unread('Toetsen twee'), (is) => !is)
    await until('it to be read', () => flagsOf(stage.practice, own, { subject: 'Toetsen twee' }), (flags) => flags.includes('\\Seen'))
    await page.keyboard.press('u')
    await until('it to be unread', () => flagsOf(stage.practice, own, { subject: 'Toetsen twee' }), (flags) => !flags.includes('\\Seen'))
    await page.keyboard.press('s')
    await until('it to have a flag', () => flagsOf(stage.practice, own, { subject: 'Toetsen twee' }), (flags) => flags.includes('\\Flagged'))
  })

  test('e archives, on the server too; Ctrl Z brings it back', async () => {
    await page.keyboard.press('e')
    await offer(t('done.archived', { count: 1 })).waitFor()
    await row(page, 'Toetsen twee').waitFor({ state: 'detached' })
    expect(await look(stage, 'archived')).toEqual([])
    await until('it to be in the archive', archive, (subjects) => subjects.includes('Toetsen twee'))
    await page.keyboard.press('Control+z')
    await row(page, 'Toetsen twee').waitFor()
    await until('it to be back', inbox, (subjects) => subjects.includes('Toetsen twee'))
    expect(await archive()).not.toContain('Toetsen twee')
  })

  test('several at once with Shift, and Delete for all of them', async () => {
    for (const subject of ['Drie op een rij a', 'Drie op een rij b', 'Drie op een rij c']) await receive({ subject })
    await row(page, 'Drie op een rij a').waitFor()
    await row(page, 'Drie op een rij c').click()
    await page.getByRole('listbox').press('Shift+ArrowDown')
    await page.getByRole('listbox').press('Shift+ArrowDown')
    await page.getByText(t('list.chosen', { count: 3 })).first().waitFor()
    expect(await look(stage, 'chosen')).toEqual([])
    await page.keyboard.press('Delete')
    await offer(t('done.trashed', { count: 3 })).waitFor()
    await until('all three to be in the bin', () => subjectsIn(stage.practice, own, 'Prullenbak'), (subjects) => subjects.filter((subject) => subject.startsWith('Drie op een rij')).length === 3)
    await page.keyboard.press('Control+z')
    await row(page, 'Drie op een rij c').waitFor()
  })

  test('? shows every key, Ctrl K finds every command', async () => {
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: t('shortcuts.title') }).waitFor()
    expect(await look(stage, 'shortcuts')).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('dialog', { name: t('palette.title') })
    await palette.waitFor()
    expect(await look(stage, 'palette')).toEqual([])
    await page.keyboard.type('archi')
    await palette.getByRole('menuitem', { name: t('act.archive') }).waitFor()
    await page.keyboard.press('Escape')
    await palette.waitFor({ state: 'detached' })
  })

  test('from the bin it goes for good, after one question', async () => {
    await openFolder(page, t('folder.trash'))
    await row(page, 'Drie op een rij a').or(page.getByText(t('empty.trash'))).first().waitFor()
    await openFolder(page, t('folder.inbox'))
    await row(page, 'Toetsen een').click()
    await page.keyboard.press('Delete')
    await openFolder(page, t('folder.trash'))
    await row(page, 'Toetsen een').click()
    await page.keyboard.press('Delete')
    const question = page.getByRole('alertdialog', { name: t('destroy.title', { count: 1 }) })
    await question.waitFor()
    expect(await look(stage, 'destroy')).toEqual([])
    await press(question, 'act.destroy')
    await until('it to be gone', () => subjectsIn(stage.practice, own, 'Prullenbak'), (subjects) => !subjects.includes('Toetsen een'))
    await openFolder(page, t('folder.inbox'))
  })
})

test('nothing was asked of the outside, nothing was complained about', () => {
  expect(stage.strayRequests).toEqual([])
  expect(stage.complaints).toEqual([])
})
