import type { LogKey } from '../../audit/segment-keys.ts'
import type { ReadEntry } from '../../audit/read-journal.ts'
import type { FiledPart } from '../../audit/verify-segments.ts'
import type { AccountConnection, ConnectionProblem } from '../../imap/face.ts'

/** What the thread that reads the journals of all workstations is given. */
export interface FiledStart {
  readonly connection: AccountConnection
  readonly folder: string
  readonly logKey: LogKey
  /** Hashes of the parts to read; of those that are known nothing but that they are there is wanted. All others that lie there are read too. */
  readonly wanted: readonly string[]
  readonly known: readonly string[]
}

export type FromFiled =
  /** What lies there, and how many of it are read. */
  | { readonly kind: 'listed'; readonly hashes: readonly string[]; readonly reading: number }
  /** Read and opened; the next comes once it was taken. */
  | { readonly kind: 'part'; readonly hash: string; readonly part: FiledPart; readonly entries: readonly ReadEntry[] }
  | { readonly kind: 'ended'; readonly end: FiledEnd }

/** `isCrowded`: more lay there that nobody said they filed than is read. */
export type FiledEnd =
  | { readonly kind: 'read'; readonly isCrowded: boolean }
  | { readonly kind: 'no-folder' }
  | { readonly kind: 'problem'; readonly problem: ConnectionProblem }

/** The part was taken. */
export type ToFiled = 'taken'
