import { z } from 'zod'
import { CUT_DEVICES, ID_CHARS, LINE_CHARS, PARAGRAPH_CHARS, SEALED_CHARS, SEALED_DEVICES, SEQUENCE_MOST } from './limits.ts'

/** The small values that bodies of events are made of. All of them hold only what a log, a screen and a database can take. */

/** Lower case, so that no two look the same, and never a name that JavaScript's own objects have. */
export const id = z.string().max(ID_CHARS).regex(/^[a-z0-9][a-z0-9-]*$/)

const isOneLine = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text)
export const line = z.string().min(1).max(LINE_CHARS).refine(isOneLine)
export const emptyOrLine = z.string().max(LINE_CHARS).refine(isOneLine)
/** Line breaks allowed, other control characters not. */
export const paragraph = z.string().max(PARAGRAPH_CHARS).refine((text) => isOneLine(text.replaceAll('\n', ' ')))

export const mailAddress = z.string().max(320).regex(/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u)
export const folderPath = z.string().min(1).max(1_000).refine(isOneLine)

/** Milliseconds since 1970, as far as dates go. */
export const LAST_MOMENT = 8_640_000_000_000_000
export const moment = z.int().min(0).max(LAST_MOMENT)

/** SHA-256 in hexadecimal digits. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
/** HMAC-SHA256 under the practice's reference key: says nothing to whoever lacks the key. */
export const reference = sha256
/** A raw key of 32 bytes. */
export const rawKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
export const base64url = z.string().regex(/^[A-Za-z0-9_-]*$/)

/** SHA-256 of the raw public key that a workstation signs with. */
export const deviceId = sha256
export type DeviceId = z.infer<typeof deviceId>

export const sequence = z.int().min(1).max(SEQUENCE_MOST)

/** Bytes that only the named devices can read; `ephemeral` is the X25519 key made for this one sealing. */
export const sealed = z.strictObject({
  ephemeral: rawKey,
  boxes: z.array(z.strictObject({ device: deviceId, box: base64url.max(SEALED_CHARS) })).max(SEALED_DEVICES),
})
export type Sealed = z.infer<typeof sealed>

/** The last event of each device that the withdrawer had seen; `last` 0 and no hash: none. A device that is not named counts as 0. */
export const cut = z.array(z.strictObject({
  device: deviceId, last: z.int().min(0).max(SEQUENCE_MOST), hash: sha256.nullable(),
})).max(CUT_DEVICES)
export type Cut = z.infer<typeof cut>
