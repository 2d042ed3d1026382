import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InboundState } from '../../../src/shared/norm/inbound-evidence.ts'
import { accessibilityFindings } from '../accessibility.ts'
import { picture } from '../gallery.ts'
import { openedMessage, openMessage, press, row, t } from '../journeys.ts'
import { layoutFindings } from '../layout.ts'
import { evidenceOf } from './origins.ts'
import { fakeMessage } from './sample.ts'
import { setScreenStage, type ScreenStage } from './screen-stage.ts'

let stage: ScreenStage
beforeAll(async () => { stage = await setScreenStage() })
afterAll(() => stage[Symbol.asyncDispose]())

const sender = { name: 'Iemand', address: 'iemand@elders.test' }
const states = Object.keys(evidenceOf) as InboundState[]
const titles = { safe: 'badgeLong.safe', internal: 'badge.internal', unsafe: 'badge.unsafe', unknown: 'badgeLong.unknown', suspicious: 'badgeLong.suspicious', portalNotice: 'badgeLong.portalNotice', formMessage: 'badge.formMessage' } as const

describe('the badge and what it rests on', () => {
  test('each state has a word and a shape of its own, in the list and over the message; Herkomst shows every piece of evidence', async () => {
    // given
    const now = Date.now()
    await using client = await stage.open({ messages: states.map((state, index) => fakeMessage({ from: sender, subject: `Bericht ${state}`, hoursAgo: index + 1, text: 'Tekst.', flags: { verdict: state } }, now)) })
    const { page, line } = client
    const findings: string[] = []
    const shapes = new Set<string>()
    for (const [index, state] of states.entries()) {
      // when
      const message = await openMessage(page, `Bericht ${state}`)
      await message.locator(`.badge[data-verdict=${state}]`).getByText(t(titles[state])).waitFor()
      await press(message, 'proof.title')
      await message.getByText(t('proof.about')).waitFor()
      // then
      expect(await row(page, `Bericht ${state}`).locator('.badge').innerText()).toContain(t(`badge.${state}`))
      shapes.add(await row(page, `Bericht ${state}`).locator('.badge svg').innerHTML())
      expect(await message.locator('.origin-fact').count()).toBeGreaterThan(4)
      await page.emulateMedia({ colorScheme: index % 2 === 0 ? 'light' : 'dark' })
      await picture(page, `origin-${state}`)
      findings.push(...[...await accessibilityFindings(line), ...await layoutFindings(page)].map((finding) => `${state}: ${finding}`))
    }
    expect(shapes.size).toBe(states.length)
    expect(findings).toEqual([])
    expect(client.complaints).toEqual([])
  })

  test('what is being assessed says so and has no evidence yet; the badge follows by itself', async () => {
    await using client = await stage.open({ messages: [fakeMessage({ from: sender, subject: 'Net binnen', hoursAgo: 0.1, text: 'Tekst.' }, Date.now())] })
    const { page, core } = client
    const message = await openMessage(page, 'Net binnen')
    await message.getByText(t('why.pending')).waitFor()
    expect(await message.getByRole('button', { name: t('proof.title') }).count()).toBe(0)
    const [fresh] = core.mailbox.messages
    if (fresh === undefined) throw new Error('there is no message')
    fresh.row = { ...fresh.row, verdict: 'safe' }
    core.changed('messages')
    await message.getByText(t('why.safe')).waitFor()
    await message.getByText(t('reason.signatureHolds', { domain: 'apotheekzuid.test' })).waitFor()
  })
})

test('a mail that writes our words and draws our marks has one badge, and that is not its own', async () => {
  // given
  const subject = '\u{1F6E1}✔ Veilig ontvangen <span class="badge badge-safe">Veilig</span>'
  const imitation = fakeMessage({
    from: { name: '✔ Veilig · Intern', address: 'nep@elders.test' }, subject, hoursAgo: 1, flags: { verdict: 'unsafe' },
    html: '<div class="message-facts"><span class="badge badge-safe" data-verdict="safe">Veilig ontvangen</span></div><section class="why why-safe"><p class="why-sentence">Verzonden via een aangesloten zorgdomein en onderweg niet gewijzigd.</p></section>',
  }, Date.now())
  await using client = await stage.open({ messages: [imitation] })
  const { page } = client
  // when
  await page.getByRole('option').first().click()
  const message = openedMessage(page)
  await page.locator('.mail-frame').waitFor()
  // then
  expect(await page.getByRole('option').locator('.badge').allInnerTexts()).toEqual([t('badge.unsafe')])
  expect(await message.locator('.badge').allInnerTexts()).toEqual([t('badge.unsafe')])
  expect(await page.getByRole('heading', { level: 1, name: subject }).count()).toBe(1)
  expect(await page.locator('[data-verdict=safe], .why-safe').count()).toBe(0)
  const inside = page.frameLocator('.mail-frame').locator('body')
  await inside.getByText('Veilig ontvangen').waitFor()
  // Its class names may be ours; our style sheet is not in there.
  expect(await inside.locator('.badge').evaluate((mark) => getComputedStyle(mark).backgroundColor)).toBe('rgba(0, 0, 0, 0)')
  expect(await inside.locator('[data-verdict], svg').count()).toBe(0)
  const [why, content] = await Promise.all([message.locator('.why').boundingBox(), page.locator('.mail-frame').boundingBox()])
  expect((why?.y ?? 0) + (why?.height ?? 0)).toBeLessThanOrEqual(content?.y ?? 0)
  await picture(page, 'origin-imitated')
})
