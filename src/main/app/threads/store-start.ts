import { workerData } from 'node:worker_threads'
import { loadSqlite } from '../../store/store.ts'
import type { StoreThreadData } from './store-thread.ts'

/** What this thread was begun with, once SQLite is loaded in it: from then on it may be ended at any moment. */
export function storeStart(): unknown {
  const { start, loading } = workerData as StoreThreadData
  loadSqlite()
  loading.close()
  return start
}
