import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePlainText, piecesOf, type TextBlock } from './plain-text.ts'

describe('the parts of a plain text mail', () => {
  test('own words, quote and signature', () => {
    expect(parsePlainText('Hallo\r\n\r\nOp ma schreef Bas:\n> Kun jij dinsdag?\n> > Nee\n\n-- \nAnja\n')).toEqual([
      { kind: 'lines', lines: ['Hallo', '', 'Op ma schreef Bas:'] },
      { kind: 'quote', lineCount: 2, blocks: [{ kind: 'lines', lines: ['Kun jij dinsdag?'] }, { kind: 'quote', lineCount: 1, blocks: [{ kind: 'lines', lines: ['Nee'] }] }] },
      { kind: 'signature', lines: ['Anja'] },
    ])
  })

  test('everything below an Outlook line is a quote', () => {
    const blocks = parsePlainText('Prima.\n\n-----Oorspronkelijk bericht-----\nVan: Bas\nTekst')
    expect(blocks.map((block) => block.kind)).toEqual(['lines', 'quote'])
  })

  test('an empty mail has no blocks', () => {
    expect(parsePlainText('\n\n')).toEqual([])
  })

  test('ten thousand signs deep is read without trouble', () => {
    expect(parsePlainText(`${'>'.repeat(10_000)} x`)).toHaveLength(1)
  })

  test('no word is lost', () => {
    const wordsIn = (blocks: readonly TextBlock[]): string =>
      blocks.map((block) => (block.kind === 'quote' ? wordsIn(block.blocks) : block.lines.join(''))).join('')
    fc.assert(fc.property(fc.array(fc.constantFrom('> ', '>', 'a', 'b ', '\n', '-- \n', 'woord'), { maxLength: 60 }), (parts) => {
      const text = parts.join('')
      const letters = (some: string): string => some.replace(/[^a-z]/g, '')
      expect(letters(wordsIn(parsePlainText(text)))).toBe(letters(text))
    }))
  })
})

describe('links in a line', () => {
  test.each([
    ['Zie https://a.test/x?y=1#z.', 'https://a.test/x?y=1#z', 'https://a.test/x?y=1#z'],
    ['(www.a.test)', 'www.a.test', 'https://www.a.test'],
    ['https://nl.wiki.test/Linde_(boom)', 'https://nl.wiki.test/Linde_(boom)', 'https://nl.wiki.test/Linde_(boom)'],
    ['Mail info@delinde.test, graag', 'info@delinde.test', 'mailto:info@delinde.test'],
  ])('%j', (line, text, href) => {
    expect(piecesOf(line).find((piece) => piece.kind === 'link')).toEqual({ kind: 'link', text, href })
  })

  test.each(['javascript:alert(1)', 'a @ b', 'versie 2.0', ''])('%j has none', (line) => {
    expect(piecesOf(line).some((piece) => piece.kind === 'link')).toBe(false)
  })

  test('the pieces together are the line', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (line) => {
      expect(piecesOf(line).map((piece) => piece.text).join('')).toBe(line)
    }))
  })

  test('a hostile line takes no time', () => {
    const line = `${'a.'.repeat(50_000)}@${'b-'.repeat(50_000)}`
    expect(piecesOf(line).map((piece) => piece.text).join('')).toBe(line)
  })
})
