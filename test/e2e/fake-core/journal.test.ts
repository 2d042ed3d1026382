import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PracticeLog } from '../../../src/shared/contract/journal.ts'
import { accessibilityFindings } from '../accessibility.ts'
import type { Screen } from '../browser.ts'
import { picture } from '../gallery.ts'
import { field, folders, heading, inEnglish, press, t } from '../journeys.ts'
import { focusFinding, layoutFindings, windows, type WindowName } from '../layout.ts'
import type { FakeClient } from './fake-client.ts'
import { setScreenStage, type ScreenStage } from './screen-stage.ts'

let stage: ScreenStage
beforeAll(async () => { stage = await setScreenStage() })
afterAll(() => stage[Symbol.asyncDispose]())

type Client = Screen & FakeClient

/** Three workstations, of which the second may have something wrong. */
function gatheredLog(now: number, second: Partial<NonNullable<PracticeLog['gathered']>['stations'][number]> = {}): PracticeLog {
  const station = { label: 'Spreekkamer', person: 'Anja de Vries', isThis: true, isOut: false, entries: 812, filedAt: now - 3_600_000, coming: 0, lateFrom: null, first: null }
  return {
    progress: null, failed: null,
    gathered: {
      at: now, from: now - 92 * 86_400_000, strange: 0, isCrowded: false, persons: ['Anja de Vries', 'Bas Jansen'], mailboxes: ['info@delinde.test'], checks: [],
      stations: [
        { ...station, id: 'station-0' }, { ...station, id: 'station-1', label: 'Balie', person: 'Bas Jansen', isThis: false, entries: 2_040, coming: 1, ...second },
        { ...station, id: 'station-2', label: 'Waarnemer', person: 'Mia Smit', isThis: false, isOut: true, entries: 64, lateFrom: 41 },
        { ...station, id: 'station-3', label: 'Thuis', person: 'Tom Bos', isThis: false, entries: 0, filedAt: null },
      ],
    },
  }
}

const list = (page: Page) => page.getByRole('listbox', { name: t('journal.entries') })
const options = (page: Page) => list(page).getByRole('option')
const detail = (page: Page) => page.getByRole('article')

async function goToJournal({ page }: Pick<Screen, 'page'>): Promise<void> {
  await folders(page).getByRole('button', { name: t('journal.title') }).click()
  await page.getByText(t('journal.shutTitle')).waitFor()
}

/** With the printed code: the stand-in has no key. */
async function openJournal(client: Pick<Screen, 'page'>): Promise<void> {
  const { page } = client
  await goToJournal(client)
  await press(page, 'journal.open')
  await press(page, 'key.proofByCode')
  await field(page, 'recovery.field').fill('ABCDE')
  await page.getByRole('alertdialog').getByRole('button', { name: t('journal.open') }).click()
  await list(page).waitFor()
}

async function seen({ page, line }: Pick<Screen, 'page' | 'line'>, name: string, size: WindowName): Promise<string[]> {
  await page.setViewportSize(windows[size])
  await picture(page, `${name}-${size.replace(' ', '-')}`)
  return [...await accessibilityFindings(line), ...await layoutFindings(page)].map((finding) => `${name}, ${size}: ${finding}`)
}

async function everywhere(client: Client, name: string): Promise<string[]> {
  const findings: string[] = []
  for (const theme of ['light', 'dark'] as const) {
    await client.page.emulateMedia({ colorScheme: theme })
    for (const size of ['full', 'zoom 125', 'narrow', 'zoom 200'] as const) findings.push(...await seen(client, `${name}-${theme}`, size))
  }
  await client.page.setViewportSize(windows.full)
  await client.page.emulateMedia({ colorScheme: 'light' })
  return findings
}

describe('the journal', () => {
  test('is shut, opens with a proof, shows what happened, and is shut again when it is left', async () => {
    await using client = await stage.open()
    const { page, core } = client
    await goToJournal(client)
    expect(core.asked.filter(({ name }) => name === 'journal.page')).toEqual([])
    expect(await seen(client, 'journal-shut', 'full')).toEqual([])
    await openJournal(client)
    await page.getByText('De keten klopt: 300 regels').waitFor()
    await options(page).filter({ hasText: 'Rechten gegeven' }).first().click()
    await detail(page).getByRole('heading', { name: 'Rechten gegeven' }).waitFor()
    expect(await everywhere(client, 'journal')).toEqual([])
    await folders(page).getByRole('button', { name: t('book.title') }).click()
    await heading(page, 'book.title').waitFor()
    await expect.poll(() => core.journal.isOpen).toBe(false)
    await goToJournal(client)
  })

  test('is looked through by keyboard, to its very first entry, without drawing all of it', async () => {
    await using client = await stage.open()
    const { page } = client
    await openJournal(client)
    await list(page).focus()
    await page.keyboard.press('ArrowDown')
    await detail(page).getByText('Regel 300').waitFor()
    await page.keyboard.press('ArrowDown')
    await detail(page).getByText('Regel 299').waitFor()
    expect(await focusFinding(page)).toBeNull()
    // Each End reaches the end of what was fetched, which fetches more.
    for (let time = 0; time < 12 && !(await detail(page).getByText('Regel 1', { exact: true }).isVisible()); time++) {
      await page.keyboard.press('End')
      await page.waitForTimeout(150)
    }
    await detail(page).getByText('Regel 1', { exact: true }).waitFor()
    expect(await options(page).count()).toBeLessThan(60)
  })

  test('by patient, message, person, mailbox and kind; a choice that nothing meets says so', async () => {
    await using client = await stage.open()
    const { page, core } = client
    const saved = core.book.book.save(null, { address: 'h.bakker@mailbox.test', name: 'Hennie Bakker', organisation: '', kind: 'person', mobile: '', isVerified: false, community: null, isOutsideEea: false, isAllSecure: false, isStaffPrivate: false }, 'Bas')
    if (!saved.ok) throw new Error(saved.fail)
    for (const entry of core.journal.entries) if (entry.patient !== null) entry.patient = saved.value.id
    await openJournal(client)
    await page.getByLabel(t('journal.patient')).fill('henn')
    await page.getByRole('button', { name: /Hennie Bakker \(/ }).click()
    await page.getByText('Alleen Hennie Bakker').waitFor()
    await expect.poll(async () => (await options(page).allTextContents()).every((text) => text.includes('Hennie Bakker'))).toBe(true)
    await options(page).first().click()
    await press(page, 'journal.aboutMessage')
    await page.getByText(t('journal.messageChosen')).waitFor()
    await page.getByText(t('journal.messageChosen')).locator('..').getByRole('button').click()
    await page.getByRole('button', { name: t('journal.who'), exact: false }).first().click()
    await page.getByRole('option', { name: 'Mia Smit', exact: true }).click()
    await options(page).filter({ hasText: 'Mia Smit, namens Tom Bos' }).first().waitFor()
    await page.getByRole('button', { name: t('journal.what'), exact: false }).first().click()
    await page.getByRole('option', { name: t('journal.groupSecurity'), exact: true }).click()
    await page.getByText(t('journal.none')).waitFor()
    expect(await seen(client, 'journal-none', 'full')).toEqual([])
  })

  test('a break is told with its entry, what it means and what to do; nothing offers to mend it', async () => {
    await using client = await stage.open()
    const { page, core } = client
    core.journal.chain = { kind: 'broken', entries: 300, breaks: 3, first: { sequence: 142, kind: 'changed' } }
    await openJournal(client)
    await page.getByText('De keten klopt niet vanaf regel 142').waitFor()
    expect(await everywhere(client, 'journal-broken')).toEqual([])
    await page.getByRole('button', { name: 'Regel 142 bekijken' }).click()
    await list(page).focus()
    await page.keyboard.press('Home')
    await detail(page).getByText('Regel 142').waitFor()
  })

  test('export, check number and the check of a shared mailbox: one click, and it is recorded', async () => {
    await using client = await stage.open()
    const { page, core } = client
    await openJournal(client)
    await press(page, 'journal.checks')
    expect(await seen(client, 'journal-checks', 'zoom 200')).toEqual([])
    await page.setViewportSize(windows.full)
    await page.getByRole('listitem').filter({ hasText: 'info@delinde.test' }).getByRole('button', { name: t('journal.checkFine') }).click()
    await expect.poll(() => core.journal.checks).toEqual([{ mailbox: 'info@delinde.test', finding: 'in-order' }])
    await page.getByText(/nagekeken door Anja de Vries/).first().waitFor()
    await page.keyboard.press('Escape')
    await press(page, 'journal.headTitle')
    await page.getByText('Tot en met regel 280').waitFor()
    await page.keyboard.press('Escape')
    await press(page, 'journal.export')
    expect(await seen(client, 'journal-export', 'full')).toEqual([])
    const download = page.waitForEvent('download')
    await page.getByRole('dialog').getByRole('button', { name: t('journal.export') }).click()
    expect((await download).suggestedFilename()).toBe('logboek.html')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  test('what cannot be fetched says so; it closes by itself; and all of it in English', async () => {
    await using client = await stage.open()
    const { page, core } = client
    // Whoever may not open it is told so, and is not sent to try again.
    core.refusals.set('journal.view', 'not-allowed')
    await folders(page).getByRole('button', { name: t('journal.title') }).click()
    await page.getByText(t('journal.notYoursText')).waitFor()
    expect(await page.getByRole('button', { name: t('act.retry') }).count()).toBe(0)
    expect(await seen(client, 'journal-not-yours', 'narrow')).toEqual([])
    await page.setViewportSize(windows.full)
    core.refusals.clear()
    core.changed('journal')
    core.refusals.set('journal.page', 'internal')
    await goToJournal(client)
    core.journal.isOpen = true
    core.changed('journal')
    await page.getByText(t('journal.failed')).waitFor()
    core.refusals.clear()
    await press(page, 'act.retry')
    await list(page).waitFor()
    core.journal.isOpen = false
    core.changed('journal')
    await page.getByText(t('journal.shutTitle')).waitFor()
    expect(await list(page).count()).toBe(0)
    core.journal.isOpen = true
    core.settings = { ...core.settings, language: 'en' }
    core.changed('settings', 'journal')
    await page.getByRole('heading', { name: inEnglish('journal.title') }).waitFor()
    expect(await seen(client, 'journal-english', 'full')).toEqual([])
  })

  test('shows all workstations of the practice at once, whose log each entry is of, and which of them does not hold', async () => {
    await using client = await stage.open()
    const { page, core } = client
    core.journal.practice = gatheredLog(core.now)
    await openJournal(client)
    await page.locator('label.choice', { hasText: t('journal.scopeAll') }).click()
    await page.getByText('De ketens kloppen: 3 werkplekken').waitFor()
    expect(core.journal.gatheredFrom.map((from) => from !== null)).toEqual([true])
    await options(page).filter({ hasText: 'Balie' }).first().click()
    await detail(page).getByText('Balie (Bas Jansen)').waitFor()
    expect(await everywhere(client, 'journal-all')).toEqual([])
    // then one of them alone, and further back than was fetched
    await page.getByRole('button', { name: `${t('journal.everyStation')} ${t('journal.station')}` }).click()
    await page.getByRole('option', { name: 'Balie (Bas Jansen)', exact: true }).click()
    await expect.poll(() => core.asked.findLast(({ name }) => name === 'journal.page')?.input).toMatchObject({ scope: 'practice', filter: { station: 'station-1' } })
    await page.getByRole('button', { name: t('journal.period') }).click()
    await page.getByRole('option', { name: t('journal.periodAll') }).click()
    await expect.poll(() => core.journal.gatheredFrom.at(-1)).toBeNull()
    // then what is wrong with one of them
    await press(page, 'journal.stations')
    await page.getByRole('dialog').getByText('Laatst opgeborgen').first().waitFor()
    expect(await everywhere(client, 'journal-stations')).toEqual([])
    await page.keyboard.press('Escape')
    core.journal.practice = gatheredLog(core.now, { first: { sequence: 12, kind: 'gap' } })
    core.changed('journal')
    await page.getByText('Het logboek van Balie (Bas Jansen) klopt niet').waitFor()
    await page.getByText('De keten klopt niet vanaf regel 12.').waitFor()
    expect(await seen(client, 'journal-all-broken', 'full')).toEqual([])
    expect(await seen(client, 'journal-all-broken', 'zoom 200')).toEqual([])
  })

  test('says how far fetching the others is, and where it cannot be done what is here already', async () => {
    await using client = await stage.open()
    const { page, core } = client
    core.journal.practice = { progress: { done: 3, all: 40 }, failed: null, gathered: null }
    await openJournal(client)
    await page.locator('label.choice', { hasText: t('journal.scopeAll') }).click()
    await page.getByText('3 van 40 delen').waitFor()
    expect(await seen(client, 'journal-gathering', 'full')).toEqual([])
    core.journal.practice = { ...gatheredLog(core.now), failed: 'offline' }
    core.changed('journal')
    await page.getByText(t('journal.gatherOffline')).waitFor()
    await options(page).first().waitFor()
    expect(await seen(client, 'journal-gather-offline', 'full')).toEqual([])
    await page.locator('label.choice', { hasText: t('journal.scopeHere') }).click()
    await page.getByText('De keten klopt: 300 regels').waitFor()
  })
})
