import { describe, expect, onTestFinished, test } from 'vitest'
import { stateDatabase } from '../../../test/vault/state-database.ts'
import { detect } from '../../shared/norm/detection/detect.ts'
import type { MessageClass } from '../../shared/norm/message-class.ts'
import { rememberClass } from '../drafts/conversation-class.ts'
import { createDrafts } from '../drafts/drafts.ts'
import { htmlToText } from '../mime/html-to-text.ts'
import { insertDelivery, insertOutgoing, type DeliveryState } from '../sending/outbox-rows.ts'
import { keepSentRoutes } from '../sending/sent-routes.ts'
import { requestRemoval, requestRemovalOfLine } from './removal-requests.ts'
import type { Session } from './session.ts'
import { ownTerms } from './threads/term-list.ts'

const anja = { name: 'Anja de Vries', address: 'anja@delinde.test' }
const pharmacy = { name: 'Apotheek Zuid', address: 'balie@apotheekzuid.test' }
const patient = { name: '', address: 'h.bakker@mailbox.test' }
const terms = ownTerms()

type Asked = Parameters<Session['detecting']['detect']>[0]
const found = ({ subject, html, quoteHtml }: Asked) => {
  const { level } = detect({ subject, text: htmlToText(html + (quoteHtml ?? '')), attachments: [] }, terms)
  return Promise.resolve({ level, rules: [], inSubject: false })
}

interface Sent { readonly subject: string; readonly text?: string; readonly verdict?: 'safe' | null; readonly role?: 'sent' | 'drafts' }

/** One sent message, in real tables; around it only what the request asks of a session. */
function desk({ subject, text = 'Tot dinsdag.', verdict = null, role = 'sent' }: Sent) {
  const state = stateDatabase()
  onTestFinished(() => { state[Symbol.dispose]() })
  const db = state.database
  const headers = { from: [anja], to: [pharmacy, anja], cc: [], bcc: [], replyTo: [], messageId: 'm1@delinde.test', inReplyTo: null, references: [] }
  const content = { headers, text, html: null, attachments: [{ partId: '2', name: 'uitslag.pdf', type: 'application/pdf' }], notices: [] }
  const session = {
    db, detecting: { detect: found }, drafts: createDrafts({ db, blobs: undefined as never, now: () => 0 }),
    reader: { folders: () => [{ id: 2, role }] }, reading: { ask: () => Promise.resolve({ kind: 'content', content, onServer: [], isBeginning: false }) },
    consulting: { note: () => undefined }, practice: { answersAs: () => null, home: () => null }, addressBook: { find: () => null },
    accounts: { list: () => [{ id: 'a', address: anja.address, ownDomains: ['delinde.test'] }] },
  } as unknown as Session
  const header = { id: 7, accountId: 'a', folderId: 2, subject, sentAt: Date.parse('2026-11-23T13:05:00Z'), receivedAt: 0, verdict, bcc: [] } as unknown as Parameters<typeof requestRemoval>[1]
  const line = (kind: DeliveryState) => {
    const manuscript = { kind: 'new', inReplyTo: null, references: [], attachments: [], fields: { accountId: 'a', to: [pharmacy], cc: [], bcc: [patient], subject, html: text } } as never
    insertOutgoing(db, { id: 'o', accountId: 'a', messageId: 'm1@delinde.test', sender: anja.address, subject, blobId: 'b', sizeBytes: 1, mimeHash: 'h', createdAt: 0, manuscript })
    insertDelivery(db, { id: 'line', outgoingId: 'o', recipients: [patient], state: kind, since: 0, dueAt: null, route: 'portal', plan: null })
    return requestRemovalOfLine(session, 'line')
  }
  return { db, ask: () => requestRemoval(session, header), line, session }
}

describe('R6: a request to delete what was sent', () => {
  test('goes to who got it, hidden ones hidden, and takes nothing of it along', async () => {
    // given
    const { db, ask } = desk({ subject: 'Rooster', text: 'De code is 1234.' })
    keepSentRoutes(db, { messageId: 'm1@delinde.test', recipients: [pharmacy, patient], route: 'portal', plan: null }, 0)
    // when
    const started = await ask()
    // then
    expect(started).toMatchObject({ ok: true, value: {
      kind: 'removal-request', sourceMessageId: 7, quoteHtml: null, attachments: [], fields: { to: [pharmacy], cc: [], bcc: [patient] },
    } })
    const { html, subject } = started.ok ? started.value.fields : { html: '', subject: '' }
    expect(html).toContain('“Rooster”')
    expect(subject + html).not.toMatch(/1234|uitslag/)
  })

  test('PHI-04: does not repeat a subject that tells of somebody\'s health, and goes as safely as that must', async () => {
    const started = await desk({ subject: 'Uitslag hiv-test mevrouw Jansen' }).ask()
    expect(started).toMatchObject({ ok: true, value: { messageClass: 'phi', classFloor: 'phi' } })
    expect(JSON.stringify(started)).not.toMatch(/hiv|Jansen/)
  })

  test('never goes below what was answered in the conversation', async () => {
    const { db, ask } = desk({ subject: 'Rooster' })
    rememberClass(db, { root: 'm1@delinde.test', messageClass: 'phi' satisfies MessageClass, at: 0 })
    expect(await ask()).toMatchObject({ ok: true, value: { messageClass: 'phi', classFloor: 'phi' } })
  })

  test('says nothing itself that would be taken for health information', async () => {
    const { ask, session } = desk({ subject: '' })
    const started = await ask()
    if (!started.ok) throw new Error(started.fail)
    const { subject, html } = started.value.fields
    expect(await session.detecting.detect({ subject, html, quoteHtml: null, attachments: [] })).toMatchObject({ level: 'none' })
  })

  test.each([{ subject: 'x', verdict: 'safe' }, { subject: 'x', role: 'drafts' }] as const)('is made only of what was sent: %j', async (sent) => {
    expect(await desk(sent).ask()).toEqual({ ok: false, fail: 'not-sent' })
  })

  test('of a line of the outbox goes to whom that line was for', async () => {
    const { line, session } = desk({ subject: 'Rooster' })
    const asked = await line('sent')
    const draft = asked.ok ? session.drafts.get(asked.value.draftId) : asked
    // Nothing is known of what was found in it: it may have been anything.
    expect(draft).toMatchObject({ ok: true, value: { kind: 'removal-request', messageClass: 'unknown', classFloor: 'unknown', fields: { to: [], cc: [], bcc: [patient] } } })
  })

  test('of a line that can still be taken back, or that nobody has, there is none', async () => {
    expect(await desk({ subject: 'Rooster' }).line('queued')).toEqual({ ok: false, fail: 'not-sent' })
    expect(await requestRemovalOfLine(desk({ subject: '' }).session, 'line')).toEqual({ ok: false, fail: 'no-such-item' })
  })
})
