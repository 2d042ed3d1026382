import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

/** Makes many objects that live for a moment, and tells what room (MB) was taken for them; in a process of its own, for all threads of one share it. */
const work = `
  import { getHeapSpaceStatistics } from 'node:v8'
  let some = []
  for (let made = 0; made < 1_000_000; made += 1) {
    some.push({ made })
    if (some.length > 30_000) some = []
  }
  console.log(getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size / 1_048_576)`

const roomOf = (before: string): number => Number(execFileSync(process.execPath, ['--input-type=module', '--eval', `${before}\n${work}`], { encoding: 'utf8' }))

test('the room for new objects stays small', () => {
  const module = pathToFileURL(path.join(import.meta.dirname, 'small-heaps.ts')).href
  expect(roomOf('')).toBeGreaterThanOrEqual(8)
  expect(roomOf(`(await import(${JSON.stringify(module)})).keepHeapsSmall()`)).toBeLessThanOrEqual(4)
})
