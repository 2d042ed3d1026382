import path from 'node:path'
import { expect, test } from 'vitest'
import { lastWords, readReport, sum, withStrayErrors, type FileOutcome, type Report } from './outcome.ts'
import { root } from './tool.ts'

const file = (name: string, passed: readonly string[], failed: readonly string[] = []): FileOutcome => ({
  file: name, passed: passed.map((one) => `${name}: ${one}`), failures: failed.map((one) => ({ name: `${name}: ${one}`, message: `why ${one}` })),
})

test('a report is read file by file; one that could not be loaded is a failure by itself', () => {
  const report: Report = {
    testResults: [
      { name: path.join(root, 'a.test.ts'), status: 'failed', message: '', assertionResults: [
        { fullName: 'one', status: 'passed', failureMessages: [] }, { fullName: 'two', status: 'failed', failureMessages: ['why two'] }, { fullName: 'three', status: 'skipped', failureMessages: null },
      ] },
      { name: path.join(root, 'b.test.ts'), status: 'failed', message: 'no such module', assertionResults: [] },
    ],
  }
  expect(readReport(report)).toEqual([
    { file: 'a.test.ts', passed: ['a.test.ts: one'], failures: [{ name: 'a.test.ts: two', message: 'why two' }] },
    { file: 'b.test.ts', passed: [], failures: [{ name: 'b.test.ts', message: 'no such module' }] },
  ])
})

test('what was thrown beside the tests is a failure of the file during which it was', () => {
  const said = 'noise\nUnhandled Errors\nError: lost\nThis error originated in "b" test file. It doesn\'t mean the error was thrown inside the file itself.\n'
  const found = withStrayErrors([file('a', ['one']), file('b', ['one'])], said)
  expect(found.map(({ failures }) => failures.map(({ name }) => name))).toEqual([[], ['b']])
  expect(found[1]?.failures[0]?.message).toMatch(/^Unhandled Errors\nError: lost/)
})

test('what a process said when it broke off is told, wherever it stands', () => {
  expect(lastWords('one\n# Fatal error in HandleScope\n# no lock\n')).toBe('# Fatal error in HandleScope\n# no lock\n\n')
  for (const line of ['FATAL ERROR: Reached heap limit', 'node: ../src/loop.c:12: main: Assertion `ok\' failed.', 'double free or corruption (out)', 'terminate called without an active exception']) {
    expect(lastWords(`noise\n${line}`)).toBe(`${line}\n`)
  }
  expect(lastWords('Tests 3 passed\nthe freezer is free')).toBe('')
})

test('what passes in the second run counts as passed, and what it was stays to be told', () => {
  const first = [file('a', ['one']), file('b', ['one', 'four'], ['two', 'three'])]
  expect(sum(first, [file('b', ['one', 'two', 'three', 'four'])])).toEqual({ passed: 5, failures: [], second: [{ name: 'b: two', message: 'why two' }] })
})

test('what fails again has failed, with the words of the second run', () => {
  const first = [file('a', ['one'], ['two'])]
  expect(sum(first, [file('a', ['two'], ['one'])])).toEqual({ passed: 1, failures: [{ name: 'a: one', message: 'why one' }], second: [] })
})

test.each([
  ['nothing ran again', []], ['the file ran empty', [file('a', [])]], ['the test did not run again', [file('a', ['one'])]],
])('what did not run again is not made good: %s', (_, again) => {
  const { failures, second } = sum([file('a', ['one'], ['two'])], again)
  expect([failures, second]).toEqual([[{ name: 'a: two', message: 'why two' }], []])
})

test('a file that could not be loaded is made good by any test of it that passes', () => {
  const first: FileOutcome[] = [{ file: 'a', passed: [], failures: [{ name: 'a', message: 'no servers' }] }]
  expect(sum(first, [file('a', ['one', 'two'])])).toEqual({ passed: 2, failures: [], second: [{ name: 'a', message: 'no servers' }] })
})
