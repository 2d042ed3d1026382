import type { AccountConnection, ConnectionProblem } from '../../imap/face.ts'
import { SessionLost } from '../../imap/problems.ts'
import { Session } from '../../imap/session.ts'

export type OnServer<Result> = Result | { readonly kind: 'problem'; readonly problem: ConnectionProblem }

/** Logs in, does one short piece of work and logs out. A line that breaks is a value; what was asked may have happened by then. */
export async function onServer<Result>(account: AccountConnection, signal: AbortSignal, work: (session: Session) => Promise<Result>): Promise<OnServer<Result>> {
  const opened = await Session.open(account, signal)
  if (opened.kind === 'problem') return opened
  const { session } = opened
  const leave = (): void => { void session.close() }
  signal.addEventListener('abort', leave, { once: true })
  try {
    return await work(session)
  } catch (error) {
    if (!(error instanceof SessionLost)) throw error
    return { kind: 'problem', problem: error.problem }
  } finally {
    signal.removeEventListener('abort', leave)
    await session.close()
  }
}
