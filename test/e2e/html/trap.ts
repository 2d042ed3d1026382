import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server of the outside world: hears whoever asks it anything, and even who merely connects. */
export interface Trap extends AsyncDisposable {
  readonly host: string
  readonly at: (name: string) => string
  /** What was asked, in order: path and referrer. */
  readonly heard: { readonly path: string; readonly referrer: string | null }[]
  /** How many connections were opened, asked over or not. */
  readonly connections: () => number
}

/** Listens on 127.0.0.2, so that nothing of it is our own origin. */
export async function setTrap(): Promise<Trap> {
  const heard: { path: string; referrer: string | null }[] = []
  let connections = 0
  const server = createServer((request, response) => {
    heard.push({ path: request.url ?? '', referrer: request.headers.referer ?? null })
    response.writeHead(200, { 'Content-Type': 'text/html', 'Access-Control-Allow-Origin': '*' }).end('<p>trap</p>')
  })
  server.on('connection', () => { connections += 1 })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.2', resolve))
  const { port } = server.address() as AddressInfo
  const host = `127.0.0.2:${port}`
  return {
    host, heard, at: (name) => `http://${host}/${name}`, connections: () => connections,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
