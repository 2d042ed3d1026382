import type { Topic } from '../../shared/contract/declare.ts'
import type { CoreEvent } from '../../shared/contract/wire.ts'
import { CHANGE_NOTICE_MS } from '../../shared/limits.ts'

export interface Changes {
  /** Says that what these topics hold may differ now; notices are gathered and told together. */
  touch(topics: readonly Topic[]): void
  tell(event: CoreEvent): void
  listen(onEvent: (event: CoreEvent) => void): () => void
  [Symbol.dispose](): void
}

/** The one place through which the core tells every open screen what happened. */
export function createChanges(): Changes {
  const listeners = new Set<(event: CoreEvent) => void>()
  const touched = new Set<Topic>()
  let timer: NodeJS.Timeout | undefined

  const tell = (event: CoreEvent) => listeners.forEach((listener) => { listener(event) })
  const flush = () => {
    timer = undefined
    if (touched.size === 0) return
    const topics = [...touched]
    touched.clear()
    tell({ kind: 'changed', topics })
  }
  return {
    touch(topics) {
      topics.forEach((topic) => touched.add(topic))
      timer ??= setTimeout(flush, CHANGE_NOTICE_MS)
    },
    tell(event) {
      if (event.kind !== 'changed') flush()
      tell(event)
    },
    listen(onEvent) {
      listeners.add(onEvent)
      return () => { listeners.delete(onEvent) }
    },
    [Symbol.dispose]() {
      clearTimeout(timer)
      listeners.clear()
    },
  }
}
