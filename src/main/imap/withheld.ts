import { UID_SET_CHARS } from '../../shared/limits.ts'
import { asciiLowerCase } from '../../shared/mail/address.ts'
import { isPrivateSubject } from '../../shared/practice/private-mail.ts'
import { referenceOf } from '../vault/reference.ts'
import { searchSince } from './fetch-flags.ts'
import type { CurrentPatients, ReadingLimits } from './reading-policy.ts'
import type { Session } from './session.ts'
import { uidSets, within } from './uid-set.ts'

/**
 * Which of these messages of the open folder must not be copied under these limits (FM-06, FM-08): decided by what the server
 * says of them, before a byte of their text is here.
 */
export async function withheldOf(session: Session, limits: ReadingLimits, uids: readonly number[]): Promise<number[]> {
  const { notBefore, hidesPrivate, patients } = limits
  if (uids.length === 0 || (notBefore === null && !hidesPrivate && patients === null)) return []
  const recent = notBefore === null ? null : await searchSince(session, notBefore)
  const candidates = recent === null ? uids : uids.filter((uid) => within(uid, recent))
  const allowed = new Set<number>()
  for (const set of uidSets(candidates, UID_SET_CHARS)) {
    for await (const { uid, internalDate, envelope } of session.fetch(set, { uid: true, internalDate: true, envelope: true })) {
      const receivedAt = internalDate === undefined ? Number.NaN : new Date(internalDate).getTime()
      // A server that tells no date, or no subject, tells nothing that would let it in.
      if (notBefore !== null && !(receivedAt >= notBefore)) continue
      if (hidesPrivate && (envelope === undefined || isPrivateSubject(envelope.subject ?? ''))) continue
      if (patients !== null && !isOfPatient(patients, [...envelope?.from ?? [], ...envelope?.to ?? [], ...envelope?.cc ?? []])) continue
      allowed.add(uid)
    }
  }
  return uids.filter((uid) => !allowed.has(uid))
}

const isOfPatient = ({ key, references }: CurrentPatients, people: readonly { address?: string | undefined }[]): boolean =>
  people.some(({ address }) => address !== undefined && references.includes(referenceOf(key, asciiLowerCase(address.trim()))))
