import type { Probe } from '../../shared/contract/accounts.ts'
import { speaksOther } from './greeting.ts'
import { Session, type SessionLogin } from './session.ts'

/** Logs in for real and out again; changes nothing. */
export async function testImap(login: SessionLogin): Promise<Probe> {
  if (await speaksOther(login) === true) return { kind: 'problem', problem: 'no-such-service' }
  const opened = await Session.open(login, new AbortController().signal)
  if (opened.kind === 'problem') return opened
  const tls = opened.session.tlsVersion
  await opened.session.close()
  return { kind: 'ok', tls }
}
