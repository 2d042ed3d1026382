import type { Draft, DraftFields, OutboxItem, PlannedRoute } from '../../../src/shared/contract/compose.ts'
import { forwardSubject, replySubject } from '../../../src/shared/mail/subject.ts'
import type { InputOf } from '../../../src/shared/contract/contract.ts'
import { ACCOUNT, type FakeMessage } from './sample.ts'

/** Drafts and outbox of the fake core. */
export class FakeDesk {
  readonly drafts = new Map<string, Draft>()
  readonly outbox = new Map<string, { item: OutboxItem; draft: Draft }>()
  /** Drafts whose class was answered while something possible was in view (RT-11). */
  readonly answeredInDoubt = new Set<string>()
  /** Bytes that came in, per attachment. */
  readonly bytes = new Map<string, number>()
  private next = 1

  id(kind: string): string {
    return `${kind}-${this.next++}`
  }

  start(input: InputOf<'drafts.start'>, source: FakeMessage | undefined): Draft {
    const empty: DraftFields = { accountId: ACCOUNT, to: [], cc: [], bcc: [], subject: '', html: '' }
    const draft: Draft = { id: this.id('concept'), revision: 0, kind: input.kind, sourceMessageId: null, fields: empty, quoteHtml: null, attachments: [], savedAt: Date.now(), messageClass: 'unknown', classFloor: 'general', answersPatient: false }
    if (input.kind === 'new') draft.fields = { ...empty, to: input.to }
    else if (source !== undefined && input.kind === 'removal-request') {
      draft.sourceMessageId = source.row.id
      draft.fields = { ...empty, to: source.row.to, subject: 'Verzoek tot verwijderen: bericht van maandag 23 november 2026 om 14:05', html: '<p>Wilt u dat bericht verwijderen?</p>' }
    } else if (source !== undefined) {
      const { from, to, subject } = source.row
      draft.sourceMessageId = source.row.id
      draft.fields = input.kind === 'forward'
        ? { ...empty, subject: forwardSubject(subject) }
        : { ...empty, to: [from], cc: input.kind === 'reply-all' ? to.slice(1) : [], subject: replySubject(subject) }
      draft.quoteHtml = `<p>Op maandag schreef ${from.name}:</p><blockquote type="cite">${(source.text ?? '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>')}</blockquote>`
    }
    this.drafts.set(draft.id, draft)
    return draft
  }

  /** One delivery that goes and one that waits, as the recipients ask. */
  send(draft: Draft, routes: readonly PlannedRoute[], until: number): string[] {
    const waits = (address: string): boolean => routes.some((one) => one.address === address && (one.route === 'hold' || one.route === 'refuse'))
    const all = [...draft.fields.to, ...draft.fields.cc, ...draft.fields.bcc]
    const groups = [
      { to: all.filter(({ address }) => !waits(address)), state: { kind: 'undo', until } as const },
      { to: all.filter(({ address }) => waits(address)), state: { kind: 'held-no-route', row: 'RT-02', needs: [] } as { kind: 'held-no-route'; row: 'RT-02'; needs: [] } },
    ].filter(({ to }) => to.length > 0)
    this.drafts.delete(draft.id)
    return groups.map(({ to, state }) => this.put({ to, state }, draft))
  }

  put(change: Partial<OutboxItem> & Pick<OutboxItem, 'state'>, draft: Draft): string {
    const id = this.id('uit')
    this.outbox.set(id, {
      draft,
      item: { id, accountId: ACCOUNT, subject: draft.fields.subject, to: draft.fields.to, createdAt: Date.now(), attachmentCount: draft.attachments.length, scheduledFor: null, route: 'community', copyTrouble: null, ...change },
    })
    return id
  }
}
