import { expect, test } from 'vitest'
import type { MailTask } from './face.ts'
import { TaskQueue } from './task-queue.ts'

const task = (id: string): MailTask => ({ id, accountId: 'a', act: { kind: 'destroy' }, messages: [], undoes: null })

test('tasks stay in their order until their outcome is known', () => {
  const queue = new TaskQueue()
  const [one, two] = [task('one'), task('two')]
  queue.add(one)
  queue.add(two)
  queue.begin(one)
  expect(queue.first).toBe(one)
  queue.end(one)
  expect(queue.first).toBe(two)
})

test('a task that is handed over twice is in it once', () => {
  const queue = new TaskQueue()
  expect([queue.add(task('one')), queue.add(task('one'))]).toEqual([true, false])
})

test('only what was not begun can be withdrawn', () => {
  const queue = new TaskQueue()
  const [one, two] = [task('one'), task('two')]
  queue.add(one)
  queue.add(two)
  queue.begin(one)
  expect(queue.withdraw('one')).toBeUndefined()
  queue.interrupted()
  expect(queue.withdraw('one')).toBeUndefined()
  expect(queue.withdraw('two')).toBe(two)
  expect(queue.withdraw('two')).toBeUndefined()
})

test('a second try, and a first try after a restart, may repeat what was done', () => {
  const queue = new TaskQueue(['before'])
  const [before, fresh] = [task('before'), task('fresh')]
  queue.add(before)
  queue.add(fresh)
  expect(queue.withdraw('before')).toBeUndefined()
  expect(queue.begin(before)).toEqual({ isRepeat: true })
  queue.end(before)
  expect(queue.begin(fresh)).toEqual({ isRepeat: false })
  queue.interrupted()
  expect(queue.begin(fresh)).toEqual({ isRepeat: true })
})
