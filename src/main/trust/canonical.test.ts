import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CanonicalBody, type Canonical } from './canonical.ts'

/** RFC 6376 sections 3.4.3 and 3.4.4, to the letter and slowly. */
function toTheLetter(body: string, kind: Canonical): string {
  const lines = body.replace(/\r?\n/g, '\r\n')
  const text = (kind === 'simple' ? lines : lines.replace(/[ \t]+/g, ' ').replace(/ (?=\r\n|$)/g, '')).replace(/(?:\r\n)+$/, '')
  return text === '' ? (kind === 'simple' ? '\r\n' : '') : `${text}\r\n`
}

function inPieces(body: string, kind: Canonical, sizes: readonly number[]): string {
  const bytes = Buffer.from(body, 'latin1')
  const taken: Buffer[] = []
  const canonical = new CanonicalBody(kind, (piece) => { taken.push(Buffer.from(piece)) })
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    canonical.update(bytes.subarray(at, at + size))
    at += size
  }
  canonical.end()
  return Buffer.concat(taken).toString('latin1')
}

const bit = fc.constantFrom('a', 'bc', ' ', '  ', '\t', '\r\n', '\n', '\r', '\r\n\r\n', '.', '\x01', '\xe9', ' \r\n', 'QUJD'.repeat(19), `${'QUJD'.repeat(19)}\r\n`.repeat(30), 'twee woorden '.repeat(120))
const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9_000 })), { minLength: 1, maxLength: 5 })

test.each(['simple', 'relaxed'] as const)('a body in pieces of any size has the %s form that it has as a whole', (kind) => {
  fc.assert(fc.property(fc.array(bit, { maxLength: 40 }), sizes, (bits, pieces) => {
    const body = bits.join('')
    expect(inPieces(body, kind, pieces)).toBe(toTheLetter(body, kind))
  }), { numRuns: 400 })
})
