import { READ_MESSAGE_MS } from '../../../shared/limits.ts'
import type { FromReading, ReadingStart, ToReading } from './reading-messages.ts'
import { StoreThread } from './store-thread.ts'

type Asked = ToReading extends infer Each ? (Each extends { id: number } ? Omit<Each, 'id'> : never) : never
export type ReadingAnswer = FromReading | { kind: 'unreadable' }

export interface ReadingHost {
  /** One answer per question, in order; `unreadable` when the message broke or outlasted the thread. */
  ask(question: Asked): Promise<ReadingAnswer>
  close(): Promise<void>
}

interface Waiting { answer(outcome: ReadingAnswer): void; late: NodeJS.Timeout }

/** Keeps one reading thread alive; a message that breaks it costs that message's answer, nothing else. */
export function startReading(start: ReadingStart): ReadingHost {
  const waiting = new Map<number, Waiting>()
  let worker: StoreThread | undefined
  let next = 0

  const settle = (id: number, outcome: ReadingAnswer) => {
    const found = waiting.get(id)
    if (found === undefined) return
    clearTimeout(found.late)
    waiting.delete(id)
    found.answer(outcome)
  }
  const giveUp = () => {
    const broken = worker
    worker = undefined
    void broken?.terminate()
    for (const id of [...waiting.keys()]) settle(id, { kind: 'unreadable' })
  }
  const running = () => {
    if (worker !== undefined) return worker
    const fresh = new StoreThread('reading-thread', start, { maxOldGenerationSizeMb: 512 })
    fresh.on('message', (message: FromReading | 'ready') => {
      if (message !== 'ready') settle(message.id, message)
    })
    const ended = () => { if (worker === fresh) giveUp() }
    fresh.on('error', ended)
    fresh.on('exit', ended)
    worker = fresh
    return fresh
  }
  return {
    ask: (question) => new Promise((resolve) => {
      const id = next++
      waiting.set(id, { answer: resolve, late: setTimeout(giveUp, READ_MESSAGE_MS) })
      running().postMessage({ ...question, id })
    }),
    async close() {
      const ending = worker
      giveUp()
      await ending?.terminate()
    },
  }
}
