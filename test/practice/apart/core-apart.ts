import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Answer } from '../../../src/main/app/answer.ts'
import type { Core } from '../../../src/main/app/core.ts'
import type { CoreStart, Question, Reply } from './core-process.ts'

/** A core in another process: what it is asked when it dies is never answered, as on a workstation that loses its power. */
export interface CoreApart extends Core {
  kill(): Promise<void>
}

const program = path.join(import.meta.dirname, 'core-process.ts')

/** Starts it; resolves once it answers. */
export async function startCoreApart(start: CoreStart): Promise<CoreApart> {
  // Keys and attachments go over the line as bytes.
  const child = fork(program, [JSON.stringify(start)], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const line = lineTo(child)
  await line.ready
  const end = async (): Promise<void> => { if (child.exitCode === null && child.signalCode === null) await once(child, 'exit') }
  return {
    answer: (name, input) => line.ask(name, input) as Promise<Answer>,
    listen: () => () => undefined,
    lock: () => { throw new Error('not over this line') },
    isClosed: () => child.exitCode !== null || child.signalCode !== null,
    async kill() {
      child.kill('SIGKILL')
      await end()
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return
      await line.ask('close', null)
      child.disconnect()
      await end()
    },
  }
}

/** What the one who was asked took into the grave. */
export class Died extends Error {}

function lineTo(child: ChildProcess): { ready: Promise<void>; ask: (name: string, input: unknown) => Promise<unknown> } {
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>()
  let next = 1
  const asked = (id: number): Promise<unknown> => new Promise((resolve, reject) => { waiting.set(id, { resolve, reject }) })
  const ready = asked(0)
  child.on('message', ({ id, answer }: Reply) => {
    waiting.get(id)?.resolve(answer)
    waiting.delete(id)
  })
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Died('the core has died'))
    waiting.clear()
  })
  return {
    ready: ready.then(() => undefined),
    ask: (name, input) => {
      if (!child.connected) return Promise.reject(new Died('the core has died'))
      const id = next++
      const answer = asked(id)
      child.send({ id, name, input } satisfies Question, (error) => { if (error !== null) waiting.get(id)?.reject(new Died('the core has died')) })
      return answer
    },
  }
}
