import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { expect, test } from 'vitest'

const praktijkpost = (...args: string[]) =>
  spawnSync(process.execPath, [path.resolve(import.meta.dirname, 'start.ts'), ...args], { encoding: 'utf8' })

test.each([['--help'], ['-h'], ['help'], ['detect', '--help'], ['store', 'check', '--help']])('%j asks what there is: that is an answer', (...args) => {
  const { status, stdout, stderr } = praktijkpost(...args)
  expect(stdout).toContain('audit verify')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test.each([[], ['nonsense'], ['store']].map((args) => [args]))('%j is no command: what there is comes as an error', (args) => {
  const { status, stdout, stderr } = praktijkpost(...args)
  expect(stderr).toContain('audit verify')
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
})
