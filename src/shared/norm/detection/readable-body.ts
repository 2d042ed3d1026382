import { plain } from './fold.ts'

/** A body as far as somebody wrote it, and what stands in its signatures; the rest (disclaimers, quote headers) is left out. */
export type ReadableBody = { readonly written: string; readonly signature: string }

/** Phrases of disclaimers: one of `sentence` marks a sentence, two of `paragraph` a paragraph. Folded. */
export type Disclaimers = { readonly sentence: readonly string[]; readonly paragraph: readonly string[] }

const LONGEST_MARK = 300
const CLOSING = /^(?:(?:met|mvg|m\.v\.g|vr|vriendelijke?|hartelijke?|warme|lieve|sportieve|collegiale|zonnige|beste)\b.{0,20}\b(?:groet|groeten|groetjes|gr)|(?:groet|groeten|groetjes|groetjess|gr|mvg|m\.v\.g\.?|hoogachtend|liefs|de groeten|dank en groet)\b|hoogachtend)[\s.,!]{0,4}/i
const QUOTE_BEGINS = [
  /^(?:op|on|am|le) .{3,200}(?:schreef|wrote|schrieb|a ecrit)\b.{0,120}:$/i,
  /^-{2,}\s{0,3}(?:oorspronkelijk|original|doorgestuurd|forwarded|begin)/i,
  /^begin doorgestuurd/i,
]
const HEADER_LINE = /^(?:van|from|aan|to|cc|bcc|verzonden|sent|datum|date)\s?:/i
const POSTSCRIPT = /^(?:p\.?s\.?|n\.?b\.?)(?:[\s:.,]|$)/i
const OWN_WORDS = /\b(?:ik|mijn|hij|dochter|zoon|moeder|vader|patient|patiente|client|clienten?)\b/i

/** Letters with which a text begins, in any case: most lines are turned away before a pattern looks at them. */
function beginnings(letters: string): (text: string) => boolean {
  const table = new Uint8Array(128)
  for (const letter of letters + letters.toUpperCase()) table[letter.charCodeAt(0)] = 1
  return (text) => table[text.charCodeAt(0)] === 1
}
const mayBeQuote = beginnings('-abcdfoltv')
const mayBeClosing = beginnings('bcdghlmsvwz')
const mayBeIndented = beginnings('> \t')

type Line = { readonly text: string; readonly depth: number }

function lineOf(raw: string): Line {
  if (!mayBeIndented(raw)) return { text: raw.trim(), depth: 0 }
  const marks = /^(?:[ \t]{0,3}>)+/.exec(raw.slice(0, LONGEST_MARK))?.[0] ?? ''
  return { text: raw.slice(marks.length).trim(), depth: marks.replace(/[^>]/g, '').length }
}

function blanksIn(text: string): number {
  let count = 0
  for (let at = text.indexOf(' '); at !== -1; at = text.indexOf(' ', at + 1)) count++
  return count
}

const isShort = (text: string): boolean => text.length <= 70 && blanksIn(text) < 8

/** A line below a closing that says more than a name, a function and an address. */
const isContent = (text: string): boolean => !isShort(text) || (blanksIn(text) >= 3 && OWN_WORDS.test(text)) || POSTSCRIPT.test(text)

type Signature = 'none' | 'closed' | 'marked'

class Zones {
  readonly written: string[] = []
  readonly signature: string[] = []
  #state: Signature = 'none'
  #depth = 0

  take({ text, depth }: Line): void {
    const mark = text.slice(0, LONGEST_MARK)
    const isQuote = mayBeQuote(mark) && (QUOTE_BEGINS.some((pattern) => pattern.test(mark)) || HEADER_LINE.test(mark))
    if (depth !== this.#depth && text !== '') this.#state = 'none'
    if (text !== '') this.#depth = depth
    if (isQuote) this.#state = 'none'
    if (isQuote) this.written.push('')
    else if (text === '--') this.#state = 'marked'
    else this.#place(text, mark)
  }

  #place(text: string, mark: string): void {
    const inSignature = this.#state === 'marked' ? !POSTSCRIPT.test(mark) : this.#state === 'closed' && !isContent(text)
    if (inSignature) {
      this.signature.push(text)
      this.written.push('')
      return
    }
    const closing = text.length <= LONGEST_MARK && mayBeClosing(text) ? CLOSING.exec(mark) : null
    if (closing === null || !isShort(text)) {
      if (this.#state === 'closed' && text !== '' && POSTSCRIPT.test(mark)) this.#state = 'none'
      this.written.push(text)
      return
    }
    this.#state = 'closed'
    this.signature.push(text.slice(closing[0].length))
    this.written.push('')
  }
}

const counted = (text: string, phrases: readonly string[]): number => phrases.reduce((sum, phrase) => sum + (text.includes(phrase) ? 1 : 0), 0)

/** Words apart by one blank, so that a phrase is found across line ends and hyphens. */
const flat = (text: string): string => text.toLowerCase().replaceAll('\n', ' ').replaceAll('-', ' ')

function withoutDisclaimer(paragraph: string, { sentence, paragraph: phrases }: Disclaimers): string {
  const whole = flat(paragraph)
  const isDisclaimer = counted(whole, phrases) >= 2
  if (!isDisclaimer && counted(whole, sentence) === 0) return paragraph
  const sentences = paragraph.split(/(?<=[.!?])\s/)
  const kept = sentences.filter((each) => {
    const text = flat(each)
    return counted(text, sentence) === 0 && !(isDisclaimer && counted(text, phrases) > 0)
  })
  return kept.join(' ')
}

const anyOf = new WeakMap<Disclaimers, RegExp>()

/** One pattern for all phrases: most mail has none of them, and one look tells. */
function phrasesOf(disclaimers: Disclaimers): RegExp {
  const known = anyOf.get(disclaimers) ?? new RegExp([...disclaimers.sentence, ...disclaimers.paragraph].map((phrase) => phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g')
  anyOf.set(disclaimers, known)
  return known
}

/** Looks only at paragraphs with a phrase of a disclaimer in them; letters keep their places when they become small. */
function withoutDisclaimers(written: string, disclaimers: Disclaimers): string {
  const found = Array.from(flat(written).matchAll(phrasesOf(disclaimers)), ({ index }) => index)
  if (found.length === 0) return written
  let next = 0
  let end = 0
  const kept = written.split(/(\n{2,})/).map((piece, index) => {
    end += piece.length
    const before = next
    while ((found[next] ?? Infinity) < end) next++
    if (index % 2 === 1) return '\n\n'
    return next === before ? piece : withoutDisclaimer(piece, disclaimers)
  })
  return kept.join('')
}

/**
 * The body without signatures and disclaimers (PHI-08); quotes stay, also one below a signature (PHI-09). Both texts are
 * {@link plain}. Linear in the text.
 */
export function readableBody(text: string, disclaimers: Disclaimers): ReadableBody {
  const zones = new Zones()
  const whole = plain(text)
  for (const raw of whole.split(/[\r\u2028\u2029]/.test(whole) ? /\r\n|[\n\r\u2028\u2029]/ : '\n')) zones.take(lineOf(raw))
  const written = zones.written.join('\n')
  return { written: withoutDisclaimers(written, disclaimers), signature: zones.signature.join('\n') }
}
