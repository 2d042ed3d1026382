import { connect as connectPlain, isIP, type NetConnectOpts, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls'
import type { SessionLogin } from '../session.ts'
import { tlsOptions } from '../tls-options.ts'
import { READ_ROOM_BYTES } from './limits.ts'

type Server = Pick<SessionLogin, 'imap' | 'ca'>

/**
 * TLS from the first byte. What comes in is handed over in the same room again and again: a server that writes 4 KB at a time
 * would otherwise cost a Buffer and an event for each.
 */
export function openTls({ imap: { host, port }, ca }: Server, take: (bytes: Buffer) => void): TLSSocket {
  const room = Buffer.allocUnsafeSlow(READ_ROOM_BYTES)
  const options: ConnectionOptions & Pick<NetConnectOpts, 'onread'> = {
    host, port, ...named(host), ...tlsOptions(ca),
    onread: {
      buffer: room,
      callback: (length) => {
        take(room.subarray(0, length))
        return true
      },
    },
  }
  return connectTls(options)
}

/** In clear text, for as long as it takes to ask for TLS. */
export const openPlain = ({ imap: { host, port } }: Server): Socket => connectPlain({ host, port })

/** TLS over a connection that is there; its room cannot be chosen. */
export const upgrade = (socket: Socket, { imap: { host }, ca }: Server): TLSSocket => connectTls({ socket, host, ...named(host), ...tlsOptions(ca) })

/** An address is no name to ask a certificate for (RFC 6066 section 3). */
const named = (host: string): { servername?: string } => (isIP(host) === 0 ? { servername: host } : {})
