import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'vite'
import { startLoopback } from '../../../src/main/shells/loopback/server.ts'
import { FakeCore } from './fake-core.ts'
import type { FakeMessage } from './sample.ts'

const root = path.resolve(import.meta.dirname, '../../..')

/**
 * The renderer, built once into a folder of its own. Under test React's strict mode is in it and runs every effect twice: what does not
 * clean up after itself shows.
 */
export async function buildPages(): Promise<{ folder: string; [Symbol.asyncDispose](): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'praktijkpost-pages-'))
  await build({ configFile: path.join(root, 'vite.renderer.config.ts'), root: path.join(root, 'src/renderer'), logLevel: 'warn', build: { outDir: folder, emptyOutDir: true } })
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

export interface FakeClient extends AsyncDisposable {
  readonly url: string
  readonly core: FakeCore
  /** The core goes away under the open page. */
  stop(): Promise<void>
}

/** The real pages behind the real loopback server and its policy, on a core in memory. */
export async function startFakeClient(pages: string, messages?: readonly FakeMessage[]): Promise<FakeClient> {
  const core = new FakeCore(messages)
  const loopback = await startLoopback({ pages, port: 0, makeCore: () => core })
  let ending: Promise<void> | undefined
  const stop = (): Promise<void> => ending ??= Promise.resolve(loopback[Symbol.asyncDispose]())
  return { url: loopback.url, core, stop, [Symbol.asyncDispose]: stop }
}
