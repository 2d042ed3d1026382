import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sampleMail } from '../../../test/mailbox/sample-mail.ts'
import { pack as packInPieces, unpack } from './packing.ts'

const pack = (raw: Buffer): Buffer | null => {
  const pieces = packInPieces(raw)
  return pieces === null ? null : Buffer.concat(pieces)
}

const inLines = (bytes: Uint8Array, letters: number): string => (Buffer.from(bytes).toString('base64').match(new RegExp(`.{1,${String(letters)}}`, 'g')) ?? []).join('\r\n')
const withAttachment = (bytes: Uint8Array, letters = 76): Buffer => Buffer.from(`Subject: Uitslag\r\n\r\nZie de bijlage, met groet.\r\n\r\n${inLines(bytes, letters)}\r\n--grens--\r\n`, 'latin1')

const comesBack = (raw: Buffer): void => {
  const packed = pack(raw)
  if (packed !== null) expect(unpack(packed, raw.length)?.equals(raw)).toBe(true)
}

describe('mail in less room', () => {
  test.each([57, 570, 30_000, 57 * 512 * 2, 57 * 512 * 2 + 1, 200_001])('%i bytes of an attachment take about what they are', (size) => {
    const raw = withAttachment(randomBytes(size))
    const packed = pack(raw)
    if (size < 500) return
    expect(packed?.length).toBeLessThan(size + 350)
    expect(unpack(packed!, raw.length)?.equals(raw)).toBe(true)
  })

  test('text is compressed; what cannot be smaller stays as it is', () => {
    const text = Buffer.from('Subject: Recept\r\n\r\n' + 'Graag herhaalrecept voor metoprolol 50 mg.\r\n'.repeat(40))
    expect(pack(text)?.length).toBeLessThan(text.length / 5)
    comesBack(text)
    expect(pack(randomBytes(10_000))).toBeNull()
    expect(pack(Buffer.from('kort'))).toBeNull()
  })

  test('several parts, of other widths, with padding in a whole line, come back', () => {
    for (const letters of [40, 60, 64, 72, 76, 996]) comesBack(Buffer.concat([withAttachment(randomBytes(9_000), letters), withAttachment(randomBytes(letters / 4 * 3 * 20 - 1), letters), Buffer.from(sampleMail())]))
  })

  test('line ends where letters should be come back', () => {
    const [whole, parted] = ['A'.repeat(76), `${'B'.repeat(37)}\r\n${'C'.repeat(37)}`]
    for (const last of [parted, `${'B'.repeat(35)}\r\n\r\n${'C'.repeat(37)}`, `${'B'.repeat(36)}\r\n${'C'.repeat(38)}`]) {
      for (const count of [1, 9, 511, 512, 600]) comesBack(Buffer.from(`x: y\r\n\r\n${`${whole}\r\n`.repeat(count)}${`${last}\r\n`.repeat(20)}${`${whole}\r\n`.repeat(count)}`))
    }
  })

  test('lines that only look like base64 are left alone', () => {
    const lines = ['-_'.repeat(38), '='.repeat(76), `${'A'.repeat(75)}=`, `=${'A'.repeat(75)}`, `${'A'.repeat(74)}B=`, 'AB=='.repeat(19)]
    for (const line of lines) comesBack(Buffer.from(`x: y\r\n\r\n${`${line}\r\n`.repeat(1_200)}`))
  })
})

test('every byte of anything comes back', () => {
  const line = fc.oneof(
    fc.record({ bytes: fc.uint8Array({ maxLength: 4_000 }), letters: fc.constantFrom(40, 60, 64, 72, 76) }).map(({ bytes, letters }) => inLines(bytes, letters)),
    fc.string({ maxLength: 90 }), fc.string({ unit: fc.constantFrom('A', 'b', '+', '/', '=', '-', '_', ' ', '\r', '\n'), minLength: 40, maxLength: 400 }),
  )
  const bent = fc.array(fc.record({ at: fc.nat(), byte: fc.nat(255) }), { maxLength: 3 })
  fc.assert(fc.property(fc.array(line, { maxLength: 8 }), fc.constantFrom('\r\n', '\n'), bent, (lines, end, changes) => {
    const raw = Buffer.from(lines.join(end).repeat(2))
    if (raw.length > 0) for (const { at, byte } of changes) raw[at % raw.length] = byte
    comesBack(raw)
  }), { numRuns: 200 })
})

test('what is not packed mail gives nothing, and never more than was said', () => {
  const raw = withAttachment(randomBytes(5_000))
  const packed = pack(raw)!
  expect(unpack(packed, raw.length - 1)).toBeNull()
  fc.assert(fc.property(fc.nat(60), fc.nat(255), (at, byte) => {
    const changed = Buffer.from(packed)
    changed[at] = byte
    const found = unpack(changed, raw.length)
    expect(found === null || found.length === raw.length).toBe(true)
  }), { numRuns: 500 })
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(100_000), (bytes, length) => {
    const found = unpack(bytes, length)
    expect(found === null || found.length === length).toBe(true)
  }), { numRuns: 500 })
})
