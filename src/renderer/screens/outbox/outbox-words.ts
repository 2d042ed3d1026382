import type { OutboxItem } from '../../../shared/contract/compose.ts'
import type { PlainTextKey, Translate } from '../../../shared/text/table.ts'
import type { IconName } from '../../parts/icons.tsx'

type State = OutboxItem['state']
export type OutboxAct = 'take-back' | 'retry' | 'send-now' | 'it-arrived' | 'send-again' | 'ask-removal'

interface Look { readonly icon: IconName; readonly tone: 'calm' | 'waits' | 'asks' | 'done' }

const looks: Record<State['kind'], Look> = {
  'undo': { icon: 'undo', tone: 'calm' },
  'queued': { icon: 'outbox', tone: 'calm' },
  'sending': { icon: 'send', tone: 'calm' },
  'waiting': { icon: 'clock', tone: 'waits' },
  'held-no-route': { icon: 'clock', tone: 'waits' },
  'held-unclear': { icon: 'alert', tone: 'asks' },
  'refused': { icon: 'alert', tone: 'asks' },
  'sent': { icon: 'check', tone: 'done' },
}
/** What is meant for a later moment waits; it does not count down. */
export const lookOf = (state: State, scheduledFor: number | null = null): Look =>
  (state.kind === 'undo' && scheduledFor !== null ? { icon: 'clock', tone: 'calm' } : looks[state.kind])

/** What a person can do about it, the most likely first. `scheduledFor`: the moment for which it was meant, if for a later one. */
export function actsOf(state: State, scheduledFor: number | null = null): readonly OutboxAct[] {
  switch (state.kind) {
    case 'undo': return scheduledFor === null ? ['take-back'] : ['take-back', 'send-now']
    case 'queued': return ['take-back']
    case 'held-no-route': return ['take-back', 'retry']
    case 'waiting': return ['retry', 'take-back']
    case 'refused': return ['take-back', 'retry']
    case 'held-unclear': return ['it-arrived', 'send-again']
    case 'sending': return []
    case 'sent': return ['ask-removal']
  }
}

/** What a problem of the sending server means, where the core names one that we know. */
const problemWords: Readonly<Record<string, PlainTextKey>> = {
  'unknown-host': 'problem.unknownHost', 'refused': 'problem.refused', 'timeout': 'problem.timeout', 'offline': 'problem.offline',
  'certificate-expired': 'problem.certificateExpired', 'certificate-name': 'problem.certificateName', 'certificate-untrusted': 'problem.certificateUntrusted',
  'tls-too-old': 'problem.tlsTooOld', 'no-tls': 'problem.noTls', 'login-refused': 'problem.loginRefused', 'no-such-service': 'problem.noSuchService',
  'garbled': 'problem.garbled', 'server-busy': 'problem.serverBusy', 'dropped': 'problem.dropped', 'ca-file-unreadable': 'problem.caFile',
  'server-said-later': 'problem.saidLater', 'disk-full': 'problem.diskFull', 'account-gone': 'problem.accountGone', 'secret-lost': 'problem.secretLost',
  'keychain-unavailable': 'problem.keychain', 'sender-refused': 'problem.senderRefused', 'recipients-refused': 'problem.recipientsRefused',
  'message-refused': 'problem.messageRefused', 'too-large': 'problem.tooLarge', 'not-readable': 'problem.notReadable',
  'marker-refused': 'problem.markerRefused', 'mobile-missing': 'problem.mobileMissing',
}

/** What it waits for. */
function heldWords({ row, needs, lacksRight }: Extract<State, { kind: 'held-no-route' }>): PlainTextKey {
  if (lacksRight) return 'outbox.waitsRight'
  if (row === 'RT-02' || row === 'RT-23') return 'outbox.waitsSetUp'
  if (row === 'IN-16') return 'outbox.waitsPrivate'
  if (needs.includes('mobile') || needs.includes('verifyMobile')) return 'outbox.waitsMobile'
  if (needs.includes('confirmClass')) return 'outbox.waitsClass'
  if (needs.includes('recheck')) return 'outbox.waitsCheck'
  return needs.includes('otherChannel') ? 'outbox.waitsChannel' : 'outbox.noRoute'
}

/** Mail that went so long after its moment was late: somebody may have counted on it. */
const LATE_MS = 5 * 60_000

/** One sentence of what happened and what it means for the mail. `clock` writes a moment as people say it. */
export function stateSentence(state: State, { t, clock, scheduledFor = null }: { t: Translate; clock: (instant: number) => string; scheduledFor?: number | null }): string {
  const why = (problem: string): string => t(problemWords[problem] ?? 'problem.other')
  switch (state.kind) {
    case 'undo': return scheduledFor === null ? t('outbox.undo', { time: clock(state.until) }) : t('outbox.scheduled', { time: clock(state.until) })
    case 'queued': return t('outbox.queued')
    case 'sending': return t('outbox.sending')
    case 'waiting': return t('outbox.waiting', { why: why(state.problem), time: clock(state.retryAt) })
    case 'held-no-route': return t(heldWords(state))
    case 'held-unclear': return t('outbox.unclear')
    case 'refused': return state.code === null ? t('outbox.refused', { why: why(state.problem) }) : t('outbox.refusedCode', { why: why(state.problem), code: String(state.code) })
    case 'sent': {
      const sent = t('outbox.sent', { time: clock(state.at) })
      return scheduledFor !== null && state.at - scheduledFor > LATE_MS ? `${sent} ${t('outbox.sentLate', { time: clock(scheduledFor) })}` : sent
    }
  }
}
