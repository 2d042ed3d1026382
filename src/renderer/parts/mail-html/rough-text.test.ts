import { describe, expect, test } from 'vitest'
import { roughText } from './rough-text.ts'

describe('the words of HTML that cannot be drawn', () => {
  test.each([
    ['<p>Geachte collega,</p><p>Regel&nbsp;&eacute;&eacute;n &amp; twee</p>', 'Geachte collega,\n\nRegel &eacute;&eacute;n & twee'],
    ['<html><head><title>x</title><style>p{color:red}</style></head><body>Hallo<br>daar</body></html>', 'Hallo\ndaar'],
    ['<script>alert(1)</script>x', 'x'],
    ['&#72;&#x61;llo &#0; &#xffffff;', 'Hallo'],
    ['geen <opmaak', 'geen <opmaak'],
  ])('%j', (html, text) => {
    expect(roughText(html)).toBe(text)
  })

  test.each([['tags', '<b>'.repeat(300_000)], ['open tags', '<'.repeat(300_000)], ['styles', '<style>'.repeat(100_000)], ['closed styles', '<style>x</style>'.repeat(50_000)], ['styles that never close', `<style>${'</style'.repeat(100_000)}`], ['blanks', ' \n'.repeat(300_000)]])('%s end as something to read', (_, html) => {
    expect(roughText(html).length).toBeLessThanOrEqual(html.length)
  })
})
