import { expect, test } from 'vitest'
import { createMemory } from './memory.ts'

function setUp(most = 10) {
  const clock = { at: 1_000 }
  return { clock, memory: createMemory<number>({ most, now: () => clock.at }) }
}
const give = (value: number, until: number) => () => Promise.resolve({ value, until })

test('a value is there until its time is over, and not when the clock is set back', async () => {
  const { clock, memory } = setUp()
  await memory.obtain('a', give(1, 2_000))
  clock.at = 1_999
  expect(memory.recall('a')?.value).toBe(1)
  clock.at = 2_000
  expect(memory.recall('a')).toBeUndefined()
  await memory.obtain('a', give(2, 3_000))
  clock.at = 1_500
  expect(memory.recall('a')).toBeUndefined()
})

test('many that want the same wait for one worker; what may not be kept is worked out anew', async () => {
  const { memory } = setUp()
  let worked = 0
  const work = () => Promise.resolve({ value: (worked += 1), until: 0 })
  const got = await Promise.all(Array.from({ length: 100 }, () => memory.obtain('a', work)))
  expect(new Set(got.map(({ value }) => value))).toEqual(new Set([1]))
  expect((await memory.obtain('a', work)).value).toBe(2)
})

test('the one that was not asked for longest goes first', async () => {
  const { memory } = setUp(2)
  await memory.obtain('a', give(1, Infinity))
  await memory.obtain('b', give(2, Infinity))
  memory.recall('a')
  await memory.obtain('c', give(3, Infinity))
  expect(['a', 'b', 'c'].map((key) => memory.recall(key)?.value)).toEqual([1, undefined, 3])
})

test('what is under way while all is forgotten is given, and not kept', async () => {
  const { memory } = setUp()
  const late = Promise.withResolvers<{ value: number; until: number }>()
  const waiting = memory.obtain('a', () => late.promise)
  memory.forget()
  const fresh = memory.obtain('a', give(2, Infinity))
  late.resolve({ value: 1, until: Infinity })
  expect((await waiting).value).toBe(1)
  expect((await fresh).value).toBe(2)
  expect(memory.recall('a')?.value).toBe(2)
})

test('work that breaks is told to all who wait, and is not remembered', async () => {
  const { memory } = setUp()
  const broken = () => Promise.reject(new Error('broken'))
  await expect(Promise.all([memory.obtain('a', broken), memory.obtain('a', broken)])).rejects.toThrow('broken')
  expect((await memory.obtain('a', give(1, Infinity))).value).toBe(1)
})

test('what weighs much takes the room of many, and what weighs more than all is not kept', async () => {
  const memory = createMemory<number>({ most: 10, now: () => 0, weigh: (value) => value })
  for (const weight of [1, 2, 3]) await memory.obtain(`${weight}`, give(weight, Infinity))
  await memory.obtain('6', give(6, Infinity))
  expect(['1', '2', '3', '6'].map((key) => memory.recall(key)?.value)).toEqual([undefined, undefined, 3, 6])
  await memory.obtain('11', give(11, Infinity))
  expect(['3', '6', '11'].map((key) => memory.recall(key)?.value)).toEqual([undefined, undefined, undefined])
})
