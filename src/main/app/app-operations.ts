import type { Handlers } from '../../shared/contract/contract.ts'
import { done } from '../../shared/contract/declare.ts'
import { readSettings, writeSettings } from '../settings/settings.ts'
import type { CoreOptions } from './core-options.ts'
import type { Session } from './session.ts'

type AppHandlers = Pick<Handlers, Extract<keyof Handlers, `app.${string}` | `settings.${string}`>>

const platform = () => (process.platform === 'win32' ? 'windows' as const : process.platform === 'darwin' ? 'macos' as const : 'linux' as const)

/** What the program says of itself, and how the person wants it. */
export function appOperations(current: () => Session, { version, shell, demo }: CoreOptions): AppHandlers {
  return {
    'app.about': () => done({
      version, shell, platform: platform(), demo: demo === null ? null : { address: demo.address, password: demo.password },
    }),
    'app.status': () => {
      const { reader, board, accounts } = current()
      return done({
        storedBytes: reader.storedBytes(), disk: board.isDiskFull() ? 'full' as const : 'ok' as const,
        lastSyncedAt: board.lastSyncedAt(accounts.list()),
      })
    },
    'settings.get': () => done(readSettings(current().db)),
    'settings.set': (change) => {
      const session = current()
      const written = writeSettings(session.db, change)
      if (written.ok) session.changes.touch(['settings'])
      return written
    },
  }
}
