import type { PlainTextKey } from './table.ts'

/** What of an entry decides the words for it. */
export interface TellingEntry {
  readonly class: string
  readonly outcome: string
  readonly reason: string | null
  readonly detail: Readonly<Record<string, unknown>>
}

const sending: Readonly<Record<string, PlainTextKey>> = {
  queued: 'journal.sentQueued', 'no-safe-route-yet': 'journal.sentHeld', 'route-found': 'journal.sentReleased', 'handing-over': 'journal.sentHanding',
  sent: 'journal.sent', 'server-refused': 'journal.sentFailed', 'not-readable': 'journal.sentFailed', 'server-said-later': 'journal.sentLater', unclear: 'journal.sentUnclear',
  'taken-back': 'journal.sentTakenBack', 'person-says-arrived': 'journal.sentDecided', 'person-sends-again': 'journal.sentDecided', 'person-tries-again': 'journal.sentDecided',
  'reported-failed': 'journal.sentReported', 'left-unclear': 'journal.sentLeft',
}
/** By what was changed; `other` for every change that has no words of its own. */
const changes: Readonly<Record<string, Readonly<Record<string, PlainTextKey>> & { other: PlainTextKey }>> = {
  E4: { destroyed: 'journal.sentDestroyed', other: 'journal.sentToTrash' },
  E7: { destroyed: 'journal.destroyed', other: 'journal.toTrash' },
  filed: { archive: 'journal.archived', 'put-back': 'journal.putBack', other: 'journal.moved' },
  E9: { added: 'journal.accountAdded', removed: 'journal.accountRemoved', 'secret-changed': 'journal.accountSecret', other: 'journal.account' },
  E10: { given: 'journal.rightGiven', withdrawn: 'journal.rightWithdrawn', ended: 'journal.rightEnded', other: 'journal.right' },
  keys: { enrolled: 'journal.keyAdded', removed: 'journal.keyRemoved', other: 'journal.codeRenewed' },
  book: { 'contacts-exported': 'journal.bookExported', other: 'journal.book' },
  log: { opened: 'journal.logOpened', closed: 'journal.logClosed', exported: 'journal.logExported', verified: 'journal.logVerified', checked: 'journal.logChecked', other: 'journal.log' },
}
/** Of what a server did not take, where that is not an act of a person. */
const notFiled: Readonly<Record<string, PlainTextKey>> = { 'sent-copy': 'journal.copyRefused', 'sent-copy-elsewhere': 'journal.copyElsewhere' }
const others: Readonly<Record<string, PlainTextKey>> = {
  E2: 'journal.revoked', E3: 'journal.amended', E5: 'journal.received', E6: 'journal.opened', E8: 'journal.forwarded', register: 'journal.register',
  unlock: 'journal.unlocked', lock: 'journal.locked', proof: 'journal.proof', provider: 'journal.provider', rules: 'journal.rules', copy: 'journal.copy', store: 'journal.store',
}

/** What an entry tells, in words that a colleague understands. A class of a later version has none yet. */
export function entryWords({ class: of, outcome, reason, detail }: TellingEntry): PlainTextKey {
  if (of === 'E1') return sending[reason ?? 'sent'] ?? 'journal.sentFailed'
  if (of === 'E2' && outcome === 'refused') return 'journal.revokedTooLate'
  if (of === 'filed' && outcome === 'failed') return new Map(Object.entries(notFiled)).get(String(detail['change'])) ?? 'journal.turnedBack'
  if (of === 'unlock' && outcome === 'refused') return 'journal.unlockRefused'
  if (of === 'log' && outcome === 'refused') return 'journal.logRefused'
  const known = changes[of]
  if (known === undefined) return others[of] ?? 'journal.unknown'
  const { change, ground } = detail
  const named = typeof change === 'string' ? change : typeof ground === 'string' ? ground : 'other'
  return Object.hasOwn(known, named) ? known[named] ?? known.other : known.other
}

export const outcomeWords: Readonly<Record<string, PlainTextKey>> = { done: 'journal.outcomeDone', failed: 'journal.outcomeFailed', refused: 'journal.outcomeRefused' }
