import { createHash } from 'node:crypto'

/** An entry as it stands in the table. */
export interface Row {
  readonly sequence: number
  readonly class: string
  readonly outcome: string
  readonly reason: string | null
  readonly at: number
  readonly offset_minutes: number
  readonly person: string
  readonly role: string | null
  readonly on_behalf_of: string | null
  readonly device: string
  readonly factor: string | null
  readonly factor_at: number | null
  readonly app_version: string
  readonly rule_version: string | null
  readonly mailbox: string | null
  readonly message_id: string | null
  readonly patient: string | null
  readonly detail: string
  readonly previous: Uint8Array
}
export interface StoredRow extends Row { readonly hash: Uint8Array }

/** What is hashed, in this order. A later kind of entry gets a format of its own; this list never changes. */
const FORMAT = 'praktijkpost journal 1'
export const HASHED = [
  'sequence', 'class', 'outcome', 'reason', 'at', 'offset_minutes', 'person', 'role', 'on_behalf_of', 'device', 'factor', 'factor_at',
  'app_version', 'rule_version', 'mailbox', 'message_id', 'patient', 'detail',
] as const satisfies readonly (keyof Row)[]
export const COLUMNS = [...HASHED, 'previous', 'hash']
export const FIRST_PREVIOUS = Buffer.alloc(32)

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** A JSON list has one spelling, so nothing can be moved from one column into the next unnoticed. */
export const hashedText = (row: Row): string => JSON.stringify([FORMAT, ...HASHED.map((column) => row[column]), hex(row.previous)])
export const hashOf = (row: Row): Buffer => createHash('sha256').update(hashedText(row)).digest()

/** The row that this text was made of; null where it is none of ours. */
export function rowOfText(text: string): Row | null {
  let list: unknown
  try {
    list = JSON.parse(text)
  } catch {
    return null
  }
  if (!Array.isArray(list) || list.length !== HASHED.length + 2 || list[0] !== FORMAT) return null
  const previous: unknown = list.at(-1)
  if (typeof previous !== 'string' || !/^[0-9a-f]{64}$/.test(previous)) return null
  const row = { ...Object.fromEntries(HASHED.map((column, at) => [column, list[at + 1] as unknown])), previous: Buffer.from(previous, 'hex') } as unknown as Row
  return hashedText(row) === text ? row : null
}
