import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MAX_QUOTE_CHARS } from '../../shared/limits.ts'
import { htmlToText } from '../mime/html-to-text.ts'
import { forwardQuote, replyQuote } from './quote.ts'
import type { Quoted } from './quote.ts'

const options = { language: 'nl', timeZone: 'Europe/Amsterdam' } as const
const quoted = (change: Partial<Quoted> = {}): Quoted => ({
  from: [{ name: 'Hennie Bakker', address: 'h.bakker@mailbox.test' }], to: [{ name: 'De Linde, balie', address: 'info@delinde.test' }], cc: [],
  subject: 'Herhaal<recept>', sentAt: Date.UTC(2026, 2, 2, 9, 14), text: 'Goedemorgen,\r\n\r\n  1 doosje & 2 strips\r\n> eerder\r\n', ...change,
})

test('a reply says who wrote when, in the language of the practice', () => {
  const html = replyQuote(quoted(), options)
  expect(html).toBe(
    '<p>Op maandag 2 maart 2026 om 10:14 schreef Hennie Bakker:</p>'
    + '<blockquote type="cite">Goedemorgen,<br><br>&nbsp;&nbsp;1 doosje &amp; 2 strips<br>&gt; eerder</blockquote>',
  )
  expect(replyQuote(quoted(), { ...options, language: 'en' })).toMatch(/On Monday,? 2 March 2026 at 10:14 Hennie Bakker wrote:/)
})

test('a forward carries the heading of the original', () => {
  const text = htmlToText(forwardQuote(quoted({ cc: [{ name: '', address: 'bas@delinde.test' }] }), options))
  expect(text).toContain('---------- Doorgestuurd bericht ----------\nVan: Hennie Bakker <h.bakker@mailbox.test>\nDatum: maandag 2 maart 2026 om 10:14\nOnderwerp: Herhaal<recept>\nAan: "De Linde, balie" <info@delinde.test>\nCc: bas@delinde.test')
  expect(text).toContain('1 doosje & 2 strips')
})

test('whatever the original says, only our own tags come out', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '</blockquote><form>', '<!--', '&lt;b&gt;', '\0<\0i>'))
  fc.assert(fc.property(text, text, (hostile, name) => {
    for (const html of [replyQuote, forwardQuote].map((write) => write(quoted({ text: hostile, subject: hostile, from: [{ name, address: 'a@b.nl' }] }), options))) {
      expect(html.replace(/<\/?(?:p|blockquote|div|br)(?: type="cite")?>/g, '')).not.toMatch(/[<>"]/)
    }
  }))
})

test('a book is not quoted whole', () => {
  const html = replyQuote(quoted({ text: 'x'.repeat(3 * MAX_QUOTE_CHARS) }), options)
  expect(html.length).toBeLessThan(MAX_QUOTE_CHARS + 1000)
  expect(html).toContain('[het vervolg is weggelaten]')
})
