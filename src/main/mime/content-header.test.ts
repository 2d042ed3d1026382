import { describe, expect, test } from 'vitest'
import { parseContentHeader } from './content-header.ts'

describe('parseContentHeader', () => {
  test.each([
    ['Text/HTML; Charset="UTF-8"', 'text/html', { charset: 'UTF-8' }],
    ['text/plain', 'text/plain', {}],
    ['text/plain (remark; x=y)', 'text/plain', { }],
    ['multipart/mixed; boundary="a;b=c"', 'multipart/mixed', { boundary: 'a;b=c' }],
    ['multipart/mixed; boundary = abc ;', 'multipart/mixed', { boundary: 'abc' }],
    ['multipart/mixed; boundary="a"; boundary="b"', 'multipart/mixed', { boundary: 'a' }],
    ['attachment; filename=my file (1).pdf', 'attachment', { filename: 'my file (1).pdf' }],
    ['text/plain; charset=utf-8 (remark; x=y) ; format=flowed', 'text/plain', { charset: 'utf-8', format: 'flowed' }],
    ['attachment; filename=Invoice(1).pdf', 'attachment', { filename: 'Invoice(1).pdf' }],
    ['attachment; filename="a\\"b\\\\c"', 'attachment', { filename: 'a"b\\c' }],
    ['attachment; filename="=?utf-8?q?pati=C3=ABnt.pdf?="', 'attachment', { filename: 'patiënt.pdf' }],
    ['attachment; flag; filename=a', 'attachment', { filename: 'a' }],
    ['attachment; filename="unclosed', 'attachment', { filename: 'unclosed' }],
    ["attachment; filename*=utf-8''%e2%82%ac.pdf; filename=old.pdf", 'attachment', { filename: '€.pdf' }],
    ["attachment; filename*0*=iso-8859-1'nl'pati%EB; filename*1=\"nt%20.pdf\"", 'attachment', { filename: 'patiënt%20.pdf' }],
    ["attachment; filename*1=b; filename*0=a; filename*3=d", 'attachment', { filename: 'ab' }],
    ["attachment; filename*0*=utf-8''%C3; filename*1*=%AB", 'attachment', { filename: 'ë' }],
    ['attachment; filename*1=b', 'attachment', {}],
    ['', '', {}],
    [';;=;', '', { '': '' }],
  ])('of %j', (text, value, params) => {
    const header = parseContentHeader(text)
    expect({ value: header.value, params: Object.fromEntries(header.params) }).toEqual({ value, params })
  })

  test('has no name in common with JavaScript', () => {
    expect(parseContentHeader('a; __proto__=x; constructor=y').params.get('toString')).toBeUndefined()
  })
})
