import { expect, test } from 'vitest'
import { readMoment, readNamedFile, readOptions, Refused } from './options.ts'

test.each([
  ['2026-02-15', '2026-02-15T00:00:00.000Z'], ['2026-02-15T12:00:00+01:00', '2026-02-15T11:00:00.000Z'], ['2026-02-15T12:00:00.500Z', '2026-02-15T12:00:00.500Z'], ['2026-02-15t12:00z', '2026-02-15T12:00:00.000Z'],
])('%s is %s', (text, moment) => {
  expect(new Date(readMoment('--at', text)).toISOString()).toBe(moment)
})

test.each(['', 'nu', '15-02-2026', '2026-02-32', '2026-13-01', '2026-02-15 12:00', '1760000000'])('%j is no moment', (text) => {
  expect(() => readMoment('--at', text)).toThrow(Refused)
})

test.each([[['--reslover', 'x'], 'onbekende optie --reslover'], [['--at'], 'optie --at'], [['--json=1'], 'optie --json']])('%j is refused in Dutch', (args, words) => {
  expect(() => readOptions(args, { at: { type: 'string' }, json: { type: 'boolean' } })).toThrow(words)
})

test('a file that cannot be read is named, with the option that named it', () => {
  expect(() => readNamedFile('--trust-anchor', '/nergens/anker.ds')).toThrow('--trust-anchor: het bestand /nergens/anker.ds is niet te lezen (ENOENT)')
})
