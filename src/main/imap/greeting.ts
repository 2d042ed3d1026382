import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { GREETING_LOOK_MS } from '../../shared/limits.ts'
import type { SessionLogin } from './session.ts'
import { tlsOptions } from './tls-options.ts'

/**
 * Whether somebody other than an IMAP server answers at this address: POP3, SMTP or a web server, each of which keeps an IMAP
 * client waiting for nothing. Null: nothing that can be told apart was said in time.
 */
export async function speaksOther({ imap, ca }: Pick<SessionLogin, 'imap' | 'ca'>): Promise<boolean | null> {
  const { host, port, security } = imap
  const socket: Socket = security === 'tls'
    ? connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}), ...tlsOptions(ca) })
    : connectPlain({ host, port })
  try {
    const line = await firstBytes(socket)
    return line.trim() === '' ? null : !/^\* (?:OK|PREAUTH|BYE)\b/i.test(line)
  } finally {
    socket.destroy()
  }
}

/** What comes first, or nothing: from a server that waits for us to speak, or with which there is no line. */
const firstBytes = (socket: Socket): Promise<string> => new Promise((resolve) => {
  const nothing = (): void => { resolve('') }
  socket.setTimeout(GREETING_LOOK_MS, nothing)
  socket.once('data', (data: Buffer) => { resolve(data.toString('latin1', 0, 16)) })
  socket.once('error', nothing).once('close', nothing)
})
