import { MAX_QUOTE_DEPTH } from '../../shared/limits.ts'
import { decodeEntities } from './html-entities.ts'
import { attributeOf, scanHtml } from './html-scan.ts'
import type { HtmlVisitor } from './html-scan.ts'

/** Blocks with an empty line around them. */
const SPACED = new Set(['blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'pre', 'table'])
/** Blocks that only begin and end a line. */
const BLOCKS = new Set([...SPACED, 'address', 'article', 'dd', 'div', 'dl', 'dt', 'footer', 'header', 'li', 'section', 'tr'])

/** What a link's own words are compared by; a longer text is no repeated address. */
const LONGEST_LINK = 2_000

/** Gathers lines: the quote marks, the indent of lists and the empty lines between blocks. */
class Lines {
  readonly #done: string[] = []
  #line = ''
  #bullet = ''
  /** Quote depth of the empty line that is due before the next one; null when none is. */
  #gap: number | null = null
  quotes = 0
  /** Open lists, innermost last: the number of the last item, null for dashes. */
  readonly lists: (number | null)[] = []

  add(text: string): void {
    const blankJoint = this.#line === '' || this.#line.endsWith(' ')
    this.#line += blankJoint && text.startsWith(' ') ? text.slice(1) : text
  }

  /** Text whose blanks and line ends count. */
  addFixed(text: string): void {
    for (const [index, line] of text.split('\n').entries()) {
      if (index > 0) this.break()
      this.#line += line
    }
  }

  break(): void {
    const depth = Math.min(this.quotes, MAX_QUOTE_DEPTH)
    if (this.#gap !== null && this.#done.length > 0) this.#done.push('> '.repeat(Math.min(this.#gap, depth)).trimEnd())
    this.#gap = null
    const nesting = this.lists.length - (this.#bullet === '' ? 0 : 1)
    const indent = '  '.repeat(Math.min(nesting, MAX_QUOTE_DEPTH))
    this.#done.push(`${'> '.repeat(depth)}${indent}${this.#bullet}${this.#line}`.trimEnd())
    this.#line = this.#bullet = ''
  }

  /** Ends the line if anything stands on it. Items of a list stay together, whatever blocks they are made of. */
  end(isSpaced: boolean): void {
    if (this.#line.trim() !== '') this.break()
    this.#line = ''
    if (isSpaced && this.lists.length === 0) this.#gap = Math.min(this.#gap ?? this.quotes, this.quotes)
  }

  bullet(): void {
    this.end(false)
    const number = this.lists.at(-1) ?? null
    if (number !== null) this.lists[this.lists.length - 1] = number + 1
    this.#bullet = number === null ? '- ' : `${number + 1}. `
  }

  text(): string {
    this.end(false)
    return this.#done.join('\n')
  }
}

/** Where a link goes, when its own words do not say so already. */
function linkTail(href: string, words: string): string {
  if (!/^(?:https?:|mailto:|tel:)/i.test(href)) return ''
  const said = words.trim()
  const target = href.replace(/^(?:mailto|tel):/i, '')
  const bare = target.replace(/^https?:\/\//i, '').replace(/\/$/, '')
  return said === target || said.replace(/^https?:\/\//i, '').replace(/\/$/, '') === bare ? '' : ` <${target}>`
}

class PlainWriter implements HtmlVisitor {
  readonly lines = new Lines()
  readonly #html: string
  #fixed = 0
  #link: { href: string; words: string } | null = null

  constructor(html: string) {
    this.#html = html
  }

  text(start: number, end: number): void {
    this.#say(decodeEntities(this.#html.slice(start, end)).replaceAll('\u00a0', ' '))
  }

  #say(text: string): void {
    if (this.#link !== null && this.#link.words.length < LONGEST_LINK) this.#link.words += text
    if (this.#fixed > 0) this.lines.addFixed(text.replaceAll('\r\n', '\n'))
    else this.lines.add(text.replace(/[ \t\r\n]+/g, ' '))
  }

  #endLink(): void {
    if (this.#link !== null) this.lines.add(linkTail(this.#link.href, this.#link.words))
    this.#link = null
  }

  open(name: string, from: number, to: number): void {
    const { lines } = this
    const attribute = (wanted: string): string => decodeEntities(attributeOf(this.#html, { from, to }, wanted) ?? '')
    if (BLOCKS.has(name)) lines.end(SPACED.has(name))
    if (name === 'br') lines.break()
    else if (name === 'hr') lines.add('----------')
    else if (name === 'td' || name === 'th') lines.add(' ')
    else if (name === 'img') this.#say(attribute('alt'))
    else if (name === 'li') lines.bullet()
    else if (name === 'blockquote') lines.quotes++
    else if (name === 'pre') this.#fixed++
    else if (name === 'a') {
      this.#endLink()
      this.#link = { href: attribute('href').trim(), words: '' }
    } else if (name === 'ul' || name === 'ol') {
      lines.end(true)
      lines.lists.push(name === 'ol' ? 0 : null)
    }
    if (name === 'hr') lines.end(false)
  }

  close(name: string): void {
    const { lines } = this
    if (name === 'a') this.#endLink()
    if (BLOCKS.has(name)) lines.end(SPACED.has(name))
    if (name === 'blockquote') lines.quotes = Math.max(0, lines.quotes - 1)
    if (name === 'pre') this.#fixed = Math.max(0, this.#fixed - 1)
    if (name === 'ul' || name === 'ol') {
      lines.end(false)
      lines.lists.pop()
      lines.end(true)
    }
  }

  end(): string {
    this.#endLink()
    return this.lines.text()
  }
}

/**
 * Rich text as the plain text that goes beside it (RFC 2046 section 5.1.4): lists with dashes or numbers, quotes with `>`,
 * links with their address behind them, an empty line between paragraphs. Lines are not wrapped. Linear, never throws.
 */
export function htmlToText(html: string): string {
  const writer = new PlainWriter(html)
  scanHtml(html, writer)
  return writer.end()
}

/** Plain text as HTML that looks the same: for a message of which only some parts are HTML. */
export const textToHtml = (text: string): string =>
  `<div style="white-space: pre-wrap">${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</div>`
