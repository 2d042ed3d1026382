import type { ConnectionProblem } from '../../shared/contract/accounts.ts'
import { connectionProblemOf } from '../../shared/mail/connection-problem.ts'

/** The session is gone, whatever was being asked. Everything on the server is as it was or as it was asked to be: look again. */
export class SessionLost extends Error {
  readonly problem: ConnectionProblem

  constructor(problem: ConnectionProblem, options?: ErrorOptions) {
    super(`session lost: ${problem}`, options)
    this.problem = problem
  }
}

/** The fields that imapflow puts on its errors. */
interface ImapFacts {
  readonly code?: unknown
  readonly message?: unknown
  readonly authenticationFailed?: unknown
  readonly serverResponseCode?: unknown
  readonly tlsFailed?: unknown
  readonly reason?: unknown
  readonly responseStatus?: unknown
}

const BY_CODE: Readonly<Record<string, ConnectionProblem>> = {
  CONNECT_TIMEOUT: 'timeout', GREETING_TIMEOUT: 'timeout', UPGRADE_TIMEOUT: 'timeout', ETIMEOUT: 'timeout', LockTimeout: 'timeout',
  NoConnection: 'dropped', EConnectionClosed: 'dropped', StateLogout: 'dropped', ClosedAfterConnectText: 'dropped', ClosedAfterConnectTLS: 'dropped',
  UnexpectedTag: 'garbled', InvalidResponse: 'garbled', ResponseProcessingFailed: 'garbled', LineTooLarge: 'garbled', LiteralTooLarge: 'garbled',
  ResponseTooLarge: 'garbled', MAX_IMAP_NESTING_REACHED: 'garbled', ParserErrorExchange: 'garbled', MissingServerExtension: 'garbled',
  ETHROTTLE: 'server-busy',
  // Bytes before the handshake that an attacker on the line could have put there (RFC 9051 section 11.1).
  STARTTLS_INJECTION: 'no-tls',
}

/** Codes of RFC 5530 (and RFC 3501) with which a server says that it is not the password. */
const NOT_THE_PASSWORD = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'ALERT', 'CONTACTADMIN'])

const isObject = (value: unknown): value is ImapFacts => typeof value === 'object' && value !== null

/** What a failed session means for a person; null when the error is none of the server's or the line's: a bug. */
export function problemOf(error: unknown): ConnectionProblem | null {
  if (error instanceof SessionLost) return error.problem
  if (!isObject(error)) return null
  if (error.authenticationFailed === true) return loginProblem(error)
  return connectionProblemOf(error) ?? tlsProblem(error) ?? greetingProblem(error) ?? codeProblem(error)
}

function loginProblem({ serverResponseCode }: ImapFacts): ConnectionProblem {
  return typeof serverResponseCode === 'string' && NOT_THE_PASSWORD.has(serverResponseCode) ? 'server-busy' : 'login-refused'
}

/** A server without STARTTLS and one whose STARTTLS somebody on the line took away look the same, and are treated the same. */
function tlsProblem({ tlsFailed, code }: ImapFacts): ConnectionProblem | null {
  if (tlsFailed !== true) return null
  return typeof code === 'string' && code in BY_CODE ? BY_CODE[code] ?? null : 'no-tls'
}

/** A farewell instead of a greeting: too many sessions, or the server is going down. */
const greetingProblem = ({ reason }: ImapFacts): ConnectionProblem | null => (typeof reason === 'string' && reason !== '' ? 'server-busy' : null)

function codeProblem({ code, message, responseStatus }: ImapFacts): ConnectionProblem | null {
  if (typeof code === 'string') {
    if (code in BY_CODE) return BY_CODE[code] ?? null
    if (code.startsWith('ParserError')) return 'garbled'
  }
  // The server takes no login that we could try with this kind of secret.
  if (message === 'Unsupported authentication mechanism') return 'login-refused'
  // A refusal of a command that no server refuses: it does not speak our language.
  return responseStatus === 'NO' || responseStatus === 'BAD' ? 'garbled' : null
}

/** Whether trying again is pointless until a person does something: another password sent each minute locks an account. */
export const needsPerson = (problem: ConnectionProblem): boolean => problem === 'login-refused' || problem === 'ca-file-unreadable'
