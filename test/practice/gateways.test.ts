import { readFileSync } from 'node:fs'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LookUps } from '../../src/main/app/threads/trust-messages.ts'
import { readTrustAnchor } from '../../src/main/dns/trust-anchor.ts'
import { headerValues } from '../../src/main/mime/header-fields.ts'
import { decodeWords } from '../../src/main/mime/encoded-words.ts'
import { arrival, subjectsIn } from '../e2e/other-side.ts'
import type { Draft } from '../../src/shared/contract/compose.ts'
import type { InputOf } from '../../src/shared/contract/contract.ts'
import { addAccount, openDesk, settingsOf, type Desk } from './core.ts'
import { startGateway, type Gateway, type GatewayId } from './gateways/gateway.ts'
import { markerHeaders, REFUSED_CONTENT } from './gateways/policy.ts'
import { startPractice, type Practice } from './servers/practice.ts'

const anja = 'anja@delinde.test'
const patient = 'h.bakker@mailbox.test'
const hospital = 'cardiologie@ziekenhuis.test'
const pharmacy = 'balie@apotheekzuid.test'
const gateways: readonly GatewayId[] = ['zorgmail-safe-relay', 'zorgmail-hosted', 'zivver', 'secumailer', 'smartlockr', 'cryptshare', 'generic-nta']

let practice: Practice
beforeAll(async () => { practice = await startPractice({ mail: 'none', only: ['imap', 'smtp', 'dns'] }) })
afterAll(() => practice[Symbol.asyncDispose]())

/** The names of the sample world, with the key of its root. */
function lookUps(): LookUps {
  const anchor = readTrustAnchor(readFileSync(practice.trustAnchorFile, 'utf8'))
  if (anchor.kind !== 'anchor') throw new Error('no trust anchor')
  return { upstream: { kind: 'udp', ...practice.resolver }, trustAnchor: anchor.records }
}

interface Scene extends AsyncDisposable { readonly gateway: Gateway; readonly desk: Desk; readonly accountId: string }

/** A core with Anja's account and a stand-in beside it; `set`: with its settings kept. */
async function scene(id: GatewayId): Promise<Scene> {
  await using stack = new AsyncDisposableStack()
  const gateway = stack.use(await startGateway(id, { practice }))
  const desk = stack.use(await openDesk({ lookUps: lookUps() }))
  const { smtp, ...settings } = settingsOf(practice, anja)
  const login = { settings: { ...settings, smtp: gateway.settings.endpoint === null ? gateway.endpoint : smtp }, secret: practice.person(anja).password }
  expect(await desk.get('accounts.test', login)).toMatchObject({ imap: { kind: 'ok' }, smtp: { kind: 'ok' } })
  const { id: accountId } = await desk.get('accounts.add', login)
  const kept = stack.move()
  return { gateway, desk, accountId, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

const secretOf = ({ settings, login }: Gateway): string | null => (settings.endpoint === null ? null : login.password)

async function keep({ desk, accountId, gateway }: Scene): Promise<void> {
  await desk.get('providers.set', { accountId, settings: gateway.settings, secret: secretOf(gateway) })
}

/** The message behind a notice, as its reader opens it with the code that came by text message. */
async function readInPortal({ link, code }: { link: string; code: string }): Promise<string> {
  const question = await (await fetch(link)).text()
  expect(question).toContain('name="code"')
  const opened = await fetch(link, { method: 'POST', body: new URLSearchParams({ code }) })
  expect(opened.status).toBe(200)
  // The code works once (NTA-6.1.10).
  expect((await fetch(link, { method: 'POST', body: new URLSearchParams({ code }) })).status).toBe(403)
  return opened.text()
}

/** Sends a test to somebody without secure mail and records that the code opened it. */
async function prove({ desk, accountId, gateway }: Scene, mobile: string): Promise<void> {
  const sent = await desk.get('providers.sendTest', { accountId, to: patient, mobile })
  if (sent.kind !== 'sent') throw new Error(sent.problem)
  const [text] = await gateway.texts()
  expect(await readInPortal(text!)).toContain('Dit is een testbericht')
  await desk.get('providers.recordSeen', { testId: sent.testId, saw: 'code' })
  expect(await desk.get('providers.get', { accountId })).toMatchObject({ state: 'ready', tests: [{ reader: patient, saw: 'code', seenBy: 'Anja de Vries' }] })
}

const contact = (address: string, mobile: string, kind: 'person' | 'professional', community: string | null) => ({
  address, name: '', organisation: '', kind, mobile, isVerified: true, community, isOutsideEea: false, isAllSecure: false, isStaffPrivate: false,
})

/** Whom the practice knows, with the numbers that it verified. */
const known = (id: GatewayId) => [
  contact(patient, '06 2233 4455', 'person', null), contact(hospital, '06 3344 5566', 'professional', null),
  contact(pharmacy, '06 4455 6677', 'professional', id.startsWith('zorgmail') ? 'zorgmail' : null),
]

/** Writes as the composer does: a draft that is kept at each pause, and the answer to what it is about. */
async function write({ desk, accountId }: Pick<Scene, 'desk' | 'accountId'>, { to, subject, text, answers = { medical: true } }: Letter): Promise<Written> {
  const draft = await desk.get('drafts.start', { kind: 'new', accountId, to: to.map((address) => ({ name: '', address })) })
  const { revision } = await desk.get('drafts.save', { id: draft.id, revision: draft.revision, fields: { ...draft.fields, subject, html: `<p>${text}</p>` } })
  await desk.get('drafts.classify', { id: draft.id, answers })
  return { draft, revision }
}

interface Letter { readonly to: readonly string[]; readonly subject: string; readonly text: string; readonly answers?: InputOf<'drafts.classify'>['answers'] }
interface Written { readonly draft: Draft; readonly revision: number }

/** What the chips say once every domain has been looked up. */
async function planned({ desk, accountId }: Pick<Scene, 'desk' | 'accountId'>, { id, fields }: Draft): Promise<string[][]> {
  const { routes } = await desk.until('send.plan', { id, accountId, addresses: fields.to.map(({ address }) => address) }, (plan) => plan.routes.every(({ open }) => !open))
  return routes.map(({ address, route, row }) => [address, route, row])
}

/** These send the code to a number that they have themselves: no marker of theirs carries one. */
const onFile: readonly GatewayId[] = ['secumailer', 'smartlockr', 'cryptshare']

/** Nothing of any provider's is left in the header. */
function expectClean(raw: Buffer, subject: string): void {
  expect(subjectOf(raw)).toBe(subject)
  expect(Object.values(markerHeaders).flatMap((name) => headerValues(raw, name))).toEqual([])
}

const subjectOf = (raw: Buffer): string => decodeWords(headerValues(raw, 'subject')[0] ?? '')

describe.concurrent.each(gateways)('%s', (id) => {
  test('a set-up that is tried, tested and recorded; then a message to three, each read at the other side', { timeout: 300_000 }, async () => {
    await using stage = await scene(id)
    const { desk, gateway, accountId } = stage
    // A wrong password is named, and nothing has been handed in.
    if (gateway.settings.endpoint !== null) {
      expect(await desk.get('providers.tryLogin', { accountId, settings: gateway.settings, secret: 'fout' })).toEqual({ kind: 'problem', problem: 'login-refused' })
    }
    expect(await desk.get('providers.tryLogin', { accountId, settings: gateway.settings, secret: secretOf(gateway) })).toMatchObject({ kind: 'ok' })
    await keep(stage)
    await prove(stage, '06 1111 2222')
    // given
    for (const one of known(id)) await desk.get('book.save', { id: null, contact: one })
    const subject = `Uitslag café ${id}`
    const { draft, revision } = await write(stage, { to: [patient, hospital, pharmacy], subject, text: 'De bloeduitslag van mevrouw Bakker is binnen.' })
    expect(await planned(stage, draft)).toEqual([[patient, 'portal', 'RT-03'], [hospital, 'direct', 'RT-06'], [pharmacy, ...(id.startsWith('zorgmail') ? ['community', 'RT-05'] : ['direct', 'RT-06'])]])
    const unwanted = await write(stage, { to: [hospital], subject: `Geweigerd ${id}`, text: `Overleg. ${REFUSED_CONTENT}` })
    // when
    expect(await desk.get('send.confirm', { id: draft.id, revision, recipientsConfirmed: true, ground: 'legalDuty' })).toMatchObject({ goes: 3, waits: 0 })
    expect(await gateway.handled()).toHaveLength(1)
    await desk.get('send.confirm', { id: unwanted.draft.id, revision: unwanted.revision, ground: 'legalDuty' })
    const ended = await desk.until('outbox.list', {}, (items) => items.length === 4 && items.every(({ state }) => state.kind === 'sent' || state.kind === 'refused'))
    // What the service refuses is said by its code, is nowhere else, and becomes the draft that it was.
    const refusal = ended.find(({ state }) => state.kind === 'refused')
    expect(refusal).toMatchObject({ subject: `Geweigerd ${id}`, state: { problem: 'message-refused', code: 550 } })
    expect(await desk.get('drafts.get', await desk.get('outbox.takeBack', { id: refusal!.id }).then(({ draftId }) => ({ id: draftId })))).toMatchObject({ fields: { subject: `Geweigerd ${id}` } })
    // then
    const handled = (await gateway.handled()).slice(1)
    expect(handled.filter(({ how }) => how === 'reject')).toMatchObject([{ to: [hospital], why: 'content refused' }])
    expect(handled.filter(({ how }) => how !== 'reject').map(({ to, how, isCoded }) => [to, how, isCoded]).sort()).toEqual([[[pharmacy], 'community', false], [[hospital], 'direct', false], [[patient], 'portal', true]].sort())
    const direct = await arrival(practice, hospital, { subject })
    expectClean(direct, subject)
    expect(headerValues(direct, 'authentication-results')[0]).toContain('dkim=pass')
    expect(headerValues(direct, 'x-nta7516')).toEqual(['secure'])
    expectClean(await arrival(practice, pharmacy, { subject }), subject)
    const [, text] = await gateway.texts()
    expect(text?.to).toBe(onFile.includes(id) ? '+31612345678' : '+31622334455')
    const opened = await readInPortal(text!)
    expect(opened).toContain('De bloeduitslag van mevrouw Bakker is binnen.')
    expect(opened).toContain(subject)
    expect(await subjectsIn(practice, patient)).not.toContain(subject)
    expect(await subjectsIn(practice, hospital)).not.toContain(`Geweigerd ${id}`)
    // N-06: the sender's own copy knows nothing of it.
    const copy = await arrival(practice, anja, { subject, folder: 'Verzonden' })
    expectClean(copy, subject)
    expect(headerValues(copy, 'message-id')).toEqual(headerValues(direct, 'message-id'))
  })
})

test.concurrent('plain: news reaches a colleague elsewhere as ordinary mail; health information is refused, and stays a draft', async () => {
  // given
  await using desk = await openDesk({ lookUps: lookUps() })
  const accountId = await addAccount(desk, practice, anja)
  await desk.get('book.save', { id: null, contact: contact(hospital, '', 'professional', null) })
  await desk.get('practiceRules.set', { fieldContext: 'CF-1' })
  const news = await write({ desk, accountId }, { to: [hospital], subject: 'Gewijzigde openingstijden', text: 'Wij zijn vrijdag gesloten.', answers: { medical: false, logistic: false, general: true } })
  const result = await write({ desk, accountId }, { to: [hospital], subject: 'Uitslag', text: 'De bloeduitslag van mevrouw Bakker is binnen.' })
  expect(await planned({ desk, accountId }, news.draft)).toEqual([[hospital, 'plain', 'RT-11']])
  expect(await planned({ desk, accountId }, result.draft)).toEqual([[hospital, 'refuse', 'RT-02']])
  // when
  expect(await desk.get('send.confirm', { id: result.draft.id, revision: result.revision, ground: 'legalDuty' })).toMatchObject({ goes: 0, waits: 1 })
  await desk.get('send.confirm', { id: news.draft.id, revision: news.revision })
  const items = await desk.until('outbox.list', {}, (all) => all.some(({ state }) => state.kind === 'sent'))
  // then
  expectClean(await arrival(practice, hospital, { subject: 'Gewijzigde openingstijden' }), 'Gewijzigde openingstijden')
  const held = items.find(({ subject }) => subject === 'Uitslag')
  expect(held?.state).toMatchObject({ kind: 'held-no-route', row: 'RT-02' })
  const { draftId } = await desk.get('outbox.takeBack', { id: held!.id })
  expect(await desk.get('drafts.get', { id: draftId })).toMatchObject({ fields: { subject: 'Uitslag' } })
  expect(await subjectsIn(practice, hospital)).not.toContain('Uitslag')
})

describe('a stand-in takes nothing that it does not understand', () => {
  let stage: Scene
  beforeAll(async () => { stage = await scene('zorgmail-hosted') })
  afterAll(() => stage[Symbol.asyncDispose]())

  const sendRaw = async (to: readonly string[], subject: string, password = stage.gateway.login.password): Promise<string> => {
    const { endpoint, login } = stage.gateway
    const transport = createTransport({ host: endpoint.host, port: endpoint.port, requireTLS: true, auth: { user: login.user, pass: password }, tls: { ca: readFileSync(practice.caFile) } })
    try {
      return (await transport.sendMail({ from: anja, to: [...to], subject, text: 'proef' })).response
    } catch (error) {
      return error instanceof Error ? error.message : ''
    } finally {
      transport.close()
    }
  }

  test.each<readonly [string, readonly string[], string, RegExp]>([
    ['no marker', [patient], 'Uitslag', /^Message failed: 550 5\.7\.1 no marker/],
    ['a marker that is not right', [patient], 'SMS 061234 Uitslag', /550 5\.7\.1 marker not understood/],
    ['two of them', [patient], 'SMS 0612345678 SMS 0687654321', /550 5\.7\.1 marker not understood: two/],
    ['two recipients', [patient, hospital], 'SMS 0612345678 Uitslag', /550 5\.7\.1 one recipient/],
    ['a marker on mail within the practice', ['bas@delinde.test'], 'SMS 0612345678 Uitslag', /550 5\.7\.1 a marker on internal mail/],
  ])('%s', async (_, to, subject, answer) => {
    expect(await sendRaw(to, subject)).toMatch(answer)
  })

  test('a wrong login', async () => {
    expect(await sendRaw([patient], 'SMS 0612345678 Uitslag', 'fout')).toMatch(/^Invalid login: 535 5\.7\.8/)
  })

  test('a set-up that guessed wrong is found out by its test, and stays out of use', async () => {
    const { desk, gateway, accountId } = stage
    const settings = { ...gateway.settings, marker: { ...gateway.settings.marker, number: 'e164' as const } }
    await desk.get('providers.set', { accountId, settings, secret: gateway.login.password })
    expect(await desk.get('providers.sendTest', { accountId, to: patient, mobile: '0611112222' })).toEqual({ kind: 'problem', problem: 'server-refused', code: 550 })
    expect(await desk.get('providers.get', { accountId })).toMatchObject({ state: 'untested', tests: [], hasSecret: true })
    // A code that nobody sent is no proof of these settings, once they are others.
    await keep(stage)
    const sent = await desk.get('providers.sendTest', { accountId, to: patient, mobile: '0611112222' })
    if (sent.kind !== 'sent') throw new Error(sent.problem)
    await desk.get('providers.recordSeen', { testId: sent.testId, saw: 'code' })
    await desk.get('providers.set', { accountId, settings, secret: null })
    expect(await desk.get('providers.get', { accountId })).toMatchObject({ state: 'untested', tests: [{ saw: 'code', isOutdated: true }] })
  })

  test('what cannot be tested is named; the practice’s rules are kept; and a provider goes with its password', async () => {
    const { desk, accountId } = stage
    expect(await desk.ask('providers.sendTest', { accountId, to: 'geen adres', mobile: null })).toEqual({ ok: false, fail: 'not-an-address' })
    expect(await desk.ask('providers.sendTest', { accountId, to: patient, mobile: '12' })).toEqual({ ok: false, fail: 'not-a-mobile' })
    expect(await desk.ask('providers.recordSeen', { testId: 'geen', saw: 'code' })).toEqual({ ok: false, fail: 'no-such-test' })
    await desk.get('practiceRules.set', { fieldContext: 'CF-1', nothingPlain: true })
    expect(await desk.get('practiceRules.get', {})).toMatchObject({ fieldContext: 'CF-1', nothingPlain: true })
    await desk.get('providers.set', { accountId, settings: { ...stage.gateway.settings, profile: 'plain' }, secret: null })
    expect(await desk.get('providers.get', { accountId })).toMatchObject({ state: 'none', settings: null, hasSecret: false })
  })
})
