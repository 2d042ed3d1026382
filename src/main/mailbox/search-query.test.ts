import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
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
    ['recept -bloed', '("recept") NOT ("bloed")'],
    ['recept -van:anja -"op tijd" prik', '("recept" AND "prik" *) NOT (sender : "anja" OR "op tijd")'],
    ['recept -', '"recept"'],
    ['recep* bloed ', '"recep*" * AND "bloed"'],
    ['Straße', '("Strasse" * OR "Straße" *)'],
    ['van:Ĳsbrand ', 'sender : ("ijsbrand" OR "Ĳsbrand")'],
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

  test.each(['voor:31-4-2026', 'na:straks', 'voor:13-2026', 'na:0 ', 'voor:1-2-3-2026', 'na:constructor', 'voor:', 'veilig:misschien'])('%s is words', (typed) => {
    expect(parseSearch(typed)).toMatchObject({ since: null, before: null, verdicts: null })
  })

  test('how safely it was received', () => {
    expect(parseSearch('veilig:ja')).toMatchObject({ match: null, verdicts: ['safe', 'internal'], empty: false })
    expect(parseSearch('recept Safe:No ')).toMatchObject({ match: '"recept"', verdicts: ['unsafe', 'suspicious'] })
    expect(parseSearch('is:verdacht')).toMatchObject({ verdicts: ['suspicious'] })
  })

  test('a minus turns a filter round', () => {
    expect(parseSearch('recept -is:gelezen')).toMatchObject({ match: '"recept"', unread: true })
    expect(parseSearch('-heeft:bijlage')).toMatchObject({ match: null, attachments: false, empty: false })
    expect(parseSearch('-na:2026')).toMatchObject({ since: null, before: new Date(2026, 0, 1).getTime() })
    expect(parseSearch('-veilig:ja').verdicts).toEqual(['pending', 'unsafe', 'unknown', 'suspicious', 'portalNotice', 'formMessage'])
    expect(parseSearch('-recept')).toMatchObject({ match: null, without: '"recept"', empty: false })
  })

  test.each(['is:', 'is:o', 'IS:ongel', 'veilig:', 'safe:y', 'heeft:b', 'na:', 'na:1', 'na:12-', 'voor:12-3-', 'voor:12-3-20', 'na:2026-1', 'na:2026-11-2', 'voor:van', 'sinds:gist', '-is:gel', 'van:', '-', '-"', 'onderwerp:"'])(
    'half typed, %s says nothing yet', (typed) => {
      const whole = parseSearch('recept')
      const half = parseSearch(`recept ${typed}`)
      expect({ ...half, since: null }).toMatchObject({ ...whole, match: '"recept"' })
    })

  test.each(['is:zoiets', 'voor:32-13-2026', 'veilig:misschien', 'na:straks'])('typed to its end, %s is words', (typed) => {
    expect(parseSearch(typed).match).toContain(typed.split(':')[1])
    expect(parseSearch(`${typed} `).match).toContain(typed.split(':')[1])
  })

  test('a day without a year is the last that there was', () => {
    const now = new Date(2026, 10, 23, 15).getTime()
    expect(parseSearch('na:12-3 ', now).since).toBe(new Date(2026, 2, 12).getTime())
    expect(parseSearch('na:24-12 ', now).since).toBe(new Date(2025, 11, 24).getTime())
    expect(parseSearch('na:23/11', now).since).toBe(new Date(2026, 10, 23).getTime())
    expect(parseSearch('na:31-2 ', now).since).toBeNull()
  })

  test.each(['', '   ', '""', '...', 'van:', '"', '\0', '-', '- -', '-"', '--', '-van:', 'is:', 'na:1'])('%j asks for nothing', (typed) => {
    expect(parseSearch(typed).empty).toBe(true)
  })
})

describe('no text whatever is an error to the index', () => {
  const box = new Box()
  afterAll(() => box[Symbol.dispose]())
  box.add(1, { subject: 'Uitslag' })
  const ask = (text: string): void => {
    box.reader.search({ text, folderId: null, offset: 0, limit: 5 })
    box.reader.completeAddress(text)
  }

  test('of the signs that mean something, in any order', () => {
    const nasty = fc.array(fc.constantFrom(
      '"', '*', '^', ':', '(', ')', '{', '}', '+', '-', ' ', 'NEAR', 'NEAR(', 'AND', 'OR', 'NOT', 'van:', 'subject', 'voor:', 'na:', '2026', '-', '31', 'vandaag', 'veilig:', 'ja', 'is:', '\0', "'", ';', '\\', '𞤀', '\u0301', 'é', 'ĳ', 'ß', '🩺', 'a', '\ud800', '\udc00', 'rowid', 'rank', 'body :', '\n', '\u00ad', '\ufeff',
    ), { maxLength: 30 }).map((pieces) => pieces.join(''))
    fc.assert(fc.property(fc.oneof(nasty, fc.string({ unit: 'binary' })), ask), { numRuns: 500 })
  })

  test('of any length', () => {
    for (const piece of ['a', 'a ', '"', '"a" ', '-', '-a ', '(', 'van:', 'is:', 'ß', '\ud800', '\0', 'NOT ', '\u0301']) {
      const long = piece.repeat(100_000 / piece.length)
      ask(long)
      ask(`"${long}`)
      ask(`van:"${long}" -${long}`)
    }
  })
})
