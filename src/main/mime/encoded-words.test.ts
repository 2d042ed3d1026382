import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeWords } from './encoded-words.ts'

describe('decodeWords', () => {
  test.each([
    ['plain', 'plain'],
    ['=?utf-8?Q?Zo=C3=AB_B?=', 'Zoë B'],
    ['=?UTF-8?B?Wm/Dqw==?=', 'Zoë'],
    ['=?iso-8859-1?q?Zo=EB?=', 'Zoë'],
    ['=?utf-8*nl?q?Zo=C3=AB?=', 'Zoë'],
    ['a =?utf-8?q?b?= c', 'a b c'],
    ['=?utf-8?q?a?= =?utf-8?q?b?=', 'ab'],
    ['=?utf-8?q?a?=\t  =?iso-8859-1?q?b?=', 'ab'],
    ['=?utf-8?q?a_?= =?utf-8?q?b?=', 'a b'],
    ['=?utf-8?q?Zo=C3?= =?utf-8?q?=AB?=', 'Zoë'],
    ['=?utf-8?b?Wm/D?= =?utf-8?b?qw==?=', 'Zoë'],
    ['=?utf-8?q?a b?=', 'a b'],
    ['x=?utf-8?q?a?=y', 'xay'],
    ['=?nonsense?q?Zo=EB?=', 'Zoë'],
    ['=?utf-8?x?a?=', '=?utf-8?x?a?='],
    ['=?utf-8?q?open', '=?utf-8?q?open'],
    ['=??q?a?=', '=??q?a?='],
    ['=?utf-8?q??=', ''],
    ['=?=?utf-8?q?a?=', '=?a'],
  ])('of %j is %j', (text, decoded) => {
    expect(decodeWords(text)).toBe(decoded)
  })

  test('leaves alone what holds no word', () => {
    fc.assert(fc.property(fc.string().filter((text) => !text.includes('=?')), (text) => {
      expect(decodeWords(text)).toBe(text)
    }))
  })
})
