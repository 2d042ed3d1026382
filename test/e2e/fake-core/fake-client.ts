import { inject } from 'vitest'
import { startLoopback } from '../../../src/main/shells/loopback/server.ts'
import { FakeCore } from './fake-core.ts'
import type { FakeMessage } from './sample.ts'

export interface FakeClient extends AsyncDisposable {
  readonly url: string
  readonly core: FakeCore
  /** The core goes away under the open page. */
  stop(): Promise<void>
}

/** The real pages behind the real loopback server and its policy, on a core in memory. */
export async function startFakeClient(messages?: readonly FakeMessage[]): Promise<FakeClient> {
  const core = new FakeCore(messages)
  const loopback = await startLoopback({ pages: inject('pages'), port: 0, makeCore: () => core })
  let ending: Promise<void> | undefined
  const stop = (): Promise<void> => ending ??= Promise.resolve(loopback[Symbol.asyncDispose]())
  return { url: loopback.url, core, stop, [Symbol.asyncDispose]: stop }
}
