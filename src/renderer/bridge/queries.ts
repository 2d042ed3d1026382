import { QueryClient, type Query } from '@tanstack/react-query'
import { contract, isOperation, type OperationName } from '../../shared/contract/contract.ts'
import type { Topic } from '../../shared/contract/declare.ts'
import { CHANGED_GATHER_MS, CHANGED_ROUND_MS, LOST_FORGET_MS } from '../../shared/limits.ts'
import type { Core } from './core.ts'

/** Thrown inside a query only, so that the query client sees a failure; screens get the name. */
export class AskError extends Error {
  readonly fail: string
  constructor(name: string, fail: string) {
    super(`${name}: ${fail}`)
    this.fail = fail
  }
}

/** The core says what changed, so nothing is asked again by the clock or by a focus. */
export const newQueryClient = (): QueryClient => new QueryClient({
  defaultOptions: {
    queries: { staleTime: Infinity, gcTime: 60_000, retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
})

const operationOf = (query: Query): OperationName | null => {
  const name = query.queryKey[0]
  return typeof name === 'string' && isOperation(name) ? name : null
}

/** Whether this question may have another answer now that these topics changed. */
const reads = (query: Query, topics: ReadonlySet<Topic>): boolean => {
  const name = operationOf(query)
  return name !== null && contract[name].reads.some((topic) => topics.has(topic))
}

/** Whether an answer may only be held while the person is behind the second factor. */
const isSecret = (query: Query): boolean => {
  const name = operationOf(query)
  return name === null || contract[name].who !== 'open'
}

/** Forgets everything that was read behind the second factor. Called the moment the core says that it locked. */
export function forgetSecrets(client: QueryClient): void {
  client.setQueryData<{ phase: string }>(['vault.state', {}], (state) => (state === undefined ? state : { ...state, phase: 'locked' }))
  client.removeQueries({ predicate: isSecret })
  client.getMutationCache().clear()
}

/**
 * Keeps the answers on the screen true: asks again what reads a changed topic, forgets what may not be kept, and asks
 * everything anew when a lost line is back. Returns its end.
 */
export function followCore(core: Core, client: QueryClient): () => void {
  const changed = new Set<Topic>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = async (): Promise<void> => {
    const topics = new Set(changed)
    changed.clear()
    // The next round waits for these answers, so that news that keeps coming never keeps an answer from arriving; but one slow answer keeps no other screen from its news.
    await Promise.race([client.invalidateQueries({ predicate: (query) => reads(query, topics) }), new Promise((resolve) => { setTimeout(resolve, CHANGED_ROUND_MS) })])
    timer = undefined
    if (changed.size > 0) schedule()
  }
  const schedule = (): void => { timer ??= setTimeout(() => void flush(), CHANGED_GATHER_MS) }
  const stopEvents = core.onEvent((event) => {
    switch (event.kind) {
      case 'changed':
        for (const topic of event.topics) changed.add(topic)
        schedule()
        return
      case 'locked':
        forgetSecrets(client)
        void client.invalidateQueries({ queryKey: ['vault.state'] })
        return
      case 'unlocked':
        void client.invalidateQueries({ queryKey: ['vault.state'] })
        return
      case 'new-mail': case 'turned-back':
        return
    }
  })
  let forgetting: ReturnType<typeof setTimeout> | undefined
  const stopLink = core.onLink(() => {
    clearTimeout(forgetting)
    const link = core.link()
    if (link === 'open') void client.invalidateQueries()
    if (link === 'refused') forgetSecrets(client)
    // A core that is gone can no longer lock the screen; the screen then does so by itself.
    if (link === 'lost') forgetting = setTimeout(() => forgetSecrets(client), LOST_FORGET_MS)
  })
  return () => {
    clearTimeout(timer)
    clearTimeout(forgetting)
    stopEvents()
    stopLink()
  }
}
