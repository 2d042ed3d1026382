import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WICKED_NAMES } from '../../../test/corpora/hostile.ts'
import { safeFileName } from './file-name.ts'

describe('safeFileName', () => {
  test.each([
    ['recept patiënt.pdf', 'recept patiënt.pdf'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\Users\\anja\\brief.docx', 'C__Users_anja_brief.docx'],
    ['CON', '_CON'],
    ['lpt1.txt', '_lpt1.txt'],
    ['console.txt', 'console.txt'],
    ['foto\u202egpj.exe', 'fotogpj.exe'],
    ['a\r\nb.pdf', 'a__b.pdf'],
    ['einde. . ', 'einde'],
    ['.bashrc', 'bashrc'],
    ['...', ''],
    ['', ''],
    ['e\u0301.pdf', '\u00e9.pdf'],
  ])('makes %j into %j', (name, safe) => {
    expect(safeFileName(name)).toBe(safe)
  })

  test('keeps the extension of a name that is too long', () => {
    expect(safeFileName(`${'verslag '.repeat(100)}.pdf`)).toMatch(/^verslag .{80,120}\.pdf$/)
    expect(safeFileName('a'.repeat(1_000))).toHaveLength(120)
  })

  test('is safe on every system and stays as it is when made safe again', () => {
    const any = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom(...WICKED_NAMES), fc.string({ unit: fc.constantFrom(...Array.from('con.1a/\\ \u202e\0')) }))
    fc.assert(fc.property(any, (name) => {
      const safe = safeFileName(name)
      expect(safe).not.toMatch(/[\p{Cc}<>:"/\\|?*\u202a-\u202e\u2066-\u2069]/u)
      expect(safe).not.toMatch(/^[. ]|[. ]$/)
      expect(safe).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i)
      expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(255)
      expect(safe.isWellFormed()).toBe(true)
      expect(safeFileName(safe)).toBe(safe)
    }), { numRuns: 1_000 })
  })
})
