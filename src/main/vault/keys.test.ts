import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { deriveKeys, fileMac } from './keys.ts'

const names = ['cache', 'state', 'segments', 'blobs', 'secrets', 'journal'] as const

test('every store has a key of its own, the same each time', () => {
  const databaseKey = new Uint8Array(randomBytes(32))
  const [first, second] = [deriveKeys(databaseKey), deriveKeys(databaseKey)]
  const keys = names.map((name) => Buffer.from(first[name]).toString('hex'))
  expect(new Set([...keys, Buffer.from(databaseKey).toString('hex')]).size).toBe(7)
  expect(names.map((name) => Buffer.from(second[name]).toString('hex'))).toEqual(keys)
  expect(names.every((name) => first[name].length === 32)).toBe(true)
})

test('stores made by an earlier version open with these keys', () => {
  // given the key that a released version would have had; changing a value here loses every mail store there is
  const keys = deriveKeys(new Uint8Array(32).fill(7))
  expect(Object.fromEntries(names.map((name) => [name, Buffer.from(keys[name]).toString('hex').slice(0, 16)]))).toMatchInlineSnapshot(`
    {
      "blobs": "23952f59cbee9a9c",
      "cache": "32819191a1865566",
      "journal": "df30cb532b1f46ef",
      "secrets": "5c092fc895729472",
      "segments": "94b5086559a9b335",
      "state": "f77e57cf109f88b1",
    }
  `)
})

test('disposing zeroes every key', () => {
  const keys = deriveKeys(new Uint8Array(randomBytes(32)))
  keys[Symbol.dispose]()
  for (const name of names) expect([...keys[name]].every((byte) => byte === 0)).toBe(true)
})

test('the seal of the key file depends on key and content', () => {
  const [one, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
  expect(fileMac(one, 'a').equals(fileMac(one, 'a'))).toBe(true)
  expect(fileMac(one, 'a').equals(fileMac(one, 'b'))).toBe(false)
  expect(fileMac(one, 'a').equals(fileMac(other, 'a'))).toBe(false)
})
