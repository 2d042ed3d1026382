import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibilityFindings } from '../accessibility.ts'
import type { Screen } from '../browser.ts'
import { picture } from '../gallery.ts'
import { button, field, folders, heading, inEnglish, press, t } from '../journeys.ts'
import { focusFinding, layoutFindings, windows, type WindowName } from '../layout.ts'
import type { FakeClient } from './fake-client.ts'
import type { FakeCore } from './fake-core.ts'
import { fakeMessage, folderIds, sampleMail } from './sample.ts'
import { setScreenStage, type ScreenStage } from './screen-stage.ts'

let stage: ScreenStage
beforeAll(async () => { stage = await setScreenStage() })
afterAll(() => stage[Symbol.asyncDispose]())

type Client = Screen & FakeClient
const DAY = 86_400_000
/** The end of 12 March 2099 where the browser is: in the Netherlands. */
const lastMoment = Date.UTC(2099, 2, 12, 23)

async function seen({ page, line }: Pick<Screen, 'page' | 'line'>, name: string, size: WindowName): Promise<string[]> {
  await page.setViewportSize(windows[size])
  await picture(page, `${name}-${size.replace(' ', '-')}`)
  return [...await accessibilityFindings(line), ...await layoutFindings(page)].map((finding) => `${name}, ${size}: ${finding}`)
}

/** The widest window in light and the narrowest in dark; `all`: also those between. */
async function around(client: Client, name: string, all = false): Promise<string[]> {
  const findings: string[] = []
  const looks: readonly (readonly ['light' | 'dark', readonly WindowName[]])[] = [['light', all ? ['full', 'narrow'] : ['full']], ['dark', all ? ['zoom 125', 'zoom 200'] : ['zoom 200']]]
  for (const [theme, sizes] of looks) {
    await client.page.emulateMedia({ colorScheme: theme })
    for (const size of sizes) findings.push(...await seen(client, `practice-${name}-${theme}`, size))
  }
  await client.page.emulateMedia({ colorScheme: 'light' })
  await client.page.setViewportSize(windows.full)
  return findings
}

async function openPractice({ page }: Pick<Screen, 'page'>): Promise<void> {
  await folders(page).getByRole('button', { name: t('practice.title') }).click()
}
const toPage = (page: Page, word: 'practice.peoplePage' | 'practice.mailboxesPage' | 'practice.grantsPage' | 'practice.rulesPage' | 'practice.problemsPage') =>
  page.getByRole('navigation', { name: t('practice.pages') }).getByRole('button', { name: t(word) }).click()

const inputsOf = ({ asked }: FakeCore, name: string): unknown[] => asked.filter((one) => one.name === name).map(({ input }) => input)

describe('into a practice', () => {
  test('without one it says what it gives; founding says what covers the loss of the manager', async () => {
    await using client = await stage.open()
    const { page, core } = client
    await openPractice(client)
    await page.getByText(t('practice.noneTitle')).waitFor()
    expect(await around(client, 'none')).toEqual([])
    await press(page, 'practice.found')
    await page.getByText(t('practice.foundLoss')).waitFor()
    expect(await around(client, 'found')).toEqual([])
    core.refusals.set('practice.found', 'cannot-share')
    await press(page, 'practice.found')
    await page.getByText(t('practiceFail.cannotShare')).waitFor()
    core.refusals.clear()
    await field(page, 'practice.function').fill('praktijkmanager')
    await press(page, 'practice.found')
    await page.getByRole('heading', { level: 1, name: 'Huisartsenpraktijk De Linde' }).waitFor()
    expect(inputsOf(core, 'practice.found').at(-1)).toMatchObject({ accountId: 'account-1', members: [], person: { address: 'anja@delinde.test', function: 'praktijkmanager', kind: 'staff', until: null } })
    expect(client.complaints).toEqual([])
  })

  test('with an invitation: what it holds, then six words to read aloud; refused, expired and ended are said', async () => {
    await using client = await stage.open()
    const { page, core } = client
    await openPractice(client)
    await press(page, 'practice.join')
    for (const [code, words] of [['onzin', 'practiceFail.notInvitation'], ['PP1-oud', 'practiceFail.expired']] as const) {
      await field(page, 'practice.code').fill(code)
      await press(page, 'practice.readCode')
      await page.getByText(t(words)).waitFor()
    }
    // Of a mistyped code the row to look at again is pointed out.
    await field(page, 'practice.code').fill('PP0')
    await press(page, 'practice.readCode')
    await page.getByText(t('joining.lookAtRows', { count: 1, rows: '2' })).waitFor()
    expect(await page.getByRole('list', { name: t('joining.typedRows') }).getByRole('listitem').filter({ hasText: t('joining.rowWrong') }).allInnerTexts()).toMatchObject([/^2B3C-4D5E-6F7G-8H9/])
    expect(await around(client, 'mistyped')).toEqual([])
    await page.locator('input[type=file]').setInputFiles({ name: 'uitnodiging.praktijkpost', mimeType: 'application/octet-stream', buffer: Buffer.from('PP1-bestand') })
    // This workstation has no account for that address yet: only the password is typed, and not for servers that nobody vouches for.
    await page.getByText(t('joining.accountHere', { address: 'mia@delinde.test' })).waitFor()
    await field(page, 'account.password').fill('geheim')
    expect(await around(client, 'invited', true)).toEqual([])
    await press(page, 'account.test')
    await page.getByText(t('account.elsewhereFirst')).waitFor()
    expect(inputsOf(core, 'accounts.test')).toEqual([])
    await page.getByText(t('account.elsewhereYes'), { exact: true }).click()
    await press(page, 'account.test')
    expect(inputsOf(core, 'accounts.test')).toMatchObject([{ settings: { address: 'mia@delinde.test', imap: { host: 'mail.delinde.test', port: 993, security: 'tls' } }, secret: 'geheim' }])
    await field(page, 'practice.label').fill('Balie 2')
    expect(await around(client, 'join')).toEqual([])
    core.refusals.set('practice.join', 'not-visible')
    await press(page, 'practice.ask')
    await page.getByText(t('practiceFail.notVisible')).waitFor()
    core.refusals.clear()
    await press(page, 'practice.ask')
    await heading(page, 'practice.askingTitle').waitFor()
    expect(await page.getByRole('list', { name: t('practice.sixWords') }).getByRole('listitem').allInnerTexts()).toHaveLength(6)
    expect(await around(client, 'asking')).toEqual([])
    core.practice.state = { kind: 'asking', practice: 'De Linde', words: [], until: core.now - 1 }
    core.changed('practice')
    await page.getByText(t('practice.askingExpired')).waitFor()
    core.practice.state = { kind: 'ended', name: 'De Linde', because: 'revoked', waits: false }
    core.changed('practice')
    await page.getByText(t('practice.revokedText')).waitFor()
    expect(await seen(client, 'practice-ended', 'full')).toEqual([])
    await press(page, 'practice.joinAgain')
    await heading(page, 'practice.joinTitle').waitFor()
    expect(client.complaints).toEqual([])
  })
})

describe('a practice and who manages it', () => {
  test('people: words to compare on top, an invitation, a role, a lost workstation, somebody new for a while', async () => {
    await using client = await stage.open()
    const { page, core } = client
    core.practice.fill()
    core.changed('practice')
    // One request, four things that ask for something, two mailboxes to look at: what only has to be known is not counted.
    await folders(page).getByText(t('nav.countToDo', { count: 7 })).waitFor({ state: 'attached' })
    await openPractice(client)
    await page.getByText(t('people.compare', { name: 'Mia Smit' })).waitFor()
    await page.getByText(t('attention.contested')).waitFor()
    await page.getByText(t('people.oneManager')).waitFor()
    expect(await around(client, 'people', true)).toEqual([])
    await press(page, 'people.admit')
    await page.getByText(t('people.compare', { name: 'Mia Smit' })).waitFor({ state: 'detached' })
    expect(inputsOf(core, 'practice.admit')).toEqual([{ id: 'r1' }])
    // What had the focus is gone; the page has it.
    await page.locator('.practice-page:focus').waitFor()

    await page.getByRole('button', { name: `${t('people.inviteAnother')} Bas Jansen` }).click()
    await press(page, 'people.makeInvite')
    await page.getByText(t('people.copy')).waitFor()
    expect(await seen(client, 'practice-invite', 'full')).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: t('act.close') }).last().click()

    await page.getByRole('button', { name: 'Spreekkamer 3, Bas Jansen' }).click()
    await page.getByText(t('people.lostMeans', { name: 'Bas Jansen' })).waitFor()
    expect(await seen(client, 'practice-lost', 'zoom 200')).toEqual([])
    await page.setViewportSize(windows.full)
    await press(page, 'people.revoke')
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    expect(inputsOf(core, 'practice.revokeDevice')).toEqual([{ device: 'd'.repeat(64), because: 'lost' }])

    await page.getByRole('button', { name: t('people.more', { name: 'Anja de Vries' }) }).click()
    await page.getByRole('menuitem', { name: t('people.withdraw', { role: t('people.roleManager') }) }).click()
    await page.getByText(t('practiceFail.lastManager')).waitFor()

    await press(page, 'people.add')
    await field(page, 'people.name').fill('Noor Visser')
    await field(page, 'people.address').fill('noor@delinde.test')
    await page.getByText(t('people.locum'), { exact: true }).click()
    await field(page, 'people.until').fill('2099-03-12')
    expect(await around(client, 'person')).toEqual([])
    await press(page, 'people.save')
    await page.getByText('Noor Visser').first().waitFor()
    await page.locator('.practice-page:focus').waitFor()
    expect(inputsOf(core, 'practice.addPerson')).toMatchObject([{ person: { kind: 'locum', employed: false, until: lastMoment } }])
    // Hired: no end stays behind that no field shows.
    await page.getByRole('button', { name: t('people.more', { name: 'Noor Visser' }) }).click()
    await page.getByRole('menuitem', { name: t('people.change') }).click()
    await page.getByText(t('people.staff'), { exact: true }).click()
    await press(page, 'people.save')
    await expect.poll(() => inputsOf(core, 'practice.changePerson')).toMatchObject([{ person: { name: 'Noor Visser', kind: 'staff', until: null } }])
    expect(client.complaints).toEqual([])
  })

  test('mailboxes, rights, rules and notices', async () => {
    await using client = await stage.open()
    const { page, core } = client
    core.practice.fill()
    core.changed('practice')
    await openPractice(client)
    await toPage(page, 'practice.mailboxesPage')
    await page.getByText(t('boxes.undescribedText')).waitFor()
    const check = page.getByRole('region', { name: `${t('boxCheck.title')}: Algemene post` })
    await button(check, 'deed.boxTitle').or(check.getByRole('button', { name: new RegExp(t('deed.boxTitle')) })).first().click()
    await check.getByText('Vraag over mijn uitslag').waitFor()
    expect(await around(client, 'mailboxes', true)).toEqual([])
    await check.getByRole('button', { name: new RegExp(t('boxCheck.inOrder')) }).click()
    await check.getByText(new RegExp(`Anja de Vries: ${t('boxCheck.wasInOrder')}`)).waitFor()
    expect(inputsOf(core, 'deeds.check')).toEqual([{ mailbox: 'info', outcome: 'in-order' }])
    // Looked at, and still right: in one step, for another year.
    await page.getByRole('button', { name: new RegExp(`${t('boxes.stillRight')}.*Algemene post`) }).click()
    await page.getByText(new RegExp(t('boxes.reviewDue', { day: '' }).trim())).waitFor({ state: 'detached' })
    expect(inputsOf(core, 'practice.describeMailbox')).toMatchObject([{ mailbox: { id: 'info', address: 'info@delinde.test' } }])
    await page.getByRole('button', { name: 'Gedeeld/oude-post@delinde.test' }).click()
    expect(await field(page, 'boxes.address').inputValue()).toBe('oude-post@delinde.test')
    for (const [name, words] of [['boxes.purpose', 'Oude vragen'], ['boxes.strangers', 'Niets meer'], ['boxes.passesOn', 'Anja']] as const) await field(page, name).fill(words)
    expect(await around(client, 'mailbox-form')).toEqual([])
    await press(page, 'boxes.keep')
    await page.getByText(t('boxes.undescribedText')).waitFor({ state: 'detached' })
    expect(inputsOf(core, 'practice.describeMailbox').at(-1)).toMatchObject({ mailbox: { path: 'Gedeeld/oude-post@delinde.test', owner: 'anja', purpose: 'Oude vragen' } })

    await toPage(page, 'practice.grantsPage')
    await page.getByText('Mia Smit leest tot en met 12 maart').first().waitFor()
    await page.getByRole('list', { name: t('deed.ownTitle') }).getByText(t('deed.gone')).waitFor()
    expect(await around(client, 'grants')).toEqual([])
    await press(page, 'grants.new')
    await page.getByText(t('grants.previewWait')).waitFor()
    await page.getByRole('button', { name: t('grants.receiver') }).click()
    await page.getByRole('option', { name: 'Bas Jansen' }).click()
    await field(page, 'grants.until').fill('31 april')
    await page.keyboard.press('Tab')
    await page.getByText(/Dit is geen dag/).waitFor()
    await field(page, 'grants.until').fill('12 maart 2099')
    await page.getByText('Bas Jansen leest de berichten van Anja de Vries, niet ouder dan 7 dagen, behalve privé').waitFor()
    core.practice.refusal = 'private-not-agreed'
    core.changed('practice')
    await page.getByText(t('grantRefused.private')).waitFor()
    expect(await around(client, 'grant-editor', true)).toEqual([])
    await button(page, 'grants.give').click()
    await page.locator('.notice-alert').waitFor()
    // Once it is agreed nothing says any more that it is not.
    core.practice.refusal = null
    core.changed('practice')
    for (const said of ['.practice-refusal', '.notice-alert']) await page.locator(said).waitFor({ state: 'detached' })
    await button(page, 'grants.give').click()
    await page.getByText('Bas Jansen leest de berichten van Anja de Vries').first().waitFor()
    expect(inputsOf(core, 'practice.giveGrant').at(-1)).toMatchObject({ grant: { giver: 'anja', mailbox: 'anja', receiver: 'bas', acts: ['read'], until: lastMoment } })

    await toPage(page, 'practice.rulesPage')
    await page.getByText(t('agreed.about')).waitFor()
    expect(await around(client, 'rules')).toEqual([])
    await page.emulateMedia({ media: 'print' })
    await picture(page, 'practice-rules-print')
    expect(await page.getByRole('navigation', { name: t('practice.pages') }).isVisible()).toBe(false)
    expect(await page.locator('.practice-rule').first().isVisible()).toBe(true)
    await page.emulateMedia({ media: 'screen' })

    await toPage(page, 'practice.problemsPage')
    await page.getByText(t('problem.general')).waitFor()
    expect(await around(client, 'problems', true)).toEqual([])
    await page.getByRole('button', { name: t('attention.remove') }).click()
    expect(inputsOf(core, 'practice.turnDown')).toEqual([{ id: 'r0' }])
    expect(client.complaints).toEqual([])
  })

  test('who leaves of their own accord hears first what it means, and afterwards what still waits', async () => {
    await using client = await stage.open()
    const { page, core } = client
    core.practice.fill([])
    if (core.practice.state.kind === 'member') core.practice.state = { ...core.practice.state, line: { kind: 'waiting', waiting: 0 } }
    core.changed('practice')
    await openPractice(client)
    await press(page, 'people.leave')
    await page.getByText(t('people.leaveWaits')).waitFor()
    expect(await around(client, 'leave')).toEqual([])
    core.refusals.set('practice.leave', 'last-manager')
    const dialog = page.getByRole('alertdialog')
    await press(dialog, 'people.leave')
    await dialog.getByText(t('practiceFail.lastManager')).waitFor()
    core.refusals.clear()
    await press(dialog, 'people.leave')
    await page.getByText(t('practice.leavingText')).waitFor()
    expect(await around(client, 'leaving')).toEqual([])
    core.practice.state = { kind: 'ended', name: 'De Linde', because: 'left', waits: false }
    core.changed('practice')
    await page.getByText(t('practice.leftText')).waitFor()
    expect(await around(client, 'left')).toEqual([])
    expect(client.complaints).toEqual([])
  })

  test('who does not manage sees without buttons; a clock behind, a line that is gone and English are said; the keyboard is enough', async () => {
    await using client = await stage.open()
    const { page, core } = client
    core.practice.fill([])
    if (core.practice.state.kind === 'member') core.practice.state = { ...core.practice.state, time: 'unknown', line: { kind: 'waiting', waiting: 2 } }
    core.changed('practice')
    await folders(page).getByRole('button', { name: t('practice.title') }).focus()
    await page.keyboard.press('Enter')
    await page.getByText(t('practice.timeUnknown')).waitFor()
    await page.getByText(t('practice.lineWaiting', { count: 2 })).waitFor()
    expect(await button(page, 'people.add').count()).toBe(0)
    expect(await page.getByRole('button', { name: t('people.invite') }).count()).toBe(0)
    expect(await around(client, 'not-manager')).toEqual([])
    const tabs = page.getByRole('navigation', { name: t('practice.pages') }).getByRole('button')
    await tabs.first().focus()
    const findings: string[] = []
    for (const key of ['Tab', 'Tab', 'Enter', 'Tab', 'Enter']) {
      await page.keyboard.press(key)
      const finding = await focusFinding(page)
      if (finding !== null) findings.push(`${key}: ${finding}`)
    }
    expect(findings).toEqual([])
    core.settings = { ...core.settings, language: 'en' }
    core.changed('settings')
    await page.getByText(inEnglish('practice.timeUnknown')).waitFor()
    expect(client.complaints).toEqual([])
  })
})

describe('who has a message of a shared mailbox', () => {
  const shared = (now: number) => [
    ...sampleMail(now),
    fakeMessage({ from: { name: 'J. van Dijk', address: 'j.vandijk@mailbox.test' }, subject: 'Vraag over mijn uitslag', hoursAgo: 30, unread: true, text: 'Is de uitslag al binnen?', folderId: folderIds.info, flags: { verdict: 'unsafe' } }, now),
    fakeMessage({ from: { name: 'Fysio De Brug', address: 'info@fysio.test' }, subject: 'Eindverslag', hoursAgo: 2, text: 'Zie bijlage.', folderId: folderIds.info, flags: { verdict: 'safe' } }, now),
    fakeMessage({ from: { name: 'Apotheek Zuid', address: 'balie@apotheekzuid.test' }, subject: 'Herhaalrecept', hoursAgo: 1, text: 'Graag akkoord.', folderId: folderIds.info, flags: { verdict: 'safe' } }, now),
  ]
  const idOf = ({ mailbox }: FakeCore, subject: string): number => mailbox.list(folderIds.info).find(({ row }) => row.subject === subject)?.row.id ?? 0
  const bas = { id: 'bas', name: 'Bas Jansen' }

  test('in the list, at the message, before an answer and while writing one', async () => {
    await using client = await stage.open({ messages: shared(Date.now()) })
    const { page, core } = client
    core.practice.fill()
    const [report, recipe] = [idOf(core, 'Eindverslag'), idOf(core, 'Herhaalrecept')]
    core.practice.claims.set(report, { messageId: report, to: { ...bas, isMe: false, since: core.now - 600_000 }, note: { text: 'Mevrouw belt morgen terug.', by: { id: 'mia', name: 'Mia Smit' } }, answering: null, finished: null, mayClaim: true })
    core.practice.claims.set(recipe, { messageId: recipe, to: null, note: null, answering: { ...bas, until: core.now + DAY }, finished: null, mayClaim: true })
    const [mia, min] = [{ id: 'mia', name: 'Mia Smit' }, 60_000]
    core.practice.history.set(report, [
      { at: core.now - 12 * min, by: mia, what: 'read', to: null }, { at: core.now - 10 * min, by: bas, what: 'claimed', to: bas }, { at: core.now - 9 * min, by: bas, what: 'read', to: null },
    ])
    core.practice.away = { until: core.now, messages: 4, people: [mia, bas] }
    core.changed('practice')
    await folders(page).getByRole('button', { name: 'info@delinde.test' }).click()
    const row = (words: string) => page.getByRole('option', { name: words })
    await row(t('claim.nobody')).waitFor()
    await row(t('claim.answering', { name: 'Bas Jansen' })).waitFor()
    await row('Eindverslag').click()
    const bar = page.getByRole('region', { name: t('claim.bar') })
    await bar.getByText(t('claim.has', { name: 'Bas Jansen' })).first().waitFor()
    await bar.getByText(t('deed.read', { name: 'Mia Smit' })).waitFor()
    await page.getByText(t('away.line', { count: 4, names: 'Mia Smit en Bas Jansen' })).waitFor()
    expect(await around(client, 'lately')).toEqual([])
    await press(page, 'away.look')
    await page.getByRole('dialog').getByText('Herhaalrecept').waitFor()
    expect(await seen(client, 'practice-away', 'zoom 200')).toEqual([])
    await page.setViewportSize(windows.full)
    await press(page.getByRole('dialog'), 'away.seen')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByText(t('away.line', { count: 4, names: 'Mia Smit en Bas Jansen' })).waitFor({ state: 'detached' })
    core.practice.leaving = { kind: 'last-day', practice: 'De Linde', until: core.now + DAY, left: { drafts: 2, unsent: 1, copies: 0, acts: 0 } }
    core.changed('practice')
    await page.getByText(t('leaving.waits', { what: '2 concepten en 1 bericht dat nog niet weg is' })).waitFor()
    expect(await seen(client, 'practice-last-day', 'zoom 200')).toEqual([])
    await page.setViewportSize(windows.full)
    core.practice.leaving = null
    core.changed('practice')
    await press(bar, 'claim.history')
    await bar.getByText(t('claim.stepClaimed', { name: 'Bas Jansen' })).waitFor()
    expect(await around(client, 'claim', true)).toEqual([])

    await press(page, 'act.reply')
    await page.getByRole('button', { name: t('claim.leaveIt', { name: 'Bas Jansen' }) }).click()
    // Free when it was looked at, taken when it was picked up: then that is asked too, and nothing was begun.
    core.practice.claims.delete(report)
    core.changed('practice')
    await bar.getByText(t('claim.nobody')).waitFor()
    let pickedUp = (): void => undefined
    core.held.set('claims.claim', new Promise<void>((resolve) => { pickedUp = resolve }))
    core.refusals.set('claims.claim', 'taken')
    await press(page, 'act.reply')
    await expect.poll(() => inputsOf(core, 'claims.claim')).toEqual([{ messageId: report }])
    core.practice.claims.set(report, { messageId: report, to: { ...bas, isMe: false, since: core.now }, note: null, answering: null, finished: null, mayClaim: true })
    pickedUp()
    await page.getByRole('button', { name: t('claim.leaveIt', { name: 'Bas Jansen' }) }).waitFor()
    core.refusals.clear()
    core.held.clear()
    expect(inputsOf(core, 'drafts.start')).toEqual([])
    expect(await seen(client, 'practice-ask', 'full')).toEqual([])
    await press(page, 'claim.answerAnyway')
    await page.getByText(t('compose.title')).waitFor({ state: 'attached' })
    expect(inputsOf(core, 'claims.answering').at(0)).toEqual({ messageId: report })
    core.practice.claims.set(report, { messageId: report, to: null, note: null, answering: { ...bas, until: core.now + DAY }, finished: null, mayClaim: true })
    core.changed('practice')
    await page.getByText(t('claim.composing', { name: 'Bas Jansen' })).waitFor()
    expect(await seen(client, 'practice-composing', 'full')).toEqual([])
    await page.getByRole('button', { name: t('claim.leaveDraft', { name: 'Bas Jansen' }) }).click()
    await bar.waitFor()
    expect(inputsOf(core, 'claims.answering').at(-1)).toEqual({ messageId: report, stop: true })
    expect(client.complaints).toEqual([])
  })

  test('taken, handed over with a note, let go, finished and taken up again; the focus stays at the bar; what waits longest is on top', async () => {
    await using client = await stage.open({ messages: shared(Date.now()) })
    const { page, core } = client
    core.practice.fill()
    core.changed('practice')
    await folders(page).getByRole('button', { name: t('waiting.title') }).click()
    const list = page.getByRole('region', { name: t('waiting.list') })
    await list.getByText('Te laat: te lezen vóór').waitFor()
    expect((await list.getByRole('listitem').allInnerTexts()).map((text) => text.split('\n')[0])).toEqual(['J. van Dijk', 'Fysio De Brug', 'Apotheek Zuid'])
    await list.getByRole('button', { name: 'Eindverslag' }).click()
    const bar = page.getByRole('region', { name: t('claim.bar') })
    await press(bar, 'claim.take')
    await bar.getByText(t('claim.mine')).waitFor()
    expect(await focusFinding(page)).toBeNull()
    expect(await around(client, 'waiting')).toEqual([])
    await press(bar, 'claim.handOver')
    await field(bar, 'claim.noteField').fill('Graag vandaag bellen.')
    // Nobody is chosen for whoever hands over.
    expect(await button(bar, 'claim.handOverNow').isDisabled()).toBe(true)
    await bar.getByRole('button', { name: new RegExp(t('claim.to')) }).click()
    await page.getByRole('option', { name: 'Mia Smit' }).click()
    expect(await seen(client, 'practice-hand-over', 'full')).toEqual([])
    await press(bar, 'claim.handOverNow')
    await bar.getByText(`${t('claim.noteFrom', { name: 'Anja de Vries' })}: Graag vandaag bellen.`).waitFor()
    expect(inputsOf(core, 'claims.handOver')).toMatchObject([{ to: 'mia', note: 'Graag vandaag bellen.' }])
    await press(bar, 'claim.takeOver')
    await press(bar, 'claim.release')
    await bar.getByText(t('claim.nobody')).waitFor()
    await press(bar, 'claim.finish')
    await bar.getByText(t('claim.phoned')).click()
    await press(bar, 'claim.finishNow')
    await bar.getByText(t('claim.phoned'), { exact: false }).first().waitFor()
    await expect.poll(() => list.getByRole('listitem').count()).toBe(2)
    // The patient rings again: it is open once more, and waits.
    expect(await seen(client, 'practice-finished', 'full')).toEqual([])
    await press(bar, 'claim.reopen')
    await bar.getByText(t('claim.mine')).waitFor()
    expect(await focusFinding(page)).toBeNull()
    await expect.poll(() => list.getByRole('listitem').count()).toBe(3)
    // To its folder, also where list and message share one pane: the message itself is what opens.
    for (const size of ['full', 'narrow'] as const) {
      await page.setViewportSize(windows[size])
      await folders(page).getByRole('button', { name: t('waiting.title') }).click()
      await list.getByRole('button', { name: 'J. van Dijk' }).click()
      await page.getByRole('button', { name: t('waiting.toFolder', { name: 'Algemene post' }) }).click()
      await page.getByRole('region', { name: t('frame.message') }).getByRole('heading', { name: 'Vraag over mijn uitslag' }).waitFor()
      if (size === 'full') await page.locator('[role=option][aria-selected=true]', { hasText: 'Vraag over mijn uitslag' }).waitFor()
      // In one pane the keys go on at the message, not at the list that went away under them.
      if (size === 'full') expect(await focusFinding(page)).toBeNull()
      else await page.locator('#main:focus').waitFor()
    }
    expect(client.complaints).toEqual([])
  })
})

test('a new message names in whose name it goes, by keyboard too; with one name there is nothing to choose', async () => {
  await using client = await stage.open()
  const { page, core } = client
  const from = () => page.getByRole('combobox', { name: t('compose.account') })
  const write = async (): Promise<void> => {
    await page.keyboard.press('c')
    await page.getByRole('combobox', { name: t('compose.to') }).waitFor()
  }
  await write()
  expect(await from().count()).toBe(0)
  await page.keyboard.press('Escape')
  core.practice.senders = [
    { kind: 'shared', mailbox: 'info', accountId: 'account-1', address: 'info@delinde.test', name: 'Anja de Vries (praktijkmanager), Huisartsenpraktijk De Linde', of: 'Algemene post' },
    { kind: 'mandate', mailbox: 'tom', accountId: 'account-1', address: 'tom@delinde.test', name: 'Tom Bos', of: 'Tom Bos' },
  ]
  core.changed('practice')
  await write()
  await from().focus()
  await page.keyboard.press('ArrowDown')
  await page.getByText(t('from.sharedMeans', { name: 'Algemene post' })).waitFor()
  await page.getByText('Anja de Vries (praktijkmanager), Huisartsenpraktijk De Linde').waitFor()
  expect(await around(client, 'from', true)).toEqual([])
  await page.keyboard.press('ArrowDown')
  await page.getByText(t('from.mandateMeans', { name: 'Tom Bos' })).waitFor()
  expect(await focusFinding(page)).toBeNull()
  await expect.poll(() => inputsOf(core, 'drafts.save').at(-1)).toMatchObject({ fields: { mailbox: 'tom' } })
  // The mandate ends while the letter is on the screen: it never goes in one's own name by itself.
  core.practice.senders = []
  core.changed('practice')
  await page.getByText(t('from.gone')).waitFor()
  expect(await seen(client, 'practice-from-gone', 'full')).toEqual([])
  await from().selectOption('own account-1')
  await expect.poll(() => Object.hasOwn((inputsOf(core, 'drafts.save').at(-1) as { fields: object }).fields, 'mailbox')).toBe(false)
  expect(client.complaints).toEqual([])
})

test('a mailbox with a login of its own: the password is tried before it is kept, and asked for anew once somebody has left', async () => {
  await using client = await stage.open()
  const { page, core } = client
  core.practice.fill()
  core.changed('practice')
  await openPractice(client)
  await toPage(page, 'practice.mailboxesPage')
  const card = page.getByRole('article', { name: 'Recepten' })
  await card.getByText(t('boxes.passwordToChange')).waitFor()
  await card.scrollIntoViewIfNeeded()
  expect(await seen(client, 'practice-password-to-change', 'full')).toEqual([])
  await card.getByRole('button', { name: new RegExp(t('boxes.newPassword')) }).click()
  const dialog = page.getByRole('dialog')
  await field(dialog, 'account.password').fill('geraden')
  await press(dialog, 'boxes.testAndKeep')
  await dialog.getByText(t('account.receive')).waitFor()
  expect(await around(client, 'new-password', true)).toEqual([])
  await field(dialog, 'account.password').fill('geheim')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await card.getByText(t('boxes.passwordKeptState')).waitFor()

  await press(page, 'boxes.add')
  for (const [name, words] of [['boxes.name', 'Uitslagen'], ['boxes.address', 'uitslagen@delinde.test'], ['boxes.purpose', 'Uitslagen'], ['boxes.strangers', 'Antwoord'], ['boxes.passesOn', 'Mia']] as const) await field(page, name).fill(words)
  await page.getByText(t('boxes.password'), { exact: true }).click()
  await press(page, 'boxes.testAndKeep')
  await page.getByText(t('account.passwordMissing')).waitFor()
  expect(inputsOf(core, 'practice.describeMailbox')).toEqual([])
  await field(page, 'account.password').fill('geraden')
  await press(page, 'boxes.testAndKeep')
  await page.getByText(t('account.submit'), { exact: true }).waitFor()
  await page.getByText(t('boxes.loginAbout')).scrollIntoViewIfNeeded()
  expect(await around(client, 'password-form', true)).toEqual([])
  await field(page, 'account.password').fill('geheim')
  await press(page, 'boxes.testAndKeep')
  await page.getByRole('article', { name: 'Uitslagen' }).getByText(t('boxes.passwordKeptState')).waitFor()
  expect(inputsOf(core, 'practice.describeMailbox').at(-1)).toMatchObject({
    mailbox: { access: 'password', path: null }, login: { user: 'uitslagen@delinde.test', imap: { host: 'mail.delinde.test', port: 993 } },
  })
  expect(client.complaints).toEqual([])
})
