import { SEARCH_WORDS } from '../../shared/limits.ts'
import type { VerdictState } from '../../shared/contract/values.ts'
import { readDays } from './search-dates.ts'

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
  /** How safely it was received: one of these. */
  readonly verdicts: readonly VerdictState[] | null
  /** Received at or after, and before, these moments (ms since 1970). */
  readonly since: number | null
  readonly before: number | null
  /** Nothing to look for at all. */
  readonly empty: boolean
}

const COLUMNS: ReadonlyMap<string, Column> = new Map([
  ['van', 'sender'], ['from', 'sender'], ['aan', 'recipient'], ['to', 'recipient'], ['cc', 'recipient'],
  ['onderwerp', 'subject'], ['subject', 'subject'], ['bijlage', 'file'], ['attachment', 'file'],
])

type Filters = Pick<SearchQuery, 'unread' | 'flagged' | 'attachments' | 'verdicts' | 'since' | 'before'>
const FILTERS: ReadonlyMap<string, Partial<Filters>> = new Map<string, Partial<Filters>>([
  ['is:ongelezen', { unread: true }], ['is:unread', { unread: true }], ['is:gelezen', { unread: false }], ['is:read', { unread: false }],
  ['is:gemarkeerd', { flagged: true }], ['is:flagged', { flagged: true }],
  ...['veilig:ja', 'safe:yes', 'is:veilig', 'is:safe'].map((word) => [word, { verdicts: ['safe', 'internal'] }] as const),
  ...['veilig:nee', 'safe:no', 'is:onveilig', 'is:unsafe'].map((word) => [word, { verdicts: ['unsafe', 'suspicious'] }] as const),
  ...['veilig:onbekend', 'safe:unknown'].map((word) => [word, { verdicts: ['unknown', 'pending'] }] as const),
  ...['veilig:verdacht', 'is:verdacht', 'is:suspicious'].map((word) => [word, { verdicts: ['suspicious'] }] as const),
  ['heeft:bijlage', { attachments: true }], ['has:attachment', { attachments: true }],
])

/** Days are this computer's: the day itself counts as after, so that nothing that was meant is missed. */
const MOMENTS: ReadonlyMap<string, 'since' | 'before'> = new Map([['na', 'since'], ['after', 'since'], ['sinds', 'since'], ['since', 'since'], ['voor', 'before'], ['before', 'before']])

function momentIn(piece: string, now: number): Partial<Filters> | undefined {
  const colon = piece.indexOf(':')
  const bound = colon === -1 ? undefined : MOMENTS.get(piece.slice(0, colon).toLowerCase())
  const found = bound === undefined ? null : readDays(piece.slice(colon + 1), now)
  return found === null || bound === undefined ? undefined : { [bound]: found.from }
}

/** Something in it that the index takes as a word; of other signs FTS5 would make a phrase of nothing, which is never found. */
const SAYS_SOMETHING = /[\p{L}\p{N}]/u
const LETTER = /[\p{L}\p{N}]/gu
/** A field and its value, a phrase, or a word. An unclosed quote runs to the end: the phrase is still being typed. */
const PIECE = /(?:(\p{L}+):)?"([^"]*)("|$)|\S+/gu

/**
 * Reads a search as people type it: words must all occur, the last may be unfinished, `"words in order"`, `van:`, `aan:`,
 * `onderwerp:`, `bijlage:`, `voor:` and `na:` a day, `veilig:ja` (English too), `is:ongelezen`. Whatever is none of these is words;
 * no text is an error. `now`: what `vandaag` is.
 */
export function parseSearch(typed: string, now: number = Date.now()): SearchQuery {
  const filters: Filters = { unread: null, flagged: null, attachments: null, verdicts: null, since: null, before: null }
  const terms: Term[] = []
  const text = typed.replaceAll('\0', ' ')
  for (const piece of text.matchAll(PIECE)) {
    const filter = FILTERS.get(piece[0].toLowerCase()) ?? momentIn(piece[0], now)
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
