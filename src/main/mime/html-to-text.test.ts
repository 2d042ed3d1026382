import { describe, expect, test } from 'vitest'
import { htmlToText, textToHtml } from './html-to-text.ts'

const lines = (...all: string[]): string => all.join('\n')

describe('htmlToText', () => {
  test.each([
    ['paragraphs', '<p>een</p><p>twee<br>drie</p>', lines('een', '', 'twee', 'drie')],
    ['lists', '<p>Let op:</p><ul><li><p>een</p></li><li>twee</li></ul><p>klaar</p>', lines('Let op:', '', '- een', '- twee', '', 'klaar')],
    ['numbered lists in lists', '<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>', lines('1. a', '  - b', '2. c')],
    ['quotes', '<p>a</p><blockquote><p>b</p><p>c</p><blockquote>d</blockquote></blockquote><p>e</p>', lines('a', '', '> b', '>', '> c', '>', '> > d', '', 'e')],
    ['links', '<a href="https://a.test/x?a=1&amp;b=2">hier</a>', 'hier <https://a.test/x?a=1&b=2>'],
    ['links that say themselves', '<a href="https://a.test/">a.test</a> <a href="https://a.test">https://a.test</a> <a href="mailto:a@b.test">a@b.test</a>', 'a.test https://a.test a@b.test'],
    ['links that are traps', '<a href="javascript:x()">hier</a>', 'hier'],
    ['tables', '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', lines('a b', 'c')],
    ['fixed text', '<pre>  a\n    b</pre>', lines('  a', '    b')],
    ['images', '<p><img alt="logo" src="x"> a</p>', 'logo a'],
    ['rules', '<p>a</p><hr><p>b</p>', lines('a', '', '----------', '', 'b')],
    ['blanks', '<p> a  \n b&nbsp;</p>', 'a b'],
    ['nothing', '', ''],
  ])('turns %s', (_what, html, text) => {
    expect(htmlToText(html)).toBe(text)
  })

  test('does not grow with the square of the nesting', () => {
    expect(htmlToText('<blockquote>a'.repeat(5_000)).length).toBeLessThan(5_000 * 100)
    expect(htmlToText('<ul><li>a'.repeat(5_000)).length).toBeLessThan(5_000 * 100)
  })
})

test('text as HTML says the same', () => {
  expect(htmlToText(textToHtml('1 < 2 & "a" > b'))).toBe('1 < 2 & "a" > b')
})
