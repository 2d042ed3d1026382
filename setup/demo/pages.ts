import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { keep } from '../../test/practice/servers/keep.ts'

const script = path.resolve(import.meta.dirname, '../../src/main/shells/loopback/start.ts')

export type Pages = AsyncDisposable & { readonly url: string; readonly ended: Promise<void> }

/** Starts the page server with the core behind it; resolves with the address, which carries the one-time token. */
export async function startPages({ data, account, port }: { data: string; account: string; port: number }): Promise<Pages> {
  await mkdir(data, { recursive: true, mode: 0o700 })
  const command = [process.execPath, script, '--data', data, '--json', '--demo', account, '--port', String(port)]
  const server = keep(command, { output: 'pipe', errors: 'inherit', stopBy: 'TERM', graceSeconds: 10 })
  const output = server.child.stdout
  if (output === null) throw new Error('the page server has no output')
  const lines = createInterface({ input: output })
  const first = await Promise.race([once(lines, 'line') as Promise<[string]>, server.ended.then(() => undefined)])
  if (first === undefined) throw new Error('the client did not start; see above')
  const { url } = JSON.parse(first[0]) as { url: string }
  return { url, ended: server.ended, [Symbol.asyncDispose]: () => server.stop() }
}
