import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { printRecoveryCode, readRecoveryCode, RECOVERY_CODE_BYTES } from './recovery-code.ts'

const random = fc.uint8Array({ minLength: RECOVERY_CODE_BYTES, maxLength: RECOVERY_CODE_BYTES })
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

describe('the printed recovery code', () => {
  test('is seven groups of five that cannot be misread', () => {
    expect(printRecoveryCode(randomBytes(RECOVERY_CODE_BYTES))).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){6}[0-9A-HJKMNP-TV-Z]{5}$/)
  })

  test('carries 140 bits: other random bits, another code', () => {
    fc.assert(fc.property(random, fc.nat(RECOVERY_CODE_BYTES - 1), fc.integer({ min: 1, max: 31 }), (bytes, at, change) => {
      const other = bytes.with(at, (bytes[at] ?? 0) ^ change)
      expect(readRecoveryCode(printRecoveryCode(other))).not.toEqual(readRecoveryCode(printRecoveryCode(bytes)))
    }))
  })

  test('reads back as people type it', () => {
    fc.assert(fc.property(random, (bytes) => {
      const code = printRecoveryCode(bytes)
      const read = readRecoveryCode(code)
      expect(read.kind).toBe('code')
      const sloppy = ` ${code.toLowerCase().replace(/-/g, ' – ').replace(/0/g, 'o').replace(/1/g, 'l')}\n`
      expect(readRecoveryCode(sloppy)).toEqual(read)
      expect(readRecoveryCode(code.replaceAll('-', ''))).toEqual(read)
    }))
  })

  test('any one wrong character is found, and its group named', () => {
    fc.assert(fc.property(random, fc.nat(34), fc.integer({ min: 1, max: 31 }), (bytes, at, shift) => {
      const code = printRecoveryCode(bytes).replaceAll('-', '')
      const wrong = ALPHABET[(ALPHABET.indexOf(code[at] ?? '') + shift) % 32] ?? ''
      const typed = code.slice(0, at) + wrong + code.slice(at + 1)
      expect(readRecoveryCode(typed)).toEqual({ kind: 'mistyped', because: 'group', group: Math.floor(at / 5) + 1 })
    }))
  })

  test('two swapped neighbours in a group are found', () => {
    fc.assert(fc.property(random, fc.nat(6), fc.nat(3), (bytes, group, place) => {
      const code = printRecoveryCode(bytes).replaceAll('-', '')
      const at = group * 5 + place
      fc.pre(code[at] !== code[at + 1])
      const typed = code.slice(0, at) + (code[at + 1] ?? '') + (code[at] ?? '') + code.slice(at + 2)
      expect(readRecoveryCode(typed)).toMatchObject({ kind: 'mistyped', because: 'group', group: group + 1 })
    }))
  })

  test('two swapped groups are found', () => {
    fc.assert(fc.property(random, fc.nat(6), fc.nat(6), (bytes, one, other) => {
      const groups = printRecoveryCode(bytes).split('-')
      fc.pre(one !== other)
      const swapped = groups.map((group, at) => at === one ? groups[other] : at === other ? groups[one] : group)
      expect(readRecoveryCode(swapped.join('-')).kind).toBe('mistyped')
    }))
  })

  test('too short, too long and strange characters each have a name', () => {
    const code = printRecoveryCode(randomBytes(RECOVERY_CODE_BYTES))
    expect(readRecoveryCode(code.slice(0, -1))).toEqual({ kind: 'mistyped', because: 'length' })
    expect(readRecoveryCode(`${code}7`)).toEqual({ kind: 'mistyped', because: 'length' })
    expect(readRecoveryCode('')).toEqual({ kind: 'mistyped', because: 'length' })
    expect(readRecoveryCode(`U${code.slice(1)}`)).toEqual({ kind: 'mistyped', because: 'character', character: 'U' })
  })

  test('no text whatever makes it throw', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (typed) => { readRecoveryCode(typed) }))
  })
})
