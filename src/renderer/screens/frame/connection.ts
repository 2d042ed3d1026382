import type { AccountState, ConnectionProblem } from '../../../shared/contract/accounts.ts'
import { leftOf } from '../../../shared/mail/time-left.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'

export type StoppedProblem = ConnectionProblem | 'disk-full'

/** What went wrong, in one sentence a colleague would say. The server or account is named beside it. */
export const problemWords: Record<StoppedProblem, PlainTextKey> = {
  'unknown-host': 'problem.unknownHost', 'refused': 'problem.refused', 'timeout': 'problem.timeout', 'offline': 'problem.offline',
  'certificate-expired': 'problem.certificateExpired', 'certificate-name': 'problem.certificateName', 'certificate-untrusted': 'problem.certificateUntrusted',
  'tls-too-old': 'problem.tlsTooOld', 'no-tls': 'problem.noTls', 'login-refused': 'problem.loginRefused', 'no-such-service': 'problem.noSuchService',
  'garbled': 'problem.garbled', 'server-busy': 'problem.serverBusy', 'dropped': 'problem.dropped', 'ca-file-unreadable': 'problem.caFile',
  'disk-full': 'problem.diskFull',
}

/** What a person can do about it. */
export const problemAdvice: Record<StoppedProblem, PlainTextKey> = {
  'unknown-host': 'advice.unknownHost', 'refused': 'advice.refused', 'timeout': 'advice.timeout', 'offline': 'advice.offline',
  'certificate-expired': 'advice.certificateExpired', 'certificate-name': 'advice.certificateName', 'certificate-untrusted': 'advice.certificateUntrusted',
  'tls-too-old': 'advice.tlsTooOld', 'no-tls': 'advice.noTls', 'login-refused': 'advice.loginRefused', 'no-such-service': 'advice.noSuchService',
  'garbled': 'advice.garbled', 'server-busy': 'advice.serverBusy', 'dropped': 'advice.dropped', 'ca-file-unreadable': 'advice.caFile',
  'disk-full': 'advice.diskFull',
}

type Connection = AccountState['connection']
export type Summary = 'none' | 'stopped' | 'offline' | 'waiting' | 'connecting' | 'online'

const kindOf = ({ connection }: AccountState): Exclude<Summary, 'none'> =>
  connection.kind === 'waiting' && connection.problem === 'offline' ? 'offline' : connection.kind

/** The worst of all accounts, since that is what somebody must know. */
export function summaryOf(accounts: readonly AccountState[]): Summary {
  const kinds = new Set(accounts.map(kindOf))
  const order = ['stopped', 'offline', 'waiting', 'connecting', 'online'] as const
  return order.find((kind) => kinds.has(kind)) ?? 'none'
}

export interface Progress {
  readonly done: number
  readonly total: number
  readonly share: number
  readonly bytes: number
  /** Messages and bytes a second; null while that cannot be said of all. */
  readonly rate: { readonly messages: number; readonly bytes: number } | null
  /** In ms; null while it cannot be said. */
  readonly left: number | null
  /** None of the accounts that copy has a connection: what keeps them. */
  readonly waits: 'line' | 'stopped' | null
}

/** The first copies that still run, together; null when all are whole. */
export function progressOf(accounts: readonly AccountState[]): Progress | null {
  const copying = accounts.filter(({ progress }) => progress !== null)
  const running = copying.flatMap(({ progress }) => (progress === null ? [] : [progress]))
  if (running.length === 0) return null
  const sum = (of: (progress: (typeof running)[number]) => number) => running.reduce((all, progress) => all + of(progress), 0)
  const [done, total] = [sum((progress) => progress.done), sum((progress) => progress.total)]
  const isRated = running.every(({ rate }) => rate !== null)
  return {
    done, total, share: total === 0 ? 0 : Math.min(1, done / total), bytes: sum((progress) => progress.bytes),
    rate: isRated ? { messages: sum(({ rate }) => rate?.messages ?? 0), bytes: sum(({ rate }) => rate?.bytes ?? 0) } : null,
    left: leftOf(running), waits: waitOf(copying),
  }
}

function waitOf(copying: readonly AccountState[]): Progress['waits'] {
  const kinds = new Set(copying.map(kindOf))
  if (kinds.has('online') || kinds.has('connecting')) return null
  return kinds.has('stopped') ? 'stopped' : 'line'
}

/** The moment up to which every account is known to be complete; null while one was never synchronised. */
export function syncedUntil(accounts: readonly AccountState[]): number | null {
  const moments = accounts.map((account) => account.lastSyncedAt)
  return moments.length === 0 || moments.includes(null) ? null : Math.min(...moments.filter((moment) => moment !== null))
}

export const stoppedProblem = (connection: Connection): StoppedProblem | null => (connection.kind === 'stopped' ? connection.problem : null)
