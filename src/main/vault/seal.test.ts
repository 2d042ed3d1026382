import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openSecret, seal, sealSecret, unseal } from './seal.ts'

const key = new Uint8Array(randomBytes(32))

describe('sealing', () => {
  test('gives back what was sealed, under the same key and context only', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), fc.string(), (plain, context, other) => {
      const sealed = seal(key, plain, context)
      expect(Buffer.from(unseal(key, sealed, context) ?? [1]).equals(plain)).toBe(true)
      expect(unseal(new Uint8Array(randomBytes(32)), sealed, context)).toBeNull()
      if (other !== context) expect(unseal(key, sealed, other)).toBeNull()
    }))
  })

  test('any changed, missing or added byte is found', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (plain, place, change) => {
      const sealed = seal(key, plain, '')
      const at = place % sealed.length
      expect(unseal(key, sealed.with(at, (sealed[at] ?? 0) ^ change), '')).toBeNull()
      expect(unseal(key, sealed.subarray(0, at), '')).toBeNull()
      expect(unseal(key, new Uint8Array([...sealed, change]), '')).toBeNull()
    }))
  })
})

describe('a sealed password', () => {
  test('opens for its own account', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (password, owner) => {
      expect(openSecret(key, sealSecret(key, password, owner), owner)).toBe(password)
    }))
  })

  test('is never readable, never the same twice, and opens for no other account', () => {
    const sealed = sealSecret(key, 'geheim-wachtwoord', 'a')
    expect(Buffer.from(sealed).includes('geheim')).toBe(false)
    expect(sealed).not.toEqual(sealSecret(key, 'geheim-wachtwoord', 'a'))
    expect(openSecret(key, sealed, 'b')).toBeNull()
  })

  test('what does not open is not an empty password', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => { expect(openSecret(key, bytes)).toBeNull() }))
  })
})
