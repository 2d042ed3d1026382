import { PRACTICE_DOMAIN } from './limits.ts'

/** What can lie in the register's folder, by its content type. */
const TYPES = {
  event: 'application/vnd.praktijkpost.register+json',
  join: 'application/vnd.praktijkpost.join+json',
  segment: 'application/vnd.praktijkpost.segment',
  snapshot: 'application/vnd.praktijkpost.snapshot',
} as const
export type Enclosed = keyof typeof TYPES

/** What a person sees who meets it in another mail program. */
const SUBJECTS: Readonly<Record<Enclosed, string>> = {
  event: 'Praktijkpost register', join: 'Praktijkpost: verzoek om mee te doen', segment: 'Praktijkpost: deel van een logboek', snapshot: 'Praktijkpost: stand van het register',
}

export interface Envelope {
  readonly kind: Enclosed
  /** SHA-256 of what is enclosed, by the rules of its kind; hex. */
  readonly hash: string
  /** The mail address of whoever writes. */
  readonly from: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly body: Uint8Array
}

/** Message-ID without brackets, by which what is there already is known. */
export const envelopeId = ({ kind, hash }: Pick<Envelope, 'kind' | 'hash'>): string => `${hash}@${kind === 'event' ? 'register' : kind}.${PRACTICE_DOMAIN}`

/** One message for the register's folder (RFC 5322, RFC 2045). */
export function writeEnvelope(envelope: Envelope): { readonly id: string; readonly raw: Uint8Array } {
  const { kind, from, at, body } = envelope
  if (/[\s<>]|\p{Cc}/u.test(from)) throw new Error('no address')
  const id = envelopeId(envelope)
  const head = [
    `From: <${from}>`, `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`, `Message-ID: <${id}>`, `Subject: ${SUBJECTS[kind]}`,
    'MIME-Version: 1.0', `Content-Type: ${TYPES[kind]}`, 'Content-Transfer-Encoding: base64',
    'Comments: Hoort bij de praktijk. Laat staan, verplaats niets.',
  ]
  const lines = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64').match(/.{1,76}/g) ?? []
  return { id, raw: Buffer.from(`${head.join('\r\n')}\r\n\r\n${lines.join('\r\n')}\r\n`) }
}

export type ReadEnvelope =
  | { readonly kind: Enclosed; readonly body: Uint8Array }
  /** Ordinary mail, or half of something. */
  | { readonly kind: 'none'; readonly because: 'no-head' | 'other-type' | 'not-base64' }

/**
 * What a message of the folder encloses. Written by ourselves only, so that anything else than what `writeEnvelope` makes, give
 * or take what a server does to headers, is nothing to us. Of a message that was cut off the body is what there is of it.
 */
export function readEnvelope(raw: Uint8Array): ReadEnvelope {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const end = headEnd(bytes)
  if (end === null) return { kind: 'none', because: 'no-head' }
  const head = bytes.toString('latin1', 0, end.head).replace(/\r?\n[ \t]+/g, ' ')
  const type = field(head, 'content-type').split(';', 1)[0]?.trim().toLowerCase()
  const kind = (Object.keys(TYPES) as Enclosed[]).find((one) => TYPES[one] === type)
  if (kind === undefined) return { kind: 'none', because: 'other-type' }
  const text = bytes.toString('latin1', end.body).replace(/[\r\n]+/g, '')
  if (field(head, 'content-transfer-encoding').trim().toLowerCase() !== 'base64' || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return { kind: 'none', because: 'not-base64' }
  return { kind, body: Buffer.from(text, 'base64') }
}

function headEnd(bytes: Buffer): { readonly head: number; readonly body: number } | null {
  const crlf = bytes.indexOf('\r\n\r\n')
  if (crlf >= 0) return { head: crlf, body: crlf + 4 }
  const lf = bytes.indexOf('\n\n')
  return lf < 0 ? null : { head: lf, body: lf + 2 }
}

/** The first field of this name. */
const field = (head: string, name: string): string => new RegExp(`^${name}:([^\\r\\n]*)`, 'im').exec(head)?.[1] ?? ''
