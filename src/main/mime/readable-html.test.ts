import { describe, expect, test } from 'vitest'
import { decodeEntities } from './html-entities.ts'
import { readableText } from './readable-html.ts'

describe('readableText', () => {
  test.each([
    ['<p>een</p><p>twee</p>', 'een\ntwee\n'],
    ['pat<b>iënt</b>en', 'patiënten'],
    ['a<br>b', 'a\nb'],
    ['<td>a</td><td>b</td>', 'a b'],
    ['<p>over\n  twee   regels</p>', 'over twee regels\n'],
    ['a &amp; b &euro; &#8364; &#x20AC; &nbsp;c', 'a & b € € € \u00a0c'],
    ['<style>p{color:red}</style><script>var a="</p>"</script>a', 'a'],
    ['<head><title>weg</title></head>a', 'a'],
    ['<!-- weg > -->a<!-->b', 'ab'],
    ['<![if !mso]>a<![endif]>', 'a'],
    ['<!doctype html><?xml a?>a', 'a'],
    ['<a href="x>y">a</a>', 'a'],
    [`<a title='"' href=x>a</a>`, 'a'],
    ['<a href="never closed>a', 'a'],
    ['1 < 2 en 3 > 2', '1 < 2 en 3 > 2'],
    ['a<', 'a<'],
    ['a</', 'a</'],
    ['a<b', 'a'],
    ['<SCRIPT>weg</SCRIPT >a', 'a'],
    ['<style>weg', ''],
    ['<blockquote>citaat<br>nog</blockquote>eigen', '> citaat\n> nog\neigen'],
    ['</blockquote>a', 'a'],
    ['', ''],
  ])('of %j is %j', (html, text) => {
    expect(readableText(html)).toBe(text)
  })
})

test.each([
  ['&eacute;&Eacute;&alpha;&Omega;&sigma;&hellip;', 'éÉαΩσ…'],
  ['&copy 2026 &AMP', '© 2026 &AMP'],
  ['&unknown; &', '&unknown; &'],
  ['&#150;&#0;&#xD800;&#x110000;', '–\ufffd\ufffd\ufffd'],
  ['&notit; &amp;amp;', '&notit; &amp;'],
])('the references of %j', (html, text) => {
  expect(decodeEntities(html)).toBe(text)
})
