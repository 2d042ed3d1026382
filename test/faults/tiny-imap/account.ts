import type { AccountConnection } from '../../../src/main/imap/face.ts'
import type { TinyImap } from './server.ts'

/** How to log in to a small server. */
export const accountOf = (server: TinyImap, change: Partial<AccountConnection> = {}): Omit<AccountConnection, 'id'> => ({
  address: 'anja@delinde.test', user: 'anja@delinde.test', auth: 'password', secret: server.password, ca: server.ca,
  imap: { host: '127.0.0.1', port: server.port, security: 'tls' }, ...change,
})
