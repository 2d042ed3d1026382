import { expect, test } from 'vitest'
import { areInstalled, type Lock } from './npm-packages.mjs'

const wanted: Lock = { packages: { '': {}, 'node_modules/zod': { version: '4.6.7' }, 'node_modules/other-system': { version: '1.0.0', optional: true } } }

test('nothing is installed again when npm noted the same versions', () => {
  expect(areInstalled(wanted, { packages: { 'node_modules/zod': { version: '4.6.7' } } })).toBe(true)
})

test.each([
  ['nothing was ever installed', undefined],
  ['a package is missing', { packages: {} }],
  ['a version differs', { packages: { 'node_modules/zod': { version: '4.6.6' } } }],
  ['an optional one is there in another version', { packages: { 'node_modules/zod': { version: '4.6.7' }, 'node_modules/other-system': { version: '0.9.0' } } }],
])('packages are installed when %s', (_, installed) => {
  expect(areInstalled(wanted, installed)).toBe(false)
})
