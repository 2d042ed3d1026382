import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { OneAtATime } from './one-at-a-time.ts'

const threadOf = (source: string): OneAtATime<string, string> => {
  const thread = new OneAtATime<string, string>(() => new Worker(`const { parentPort } = require('node:worker_threads'); ${source}`, { eval: true }))
  onTestFinished(() => thread.end())
  return thread
}
const LONG = 20_000

test('what breaks the thread after its answer harms nobody, and the next question starts another', async () => {
  // given
  let begun = 0
  const { promise: gone, resolve } = Promise.withResolvers<undefined>()
  const thread = new OneAtATime<string, string>(() => {
    begun += 1
    const worker = new Worker(`require('node:worker_threads').parentPort.on('message', (asked) => {
      require('node:worker_threads').parentPort.postMessage(asked + '!')
      if (asked === 'late') setTimeout(() => { throw new Error('hostile') }, 5)
    })`, { eval: true })
    worker.on('exit', () => { resolve(undefined) })
    return worker
  })
  onTestFinished(() => thread.end())
  // when
  const first = await thread.ask('late', LONG)
  await gone
  const second = await thread.ask('next', LONG)
  // then
  expect([first, second, begun]).toEqual(['late!', 'next!', 2])
})

test('one that breaks, leaves or outlasts the thread has no answer', async () => {
  expect(await threadOf(`parentPort.on('message', () => { throw new Error('hostile') })`).ask('x', LONG)).toBeUndefined()
  expect(await threadOf(`parentPort.on('message', () => process.exit(0))`).ask('x', LONG)).toBeUndefined()
  expect(await threadOf(`parentPort.on('message', () => { for (;;); })`).ask('x', 20)).toBeUndefined()
})
