import { SEARCH_CHARS, SEARCH_WORDS } from '../../shared/limits.ts'
import { foldLetters } from '../../shared/mail/fold-letters.ts'
import { verdictStates, type VerdictState } from '../../shared/mail/verdict-states.ts'
import { isUnfinishedDay, readDays } from './search-dates.ts'

/** The columns of the index that a person can name. */
type Column = 'sender' | 'recipient' | 'subject' | 'file'

interface Term {
  readonly column: Column | null
  readonly text: string
  /** Still being typed: the beginning of a word is enough. */
  readonly open: boolean
  readonly isUnwanted: boolean
}

export interface SearchQuery {
  /** What the index is asked; null when only filters were typed. */
  readonly match: string | null
  /** What the index is asked for messages that are not wanted, where `match` is null and cannot leave them out itself. */
  readonly without: string | null
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

const SAFE: readonly VerdictState[] = ['safe', 'internal']
const UNSAFE: readonly VerdictState[] = ['unsafe', 'suspicious']
const UNKNOWN: readonly VerdictState[] = ['unknown', 'pending']
const SAFETY: readonly (readonly [string, readonly VerdictState[]])[] = [
  ['ja', SAFE], ['yes', SAFE], ['nee', UNSAFE], ['no', UNSAFE], ['onbekend', UNKNOWN], ['unknown', UNKNOWN], ['verdacht', ['suspicious']], ['suspicious', ['suspicious']],
]
const IS_SAFE: readonly (readonly [string, readonly VerdictState[]])[] = [
  ['veilig', SAFE], ['safe', SAFE], ['onveilig', UNSAFE], ['unsafe', UNSAFE], ['verdacht', ['suspicious']], ['suspicious', ['suspicious']],
]
const FILTERS: ReadonlyMap<string, Partial<Filters>> = new Map<string, Partial<Filters>>([
  ['is:ongelezen', { unread: true }], ['is:unread', { unread: true }], ['is:gelezen', { unread: false }], ['is:read', { unread: false }],
  ['is:gemarkeerd', { flagged: true }], ['is:flagged', { flagged: true }],
  ...SAFETY.flatMap(([word, verdicts]) => [[`veilig:${word}`, { verdicts }], [`safe:${word}`, { verdicts }]] as const),
  ...IS_SAFE.map(([word, verdicts]) => [`is:${word}`, { verdicts }] as const),
  ['heeft:bijlage', { attachments: true }], ['has:attachment', { attachments: true }],
])

/** Days are this computer's: the day itself counts as after, so that nothing that was meant is missed. */
const MOMENTS: ReadonlyMap<string, 'since' | 'before'> = new Map([['na', 'since'], ['after', 'since'], ['sinds', 'since'], ['since', 'since'], ['voor', 'before'], ['before', 'before']])

/** Before and behind the first colon; null: there is none. */
function parted(piece: string): readonly [field: string, value: string] | null {
  const colon = piece.indexOf(':')
  return colon === -1 ? null : [piece.slice(0, colon), piece.slice(colon + 1)]
}

function momentIn(piece: string, now: number): Partial<Filters> | undefined {
  const [field = '', value = ''] = parted(piece) ?? []
  const bound = MOMENTS.get(field)
  const found = bound === undefined ? null : readDays(value, now)
  return found === null || bound === undefined ? undefined : { [bound]: found.from }
}

/** What a filter says the other way round. */
function opposite({ verdicts, since, before, ...marks }: Partial<Filters>): Partial<Filters> {
  return {
    ...Object.fromEntries(Object.entries(marks).map(([name, value]) => [name, !value])),
    ...(verdicts == null ? {} : { verdicts: verdictStates.filter((state) => !verdicts.includes(state)) }),
    ...(since == null ? {} : { before: since }), ...(before == null ? {} : { since: before }),
  }
}

/** The beginning of a filter or of a day, while somebody types it: no word that anybody looks for. */
function isUnfinished(piece: string): boolean {
  const [field, value] = parted(piece) ?? []
  if (field === undefined || value === undefined) return false
  return [...FILTERS.keys()].some((filter) => filter.startsWith(piece)) || (MOMENTS.has(field) && isUnfinishedDay(value))
}

/** Something in it that the index takes as a word; of other signs FTS5 would make a phrase of nothing, which is never found. */
const SAYS_SOMETHING = /[\p{L}\p{N}]/u
const LETTER = /[\p{L}\p{N}]/gu
/** A field and its value, a phrase, or a word; a minus before any. An unclosed quote runs to the end: the phrase is still being typed. */
const PIECE = /(-?)(?:(\p{L}+):)?"([^"]*)("|$)|\S+/gu

/**
 * Reads a search as people type it: words must all occur, the last may be unfinished, `"words in order"`, `van:`, `aan:`,
 * `onderwerp:`, `bijlage:`, `voor:` and `na:` a day, `veilig:ja` (English too), `is:ongelezen`; what has a minus before it must not
 * occur. Whatever is none of these is words; no text is an error. `now`: what `vandaag` is.
 */
export function parseSearch(typed: string, now: number = Date.now()): SearchQuery {
  const filters: Filters = { unread: null, flagged: null, attachments: null, verdicts: null, since: null, before: null }
  const terms: Term[] = []
  const text = typed.slice(0, SEARCH_CHARS).replaceAll('\0', ' ').toWellFormed()
  for (const piece of text.matchAll(PIECE)) {
    const isUnwanted = piece[0].startsWith('-') && piece[0] !== '-'
    const said = piece[0].slice(isUnwanted ? 1 : 0).toLowerCase()
    const isLast = piece.index + piece[0].length === text.length
    const filter = FILTERS.get(said) ?? momentIn(said, now)
    if (filter !== undefined) Object.assign(filters, isUnwanted ? opposite(filter) : filter)
    else if (terms.length < SEARCH_WORDS && !(isLast && isUnfinished(said))) terms.push(...termsOf(piece, isLast, isUnwanted))
  }
  return { ...asked(terms.filter(({ text: words }) => SAYS_SOMETHING.test(words)), Object.values(filters).some((value) => value !== null)), ...filters }
}

function asked(terms: readonly Term[], isFiltered: boolean): Pick<SearchQuery, 'match' | 'without' | 'empty'> {
  const unwanted = terms.filter((term) => term.isUnwanted)
  const wanted = startedTerms(terms.filter((term) => !term.isUnwanted), isFiltered).map(expression).join(' AND ')
  const without = unwanted.length === 0 ? null : unwanted.map(expression).join(' OR ')
  const empty = wanted === '' && without === null && !isFiltered
  return wanted === '' || without === null ? { match: wanted === '' ? null : wanted, without, empty } : { match: `(${wanted}) NOT (${without})`, without: null, empty }
}

/** The first letter of a word begins a tenth of all words: it waits for the second, or stands for itself when it is all there is. */
function startedTerms(terms: readonly Term[], isFiltered: boolean): readonly Term[] {
  const started = terms.filter(({ open, text }) => !open || (text.match(LETTER)?.length ?? 0) > 1)
  return started.length > 0 || isFiltered ? started : terms.map((term) => ({ ...term, open: false }))
}

function termsOf([whole, , field, quoted, closing]: RegExpExecArray, isLast: boolean, isUnwanted: boolean): Term[] {
  if (quoted !== undefined) {
    const column = columnOf(field)
    const phrase = { column, text: quoted, open: isLast && closing === '' && !isUnwanted, isUnwanted }
    return field === undefined || column !== null ? [phrase] : [{ column: null, text: field, open: false, isUnwanted }, phrase]
  }
  const word = isUnwanted ? whole.slice(1) : whole
  const [name, value = ''] = parted(word) ?? []
  const column = columnOf(name)
  // What is not wanted is meant as it stands: half a word would put away more than was meant. A star says that half is meant.
  return [{ column, text: column === null ? word : value, open: word.endsWith('*') || (isLast && !isUnwanted), isUnwanted }]
}

const columnOf = (field: string | undefined): Column | null => COLUMNS.get(field?.toLowerCase() ?? '') ?? null

/** Everything goes in as a quoted string, so that no sign in it can be taken for syntax of FTS5. Mail may be in the index from before its letters were folded. */
function expression({ column, text, open }: Term): string {
  const quoted = (words: string): string => `"${words.replaceAll('"', ' ')}"${open ? ' *' : ''}`
  const folded = foldLetters(text)
  const either = folded === text ? quoted(text) : `(${quoted(folded)} OR ${quoted(text)})`
  return column === null ? either : `${column} : ${either}`
}
