import { Worker } from 'node:worker_threads'
import { SYNC_CLOSE_MS } from '../../../shared/limits.ts'
import type { RegisterLine, RegisterLineOptions } from '../../practice/line/face.ts'
import type { FoundStart, ReadRegisterMessage } from '../../practice/register/newest-start.ts'
import type { FromRegister, RegisterStart, ToRegister } from './register-messages.ts'
import { workerFile } from './worker-file.ts'

export type RegisterHostOptions = Omit<RegisterLineOptions, 'onMessages' | 'newest'> & Pick<RegisterStart, 'startsIn'> & {
  /** In the order of their numbers, read and verified. The next batch waits until this one is taken. */
  readonly onMessages: (batch: readonly ReadRegisterMessage[]) => Promise<void> | void
  /** Whether the workstation starts from this, and took the messages. */
  readonly onStart: (found: FoundStart) => Promise<boolean> | boolean
  /** The thread broke, or what it brought could not be taken: a bug. It does nothing more, and wants to be closed. */
  readonly onBroken: (error: unknown) => void
}

/** The line to the register in a thread of its own; its face is that of the line itself. */
export function startRegisterThread({ connection, folder, known, startsIn, onBroken, ...hear }: RegisterHostOptions): RegisterLine {
  const worker = new Worker(workerFile('register-thread'), { workerData: { connection, folder, known, startsIn } satisfies RegisterStart })
  const gone = new Promise<void>((resolve) => { worker.once('exit', () => { resolve() }) })
  const tell = (message: ToRegister): void => { worker.postMessage(message) }
  let isClosing = false

  async function take(message: Extract<FromRegister, { kind: 'messages' }>): Promise<void> {
    await hear.onMessages(message.batch)
    tell({ kind: 'taken' })
  }
  async function start({ found }: Extract<FromRegister, { kind: 'start' }>): Promise<void> {
    tell({ kind: 'started', isStarted: await hear.onStart(found) })
  }
  worker.on('message', (message: FromRegister) => {
    if (isClosing) return
    switch (message.kind) {
      case 'messages': take(message).catch(onBroken); return
      case 'start': start(message).catch(onBroken); return
      case 'gone': hear.onGone(message.uids); return
      case 'renumbered': hear.onRenumbered(message.uidValidity); return
      case 'sent': hear.onSent(message.id, message.result); return
      case 'state': hear.onState(message.state)
    }
  })
  worker.on('error', (error) => { if (!isClosing) onBroken(error) })
  // Without an error too: nobody would hear anything any more.
  worker.on('exit', () => { if (!isClosing) onBroken(new Error('the thread of the register ended by itself')) })
  return {
    send: ({ id, raw }) => { tell({ kind: 'send', id, raw }) },
    look: () => { tell({ kind: 'look' }) },
    async [Symbol.asyncDispose]() {
      isClosing = true
      tell({ kind: 'close' })
      const cut = setTimeout(() => { void worker.terminate() }, SYNC_CLOSE_MS)
      await gone
      clearTimeout(cut)
    },
  }
}
