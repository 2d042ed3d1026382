import { describe, expect, test } from 'vitest'
import { headerFlood, longFold, subjectFlood } from '../../../test/corpora/hostile.ts'
import { MAX_HEADER_FIELDS, MAX_HEADER_VALUE_BYTES } from '../../shared/limits.ts'
import { fieldText, headerValues, scanFields, wantedFields } from './header-fields.ts'

const wanted = wantedFields(['subject', 'from', 'x-lang'])
const scan = (raw: string | Uint8Array) => {
  const bytes = Buffer.from(raw)
  const { fields, bodyStart, cut } = scanFields(bytes, 0, { wanted })
  return { fields: fields.map((field) => [field.name, fieldText(bytes, field)]), body: bytes.toString('latin1', bodyStart), cut }
}

describe('scanFields', () => {
  test.each([
    ['Subject: a\r\nFrom: b\r\n\r\nbody', [['subject', 'a'], ['from', 'b']], 'body'],
    ['SUBJECT:a\n\nbody', [['subject', 'a']], 'body'],
    ['Subject : a\r\n\r\nbody', [['subject', 'a']], 'body'],
    ['Subject: a\r\n b\r\n\tc\r\n\r\n', [['subject', 'a b\tc']], ''],
    ['Subject:\r\n a\r\n\r\n', [['subject', 'a']], ''],
    ['Received: x\r\nX: Subject: no\r\nSubject: a', [['subject', 'a']], ''],
    ['no field\r\nSubject: a\r\n\r\nbody', [['subject', 'a']], 'body'],
    ['just text\r\nmore\r\n\r\nend', [], 'just text\r\nmore\r\n\r\nend'],
    ['\r\nbody', [], 'body'],
    ['', [], ''],
    ['Subject: a\0b\r\n\r\n', [['subject', 'a\0b']], ''],
    ['\ufeffSubject: smuggled\r\nSubject: a\r\n\r\n', [['subject', 'a']], ''],
    [': a\r\nSubject: b\r\n\r\n', [['subject', 'b']], ''],
  ])('of %j', (raw, fields, body) => {
    expect(scan(raw)).toEqual({ fields, body, cut: false })
  })

  test('a flood of fields is stepped over, the body is found', () => {
    expect(scan(headerFlood())).toEqual({ fields: [], body: 'De tekst staat er nog.\r\n', cut: true })
    const many = scan(subjectFlood())
    expect(many.fields).toHaveLength(MAX_HEADER_FIELDS)
    expect(many).toMatchObject({ body: 'De tekst staat er nog.', cut: true })
  })

  test('one endless field is read up to its limit', () => {
    const { fields } = scan(longFold())
    expect(fields.find(([name]) => name === 'x-lang')?.[1]?.length).toBeLessThanOrEqual(MAX_HEADER_VALUE_BYTES)
  })
})

test('every value of any field can be asked for', () => {
  expect(headerValues(Buffer.from('X-NTA7516: a\r\nx-nta7516: b\r\nX-Other: c\r\n\r\nX-NTA7516: d'), 'X-NTA7516')).toEqual(['a', 'b'])
})
