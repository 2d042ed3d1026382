import { MessageChannel, Worker, type ResourceLimits } from 'node:worker_threads'
import { workerFile } from './worker-file.ts'

/**
 * A thread that opens stores: its file begins with `storeStart`. Ending one while SQLite is being loaded in it would take the whole
 * process along (the addon cannot begin in a thread that is being ended), so that `terminate` waits for that, some milliseconds.
 */
export class StoreThread extends Worker {
  readonly #settled: Promise<void>

  constructor(name: Parameters<typeof workerFile>[0], start: object, resourceLimits: ResourceLimits = {}) {
    const { port1: loaded, port2: loading } = new MessageChannel()
    super(workerFile(name), { workerData: { start, loading } satisfies StoreThreadData, transferList: [loading], resourceLimits })
    this.#settled = new Promise((resolve) => {
      // Closed on the other side: it is loaded, or there is no such thread any more.
      loaded.once('close', () => { resolve() })
      this.once('exit', () => { resolve() })
    })
    loaded.unref()
  }

  /** Resolves to the exit code once the thread is gone. */
  override async terminate(): Promise<number> {
    await this.#settled
    return await super.terminate()
  }
}

/** What a store thread is begun with; `loading` is closed once SQLite is there. */
export interface StoreThreadData { readonly start: object; readonly loading: MessageChannel['port1'] }
