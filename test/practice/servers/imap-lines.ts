import { readFile } from 'node:fs/promises'
import { connect } from 'node:tls'
import { once } from 'node:events'
import type { Practice } from './practice.ts'

/** An IMAP connection to say exactly what a test wants to say: `command` gives the whole answer, tagged line included. */
export type ImapLines = AsyncDisposable & { command(line: string): Promise<string> }

/** Logs a person of the practice in over TLS. */
export async function imapLines(practice: Practice, address: string): Promise<ImapLines> {
  const socket = connect({ host: practice.host, port: practice.ports.imaps, ca: await readFile(practice.caFile) })
  socket.setEncoding('utf8')
  let received = ''
  socket.on('data', (text: string) => { received += text })
  const until = async (pattern: RegExp): Promise<string> => {
    while (!pattern.test(received)) {
      await once(socket, 'data')
      if (socket.destroyed) throw new Error('the server closed the connection')
    }
    const answer = received
    received = ''
    return answer
  }
  let tag = 0
  const command = async (line: string): Promise<string> => {
    tag += 1
    socket.write(`t${String(tag)} ${line}\r\n`)
    return until(new RegExp(`^t${String(tag)} .*\\r\\n`, 'm'))
  }
  await until(/^\* OK/m)
  const login = await command(`LOGIN ${address} ${practice.person(address).password}`)
  if (!login.includes(' OK ')) throw new Error(`login refused: ${login.trim()}`)
  return {
    command,
    [Symbol.asyncDispose]: async () => {
      socket.end('bye LOGOUT\r\n')
      await once(socket, 'close')
    },
  }
}
