import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readMobile, showMobile } from './mobile-number.ts'
import { isMobile } from './routing/portal-factor.ts'

const number = '+31612345678'

describe('a mobile number as people write it', () => {
  test.each([
    '0612345678', '06-12345678', '06 12 34 56 78', '06 1234 5678', '06.12.34.56.78', '06/12345678', '(06) 12345678', '+31612345678', '+31 6 12345678', '+31 (0)6 12345678',
    '+31(0)612345678', '0031612345678', '0031 6 1234 5678', '0031(0)6-12345678', '31612345678', '612345678', ' 06 12345678 ', 'tel:+31612345678', '06\u00a012345678', '06\u201112345678',
    '\u202a+31 6 12345678\u202c', '\uff10\uff16\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18',
  ])('%s', (typed) => {
    expect(readMobile(typed)).toBe(number)
  })

  test.each([['+32 470 12 34 56', '+32470123456'], ['0032 470 123456', '+32470123456'], ['+49 (0)151 23456789', '+4915123456789']])('%s of another country', (typed, read) => {
    expect(readMobile(typed)).toBe(read)
  })

  test.each([
    '', ' ', '06', '061234567', '06123456789', '070-1234567', '0201234567', '+31201234567', '+3161234567', '0470 12 34 56', '06123456a8', '06 12345678 of 06 87654321', 'piet', '+', '++31612345678',
    '+0612345678', '=06', '06\n12345678\nDATA', '0612345678;SMS', '+31(0)(0)612345678x', '0600000000', '1234567890',
  ])('%j is none', (typed) => {
    const read = readMobile(typed)
    if (typed.includes('\n')) expect(read === null || isMobile(read)).toBe(true)
    else expect(read).toBeNull()
  })

  test('what is read can be stored, and reading what is shown gives the same', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...Array.from('+0123456789 ()-./')) , maxLength: 25 })), (typed) => {
      const read = readMobile(typed)
      if (read === null) return
      expect(isMobile(read)).toBe(true)
      expect(readMobile(showMobile(read))).toBe(read)
    }))
    expect(showMobile(number)).toBe('06 12345678')
  })
})
