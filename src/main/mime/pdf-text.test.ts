import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pdf } from '../../../test/corpora/documents/pdf.ts'
import { PDF_BYTES, PDF_PAGES } from './attachment-limits.ts'
import { pdfText } from './pdf-text.ts'

describe('the text of a PDF', () => {
  test('of every page, packed or not, with the title and what was filled in', async () => {
    for (const packed of [true, false]) {
      const text = await pdfText(pdf(['Mevrouw Jansen (62)', 'longontsteking links'], { packed, title: 'Verwijsbrief', fields: ['BSN 123456782'] }))
      for (const words of ['Verwijsbrief', 'Mevrouw Jansen (62)', 'longontsteking links', 'BSN 123456782']) expect(text).toContain(words)
    }
  })

  test.each<[string, Buffer]>([
    ['a scan', pdf(['', ''])], ['a scan behind a covering letter', pdf(['Hierbij de scan.', ''])], ['one with a password', pdf(['geheim'], { encrypted: true })],
    ['more pages than are read', pdf(Array.from({ length: PDF_PAGES + 1 }, () => 'x'))], ['none', Buffer.from('geen pdf')], ['nothing', Buffer.alloc(0)],
    ['half of one', pdf(['x']).subarray(0, 200)], ['too long', Buffer.concat([pdf(['x']), Buffer.alloc(PDF_BYTES)])],
  ])('is not known of %s', async (_, bytes) => {
    expect(await pdfText(bytes)).toBeNull()
  })

  test('the bytes that were given stay as they were', async () => {
    const bytes = pdf(['tekst'])
    const before = Buffer.from(bytes)
    await pdfText(bytes)
    expect(bytes.equals(before)).toBe(true)
  })

  test('of any bytes that once were one is text or nothing', async () => {
    const whole = pdf(['Mevrouw Jansen'], { fields: ['x'], title: 'y', packed: false })
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 20 }), async (changes) => {
      const bytes = Buffer.from(whole)
      for (const [at, byte] of changes) bytes[at] = byte
      const text = await pdfText(bytes)
      expect(text === null || typeof text === 'string').toBe(true)
    }), { numRuns: 60 })
  })
})
