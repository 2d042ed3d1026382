import { SEARCH_WORDS } from '../../shared/limits.ts'

/** The columns of the index that a person can name. */
type Column = 'sender' | 'recipient' | 'subject' | 'file'

interface Term {
  readonly column: Column | null
  readonly text: string
  /** Still being typed: the beginning of a word is enough. */
  readonly open: boolean
}

export interface SearchQuery {
  /** What the index is asked; null when only filters were typed. */
  readonly match: string | null
  readonly unread: boolean | null
  readonly flagged: boolean | null
  readonly attachments: boolean | null
  /** Nothing to look for at all. */
  readonly empty: boolean
}

const COLUMNS: ReadonlyMap<string, Column> = new Map([
  ['van', 'sender'], ['from', 'sender'], ['aan', 'recipient'], ['to', 'recipient'], ['cc', 'recipient'],
  ['onderwerp', 'subject'], ['subject', 'subject'], ['bijlage', 'file'], ['attachment', 'file'],
])

type Filters = Pick<SearchQuery, 'unread' | 'flagged' | 'attachments'>
const FILTERS: ReadonlyMap<string, Partial<Filters>> = new Map([
  ['is:ongelezen', { unread: true }], ['is:unread', { unread: true }], ['is:gelezen', { unread: false }], ['is:read', { unread: false }],
  ['is:gemarkeerd', { flagged: true }], ['is:flagged', { flagged: true }],
  ['heeft:bijlage', { attachments: true }], ['has:attachment', { attachments: true }],
])

/** Something in it that the index takes as a word; of other signs FTS5 would make a phrase of nothing, which is never found. */
const SAYS_SOMETHING = /[\p{L}\p{N}]/u
const LETTER = /[\p{L}\p{N}]/gu
/** A field and its value, a phrase, or a word. An unclosed quote runs to the end: the phrase is still being typed. */
const PIECE = /(?:(\p{L}+):)?"([^"]*)("|$)|\S+/gu

/**
 * Reads a search as people type it: words must all occur, the last may be unfinished, `"words in order"`, `van:`, `aan:`,
 * `onderwerp:`, `bijlage:` (English too), `is:ongelezen`. Whatever is none of these is words; no text is an error.
 */
export function parseSearch(typed: string): SearchQuery {
  const filters: Filters = { unread: null, flagged: null, attachments: null }
  const terms: Term[] = []
  const text = typed.replaceAll('\0', ' ')
  for (const piece of text.matchAll(PIECE)) {
    const filter = FILTERS.get(piece[0].toLowerCase())
    if (filter !== undefined) Object.assign(filters, filter)
    else if (terms.length < SEARCH_WORDS) terms.push(...termsOf(piece, piece.index + piece[0].length === text.length))
  }
  const isFiltered = Object.values(filters).some((value) => value !== null)
  const match = startedTerms(terms.filter(({ text: said }) => SAYS_SOMETHING.test(said)), isFiltered).map(expression).join(' AND ')
  return { match: match === '' ? null : match, ...filters, empty: match === '' && !isFiltered }
}

/** The first letter of a word begins a tenth of all words: it waits for the second, or stands for itself when it is all there is. */
function startedTerms(terms: readonly Term[], isFiltered: boolean): readonly Term[] {
  const started = terms.filter(({ open, text }) => !open || (text.match(LETTER)?.length ?? 0) > 1)
  return started.length > 0 || isFiltered ? started : terms.map((term) => ({ ...term, open: false }))
}

function termsOf([whole, field, quoted, closing]: RegExpExecArray, isLast: boolean): Term[] {
  if (quoted !== undefined) {
    const column = columnOf(field)
    const phrase = { column, text: quoted, open: isLast && closing === '' }
    return field === undefined || column !== null ? [phrase] : [{ column: null, text: field, open: false }, phrase]
  }
  const colon = whole.indexOf(':')
  const column = colon === -1 ? null : columnOf(whole.slice(0, colon))
  return [{ column, text: column === null ? whole : whole.slice(colon + 1), open: isLast }]
}

const columnOf = (field: string | undefined): Column | null => COLUMNS.get(field?.toLowerCase() ?? '') ?? null

/** Everything goes in as a quoted string, so that no sign in it can be taken for syntax of FTS5. */
function expression({ column, text, open }: Term): string {
  const quoted = `"${text.replaceAll('"', ' ')}"${open ? ' *' : ''}`
  return column === null ? quoted : `${column} : ${quoted}`
}
