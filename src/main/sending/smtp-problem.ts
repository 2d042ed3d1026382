import type { ConnectionProblem } from '../../shared/contract/accounts.ts'
import { connectionProblemOf } from '../../shared/mail/connection-problem.ts'

/** What nodemailer puts on its errors. */
export interface SmtpErrorFacts {
  readonly code?: unknown
  readonly command?: unknown
  readonly responseCode?: unknown
  readonly response?: unknown
}

export const factsOf = (error: unknown): SmtpErrorFacts => (typeof error === 'object' && error !== null ? error : {})

/** The server's answer as a number, where it gave one (RFC 5321 section 4.2). */
export const replyCodeOf = ({ responseCode }: SmtpErrorFacts): number | null =>
  typeof responseCode === 'number' && responseCode >= 200 && responseCode <= 599 ? responseCode : null

/** Only the two codes of an answer: its text may repeat addresses and parts of the message (LOG-01). */
export function replyCodesOf(response: unknown): string {
  const match = typeof response === 'string' ? /^(\d{3})[ -](?:(\d\.\d{1,3}\.\d{1,3})(?=\s|$))?/.exec(response) : null
  return match === null ? '' : [match[1], match[2]].filter((part) => part !== undefined).join(' ')
}

/** What keeps us from a server with which no message was begun, for a person. */
export function connectProblem(error: unknown): ConnectionProblem {
  const facts = factsOf(error)
  const code = replyCodeOf(facts)
  if (facts.code === 'EAUTH') return loginProblem(facts, code)
  if (facts.code === 'ETLS' && facts.command === 'STARTTLS') return connectionProblemOf(error) ?? 'no-tls'
  const network = connectionProblemOf(error)
  if (network !== null) return network
  if (code !== null) return code < 500 ? 'server-busy' : 'no-such-service'
  if (facts.code === 'EPROTOCOL') return speaksOtherwise(facts.response) ? 'no-such-service' : 'garbled'
  return 'dropped'
}

/** 4yz to a login says that the server cannot check it now (RFC 4954 section 6). Anything without a code is no SMTP. */
function loginProblem({ response }: SmtpErrorFacts, code: number | null): ConnectionProblem {
  if (code === null) return response === undefined ? 'login-refused' : 'garbled'
  return code < 500 ? 'server-busy' : 'login-refused'
}

/** The greetings of IMAP, POP3, SSH and web servers: the right machine, the wrong door. */
const speaksOtherwise = (response: unknown): boolean => typeof response === 'string' && /^(?:\* (?:OK|BYE|PREAUTH)|\+OK|SSH-|HTTP\/)/.test(response)
