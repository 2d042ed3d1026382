import { afterAll, beforeAll, expect, test } from 'vitest'
import { safeEvidence } from './origins.ts'
import { fakeMessage } from './sample.ts'
import { setScreenStage, type ScreenStage } from './screen-stage.ts'
import { accessibilityFindings } from '../accessibility.ts'
import type { Screen } from '../browser.ts'
import { picture } from '../gallery.ts'
import { field, inEnglish, openMessage, press, t } from '../journeys.ts'
import { layoutFindings, windows, type WindowName } from '../layout.ts'

let stage: ScreenStage
beforeAll(async () => { stage = await setScreenStage() })
afterAll(() => stage[Symbol.asyncDispose]())

async function openPage({ page }: Pick<Screen, 'page'>): Promise<void> {
  await page.keyboard.press('Control+,')
  await page.getByRole('tab', { name: t('settings.origin') }).click()
  await field(page, 'origin.resolver').waitFor()
}

async function seen({ page, line }: Pick<Screen, 'page' | 'line'>, name: string, size: WindowName): Promise<string[]> {
  await page.setViewportSize(windows[size])
  await picture(page, `${name}-${size.replace(' ', '-')}`)
  return [...await accessibilityFindings(line), ...await layoutFindings(page)].map((finding) => `${name}, ${size}: ${finding}`)
}

test('the page of what proofs go by is whole in every window, both themes and both languages', async () => {
  await using client = await stage.open()
  const { page, core } = client
  await openPage(client)
  await page.getByRole('form', { name: 'anja@delinde.test' }).waitFor()
  const findings: string[] = []
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    for (const size of ['full', 'narrow', 'zoom 200'] as const) findings.push(...await seen(client, `origin-page-${theme}`, size))
  }
  core.settings = { ...core.settings, language: 'en' }
  core.changed('settings')
  await page.getByText(inEnglish('origin.intro')).waitFor()
  for (const size of ['full', 'zoom 200'] as const) findings.push(...await seen(client, 'origin-page-english', size))
  expect(findings).toEqual([])
  expect(client.complaints).toEqual([])
})

test('what is no name server or no name is said at its field, and nothing is kept', async () => {
  await using client = await stage.open()
  const { page, core } = client
  await openPage(client)
  // when
  await field(page, 'origin.resolver').fill('tls:/kapot')
  await press(page, 'origin.keep')
  await page.getByText(t('origin.notAResolver')).waitFor()
  const form = page.getByRole('form', { name: 'anja@delinde.test' })
  await field(page, 'origin.receivingHosts').fill('mail.delinde.test, https://mx.delinde.test')
  await field(page, 'origin.webFormSenders').fill('formulier')
  await press(form, 'origin.keep')
  // then
  await page.getByText(t('origin.notNames', { names: 'https://mx.delinde.test' })).waitFor()
  await page.getByText(t('origin.notSenders', { names: 'formulier' })).waitFor()
  expect([core.settings.resolver, core.receiving.receivingHosts.length, core.asked.some(({ name }) => name === 'trust.setReceiving')]).toEqual(['', 2, false])
  expect(await seen(client, 'origin-page-wrong', 'full')).toEqual([])
})

test('what is kept is said, also when the core tells of it', async () => {
  await using client = await stage.open()
  const { page, core } = client
  await openPage(client)
  await field(page, 'origin.resolver').fill('tls://dns.voorbeeld.nl')
  await press(page, 'origin.keep')
  await page.getByText(t('origin.resolverKept')).waitFor()
  const form = page.getByRole('form', { name: 'anja@delinde.test' })
  await field(page, 'origin.webFormSenders').fill('formulier@delinde.test')
  await press(form, 'origin.keep')
  await page.getByText(t('origin.kept')).waitFor()
  expect([core.settings.resolver, core.receiving.webFormSenders]).toEqual(['tls://dns.voorbeeld.nl', ['formulier@delinde.test']])
  expect(await form.getByRole('button', { name: t('origin.keep') }).count()).toBe(0)
  expect(await seen(client, 'origin-page-kept', 'full')).toEqual([])
})

test.each([['withoutDnssec', 'proof.withoutDnssec'], ['clockOff', 'proof.clockOff']] as const)('where nothing can be proven Herkomst says why and what to do: %s', async (blind, words) => {
  await using client = await stage.open({ messages: [fakeMessage({ from: { name: 'Balie', address: 'balie@apotheekzuid.test' }, subject: 'Recept', hoursAgo: 1, text: 'Tekst.', flags: { verdict: 'unknown' } }, Date.now())] })
  const { page, core } = client
  const [looked] = safeEvidence.signatures.looked
  core.evidence = {
    ...safeEvidence, blind, sender: { ...safeEvidence.sender, status: 'indeterminate', lastDay: null }, reported: { ...safeEvidence.reported, kind: 'none', dkim: [], spf: null, dmarc: null },
    signatures: { count: 1, looked: [{ ...looked!, result: 'unproven', fault: 'keyUnreachable', keyZone: 'unreachable' }] }, dmarc: { ...safeEvidence.dmarc, kind: 'unreachable', policy: null },
  }
  const message = await openMessage(page, 'Recept')
  await message.getByText(t(`reason.${blind}`)).waitFor()
  await press(message, 'proof.title')
  await message.getByText(t(words)).waitFor()
  expect(await seen(client, `origin-${blind}`, 'full')).toEqual([])
})

test('of a key that DNSSEC does not vouch for Herkomst says what that leaves open', async () => {
  await using client = await stage.open({ messages: [fakeMessage({ from: { name: 'Balie', address: 'balie@apotheekzuid.test' }, subject: 'Recept', hoursAgo: 1, text: 'Tekst.', flags: { verdict: 'safe' } }, Date.now())] })
  const { page, core } = client
  const [looked] = safeEvidence.signatures.looked
  core.evidence = { ...safeEvidence, signatures: { count: 1, looked: [{ ...looked!, keyZone: 'insecure' }] } }
  const message = await openMessage(page, 'Recept')
  await press(message, 'proof.title')
  await message.getByText(t('proof.signatureKeyUnsigned', { domain: 'apotheekzuid.test' })).waitFor()
  expect(await seen(client, 'origin-unsigned-key', 'full')).toEqual([])
})
