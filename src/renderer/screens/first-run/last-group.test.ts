import { expect, test } from 'vitest'
import { isLastGroup, lastGroupOf } from './last-group.ts'

const code = '7K3QM-0ZX4R-HT92D-BN6VE-PW81C-5YGAJ-M4T01'

test.each([
  ['M4T01', true], ['m4t01', true], [' m4 t01 ', true], ['M4TOI', true], [code, true], [code.toLowerCase().replaceAll('-', ' '), true],
  ['', false], ['-', false], ['M4T0', false], ['7K3QM', false],
])('%s typed: %s', (typed, right) => {
  expect(isLastGroup(code, typed)).toBe(right)
})

test('the last group is what stands after the last dash', () => {
  expect(lastGroupOf(code)).toBe('M4T01')
})
