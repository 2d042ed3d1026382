import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TypedContact } from '../../../src/main/address-book/address-book.ts'
import { accessibilityFindings } from '../accessibility.ts'
import type { Screen } from '../browser.ts'
import { picture } from '../gallery.ts'
import { button, composer, field, folders, heading, inEnglish, press, t } from '../journeys.ts'
import { focusFinding, layoutFindings, windows, type WindowName } from '../layout.ts'
import { until } from '../patience.ts'
import type { FakeClient } from './fake-client.ts'
import type { FakeCore } from './fake-core.ts'
import { setScreenStage, type ScreenStage } from './screen-stage.ts'

let stage: ScreenStage
beforeAll(async () => { stage = await setScreenStage() })
afterAll(() => stage[Symbol.asyncDispose]())

type Client = Screen & FakeClient

const typed = (change: Partial<TypedContact>): TypedContact => ({
  address: '', name: '', organisation: '', kind: 'person', mobile: '', isVerified: false, community: null, isOutsideEea: false, isAllSecure: false, isStaffPrivate: false, ...change,
})

/** A small practice's book: two patients, a pharmacy, and somebody twice. */
function fill({ book }: FakeCore): { hennie: string } {
  const put = (contact: Partial<TypedContact>): string => {
    const saved = book.book.save(null, typed(contact), 'Bas Jansen')
    if (!saved.ok) throw new Error(saved.fail)
    return saved.value.id
  }
  const hennie = put({ address: 'h.bakker@mailbox.test', name: 'Hennie Bakker', mobile: '06-12345678', isVerified: true, isAllSecure: true })
  put({ address: 's.demir@mailbox.test', name: 'Selin Demir', mobile: '06 87654321' })
  put({ address: 'balie@apotheekzuid.test', name: 'Balie Apotheek Zuid', organisation: 'Apotheek Zuid', kind: 'professional', community: 'zorgmail' })
  put({ address: 'cardiologie@ziekenhuis.test', name: 'Polikliniek Cardiologie met een naam die niet op één regel past', organisation: 'Ziekenhuis Oost, locatie Lindedorp', kind: 'professional' })
  put({ address: 'hennie.bakker@elders.test', name: 'Hennie Bakker' })
  book.know({ name: 'Hennie Bakker', address: 'h.bakker@mailbox.test', written: 3, writtenAt: Date.UTC(2026, 2, 3, 9, 12), lastAt: Date.UTC(2026, 2, 4, 8) })
  return { hennie }
}

async function openBook({ page }: Pick<Screen, 'page'>): Promise<void> {
  await folders(page).getByRole('button', { name: t('book.title') }).click()
  await heading(page, 'book.title').waitFor()
}

const inBook = (page: Page, name: string) => page.getByRole('listbox', { name: t('book.list') }).getByRole('option', { name }).first()

async function seen({ page, line }: Pick<Screen, 'page' | 'line'>, name: string, size: WindowName): Promise<string[]> {
  await page.setViewportSize(windows[size])
  await picture(page, `${name}-${size.replace(' ', '-')}`)
  return [...await accessibilityFindings(line), ...await layoutFindings(page)].map((finding) => `${name}, ${size}: ${finding}`)
}

/** Every window and both themes. */
async function everywhere(client: Client, name: string): Promise<string[]> {
  const findings: string[] = []
  for (const theme of ['light', 'dark'] as const) {
    await client.page.emulateMedia({ colorScheme: theme })
    for (const size of ['full', 'zoom 125', 'narrow', 'zoom 200'] as const) findings.push(...await seen(client, `${name}-${theme}`, size))
  }
  await client.page.setViewportSize(windows.full)
  return findings
}

describe('the screen of the address book is whole in every window and theme', () => {
  test('empty, and nobody found', async () => {
    await using client = await stage.open()
    await openBook(client)
    await client.page.getByText(t('book.emptyText')).waitFor()
    expect(await everywhere(client, 'book-empty')).toEqual([])
    fill(client.core)
    await field(client.page, 'book.search').fill('xyz')
    await client.page.getByText(t('book.none', { text: 'xyz' })).waitFor()
    expect(await seen(client, 'book-none', 'full')).toEqual([])
    expect(client.complaints).toEqual([])
  })

  test('a contact: the number with who verified it, consent, last contact, also in English', async () => {
    await using client = await stage.open()
    const { hennie } = fill(client.core)
    client.core.book.book.giveConsent(hennie, 'logistic', 'Bas Jansen')
    client.core.book.book.withdrawConsent(hennie, 'Mia Smit')
    client.core.book.book.giveConsent(hennie, 'both', 'Anja de Vries')
    await openBook(client)
    await inBook(client.page, 'h.bakker@mailbox.test').click()
    await client.page.getByText('Gecontroleerd door Bas Jansen').waitFor()
    await client.page.getByText(t('book.domainPending')).waitFor()
    expect(await everywhere(client, 'book-contact')).toEqual([])
    client.core.settings = { ...client.core.settings, language: 'en' }
    client.core.changed('settings')
    await client.page.getByText(inEnglish('book.consentAbout')).waitFor()
    expect([...await seen(client, 'book-contact-english', 'full'), ...await seen(client, 'book-contact-english', 'zoom 200')]).toEqual([])
    expect(client.complaints).toEqual([])
  })

  test('the form, with what is wrong at its field', async () => {
    await using client = await stage.open()
    const { page } = client
    fill(client.core)
    await openBook(client)
    await press(page, 'book.new')
    await field(page, 'book.address').fill('h.bakker@mailbox.test')
    await field(page, 'book.mobile').fill('070-1234567')
    await press(page, 'book.keep')
    await page.getByText(t('book.failMobile')).waitFor()
    await field(page, 'book.mobile').fill('0612345678')
    await press(page, 'book.keep')
    await page.getByText(t('book.failThere')).waitFor()
    expect(await everywhere(client, 'book-form')).toEqual([])
    await field(page, 'book.address').fill('h.bakker-smit@mailbox.test')
    await press(page, 'book.keep')
    await page.getByText(t('book.neverSent')).waitFor()
    // What was pressed is gone with its form: the focus goes on where the contact stands.
    await until('the focus to be with the contact', () => page.evaluate(() => document.activeElement?.tagName ?? 'BODY'), (tag) => tag !== 'BODY')
  })

  test('what cannot be had is said', async () => {
    await using client = await stage.open()
    client.core.refusals.set('book.list', 'internal')
    await openBook(client)
    await client.page.getByText(t('book.failed')).waitFor()
    expect(await seen(client, 'book-failed', 'full')).toEqual([])
    client.core.refusals.clear()
    await press(client.page, 'act.retry')
    await client.page.getByText(t('book.emptyText')).waitFor()
  })

  test('contacts that seem to be the same', async () => {
    await using client = await stage.open()
    const { page, core } = client
    fill(core)
    await openBook(client)
    await page.getByText(t('book.duplicates', { count: 1 })).waitFor()
    await press(page, 'book.seeDuplicates')
    await heading(page, 'book.duplicatesTitle').waitFor()
    expect(await everywhere(client, 'book-duplicates')).toEqual([])
    await page.getByRole('button', { name: t('book.keepThisOf', { address: 'h.bakker@mailbox.test' }) }).click()
    await page.getByText(t('book.duplicatesNone')).waitFor()
    expect(core.book.book.find('hennie.bakker@elders.test')).toBeNull()
  })
})

describe('what somebody does there', () => {
  test('adds, verifies a number, changes, writes, removes', async () => {
    await using client = await stage.open()
    const { page, core } = client
    await openBook(client)
    await page.getByRole('button', { name: t('book.new') }).first().click()
    await field(page, 'book.name').fill('Joost van Dam')
    await field(page, 'book.address').fill('j.vandam@mailbox.test')
    await page.getByText(t('book.kindPerson'), { exact: true }).click()
    await field(page, 'book.mobile').fill('0031 6 1234 5678')
    await press(page, 'book.keep')
    await page.getByText(t('book.mobileUnverified')).waitFor()
    await press(page, 'book.verifyNow')
    await page.getByText('Gecontroleerd door Anja de Vries').waitFor()
    expect(core.book.book.find('j.vandam@mailbox.test')).toMatchObject({ kind: 'person', mobile: '+31612345678', mobileVerified: { by: 'Anja de Vries' } })
    await press(page, 'book.edit')
    await field(page, 'book.name').fill('Joost van Dam sr.')
    await press(page, 'book.keep')
    await heading(page, 'book.title').waitFor()
    await inBook(page, 'Joost van Dam sr.').waitFor()
    await press(page, 'book.write')
    await composer(page).waitFor()
    expect(await page.getByRole('list', { name: t('recipients.of', { field: t('compose.to') }) }).getByRole('listitem').innerText()).toContain('j.vandam@mailbox.test')
    await press(page, 'draft.discard')
    await inBook(page, 'Joost van Dam sr.').click()
    await press(page, 'book.remove')
    await page.getByRole('alertdialog').getByRole('button', { name: t('book.remove') }).click()
    await page.getByText(t('book.emptyText')).waitFor()
    expect(client.complaints).toEqual([])
  })

  test('records a consent and withdraws it; what was stays to be read', async () => {
    await using client = await stage.open()
    const { page, core } = client
    const { hennie } = fill(core)
    await openBook(client)
    await inBook(page, 'h.bakker@mailbox.test').click()
    await press(page, 'book.giveConsent')
    await press(page, 'book.withdraw')
    await page.getByText(t('book.consentNone')).waitFor()
    await page.getByText(t('book.history')).waitFor()
    expect(core.book.book.consentsOf(hennie)).toMatchObject([{ scope: 'logistic', givenBy: 'Anja de Vries', withdrawnBy: 'Anja de Vries' }])
  })

  test('by keyboard only: to the book, down the list, the focus always shows', async () => {
    await using client = await stage.open()
    const { page } = client
    fill(client.core)
    await folders(page).getByRole('button', { name: t('book.title') }).focus()
    await page.keyboard.press('Enter')
    await inBook(page, 'Balie Apotheek Zuid').waitFor()
    await field(page, 'book.search').focus()
    const findings: string[] = []
    await page.keyboard.press('Tab')
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter', 'Tab', 'Tab', 'Tab', 'Tab']) {
      await page.keyboard.press(key)
      // What is tabbed into comes with the chosen contact.
      if (key === 'Enter') await page.getByRole('article').getByRole('heading', { level: 2 }).waitFor()
      const finding = await focusFinding(page)
      if (finding !== null) findings.push(`${key}: ${finding}`)
    }
    expect(findings).toEqual([])
    await page.getByRole('article').getByRole('heading', { level: 2 }).waitFor()
  })

  test('says how the domain stands once that is known', async () => {
    await using client = await stage.open()
    const { page, core } = client
    fill(core)
    await openBook(client)
    await inBook(page, 'balie@apotheekzuid.test').click()
    await page.getByText(t('book.domainPending')).waitFor()
    for (const [status, words] of [['ready', 'book.domainReady'], ['absent', 'book.domainNotReady'], ['lookupFailed', 'book.domainUnsure'], ['noSuchDomain', 'book.domainGone']] as const) {
      core.book.statuses.set('apotheekzuid.test', status)
      core.changed('routes')
      await page.getByText(t(words)).waitFor()
    }
    expect(await page.getByText('ZorgMail').count()).toBe(1)
  })

  test('says when there was contact as soon as mail tells, also to who comes back to it', async () => {
    await using client = await stage.open()
    const { page, core } = client
    fill(core)
    await openBook(client)
    await inBook(page, 's.demir@mailbox.test').click()
    await page.getByText(t('book.neverSent')).waitFor()
    await folders(page).getByRole('button', { name: t('folder.sent') }).click()
    await page.getByRole('heading', { level: 1, name: t('folder.sent') }).waitFor()
    core.book.know({ name: 'Selin Demir', address: 's.demir@mailbox.test', written: 1, writtenAt: Date.now(), lastAt: Date.now() })
    core.changed('messages')
    await openBook(client)
    await inBook(page, 's.demir@mailbox.test').click()
    await page.locator('.contact-fact', { hasText: t('book.lastSent') }).getByText('vandaag').waitFor()
  })

  test('in a narrow window one pane at a time, and back', async () => {
    await using client = await stage.open({ width: 880, height: 700 })
    const { page } = client
    fill(client.core)
    await openBook(client)
    await inBook(page, 'Selin Demir').click()
    await page.getByText(t('book.mobileUnverified')).waitFor()
    await press(page, 'book.back')
    await inBook(page, 'Selin Demir').waitFor()
    expect(await button(page, 'book.back').count()).toBe(0)
  })
})

const openMenu = async (page: Page, item: 'import.open' | 'export.open' | 'directory.open' | 'directory.search'): Promise<void> => {
  await press(page, 'book.moreActs')
  await page.getByRole('menuitem', { name: t(item) }).click()
}

describe('files', () => {
  const csv = (text: string) => ({ name: 'contacten.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })

  test('what a file would do is shown before it is done', async () => {
    await using client = await stage.open()
    const { page, core } = client
    fill(core)
    await openBook(client)
    await openMenu(page, 'import.open')
    await page.locator('input[type=file]').setInputFiles(csv('dit is geen tabel'))
    await page.getByText(t('import.failColumns')).waitFor()
    expect(await seen(client, 'import-failed', 'full')).toEqual([])
    await page.locator('input[type=file]').setInputFiles(csv([
      'Naam;Mailadres;Organisatie;Mobiel nummer', 'Joost van Dam;j.vandam@mailbox.test;;0611111111', 'Hennie;h.bakker@mailbox.test;;0622222222', 'Balie;balie@apotheekzuid.test;;0633333333',
      'Joost;J.VANDAM@mailbox.test;;', 'Niemand met een naam die lang genoeg is om niet op een regel te passen;;;', 'Kees;kees@mailbox.test;;070-1234567',
    ].join('\r\n')))
    await page.getByText(t('import.new', { count: 2 })).waitFor()
    for (const words of [t('import.new', { count: 2 }), t('import.changed', { count: 1 }), t('import.unusable', { count: 1 })]) await page.getByText(words).click()
    await page.getByText(t('import.noAddress')).waitFor()
    await page.getByText(t('import.noMobile')).waitFor()
    expect(await everywhere(client, 'import')).toEqual([])
    await page.getByRole('button', { name: t('import.finish', { count: 3 }) }).click()
    await page.getByText(t('import.doneCounts', { added: 2, changed: 1 })).waitFor()
    expect(await seen(client, 'import-done', 'full')).toEqual([])
    expect(core.book.book.find('j.vandam@mailbox.test')).toMatchObject({ mobile: '+31611111111', mobileVerified: null, source: 'import' })
    expect(core.book.book.find('h.bakker@mailbox.test')?.mobile).toBe('+31612345678')
    expect(client.complaints).toEqual([])
  })

  test('the book goes out as a file, without numbers unless somebody asks for them', async () => {
    await using client = await stage.open()
    const { page, core } = client
    fill(core)
    await openBook(client)
    await openMenu(page, 'export.open')
    await page.getByText(t('export.notEncrypted')).waitFor()
    expect(await everywhere(client, 'export')).toEqual([])
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('dialog').getByRole('button', { name: t('export.run') }).click()])
    expect(download.suggestedFilename()).toBe('adresboek.csv')
    const text = await readFile(await download.path(), 'utf8')
    expect(text).toContain('Hennie Bakker;h.bakker@mailbox.test')
    expect(text).not.toContain('12345678')
    expect(core.book.notes.at(-1)).toEqual({ change: 'contacts-exported', count: 5 })
  })
})

describe('directories', () => {
  test('one is set up with what its provider does not publish asked for, tried, kept, and asked', async () => {
    await using client = await stage.open()
    const { page, core } = client
    await openBook(client)
    await openMenu(page, 'directory.open')
    await page.getByRole('button', { name: t('directory.addZorgmail') }).click()
    await page.getByText(t('directory.unpublished')).waitFor()
    for (const name of ['account.host', 'account.port', 'directory.base', 'directory.user'] as const) expect(await field(page, name).inputValue()).toBe('')
    await press(page, 'book.keep')
    await page.getByText(t('account.hostMissing')).waitFor()
    expect(await everywhere(client, 'directory-form')).toEqual([])
    await page.getByRole('button', { name: t('act.cancel') }).click()
    await page.getByRole('button', { name: t('directory.addGeneric') }).click()
    for (const [name, value] of [['directory.name', 'Zorgadressen'], ['account.host', 'ldap.zorgadressen.test'], ['directory.user', 'cn=delinde,dc=zorgadressen,dc=test'], ['account.password', 'geheim'], ['directory.base', 'dc=zorgadressen,dc=test']] as const) {
      await field(page, name).fill(value)
    }
    core.book.listed = 'certificate-untrusted'
    await press(page, 'directory.test')
    await page.getByText(t('problem.certificateUntrusted')).waitFor()
    core.book.listed = []
    await press(page, 'directory.test')
    await page.getByText(t('directory.works')).waitFor()
    await press(page, 'book.keep')
    await page.getByText('ldap.zorgadressen.test:636').waitFor()
    expect(await everywhere(client, 'directory-list')).toEqual([])
    await page.keyboard.press('Escape')
    core.book.listed = [{ name: 'Polikliniek Cardiologie', address: 'cardiologie@ziekenhuis.test', organisation: 'Ziekenhuis Oost' }, { name: 'B. Bos', address: 'b.bos@zorgadressen.test', organisation: '' }]
    await openMenu(page, 'directory.search')
    await field(page, 'directory.searchFor').fill('cardio')
    await press(page, 'directory.searchRun')
    await page.getByText('Ziekenhuis Oost').waitFor()
    expect(core.book.book.count()).toBe(0)
    expect(await everywhere(client, 'directory-search')).toEqual([])
    await page.getByRole('button', { name: t('directory.add') }).first().click()
    await page.getByText(t('directory.added')).waitFor()
    expect(core.book.book.find('cardiologie@ziekenhuis.test')).toMatchObject({ kind: 'professional', organisation: 'Ziekenhuis Oost', source: 'directory' })
    core.book.listed = 'timeout'
    await press(page, 'directory.searchRun')
    await page.getByText(`Zorgadressen: ${t('problem.timeout')}`).waitFor()
    expect(client.complaints).toEqual([])
  })
})

describe('completion in the recipients of a letter', () => {
  const to = (page: Page) => page.getByRole('combobox', { name: t('compose.to') })
  const options = (page: Page) => page.getByRole('listbox', { name: t('recipients.suggestions') }).getByRole('option')

  test('two addresses that look alike stand apart with domain and last contact, and none is chosen (RT-26)', async () => {
    await using client = await stage.open()
    const { page, core } = client
    core.book.know({ name: 'Apotheek Zuid', address: 'info@apotheekzuid.test', written: 4, writtenAt: Date.UTC(2026, 2, 3, 9, 12), lastAt: Date.UTC(2026, 2, 3, 9, 12) })
    core.book.know({ name: 'Apotheek Zuid', address: 'info@apotheekzu1d.test', written: 0, writtenAt: null, lastAt: Date.UTC(2026, 2, 4, 8) })
    await page.keyboard.press('c')
    await to(page).pressSequentially('info')
    await options(page).first().waitFor()
    const words = (await options(page).allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))
    const of = (address: string): string => words.find((text) => text.startsWith(`Apotheek Zuid ${address}`)) ?? ''
    expect(words[0]).toBe(of('info@apotheekzuid.test'))
    expect(of('info@apotheekzuid.test')).toContain('laatst gemaild di 3 maart 10:12')
    expect(of('info@apotheekzuid.test')).toContain(t('complete.looksLike', { address: 'info@apotheekzu1d.test' }))
    expect(of('info@apotheekzu1d.test')).toContain('nog nooit gemaild')
    expect(of('info@apotheekzu1d.test')).toContain(t('complete.looksLike', { address: 'info@apotheekzuid.test' }))
    expect(await options(page).evaluateAll((all) => all.map((one) => one.getAttribute('aria-selected')))).toEqual(words.map(() => 'false'))
    expect(await to(page).getAttribute('aria-activedescendant')).toBeNull()
    expect(await everywhere(client, 'complete')).toEqual([])
    // What was typed stays what was typed: Enter takes nobody who was not pointed at.
    await page.keyboard.press('Enter')
    expect((await page.locator('.chip').allInnerTexts()).map((text) => text.split('\n')[0])).toEqual(['info'])
  })

  test('by arrow and Enter, from the book; what a reader hears follows the arrow', async () => {
    await using client = await stage.open()
    const { page, core } = client
    fill(core)
    await page.keyboard.press('c')
    await to(page).pressSequentially('cardio')
    await options(page).first().waitFor()
    expect(await options(page).first().innerText()).toContain(t('complete.checked'))
    await page.keyboard.press('ArrowDown')
    const active = await to(page).getAttribute('aria-activedescendant')
    expect(await page.locator(`[id="${active ?? ''}"]`).getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('Enter')
    await page.locator('.chip').getByText('Polikliniek Cardiologie').waitFor()
    const saved = core.asked.filter(({ name }) => name === 'drafts.save')
    await page.keyboard.type('x')
    expect(JSON.stringify(saved)).not.toContain('looksLike')
  })

  test('the directories are asked only when somebody says so, and nobody of theirs is chosen by itself (PV-11, N-18)', async () => {
    await using client = await stage.open()
    const { page, core } = client
    await core.book.directories.save(null, {
      profile: 'generic', name: 'Zorgadressen', host: 'ldap.zorgadressen.test', port: 636, security: 'tls', user: 'cn=delinde', base: 'dc=test', caFile: null,
      attributes: { name: 'cn', mail: 'mail', organisation: 'o' }, searched: ['cn'],
    }, 'geheim')
    core.book.listed = [{ name: 'Polikliniek Cardiologie', address: 'cardiologie@ziekenhuis.test', organisation: 'Ziekenhuis Oost' }]
    await page.keyboard.press('c')
    await to(page).pressSequentially('cardio')
    const look = options(page).getByText(t('complete.searchIn', { text: 'cardio', names: 'Zorgadressen' }))
    await look.waitFor()
    expect(core.asked.some(({ name }) => name === 'book.searchDirectories')).toBe(false)
    expect(await to(page).getAttribute('aria-activedescendant')).toBeNull()
    const count = await options(page).count()
    for (let step = 0; step < count; step++) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await options(page).getByText('Ziekenhuis Oost').waitFor()
    expect(await page.locator('.chip').count()).toBe(0)
    expect(await everywhere(client, 'complete-directory')).toEqual([])
    await options(page).getByText('Ziekenhuis Oost').click()
    await page.locator('.chip').getByText('Polikliniek Cardiologie').waitFor()
  })
})
