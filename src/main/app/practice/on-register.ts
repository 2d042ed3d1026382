import { letMembersOut } from '../../practice/rights/register-folder.ts'
import { onServer } from '../../practice/rights/on-server.ts'
import type { Session } from '../session.ts'
import { connectionOf } from './connection.ts'

/** A server that hangs does not keep the person waiting for ever. */
const SERVER_MS = 60_000

export const deadline = (): AbortSignal => AbortSignal.timeout(SERVER_MS)

/** A short piece of work on the server of the register; what goes wrong there is tried again another time. */
export async function withRegister<Result>(session: Session, work: Parameters<typeof onServer<Result>>[2]): Promise<void> {
  const home = session.practice.home()
  const connection = home === null ? null : await connectionOf(session.accounts, home.accountId)
  if (connection !== null) await onServer(connection, deadline(), work)
}

/** For who leaves: the server too lets them no longer into the register. */
export const closeRegisterFor = (session: Session, address: string): Promise<void> =>
  withRegister(session, (server) => letMembersOut(server, session.practice.home()?.folder ?? '', [address]))
