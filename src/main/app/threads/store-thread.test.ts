import { expect, test } from 'vitest'
import { StoreThread } from './store-thread.ts'

test('ending a thread that opens a store waits until SQLite is loaded in it, which cannot be broken off', async () => {
  const thread = new StoreThread('reading-thread', { directory: '/nowhere' })
  let isBegun = false
  thread.on('error', () => undefined)
  thread.once('online', () => { isBegun = true })
  await thread.terminate()
  expect(isBegun).toBe(true)
})

test('one that is gone already is ended at once', async () => {
  const thread = new StoreThread('reading-thread', { directory: '/nowhere' })
  thread.on('error', () => undefined)
  await new Promise((resolve) => { thread.once('exit', resolve) })
  await thread.terminate()
})
