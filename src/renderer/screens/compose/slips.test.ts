import { describe, expect, test } from 'vitest'
import { goesOutside, linesOf, slipsIn, type Written } from './slips.ts'

const bas = { name: 'Bas Jansen', address: 'bas@delinde.test' }
const bakker = { name: 'Henriëtte Bakker', address: 'h.bakker@mailbox.test' }
const fields = { accountId: 'a', to: [bas], cc: [], bcc: [], subject: 'Rooster', html: '' }
const written = (change: Partial<Written> = {}): Written => ({ fields, ownText: 'Beste Bas,\n\nTot morgen.', touched: true, attachments: [], ownDomains: ['delinde.test'], limitBytes: 20_000_000, ...change })
const kinds = (change: Partial<Written>): string[] => slipsIn(written(change)).map(({ kind }) => kind)

describe('what may have been overlooked', () => {
  test('nothing in an ordinary message', () => {
    expect(kinds({})).toEqual([])
  })

  test('an attachment that is announced and not there', () => {
    expect(kinds({ ownText: 'Zie bijlage.' })).toEqual(['attachment'])
    expect(kinds({ ownText: 'Zie bijlage.', attachments: [{ sizeBytes: 1 }] })).toEqual([])
  })

  test('a subject, once something was written to somebody', () => {
    expect(kinds({ fields: { ...fields, subject: ' ' } })).toEqual(['subject'])
    expect(kinds({ fields: { ...fields, subject: '' }, touched: false })).toEqual([])
    expect(kinds({ fields: { ...fields, subject: '', to: [] } })).toEqual([])
  })

  test('a name that none of the recipients bears', () => {
    expect(slipsIn(written({ ownText: 'Geachte mevrouw Bakker,' }))).toEqual([{ kind: 'salutation', name: 'mevrouw Bakker' }])
    expect(kinds({ ownText: 'Geachte mevrouw Bakker,', fields: { ...fields, cc: [bakker] } })).toEqual([])
  })

  test('a size that the provider does not take, counted as it is sent; colleagues are on the own server', () => {
    const attachments = [{ sizeBytes: 15_000_000 }]
    expect(slipsIn(written({ attachments, fields: { ...fields, to: [bakker] }, ownText: '' }))).toMatchObject([{ kind: 'size', limit: 20_000_000, bytes: expect.closeTo(20_526_318, -3) as number }])
    expect(kinds({ attachments })).toEqual([])
    expect(kinds({ attachments, limitBytes: 30_000_000, fields: { ...fields, to: [bakker] }, ownText: '' })).toEqual([])
    expect(slipsIn(written({ attachments: [{ sizeBytes: 4_000_000 }], limitBytes: 5_000_000, fields: { ...fields, to: [bakker] }, ownText: '' }))).toMatchObject([{ kind: 'size', limit: 5_000_000 }])
    expect(kinds({ attachments, limitBytes: null, fields: { ...fields, to: [bakker] }, ownText: '' })).toEqual([])
    expect(kinds({ attachments: [{ sizeBytes: 14_000_000 }], fields: { ...fields, to: [bakker] }, ownText: '' })).toEqual([])
  })
})

test('whoever is not of the practice is outside it, whatever the case of the domain', () => {
  expect(goesOutside(fields, ['DeLinde.test'])).toBe(false)
  expect(goesOutside({ ...fields, bcc: [bakker] }, ['delinde.test'])).toBe(true)
  expect(goesOutside({ ...fields, to: [{ name: '', address: 'half' }] }, ['delinde.test'])).toBe(false)
})

test('kept markup as lines', () => {
  expect(linesOf('<p>Beste <b>Jan</b>,</p><p>Zie &lt;hier&gt;&nbsp;&amp; daar<br>nu</p>')).toBe('Beste Jan,\nZie <hier> & daar\nnu\n')
})
