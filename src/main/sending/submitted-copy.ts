import type { SubmissionMarker } from '../../shared/norm/routing/submission-marker.ts'
import { mayCarryMarker } from '../../shared/norm/routing/submission-marker.ts'
import { isMarkerHeader } from '../../shared/norm/marker-header.ts'
import { withoutTriggers } from '../../shared/norm/provider-triggers.ts'
import { decodeWords } from '../mime/encoded-words.ts'
import { subjectLine } from '../mime/write.ts'
import { MARKED_HEADER_BYTES } from './limits.ts'

export type Marker = Exclude<SubmissionMarker, { kind: 'lacking' }>

/** What a provider is told on the copy that is submitted to it, and on nothing else (PV-02, N-06). */
export interface Marking {
  /** The one host that may see it. */
  readonly host: string
  readonly markers: readonly Marker[]
}

export interface Copy {
  /** Of the copy, where `sizeBytes` is that of the message. */
  readonly sizeBytes: number
  readonly pieces: AsyncIterable<Uint8Array>
}

export type MarkedCopy =
  | { readonly kind: 'copy'; readonly copy: Copy }
  /** The marker cannot be set, or must not be: nothing may be submitted (RT-23, PV-04). */
  | { readonly kind: 'refused'; readonly why: 'other-host' | 'several-recipients' | 'no-header' | 'not-a-marker' | 'already-there' | 'too-long' }

const refused = (why: Extract<MarkedCopy, { kind: 'refused' }>['why']): MarkedCopy => ({ kind: 'refused', why })

/**
 * The message with the markers in its header, each exactly once; every other field and the body are the same bytes. `to` is who the
 * envelope names: one recipient, since a marker carries one number (PV-03). `connectedHost` is where the line goes.
 * Throws what reading the pieces throws.
 */
export async function submittedCopy(message: Copy, marking: Marking, { connectedHost, to }: { connectedHost: string; to: readonly string[] }): Promise<MarkedCopy> {
  if (marking.markers.length === 0) return { kind: 'copy', copy: message }
  if (!mayCarryMarker(connectedHost, marking.host)) return refused('other-host')
  if (to.length !== 1) return refused('several-recipients')
  const reader = message.pieces[Symbol.asyncIterator]()
  const read = await readHeader(reader)
  if (read === null) {
    await reader.return?.()
    return refused('no-header')
  }
  const header = withMarkers(read.header, marking.markers)
  if (typeof header !== 'string') {
    await reader.return?.()
    return header
  }
  const copy = { sizeBytes: message.sizeBytes + header.length - read.header.length, pieces: joined(Buffer.from(header, 'latin1'), read.rest, reader) }
  return { kind: 'copy', copy }
}

const END_OF_HEADER = '\r\n\r\n'

/** The header with the end of its last field, and what of the body was read along with it. Null when there is none of a bearable size. */
async function readHeader(reader: AsyncIterator<Uint8Array>): Promise<{ header: string; rest: Buffer } | null> {
  let read = Buffer.alloc(0)
  while (read.length <= MARKED_HEADER_BYTES) {
    const next = await reader.next()
    if (next.done === true) return null
    read = Buffer.concat([read, next.value])
    const end = read.indexOf(END_OF_HEADER)
    if (end <= 0) continue
    const header = read.toString('latin1', 0, end + 2)
    // A line end that is half a line end is read in two ways by two servers.
    return /\r(?!\n)|(?<!\r)\n/.test(header) ? null : { header, rest: read.subarray(end + 2) }
  }
  return null
}

/** What is read further is read as it is asked for; an end before the end gives the rest back. */
async function* joined(header: Buffer, rest: Buffer, reader: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield Buffer.concat([header, rest])
    for (let next = await reader.next(); next.done !== true; next = await reader.next()) yield next.value
  } finally {
    await reader.return?.()
  }
}

function withMarkers(header: string, markers: readonly Marker[]): string | MarkedCopy {
  let marked = header
  for (const marker of markers) {
    const next = marker.kind === 'header' ? withHeader(marked, marker) : withSubject(marked, marker)
    if (typeof next !== 'string') return next
    marked = next
  }
  return marked
}

/** RFC 5322 section 2.1.1: what a line may at most hold, its end not counted. */
const LONGEST_LINE = 998
/** RFC 2047 section 2: a line with an encoded word. */
const USUAL_LINE = 76

/** Printable ASCII, not only blanks: nothing that ends a line, and nothing that a server would have to encode. */
const isOneLine = (text: string): boolean => /^[!-~](?:[ -~]*[!-~])?$/.test(text)

function withHeader(header: string, { name, value }: Extract<Marker, { kind: 'header' }>): string | MarkedCopy {
  if (!isMarkerHeader(name) || !isOneLine(value)) return refused('not-a-marker')
  if (fieldsNamed(header, name).length > 0) return refused('already-there')
  const line = `${name}: ${value}`
  return line.length > LONGEST_LINE ? refused('too-long') : `${header}${line}\r\n`
}

function withSubject(header: string, { text, position }: Extract<Marker, { kind: 'subject' }>): string | MarkedCopy {
  if (!isOneLine(text) || text.includes('=?')) return refused('not-a-marker')
  if (text.length > USUAL_LINE - 'Subject: '.length) return refused('too-long')
  const [field, ...more] = fieldsNamed(header, 'subject')
  if (more.length > 0) return refused('already-there')
  if (field === undefined) return `${header}Subject: ${text}\r\n`
  const value = unmarked(header.slice(field.valueStart, field.end), text)
  return `${header.slice(0, field.valueStart)}${value === '' ? ` ${text}` : beside(value, text, position)}\r\n${header.slice(field.end)}`
}

/**
 * The value of the subject as it stands, without its line end; written anew only where somebody typed a provider's trigger, or this
 * very marker, himself: it would be a second one, perhaps with another number. '' when nothing is left.
 */
function unmarked(raw: string, text: string): string {
  const value = raw.replace(/\r\n$/, '')
  const words = decodeWords(value.replace(/\r\n(?=[ \t])/g, '')).trim()
  const bare = withoutMarker(words, text)
  if (bare === words) return words === '' ? '' : value
  return bare === '' ? '' : folded(subjectLine(bare))
}

function withoutMarker(subject: string, text: string): string {
  const literal = text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  const mark = new RegExp(String.raw`(?<![\p{L}\p{N}])${literal}(?![\p{L}\p{N}])`, 'giu')
  // What one leaves behind may be another.
  for (let rest = subject; ;) {
    const bare = withoutTriggers(rest.replace(mark, ' ')).replace(/\s+/g, ' ').trim()
    if (bare === rest.replace(/\s+/g, ' ').trim()) return bare === subject.replace(/\s+/g, ' ').trim() ? subject : bare
    rest = bare
  }
}

/** At blanks, in lines of the usual length (RFC 5322 section 2.2.3). */
function folded(line: string): string {
  const lines = ['']
  for (const word of line.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last !== '' && last.length + word.length + 1 > USUAL_LINE - 'Subject: '.length) lines.push(` ${word}`)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.join('\r\n')
}

/** The marker next to the value, on a line of its own where theirs would grow too long; unfolded there is a blank between them. */
function beside(value: string, text: string, position: 'start' | 'end'): string {
  const spaced = /^(?:[ \t]|\r\n)/.test(value) ? value : ` ${value}`
  if (position === 'start') {
    const first = spaced.split('\r\n', 1)[0] ?? ''
    return 'Subject:'.length + 1 + text.length + first.length <= USUAL_LINE ? ` ${text}${spaced}` : ` ${text}\r\n${spaced}`
  }
  const last = spaced.split('\r\n').at(-1) ?? ''
  const isFirst = last.length === spaced.length
  return (isFirst ? 'Subject:'.length : 0) + last.length + 1 + text.length <= USUAL_LINE ? `${spaced} ${text}` : `${spaced}\r\n ${text}`
}

interface Place { readonly valueStart: number; /** After its line end. */ readonly end: number }

/** Where fields of this name stand, folds included. */
function fieldsNamed(header: string, name: string): Place[] {
  const places: Place[] = []
  let isOurs = false
  for (let at = 0; at < header.length;) {
    const end = header.indexOf('\r\n', at) + 2
    const isFold = header[at] === ' ' || header[at] === '\t'
    const last = places.at(-1)
    if (isFold && isOurs && last !== undefined) places[places.length - 1] = { ...last, end }
    if (!isFold) {
      const found = /^([!-9;-~]{1,76})[ \t]*:/.exec(header.slice(at, at + 100))
      isOurs = found?.[1]?.toLowerCase() === name.toLowerCase()
      if (isOurs && found !== null) places.push({ valueStart: at + found[0].length, end })
    }
    at = end
  }
  return places
}
