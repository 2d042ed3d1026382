import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTrustAnchor } from '../../src/main/dns/trust-anchor.ts'
import type { OutputOf } from '../../src/shared/contract/contract.ts'
import { addAccount, folderOf, openDesk, type Desk } from './core.ts'
import { freshLetters, sampleReceiving, sendFreshPost } from './mail/fresh-post.ts'
import { startPractice, type Practice } from './servers/practice.ts'

const anja = 'anja@delinde.test'
const patient = 'h.bakker@mailbox.test'
/** Of what happens by itself at the server. */
const patience = { timeout: 60_000 }

let practice: Practice
let desk: Desk
let accountId: string
beforeAll(async () => {
  practice = await startPractice({ mail: 'none', only: ['imap', 'smtp', 'dns'] })
  const anchor = readTrustAnchor(await readFile(practice.trustAnchorFile, 'utf8'))
  if (anchor.kind !== 'anchor') throw new Error('the practice has no trust anchor')
  desk = await openDesk({ lookUps: { upstream: { kind: 'udp', ...practice.resolver }, trustAnchor: anchor.records } })
  accountId = await addAccount(desk, practice, anja)
  await desk.get('trust.setReceiving', { accountId, receiving: sampleReceiving })
  await sendFreshPost(practice)
})
afterAll(async () => {
  await desk[Symbol.asyncDispose]()
  await practice[Symbol.asyncDispose]()
})

type Draft = OutputOf<'drafts.start'>

/** The received letter of this state, once it is assessed. */
async function received(state: string): Promise<number> {
  const folder = await folderOf(desk, 'inbox', accountId)
  const subject = freshLetters.find((each) => each.state === state)?.subject
  const { rows } = await desk.until('mail.rows', { folderId: folder.id, offset: 0, limit: 50 }, (found) => found.rows.some((row) => row.subject === subject && row.verdict === state))
  return rows.find((row) => row.subject === subject)!.id
}

const answer = async (state: string, kind: 'reply' | 'forward'): Promise<Draft> => desk.get('drafts.start', { kind, messageId: await received(state) })

async function routesOf(draft: Draft, ...addresses: string[]): Promise<OutputOf<'send.plan'>> {
  return desk.until('send.plan', { id: draft.id, accountId, addresses }, ({ routes }) => routes.every(({ open }) => !open))
}

/** The practice takes ordinary mail for appointments and news, and this patient agreed to it. */
async function allowPlain(): Promise<void> {
  await desk.get('practiceRules.set', { fieldContext: 'CF-1' })
  const { id } = await desk.get('book.save', { id: null, contact: {
    address: patient, name: 'Hennie Bakker', organisation: '', kind: 'person', mobile: '', isVerified: false, community: null, isOutsideEea: false, isAllSecure: false, isStaffPrivate: false,
  } })
  await desk.get('book.giveConsent', { id, scope: 'both' })
}

const inboxOf = (address: string) => practice.doveadm(['fetch', '-u', address, 'text', 'mailbox', 'INBOX'])

describe('an answer to real mail', () => {
  test.each([['safe', 'phi'], ['portalNotice', 'phi'], ['unknown', 'unknown'], ['internal', 'unknown'], ['unsafe', 'unknown']] as const)(
    'IN-13: to mail that is %s starts as %s', async (state, messageClass) => {
      expect((await answer(state, 'reply')).messageClass).toBe(messageClass)
    },
  )

  test('IN-16: what came safely is never passed on by ordinary mail, whatever is answered', async () => {
    // given
    await allowPlain()
    const draft = await answer('safe', 'forward')
    // when
    expect(await desk.get('drafts.classify', { id: draft.id, answers: { medical: false, logistic: false, general: true } })).toEqual({ messageClass: 'phi' })
    // then
    const { routes, messageClass } = await routesOf(draft, patient, 'balie@apotheekzuid.test')
    expect(messageClass).toBe('phi')
    expect(routes.map(({ row, permitted }) => [row, permitted])).toEqual([['RT-02', ['refuse']], ['RT-02', ['refuse']]])
  })

  test('IN-13: a patient who asks about an appointment by ordinary mail is answered safely, or not yet', async () => {
    await allowPlain().catch(() => undefined)
    const draft = await answer('unsafe', 'reply')
    expect(draft.answersPatient).toBe(true)
    await desk.get('drafts.classify', { id: draft.id, answers: { medical: false, logistic: true } })
    const { routes: [route] } = await routesOf(draft, patient)
    expect(route).toMatchObject({ row: 'RT-02', permitted: ['refuse'] })
    const { outboxIds } = await desk.get('send.confirm', { id: draft.id, revision: draft.revision })
    const [item] = (await desk.get('outbox.list', {})).filter(({ id }) => outboxIds.includes(id))
    expect(item?.state).toMatchObject({ kind: 'held-no-route', row: 'RT-02' })
    await desk.get('outbox.takeBack', { id: outboxIds[0]! })
  })

  test('IN-13: general news to a patient who agreed goes by ordinary mail, and quotes nothing of theirs', async () => {
    // given
    await allowPlain().catch(() => undefined)
    const draft = await answer('unsafe', 'reply')
    await desk.get('drafts.classify', { id: draft.id, answers: { medical: false, logistic: false, general: true } })
    const fields = { ...draft.fields, subject: 'Openingstijden', html: '<p>Wij zijn met Pasen gesloten.</p>' }
    const { revision } = await desk.get('drafts.save', { id: draft.id, revision: draft.revision, fields })
    const { routes: [route] } = await routesOf(draft, patient)
    expect(route).toMatchObject({ route: 'plain', row: 'RT-11' })
    // when
    await desk.get('send.confirm', { id: draft.id, revision })
    // then
    await expect.poll(() => inboxOf(patient), patience).toContain('Openingstijden')
    const text = await inboxOf(patient)
    expect(text).toContain('Wij zijn met Pasen gesloten.')
    expect(text).not.toMatch(/afspraak van maandag|schreef Hennie/)
  })
})
