import type { Handlers } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import { keepLook, readLook } from '../settings/look-file.ts'
import { readSettings, writeSettings } from '../settings/settings.ts'
import { inTransaction } from '../store/store.ts'
import type { CoreOptions } from './core-options.ts'
import { record } from './journal.ts'
import { keptLogIn } from './practice/kept-log.ts'
import { lookUpsOf, readUpstream } from './routing/look-ups.ts'
import type { Session } from './session.ts'

type AppHandlers = Pick<Handlers, Extract<keyof Handlers, `app.${string}` | `settings.${string}`>>

const platform = () => (process.platform === 'win32' ? 'windows' as const : process.platform === 'darwin' ? 'macos' as const : 'linux' as const)

/** What the program says of itself, and how the person wants it. */
export function appOperations(current: () => Session, options: CoreOptions): AppHandlers {
  const { version, shell, demo } = options
  return {
    'app.about': () => done({
      version, shell, platform: platform(), demo: demo === null ? null : { address: demo.address, password: demo.password },
    }),
    'app.look': () => done(readLook(options.dataDirectory)),
    'app.keptLog': async () => done(await keptLogIn(options.dataDirectory)),
    'app.status': () => {
      const { reader, board, accounts, clock } = current()
      return done({
        storedBytes: reader.storedBytes(), disk: board.isDiskFull() ? 'full' as const : 'ok' as const,
        lastSyncedAt: board.lastSyncedAt(accounts.list()), clockBehindMs: clock.behindMs(),
      })
    },
    'settings.get': () => done(readSettings(current().db)),
    'settings.set': (change) => {
      const session = current()
      if (change.resolver !== undefined && readUpstream(change.resolver) === null) return refused('not-a-resolver')
      const written = inTransaction(session.db, () => {
        const kept = writeSettings(session.db, change)
        if (kept.ok && change.resolver !== undefined) record(session.journal, { class: 'proof', detail: { change: 'resolver' } })
        return kept
      })
      if (written.ok) {
        keepLook(options.dataDirectory, readSettings(session.db))
        session.changes.touch(['settings'])
      }
      if (written.ok && change.resolver !== undefined) {
        session.verdicts.lookUpsChanged(lookUpsOf(options, change.resolver))
        session.domains.forget()
      }
      return written
    },
  }
}
