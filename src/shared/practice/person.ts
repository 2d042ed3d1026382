import { z } from 'zod'
import { LOWEST_RANK } from './limits.ts'
import { deviceId, emptyOrLine, id, line, mailAddress, moment, rawKey, sha256 } from './plain-values.ts'

/** Somebody who works in the practice, as the manager described them. */
export const person = z.strictObject({
  id,
  name: line,
  /** As it is shown behind the name: *huisarts*, *assistent* (FM-02). */
  function: emptyOrLine,
  address: mailAddress,
  /** FM-05, FM-06: a lower number stands above. */
  rank: z.int().min(0).max(LOWEST_RANK),
  employed: z.boolean(),
  clinician: z.boolean(),
  kind: z.enum(['staff', 'locum']),
  from: moment,
  /** FM-11: a locum has one. */
  until: moment.nullable(),
}).refine(({ kind, until }) => kind === 'staff' || until !== null, 'a locum has an end date (FM-11)')
  .refine(({ from, until }) => until === null || until > from, 'ends after it begins')
export type Person = z.infer<typeof person>

/** A workstation of one person, known by its keys: Ed25519 to sign, X25519 to have things sealed for it; both raw, base64url. */
export const device = z.strictObject({ id: deviceId, signKey: rawKey, sealKey: rawKey, label: line })
export type Device = z.infer<typeof device>

/** For one person, once; `proofHash`: SHA-256 of the secret that the invitation carries. */
export const invitation = z.strictObject({ id, person: id, until: moment, proofHash: sha256 })
export type Invitation = z.infer<typeof invitation>
