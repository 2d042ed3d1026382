import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Invitation } from '../../../shared/practice/person.ts'
import { base64url, emptyOrLine, folderPath, id, line, mailAddress, moment, sha256 } from '../../../shared/practice/plain-values.ts'
import { codeText, readCode, typedRows, type TypedRow } from './code-text.ts'
import { JOINING_TEXT_CHARS, ROOT_START_BYTES, SECRET_BYTES } from './limits.ts'
import { invitationId, proofFrom, proofHash, type Proof } from './proof.ts'

const endpoint = z.strictObject({ host: line, port: z.int().min(1).max(65_535), security: z.enum(['tls', 'starttls']) })

/** How the newcomer's workstation reaches the mail server. Nobody's password is in it. */
const account = z.strictObject({
  imap: endpoint, smtp: endpoint, user: line, auth: z.enum(['password', 'oauth2']),
  /** The practice's own CA as PEM text, beside the public ones; null: the public ones only. */
  ca: z.string().max(JOINING_TEXT_CHARS / 2).regex(/^-----BEGIN CERTIFICATE-----/).nullable(),
})
export type InvitedAccount = z.infer<typeof account>

const fields = {
  practice: z.strictObject({ name: line, root: sha256 }),
  person: z.strictObject({ id, name: line, function: emptyOrLine, address: mailAddress }),
  account,
  /** Where the register is, as the newcomer's server shows it, if it shows what it showed the manager. */
  register: z.strictObject({ folder: folderPath }),
  secret: base64url.length(22),
  until: moment,
}
const invitationFile = z.strictObject({ praktijkpost: z.literal('uitnodiging'), version: z.literal(1), ...fields, check: z.string() })

export type InvitationDetails = Pick<z.infer<z.ZodObject<typeof fields>>, 'practice' | 'person' | 'account' | 'register'>

/** An invitation as the newcomer has it. */
export interface OpenedInvitation {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly until: number
  /** The practice's hash, or its first 16 bytes where the code was typed; hex. */
  readonly root: string
  readonly proof: Proof
  /** Null where the code was typed: then the address leads to the servers, and the register to the rest. */
  readonly details: InvitationDetails | null
}

export type Opening =
  | { readonly kind: 'invitation'; readonly invitation: OpenedInvitation }
  | { readonly kind: 'expired'; readonly until: number }
  /** Mistyped, cut off or changed; `rows`: where in a code, counted from 1. */
  | { readonly kind: 'damaged'; readonly rows: readonly number[] }
  | { readonly kind: 'newer-version' }
  | { readonly kind: 'no-invitation' }

export interface MadeInvitation {
  /** For the event `invitation-given`. */
  readonly given: Invitation
  /** To be given to the newcomer on another way than by mail, and kept nowhere. */
  readonly file: string
  /** The same for typing; without settings and names. */
  readonly code: string
}

/** Makes an invitation for one person, once. The code ends with the last whole hour before `until`. */
export function makeInvitation(details: InvitationDetails, until: number): MadeInvitation {
  const secret = randomBytes(SECRET_BYTES)
  const proof = proofFrom(secret, startOf(details.practice.root))
  const { practice, person, account: servers, register } = details
  const body = { praktijkpost: 'uitnodiging', version: 1, practice, person, account: servers, register, secret: secret.toString('base64url'), until } as const
  return {
    given: { id: invitationId(proof.key), person: person.id, until, proofHash: proofHash(proof.key) },
    file: `${JSON.stringify({ ...body, check: checkOf(body) }, null, 2)}\n`,
    code: codeText(codeBytes(secret, practice.root, until)),
  }
}

/** Reads a file or a code. `at`: practice time, or unknown where this workstation's clock cannot be trusted; the manager's is then asked. */
export function openInvitation(text: string, at: number | 'unknown'): Opening {
  const trimmed = text.replace(/^\uFEFF/, '').trim()
  if (trimmed.length > JOINING_TEXT_CHARS) return { kind: 'no-invitation' }
  const opening = trimmed.startsWith('{') ? openFile(trimmed) : openCode(trimmed)
  if (opening.kind !== 'invitation' || at === 'unknown' || opening.invitation.until > at) return opening
  return { kind: 'expired', until: opening.invitation.until }
}

/** Whether an invitation is to the practice with this hash. */
export const isInvitedTo = ({ root }: Pick<OpenedInvitation, 'root'>, practice: string): boolean =>
  root.length >= ROOT_START_BYTES * 2 && practice.startsWith(root)

function openFile(text: string): Opening {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return text.includes('"uitnodiging"') ? { kind: 'damaged', rows: [] } : { kind: 'no-invitation' }
  }
  const claim = z.object({ praktijkpost: z.literal('uitnodiging'), version: z.int() }).safeParse(json)
  if (!claim.success) return { kind: 'no-invitation' }
  if (claim.data.version > 1) return { kind: 'newer-version' }
  const read = invitationFile.safeParse(json)
  if (!read.success || checkOf(read.data) !== read.data.check) return { kind: 'damaged', rows: [] }
  const { practice, person, account: servers, register, secret, until } = read.data
  const proof = proofFrom(Buffer.from(secret, 'base64url'), startOf(practice.root))
  return { kind: 'invitation', invitation: { id: invitationId(proof.key), until, root: practice.root, proof, details: { practice, person, account: servers, register } } }
}

const startOf = (root: string): string => root.slice(0, ROOT_START_BYTES * 2)

/** Against what mail programs and editors do to files; who changes it on purpose makes the check anew, and is found by the six words. */
function checkOf(body: object): string {
  const sorted = (value: unknown): unknown => (typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'check').toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, inner]) => [name, sorted(inner)]))
    : value)
  return createHash('sha256').update(JSON.stringify(sorted(body))).digest('hex').slice(0, 16)
}

const CODE_VERSION = 1
const CODE_ROWS = 4
const HOUR_MS = 3_600_000

/** Version, end (whole hours), secret, start of the practice's hash: 36 bytes. */
function codeBytes(secret: Uint8Array, root: string, until: number): Uint8Array {
  const bytes = Buffer.alloc(4 + SECRET_BYTES + ROOT_START_BYTES)
  bytes.writeUInt8(CODE_VERSION, 0)
  bytes.writeUIntBE(Math.floor(until / HOUR_MS), 1, 3)
  bytes.set(secret, 4)
  bytes.set(Buffer.from(startOf(root), 'hex'), 4 + SECRET_BYTES)
  return bytes
}

/** The rows of a typed code that did not open, each with whether it holds; none for a file, and for what is no code at all. */
export function rowsOfCode(text: string): TypedRow[] {
  const trimmed = text.trim()
  return trimmed.length > JOINING_TEXT_CHARS || trimmed.startsWith('{') ? [] : typedRows(trimmed, CODE_ROWS)
}

function openCode(text: string): Opening {
  const read = readCode(text, CODE_ROWS)
  if (read.kind === 'no-code') return { kind: 'no-invitation' }
  if (read.kind === 'damaged') return read
  const bytes = Buffer.from(read.bytes)
  if (bytes.readUInt8(0) !== CODE_VERSION) return { kind: 'newer-version' }
  const root = bytes.subarray(4 + SECRET_BYTES).toString('hex')
  const proof = proofFrom(bytes.subarray(4, 4 + SECRET_BYTES), root)
  return { kind: 'invitation', invitation: { id: invitationId(proof.key), until: bytes.readUIntBE(1, 3) * HOUR_MS, root, proof, details: null } }
}
