import { expect, test } from 'vitest'
import { bugName } from './bug-name.ts'

test('a bug is told by kind, code and place', () => {
  const error = Object.assign(new TypeError('x'), { code: 'EIO' })
  expect(bugName(error)).toMatch(/^TypeError EIO at .*bug-name\.test\.ts:\d+:\d+\)?$/)
  expect(bugName('a text that somebody threw')).toBe('string')
})

test.each([
  ['that reads like a place', 'mevrouw Jansen at de balie'],
  ['of several lines that look like a stack', 'x\n    at mevrouw Jansen (balie)\n    at y'],
])('its message stays out, also one %s', (_, message) => {
  expect(bugName(new Error(message))).not.toContain('Jansen')
})

test('a message that was changed afterwards leaves the place out rather than the message in', () => {
  const error = new Error('    at mevrouw Jansen')
  expect(error.stack).toContain('Jansen')
  error.message = 'something else'
  expect(bugName(error)).toBe('Error')
})
