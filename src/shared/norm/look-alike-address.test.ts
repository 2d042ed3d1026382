import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isAddressAlike, isLocalAlike } from './look-alike-address.ts'

test.each([
  ['info@apotheekzuid.nl', 'info@apotheekzu1d.nl', true], ['info@apotheekzuid.nl', 'lnfo@apotheekzuid.nl', true], ['h.bakker@mailbox.nl', 'h.baker@mailbox.nl', true],
  ['h.bakker@gmail.com', 'h.bakker@gmal.com', true], ['h.bakker@gmail.com', 'h.baker@gmal.com', true], ['h.bakker@gmail.com', 'selin@gmal.com', false],
  ['info@apotheekzuid.nl', 'INFO@ApotheekZuid.nl', false], ['info@apotheekzuid.nl', 'inf@apotheekzuid.nl', false], ['info@apotheek.nl', 'info@huisarts.nl', false],
  ['info@umc.nl', 'info@poli.umc.nl', false], ['info', 'info@a.nl', false], ['', '', false],
])('%s and %s: %s', (one, other, expected) => {
  expect(isAddressAlike(one, other, null)).toBe(expected)
})

test('no address is like itself; names are alike both ways', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (one, other) => {
    expect(isAddressAlike(one, one, null)).toBe(false)
    expect(isLocalAlike(one, other)).toBe(isLocalAlike(other, one))
  }))
})
