import type { Probe } from '../../shared/contract/accounts.ts'
import { SMTP_TEST_MS } from '../../shared/limits.ts'
import { farewell, openSmtp } from './smtp-session.ts'
import type { SmtpLogin } from './smtp-session.ts'

/** Logs in for real and goes away again; sends nothing. A person is waiting, so no stage takes longer than that bears. */
export async function testSmtp(login: SmtpLogin): Promise<Probe> {
  const opening = await openSmtp(login, { connectMs: SMTP_TEST_MS, answerMs: SMTP_TEST_MS, endAnswerMs: SMTP_TEST_MS })
  if (opening.kind === 'problem') return opening
  farewell(opening.connection)
  return { kind: 'ok', tls: opening.tls }
}
