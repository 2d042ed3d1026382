import { createServer, type Server } from 'node:net'

/** Who may log in, by name. */
export type Logins = Readonly<Record<string, string>>

const greeting = ['VERSION\t1\t1', 'MECH\tPLAIN\tplaintext', 'SPID\t1', 'CUID\t1', 'COOKIE\t00000000000000000000000000000000', 'DONE', ''].join('\n')

/** `\0name\0password` in base64 (RFC 4616). */
function answerTo(id: string, response: string, logins: Logins): string {
  const [, name = '', password = ''] = Buffer.from(response, 'base64').toString('utf8').split('\0')
  return Object.hasOwn(logins, name) && logins[name] === password ? `OK\t${id}\tuser=${name}\n` : `FAIL\t${id}\tuser=${name}\n`
}

/** Answers a mail server that asks whether a login is right, in the language of Dovecot's authentication (version 1.1), PLAIN only. */
export function serveSasl(port: number, logins: Logins): Promise<Server> {
  const server = createServer((socket) => {
    let read = ''
    socket.on('error', () => undefined)
    socket.setEncoding('utf8').on('data', (text: string) => {
      read += text
      const lines = read.split('\n')
      read = lines.pop() ?? ''
      for (const line of lines) {
        const [verb, id = '', ...rest] = line.split('\t')
        const response = verb === 'CONT' ? rest[0] : rest.find((part) => part.startsWith('resp='))?.slice('resp='.length)
        if (verb !== 'AUTH' && verb !== 'CONT') continue
        socket.write(response === undefined ? `CONT\t${id}\t\n` : answerTo(id, response, logins))
      }
    })
    socket.write(greeting)
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => { resolve(server) })
  })
}
