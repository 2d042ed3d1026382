import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { build, type Rolldown } from 'vite'

export interface HarnessPage extends AsyncDisposable { readonly url: string }

/** Bundles the cleaner and serves it on a page without a policy of its own, beside an empty page. */
export async function serveHarness(): Promise<HarnessPage> {
  const built = await build({
    configFile: false, logLevel: 'silent',
    build: { write: false, target: 'chrome140', lib: { entry: path.join(import.meta.dirname, 'harness.ts'), formats: ['iife'], name: 'proef' } },
  }) as Rolldown.RolldownOutput[]
  const script = built[0]?.output[0].code ?? ''
  const server = createServer((request, response) => {
    if (request.url === '/harness.js') response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script)
    else response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end('<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script src="/harness.js"></script><body></body>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
