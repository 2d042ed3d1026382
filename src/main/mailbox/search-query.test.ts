import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Box } from '../../../test/mailbox/open-box.ts'
import { parseSearch } from './search-query.ts'

describe('what people type', () => {
  test.each([
    ['uitslag', '"uitslag" *'],
    ['uitslag bloed', '"uitslag" AND "bloed" *'],
    ['uitslag ', '"uitslag"'],
    ['"uitslag bloed"', '"uitslag bloed"'],
    ['"uitslag bl', '"uitslag bl" *'],
    ['van:anja recept', 'sender : "anja" AND "recept" *'],
    ['aan:bas@delinde.test', 'recipient : "bas@delinde.test" *'],
    ['Onderwerp:"nieuwe afspraak" x', 'subject : "nieuwe afspraak"'],
    ['bijlage:labuitslag.pdf', 'file : "labuitslag.pdf" *'],
    ['p', '"p"'],
    ['recept p', '"recept"'],
    ['van:a', 'sender : "a"'],
    ['recept p ', '"recept" AND "p"'],
    ['from:anja to:bas subject:mri attachment:pdf', 'sender : "anja" AND recipient : "bas" AND subject : "mri" AND file : "pdf" *'],
    ['http://delinde.test', '"http://delinde.test" *'],
    ['onbekend:woord', '"onbekend:woord" *'],
    ['constructor:x', '"constructor:x" *'],
    ['onbekend:"een woord"', '"onbekend" AND "een woord"'],
    ['a AND b OR NOT cc*', '"a" AND "AND" AND "b" AND "OR" AND "NOT" AND "cc*" *'],
    ['-recept', '"-recept" *'],
    ['van: anja', '"anja" *'],
    ['knie ---', '"knie"'],
  ])('%s', (typed, match) => {
    expect(parseSearch(typed)).toMatchObject({ match, unread: null, flagged: null, attachments: null, empty: false })
  })

  test('filters stand beside words, and alone', () => {
    expect(parseSearch('is:ongelezen r')).toMatchObject({ match: null, unread: true, empty: false })
    expect(parseSearch('is:ongelezen recept')).toMatchObject({ match: '"recept" *', unread: true })
    expect(parseSearch('is:gelezen IS:Gemarkeerd heeft:bijlage')).toMatchObject({ match: null, unread: false, flagged: true, attachments: true, empty: false })
  })

  test.each(['', '   ', '""', '...', 'van:', '"', '\0'])('%j asks for nothing', (typed) => {
    expect(parseSearch(typed).empty).toBe(true)
  })
})

test('no text whatever is an error to the index', () => {
  using box = new Box()
  box.add(1, { subject: 'Uitslag' })
  const nasty = fc.array(fc.constantFrom(
    '"', '*', '^', ':', '(', ')', '{', '}', '+', '-', ' ', 'NEAR', 'AND', 'OR', 'NOT', 'van:', 'subject', '\0', "'", ';', '\\', '𞤀', '\u0301', 'é', '🩺', 'a', '\ud800',
  ), { maxLength: 30 }).map((pieces) => pieces.join(''))
  fc.assert(fc.property(fc.oneof(nasty, fc.string({ unit: 'binary' })), (text) => {
    box.reader.search({ text, folderId: null, offset: 0, limit: 5 })
    box.reader.completeAddress(text)
  }), { numRuns: 500 })
})
