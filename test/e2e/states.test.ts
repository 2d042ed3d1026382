import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccountState } from '../../src/shared/contract/accounts.ts'
import type { Settings } from '../../src/shared/contract/app.ts'
import { accessibilityFindings } from './accessibility.ts'
import type { Screen } from './browser.ts'
import type { FakeClient } from './fake-core/fake-client.ts'
import type { FakeCore } from './fake-core/fake-core.ts'
import { account } from './fake-core/sample.ts'
import { noFaults } from './fake-core/storage.ts'
import { setScreenStage, type ScreenStage } from './fake-core/screen-stage.ts'
import { picture } from './gallery.ts'
import { composer, folders, press, row, t } from './journeys.ts'
import { focusFinding, layoutFindings, nowhere, windows, type WindowName } from './layout.ts'
import { pause } from './patience.ts'

let stage: ScreenStage
beforeAll(async () => { stage = await setScreenStage() })
afterAll(() => stage[Symbol.asyncDispose]())

type Client = Screen & FakeClient

/**
 * What a screen is looked at in: every window, both themes, densities and languages, though not each with each. A theme changes only
 * colours, a window and a density where things are, a language how long they are; a fault of one shows whatever the others are.
 */
const views: readonly (readonly [WindowName, Pick<Settings, 'theme' | 'density' | 'language'>])[] = [
  ['full', { theme: 'light', density: 'comfortable', language: 'nl' }], ['zoom 125', { theme: 'dark', density: 'compact', language: 'nl' }],
  ['narrow', { theme: 'light', density: 'comfortable', language: 'nl' }], ['zoom 200', { theme: 'dark', density: 'comfortable', language: 'en' }],
]

/** Makes the core say this of the settings, as another window would. */
async function set({ core, page }: Client, settings: Partial<Settings>): Promise<void> {
  core.settings = { ...core.settings, ...settings }
  core.changed('settings')
  const { theme, density, language } = core.settings
  await page.waitForFunction((wanted) => {
    const { dataset, lang } = document.documentElement
    return (dataset['theme'] ?? 'system') === wanted.theme && (dataset['density'] ?? 'comfortable') === wanted.density && lang === wanted.language
  }, { theme, density, language })
}

/** A picture of the screen in a window of this size, and what is cut off. */
async function whole({ page }: Client, name: string, size: WindowName): Promise<string[]> {
  await page.setViewportSize(windows[size])
  await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => { requestAnimationFrame(resolve) }) }))
  await picture(page, `${name}-${size.replace(' ', '-')}`)
  return (await layoutFindings(page)).map((finding) => `${name}, ${size}: ${finding}`)
}

/** The same, and what axe finds on it. */
const seen = async (client: Client, name: string, size: WindowName): Promise<string[]> =>
  [...await whole(client, name, size), ...(await accessibilityFindings(client.line)).map((finding) => `${name}, ${size}: ${finding}`)]

const open = (subject: string) => async (page: Page): Promise<void> => {
  await row(page, subject).click()
  await page.locator('.text-body, .mail-frame').first().waitFor()
}

async function openStorage(page: Page): Promise<void> {
  await page.keyboard.press('Control+,')
  await page.getByRole('tab', { name: t('settings.storage') }).click()
}

async function beginLetter(page: Page): Promise<void> {
  await press(folders(page), 'act.compose')
  await page.getByRole('combobox', { name: t('compose.to') }).pressSequentially('bas@delinde.test,balie@apotheekzuid.test,geen adres,')
  await page.locator('.chip-invalid').waitFor()
  await page.getByRole('textbox', { name: t('compose.subject') }).fill('Een onderwerp dat zo lang is dat het in een smal venster niet op één regel past, en toch leesbaar blijft')
  await composer(page).fill('Zie de bijlage.')
  await page.setInputFiles('input[type=file]', [{ name: 'Een bestand met een heel erg lange naam, van de polikliniek cardiologie.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(9000, 1) }])
}

const screens: Readonly<Record<string, (page: Page, core: FakeCore) => Promise<void>>> = {
  'the list': async (page) => row(page, 'Overleg dosering').waitFor(),
  'a message': open('Overleg dosering'),
  'the origin of a message': async (page) => {
    await open('Overleg dosering')(page)
    await press(page, 'proof.title')
    await page.getByText(t('proof.about')).waitFor()
  },
  'a message with markup': open('Nieuw in het assortiment'),
  'the composer': beginLetter,
  'the composer, what routes ask': async (page, core) => {
    core.hasRelay = true
    core.book.book.setMobile('j.vandijk@gmail.com', '06 12345678', 'Anja')
    core.book.book.setMobile('h.bakker@gmail.com', '06 12345678', 'Anja')
    await press(folders(page), 'act.compose')
    await page.getByRole('combobox', { name: t('compose.to') }).pressSequentially('bas@delinde.test,balie@apotheekzuid.test,j.vandijk@gmail.com,h.visser@gmail.com,h.baker@gmail.com,')
    await page.locator('.route-ask-alike').waitFor()
    await page.locator('.class-ask').waitFor()
  },
  'the outbox': async (page, core) => {
    const draft = core.desk.start({ kind: 'new', accountId: null, to: [] }, undefined)
    core.desk.put({ state: { kind: 'held-unclear', since: Date.now() }, subject: 'Onzeker' }, draft)
    core.desk.put({ state: { kind: 'held-no-route', row: null, needs: [] }, subject: 'Wacht op een veilige route, met een onderwerp dat lang is' }, draft)
    core.changed('outbox')
    await page.getByRole('button', { name: t('folder.outbox') }).click()
    await page.getByText(t('outbox.unclear')).waitFor()
  },
  'what was found': async (page) => {
    await page.getByRole('search').getByRole('textbox').fill('metop')
    await page.getByText(t('search.found', { count: 2 })).waitFor()
  },
  'the palette': async (page) => {
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog', { name: t('palette.title') }).waitFor()
  },
  'the keys': async (page) => {
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: t('shortcuts.title') }).waitFor()
  },
  'what is kept here, after a restore and on a full disk': async (page, core) => {
    core.storage = {
      ...core.storage, restored: { at: core.now, backupAt: core.now - 86_400_000, held: 2, source: 'backup', gap: { from: 812, to: 2811 }, practice: 'unknown' }, backupProblem: 'disk-full',
      lastCheck: { at: core.now, messages: 0, bytes: 0, mail: 'damaged', faults: noFaults },
    }
    await openStorage(page)
    await page.getByText(t('storage.backupNoRoom')).waitFor()
  },
  'what is kept here, after a look that found damage': async (page, core) => {
    core.storage = {
      ...core.storage, lastCheck: { at: core.now - 600_000, messages: 48_210, bytes: 3_400_000_000, mail: 'whole', faults: { found: 46, mended: 31, fetching: 8, offline: 4, refused: 1, gone: 2 } },
      restored: { at: core.now - 7_200_000, backupAt: core.now - 86_400_000, held: 0, source: 'twin', gap: null, practice: 'known' },
    }
    await openStorage(page)
    await page.getByText(t('storage.gone', { count: 2 })).waitFor()
  },
  'what is kept here, mended from the second copy': async (page, core) => {
    core.storage = { ...core.storage, mailboxes: [], state: { lookedAt: core.now - 3_600_000, secondCopy: 'made-anew', mendedAt: core.now - 86_400_000 } }
    await openStorage(page)
    await page.getByText(t('storage.stateMendedMeans')).waitFor()
  },
  'a mailbox to fetch anew': async (page) => {
    await openStorage(page)
    const anew = page.getByRole('button', { name: t('storage.anew') }).first()
    await anew.press('Enter')
    await page.getByRole('alertdialog').getByRole('button', { name: t('storage.anew') }).press('Enter')
    await page.getByText(t('storage.anewBegun')).waitFor()
    // What was asked is done, and the keys are where it was asked.
    await expect.poll(() => focusFinding(page)).toBeNull()
    await anew.press('Enter')
    await page.getByRole('alertdialog').getByText(t('storage.anewMeans')).waitFor()
  },
  'what is kept here, damaged': async (page, core) => {
    core.storage = { ...core.storage, backupProblem: 'damaged' }
    core.settings = { ...core.settings, attachmentsKept: 'one-year' }
    await openStorage(page)
    await page.getByText(/^2,3 GB vrijgemaakt: de bijlagen van 1\.204 berichten staan op de server\.$/).waitFor()
    await page.getByText(t('backup.title')).waitFor()
  },
  'a log that was kept, before unlocking': async (page, core) => {
    keepLog(core)
    await page.keyboard.press('Control+l')
    await page.getByText(t('unlock.lead')).waitFor()
    await page.getByText(t('keptLog.is')).click()
    await page.getByText('niet-ingeleverd-logboek').waitFor()
  },
  'a log that was kept, and no practice': async (page, core) => {
    keepLog(core)
    await page.getByRole('button', { name: t('practice.title') }).click()
    await page.getByText(t('practice.noneTitle')).waitFor()
    await page.getByText(t('keptLog.is')).waitFor()
  },
  'the settings': async (page) => {
    await page.keyboard.press('Control+,')
    await page.getByRole('dialog', { name: t('settings.title') }).waitFor()
  },
}

/** A part of a log lies beside the program, in a folder with a long name. */
function keepLog(core: FakeCore): void {
  core.keptLog = { folder: 'C:\\Users\\anja.devries\\AppData\\Roaming\\Praktijkpost\\niet-ingeleverd-logboek', until: Date.UTC(2031, 10, 24) }
  core.changed('vault', 'practice')
}

describe('a screen is whole and usable in every window, theme, density and language', () => {
  test.each(Object.entries(screens))('%s', async (name, show) => {
    await using client = await stage.open()
    const { page, core } = client
    await show(page, core)
    const findings: string[] = []
    for (const [size, settings] of views) {
      await set(client, settings)
      findings.push(...await seen(client, `${name}, ${settings.language}`, size))
    }
    // A language is as long as it is in any theme: only whether it fits is left to see.
    findings.push(...await whole(client, `${name}, en`, 'full'))
    await set(client, { language: 'nl' })
    findings.push(...await whole(client, `${name}, nl`, 'zoom 200'))
    expect(findings).toEqual([])
    expect(client.complaints).toEqual([])
  })
})

/** The core's answer about the account, from now on. */
function connected(core: FakeCore, change: Partial<AccountState>): void {
  core.mailbox.accounts.splice(0, 1, { ...account(core.now), ...change })
  core.changed('accounts')
}

const states: Readonly<Record<string, (client: Client) => Promise<void>>> = {
  'loading': async ({ core, page }) => {
    core.held.set('mail.rows', new Promise(() => undefined))
    await page.getByRole('button', { name: t('folder.archive') }).click()
    await page.locator('.frame-list .ghosts').waitFor()
  },
  'empty': async ({ core, page }) => {
    core.mailbox.destroy(core.mailbox.messages.map(({ row: { id } }) => id))
    core.changed('messages', 'folders')
    await page.getByText(t('empty.inbox')).waitFor()
  },
  'offline': async ({ core, page }) => {
    connected(core, { connection: { kind: 'waiting', problem: 'offline', retryAt: core.now + 30_000 } })
    await page.getByText(t('banner.offline')).waitFor()
  },
  'login refused': async ({ core, page }) => {
    connected(core, { connection: { kind: 'stopped', problem: 'login-refused' } })
    await page.getByText(t('banner.stoppedMeans')).waitFor()
  },
  'the disk is full': async ({ core, page }) => {
    connected(core, { connection: { kind: 'stopped', problem: 'disk-full' } })
    await page.getByText(t('banner.diskFull')).waitFor()
  },
  'the first copy': async ({ core, page }) => {
    connected(core, { lastSyncedAt: null, progress: { done: 12_400, total: 48_211, bytes: 900_000_000, rate: { messages: 120, bytes: 8_400_000 } } })
    await page.getByText(/^Eerste kopie: 12\.400 van 48\.211, nog ongeveer 5 minuten$/).click()
    const panel = page.getByRole('dialog')
    await panel.getByRole('button', { name: t('copying.pause') }).click()
    await page.getByText(/^Eerste kopie gepauzeerd: 12\.400 van 48\.211$/).waitFor()
    await panel.getByRole('button', { name: t('copying.resume') }).click()
    await panel.getByText(/^Nog ongeveer 5 minuten/).waitFor()
  },
  'the first copy waits for mains power': async ({ core, page }) => {
    await page.addInitScript(() => {
      Object.defineProperty(navigator, 'getBattery', { value: () => Promise.resolve(Object.assign(new EventTarget(), { charging: false, level: 0.34 })) })
    })
    await page.reload()
    await row(page, 'Overleg dosering').waitFor()
    connected(core, { progress: { done: 12_400, total: 48_211, bytes: 900_000_000, rate: null } })
    await page.getByText(/^Eerste kopie wacht op netstroom: 12\.400 van 48\.211$/).click()
    await page.getByRole('dialog').getByText(`${t('copying.battery', { percent: 34 })}.`).waitFor()
  },
  'the first copy waits for a line that is not paid by the byte': async ({ core, page }) => {
    await page.addInitScript(() => {
      Object.defineProperty(navigator, 'connection', { value: Object.assign(new EventTarget(), { type: 'cellular', saveData: false }) })
    })
    await page.reload()
    await row(page, 'Overleg dosering').waitFor()
    connected(core, { progress: { done: 12_400, total: 48_211, bytes: 900_000_000, rate: { messages: 120, bytes: 8_400_000 } } })
    await page.getByText(/^Eerste kopie wacht op een andere verbinding/).click()
    await page.getByRole('dialog').getByRole('button', { name: t('copying.goOn') }).click()
    await page.getByText(/^Eerste kopie: 12\.400 van 48\.211/).waitFor()
  },
  'an attachment that is on the server, out of reach': async ({ core, page }) => {
    const message = core.mailbox.messages.find(({ row: { subject } }) => subject.startsWith('Ontslagbericht'))
    if (message !== undefined) message.isOnServer = true
    core.refusals.set('mail.part', 'on-server')
    await open('Ontslagbericht')(page)
    await page.getByText('staat op de server').first().click()
    await page.locator('.attachment-problem').getByText(t('fail.onServer')).waitFor()
  },
  'the list cannot be had': async ({ core, page }) => {
    core.refusals.set('mail.rows', 'internal')
    await page.getByRole('button', { name: t('folder.archive') }).click()
    await page.getByText(t('list.failed')).waitFor()
  },
  'the message cannot be had': async ({ core, page }) => {
    core.refusals.set('mail.message', 'internal')
    await page.keyboard.press('j')
    await page.getByText(t('message.failed')).first().waitFor()
  },
  'no folders yet': async ({ core, page }) => {
    core.mailbox.folders.splice(0)
    core.changed('folders')
    await page.getByText(t('empty.fetchingText')).waitFor()
  },
  'no folders, and offline': async ({ core, page }) => {
    core.mailbox.folders.splice(0)
    core.changed('folders')
    connected(core, { connection: { kind: 'waiting', problem: 'offline', retryAt: core.now + 30_000 } })
    await page.getByText(t('empty.notFetched')).waitFor()
  },
  'the folders cannot be had': async ({ core, page }) => {
    core.refusals.set('folders.list', 'internal')
    await page.reload()
    await page.getByText(t('nav.failed')).first().waitFor()
  },
  'the core is gone': async (client) => {
    await client.stop()
    await client.page.getByText(t('banner.lost')).waitFor()
    client.complaints.splice(0)
  },
}

describe('a state that is not the ordinary one says what it is', () => {
  test.each(Object.entries(states))('%s', async (name, bring) => {
    await using client = await stage.open()
    await bring(client)
    const findings = [...await seen(client, name, 'full')]
    await client.page.emulateMedia({ colorScheme: 'dark' })
    findings.push(...await seen(client, name, 'zoom 200'))
    expect(findings).toEqual([])
    expect(client.complaints.filter((complaint) => !/WebSocket|ERR_/.test(complaint))).toEqual([])
  })
})

describe('by keyboard only', () => {
  /** The focus moves when the screen has been drawn anew, which takes a busy computer a while. */
  const FOCUS_PATIENCE_MS = 15_000
  const focused = (page: Page): Promise<string | null> => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? null)

  test('Tab goes past everything and shows where it is', async () => {
    await using client = await stage.open()
    const { page } = client
    await open('Ontslagbericht')(page)
    const findings: string[] = []
    const places = new Set<string>()
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press('Tab')
      const finding = await focusFinding(page)
      // Between the last place and the first stands the browser's own window.
      if (finding !== null && finding !== nowhere) findings.push(finding)
      places.add(await focused(page) ?? '')
    }
    expect(findings).toEqual([])
    for (const place of [t('act.compose'), t('frame.lock'), t('folder.inbox'), t('act.reply'), t('act.forward')]) {
      expect([...places].some((one) => one.includes(place)), place).toBe(true)
    }
  })

  test('a morning: read, answer, forward, archive, bin, search, command, keys; the focus is never lost', async () => {
    await using client = await stage.open()
    const { page } = client
    const lost: string[] = []
    const after = async (what: string): Promise<void> => {
      let finding = await focusFinding(page)
      for (const end = Date.now() + FOCUS_PATIENCE_MS; finding !== null && Date.now() < end;) {
        await pause(100)
        finding = await focusFinding(page)
      }
      if (finding !== null) lost.push(`${what}: ${finding}`)
    }
    const listbox = page.getByRole('listbox')
    await listbox.focus()
    for (const key of ['j', 'j', 'k']) await page.keyboard.press(key)
    await page.getByRole('heading', { level: 1, name: 'Overleg dosering metoprolol' }).waitFor()
    await after('walking')
    await page.keyboard.press('e')
    await page.getByText(t('done.archived', { count: 1 })).first().waitFor()
    await after('archiving')
    await page.keyboard.press('#')
    await page.getByText(t('done.trashed', { count: 1 })).first().waitFor()
    await after('binning')
    for (const [key, subject] of [['r', 'Re: '], ['a', 'Re: '], ['f', 'Fwd: ']] as const) {
      await page.keyboard.press(key)
      await composer(page).waitFor()
      expect(await page.getByRole('textbox', { name: t('compose.subject') }).inputValue()).toContain(subject)
      await after(`the composer by ${key}`)
      await page.keyboard.press('Escape')
      await composer(page).waitFor({ state: 'detached' })
      await after(`closing what ${key} began`)
    }
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: t('shortcuts.title') }).waitFor()
    await after('the keys')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await after('closing the keys')
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog', { name: t('palette.title') }).waitFor()
    await after('the palette')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await after('closing the palette')
    await page.keyboard.press('/')
    await page.keyboard.type('rooster')
    await page.getByRole('listbox', { name: t('search.results') }).waitFor()
    await after('searching')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.getByRole('heading', { level: 1, name: /Rooster/ }).waitFor()
    await after('reading what was found')
    await page.keyboard.press('Escape')
    await listbox.and(page.getByRole('listbox', { name: t('folder.inbox') })).waitFor()
    await after('leaving the search')
    expect(lost).toEqual([])
  })
})
