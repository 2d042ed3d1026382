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
    expect(parseSearch(typed)).toMatchObject({ match, unread: null, flagged: null, attachments: null, verdicts: null, since: null, before: null, empty: false })
  })

  test('filters stand beside words, and alone', () => {
    expect(parseSearch('is:ongelezen r')).toMatchObject({ match: null, unread: true, empty: false })
    expect(parseSearch('is:ongelezen recept')).toMatchObject({ match: '"recept" *', unread: true })
    expect(parseSearch('is:gelezen IS:Gemarkeerd heeft:bijlage')).toMatchObject({ match: null, unread: false, flagged: true, attachments: true, empty: false })
  })

  test.each([
    ['na:12-3-2026', new Date(2026, 2, 12), null], ['voor:2026-03-12', null, new Date(2026, 2, 12)], ['na:2025 voor:3-2026', new Date(2025, 0, 1), new Date(2026, 2, 1)],
    ['after:2026-03', new Date(2026, 2, 1), null], ['voor:vandaag', null, new Date(2026, 10, 23)], ['Na:gisteren', new Date(2026, 10, 22), null], ['since:1/2/2026', new Date(2026, 1, 1), null],
  ])('days: %s', (typed, since, before) => {
    expect(parseSearch(typed, new Date(2026, 10, 23, 15).getTime())).toMatchObject({ match: null, since: since?.getTime() ?? null, before: before?.getTime() ?? null, empty: false })
  })

  test.each(['voor:31-4-2026', 'na:straks', 'voor:13-2026', 'na:0', 'voor:1-2-3-2026', 'na:constructor', 'voor:', 'veilig:misschien'])('%s is words', (typed) => {
    expect(parseSearch(typed)).toMatchObject({ since: null, before: null, verdicts: null })
  })

  test('how safely it was received', () => {
    expect(parseSearch('veilig:ja')).toMatchObject({ match: null, verdicts: ['safe', 'internal'], empty: false })
    expect(parseSearch('recept Safe:No ')).toMatchObject({ match: '"recept"', verdicts: ['unsafe', 'suspicious'] })
    expect(parseSearch('is:verdacht')).toMatchObject({ verdicts: ['suspicious'] })
  })

  test.each(['', '   ', '""', '...', 'van:', '"', '\0'])('%j asks for nothing', (typed) => {
    expect(parseSearch(typed).empty).toBe(true)
  })
})

test('no text whatever is an error to the index', () => {
  using box = new Box()
  box.add(1, { subject: 'Uitslag' })
  const nasty = fc.array(fc.constantFrom(
    '"', '*', '^', ':', '(', ')', '{', '}', '+', '-', ' ', 'NEAR', 'AND', 'OR', 'NOT', 'van:', 'subject', 'voor:', 'na:', '2026', '-', '31', 'vandaag', 'veilig:', 'ja', 'is:', '\0', "'", ';', '\\', '𞤀', '\u0301', 'é', '🩺', 'a', '\ud800',
  ), { maxLength: 30 }).map((pieces) => pieces.join(''))
  fc.assert(fc.property(fc.oneof(nasty, fc.string({ unit: 'binary' })), (text) => {
    box.reader.search({ text, folderId: null, offset: 0, limit: 5 })
    box.reader.completeAddress(text)
  }), { numRuns: 500 })
})
