/** A piece of a line: words, or something that can be opened. */
export type TextPiece = { readonly kind: 'words'; readonly text: string } | { readonly kind: 'link'; readonly text: string; readonly href: string }

export type TextBlock =
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  /** What somebody else wrote, without its `>` signs; may hold quotes itself. */
  | { readonly kind: 'quote'; readonly lineCount: number; readonly blocks: readonly TextBlock[] }
  | { readonly kind: 'signature'; readonly lines: readonly string[] }

/** Deeper than this nobody can follow; the rest of the `>` signs are shown as they are. */
const MAX_QUOTE_DEPTH = 8

/** The line with which Outlook and others begin the message that is answered, and everything below it. */
const ORIGINAL = /^\s*-{2,}\s*(?:Oorspronkelijk bericht|Origineel bericht|Original Message|Original message|Ursprüngliche Nachricht)\s*-{2,}\s*$/

/** Parts a plain text mail into own words, quotes and signature (RFC 3676 section 4.3 for `-- `). */
export function parsePlainText(text: string): TextBlock[] {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n')
  const original = lines.findIndex((line) => ORIGINAL.test(line))
  if (original === -1) return blocksOf(lines, 0)
  const rest = lines.slice(original)
  return [...blocksOf(lines.slice(0, original), 0), { kind: 'quote', lineCount: rest.length, blocks: blocksOf(rest, 1) }]
}

function blocksOf(lines: readonly string[], depth: number): TextBlock[] {
  const blocks: TextBlock[] = []
  for (let at = 0; at < lines.length;) {
    const quoted = depth < MAX_QUOTE_DEPTH && isQuoted(lines[at])
    const start = at
    while (at < lines.length && (depth < MAX_QUOTE_DEPTH && isQuoted(lines[at])) === quoted) at++
    const run = lines.slice(start, at)
    blocks.push(...(quoted ? [quoteOf(run, depth)] : ownWords(run)))
  }
  return blocks
}

const isQuoted = (line: string | undefined): boolean => line?.startsWith('>') === true

const quoteOf = (lines: readonly string[], depth: number): TextBlock =>
  ({ kind: 'quote', lineCount: lines.length, blocks: blocksOf(lines.map((line) => line.replace(/^> ?/, '')), depth + 1) })

function ownWords(lines: readonly string[]): TextBlock[] {
  const dashes = lines.findIndex((line) => line === '-- ' || line === '--')
  const words = trimmed(dashes === -1 ? lines : lines.slice(0, dashes))
  const signature = dashes === -1 ? [] : trimmed(lines.slice(dashes + 1))
  return [
    ...(words.length === 0 ? [] : [{ kind: 'lines', lines: words } as const]),
    ...(signature.length === 0 ? [] : [{ kind: 'signature', lines: signature } as const]),
  ]
}

/** Without the empty lines around it. */
function trimmed(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '')
  const last = lines.findLastIndex((line) => line.trim() !== '')
  return first === -1 ? [] : lines.slice(first, last + 1)
}

const LINKABLE = /\b(?:https?:\/\/|www\.)[^\s<>"'`]{2,2000}|[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/giu

/** The links and mail addresses in a line. The signs that end a sentence are not part of an address. */
export function piecesOf(line: string): TextPiece[] {
  const pieces: TextPiece[] = []
  let from = 0
  for (const match of line.matchAll(LINKABLE)) {
    const text = withoutTail(match[0])
    if (match.index > from) pieces.push({ kind: 'words', text: line.slice(from, match.index) })
    pieces.push({ kind: 'link', text, href: hrefOf(text) })
    from = match.index + text.length
  }
  if (from < line.length) pieces.push({ kind: 'words', text: line.slice(from) })
  return pieces
}

function withoutTail(text: string): string {
  const bare = text.replace(/[.,;:!?*_]+$/, '')
  // A closing bracket belongs to the address only when it opened in it.
  return bare.endsWith(')') && !bare.includes('(') ? withoutTail(bare.slice(0, -1)) : bare
}

const hrefOf = (text: string): string =>
  /^https?:/i.test(text) ? text : /^www\./i.test(text) ? `https://${text}` : `mailto:${text}`
