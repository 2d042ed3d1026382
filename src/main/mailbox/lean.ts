import { createHash } from 'node:crypto'
import { LEAN_PART_BYTES } from './limits.ts'
import type { MimePart } from '../mime/part.ts'
import { isPaperClip } from '../mime/part-roles.ts'
import { walkMessage } from '../mime/walk.ts'

/** An attachment that was left out of the bytes of a message: which part, where its encoded bytes stood, and how large it is decoded. */
export interface Cut {
  readonly path: string
  readonly start: number
  readonly end: number
  readonly size: number
}

/** A message without its large attachments; the server has all of it. */
export interface Lean {
  readonly raw: Uint8Array
  readonly cuts: readonly Cut[]
  /** Of the whole message: what comes back must be this. */
  readonly hash: Uint8Array
}

export const hashOf = (raw: Uint8Array): Buffer => createHash('sha256').update(raw).digest()

const FILLING = 0x41

/** A picture with a name of its own may be drawn inside the message, whatever else it says of itself. */
const mayBeDrawn = ({ contentId, type }: MimePart): boolean => contentId !== null && type.startsWith('image/')

/** The message without what is large in it and not read or drawn with it; null where that would give nothing back. */
export function leanOf(raw: Uint8Array): Lean | null {
  const cuts = walkMessage(raw).parts
    .filter((part) => isPaperClip(part) && !mayBeDrawn(part) && part.end - part.start >= LEAN_PART_BYTES)
    .map(({ path, start, end, size }) => ({ path, start, end, size }))
    .sort((one, other) => one.start - other.start)
  // Parts within parts: the walk gives leaves, and what should overlap all the same is not touched.
  const isApart = cuts.every(({ start, end }, index) => end <= raw.length && start >= (cuts[index - 1]?.end ?? 0))
  if (cuts.length === 0 || !isApart) return null
  const pieces = cuts.map(({ start }, index) => raw.subarray(cuts[index - 1]?.end ?? 0, start))
  return { raw: Buffer.concat([...pieces, raw.subarray(cuts.at(-1)?.end ?? 0)]), cuts, hash: hashOf(raw) }
}

/** The bytes as long as they were, so that every part stands where it stood; what was left out is filling. Null: they do not fit together. */
export function fattened(lean: Uint8Array, cuts: readonly Cut[]): Buffer | null {
  const total = lean.length + bytesOf(cuts)
  const raw = Buffer.alloc(total, FILLING)
  let [read, at] = [0, 0]
  for (const { start, end } of [...cuts, { start: total, end: total }]) {
    const count = start - at
    if (count < 0 || read + count > lean.length || end < start) return null
    raw.set(lean.subarray(read, read + count), at)
    read += count
    at = end
  }
  return read === lean.length ? raw : null
}

export const bytesOf = (cuts: readonly Cut[]): number => cuts.reduce((sum, { start, end }) => sum + end - start, 0)
