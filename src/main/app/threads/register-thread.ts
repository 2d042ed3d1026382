import { parentPort, workerData } from 'node:worker_threads'
import { newestStart, readRegisterMessage } from '../../practice/register/newest-start.ts'
import { startRegisterLine } from '../../practice/line/register-line.ts'
import type { FromRegister, RegisterStart, ToRegister } from './register-messages.ts'

/** The line to the practice's register: a month of events comes in without the main thread feeling it. */
if (parentPort === null) throw new Error('the register thread runs as a worker')
const port = parentPort
const say = (message: FromRegister) => { port.postMessage(message) }

/** Settled once the main thread has taken the batch that it was given last. */
let taken: (() => void) | null = null
let started: ((isStarted: boolean) => void) | null = null

const { startsIn, ...given } = workerData as RegisterStart
const line = startRegisterLine({
  ...given,
  newest: startsIn === null ? null : newestStart(startsIn, (found) => new Promise((resolve) => {
    started = resolve
    say({ kind: 'start', found })
  })),
  onMessages: (batch) => new Promise((resolve) => {
    taken = resolve
    say({ kind: 'messages', batch: batch.map(readRegisterMessage) })
  }),
  onGone: (uids) => { say({ kind: 'gone', uids }) },
  onRenumbered: (uidValidity) => { say({ kind: 'renumbered', uidValidity }) },
  onSent: (id, result) => { say({ kind: 'sent', id, result }) },
  onState: (state) => { say({ kind: 'state', state }) },
})

async function close(): Promise<void> {
  // Nobody takes any more: what was given comes again next time.
  taken?.()
  started?.(false)
  await line[Symbol.asyncDispose]()
  port.close()
}

port.on('message', (message: ToRegister) => {
  switch (message.kind) {
    case 'send': line.send(message); return
    case 'look': line.look(); return
    case 'taken': taken?.(); return
    case 'started': started?.(message.isStarted); return
    case 'close': void close(); return
  }
})
