import { cutSegment } from '../../audit/segment.ts'
import { doneUpTo, fileNothingBefore, floorOf, keepFiled, lastFiled } from '../../audit/filed.ts'
import { isPracticeInDoubt } from '../../audit/in-doubt.ts'
import { createLogKey, type LogKey } from '../../audit/segment-keys.ts'
import type { PracticeState } from '../../../shared/practice/fold.ts'
import type { SealedLogKey } from '../../../shared/practice/law.ts'
import type { BodyOf } from '../../../shared/practice/event.ts'
import { writeEnvelope, type Envelope } from '../../practice/line/envelope.ts'
import { mustReadFirst } from '../../practice/restored.ts'
import type { DeviceKeys } from '../../practice/register/device-keys.ts'
import { sealFor, unsealWith } from '../../practice/register/sealing.ts'
import type { Register } from '../../practice/register/register.ts'
import type { Saying } from '../../practice/register/signed-event.ts'
import { inTransaction, type Database } from '../../store/store.ts'

/** What the log key is sealed as. */
const LOG_KEY = 'log key'

/** Segments of the journal that wait for the folder, as messages for it. */
export function waitingSegments(db: Database, by: Pick<Envelope, 'from' | 'at'>): { readonly hash: string; readonly message: ReturnType<typeof writeEnvelope> }[] {
  return db.prepare<[], { hash: string; bytes: Uint8Array }>('SELECT hash, bytes FROM segment_outgoing ORDER BY hash').all()
    .map(({ hash, bytes }) => ({ hash, message: writeEnvelope({ kind: 'segment', hash, body: bytes, ...by }) }))
}

export const segmentSent = (db: Database, hash: string): void => void db.prepare('DELETE FROM segment_outgoing WHERE hash = ?').run(hash)

/** In the transaction in which this workstation leaves a practice, or turns out to have left it: they are for that one's folder alone. */
export const dropWaitingSegments = (db: Database): void => void db.prepare('DELETE FROM segment_outgoing').run()

/**
 * In the transaction in which this workstation leaves a practice, after the entry that says so: neither segments that wait nor entries
 * that were not filed go to the next one.
 */
export function keepFromNext(db: Database): void {
  dropWaitingSegments(db)
  fileNothingBefore(db)
}

/** Between one practice and the next it worked for nobody: that too is not for the next. */
export const keepBetween = (db: Database): void => { if (floorOf(db) !== null) fileNothingBefore(db) }

/** A journal is filed after so many entries, or when some of it has waited so long: each filing is an event that every workstation keeps. */
const FILE_ENTRIES = 1_000
const FILE_AFTER_MS = 4 * 60 * 60_000

/** Whether it is time to file what this workstation's journal has. */
export function isFilingDue(db: Database, now: number): boolean {
  const unfiled = db.prepare<[number], number>('SELECT count(*) FROM journal WHERE sequence > ?').pluck().get(doneUpTo(db)) ?? 0
  const filedAt = db.prepare<[], number | null>('SELECT max(filed_at) FROM filed_segment').pluck().get() ?? null
  return unfiled >= FILE_ENTRIES || (unfiled > 0 && (filedAt === null || now - filedAt >= FILE_AFTER_MS))
}

/**
 * Whether what somebody did, in the journal or said to the practice, is not in the register's folder yet. That somebody unlocked, or
 * that something was filed, is no such act.
 */
export const actsWait = (db: Database): boolean => db.prepare<[number], number>(`
  SELECT EXISTS (SELECT 1 FROM journal WHERE sequence > ? AND class GLOB 'E[0-9]*')
    OR EXISTS (SELECT 1 FROM segment_outgoing JOIN filed_segment USING (hash) JOIN journal ON sequence BETWEEN first AND last WHERE class GLOB 'E[0-9]*')
    OR EXISTS (SELECT 1 FROM register_outgoing JOIN register_event USING (place) WHERE sent_at IS NULL AND json_extract(text, '$.kind') <> 'segment-filed')
    OR EXISTS (SELECT 1 FROM deed_outgoing)`).pluck().get(doneUpTo(db)) === 1

interface Filing { readonly db: Database; readonly keys: DeviceKeys; readonly state: PracticeState; readonly now: number; /** This workstation was put out. */ readonly late?: boolean }

/**
 * What this workstation's journal has not filed yet, as one segment for the practice's register: the event that names it, and what is
 * stored in the same transaction. Null: nothing to file, or no key to seal it for.
 */
export function segmentToFile({ db, keys, state, now, late = false }: Filing): { readonly saying: Saying; readonly alongside: () => void } | null {
  const { logKey } = state.law
  if (logKey === null) return null
  const [counted, here] = [state.work.segments.get(keys.device.id)?.at(-1)?.segment.head ?? null, filedHere(db)]
  const previous = counted ?? (late ? here : null)
  const cut = cutSegment(db, {
    // Also where nothing counts any more that this workstation said: its segments follow each other all the same.
    late, begins: counted === null && here === null, signKey: Buffer.from(keys.device.signKey, 'base64url'), logKey: Buffer.from(logKey.key, 'base64url'), sign: (bytes) => keys.sign(Buffer.from(bytes).toString('utf8')),
  })
  if (cut === null) return null
  const { from, to, head, hash, bytes } = cut
  return {
    saying: { kind: 'segment-filed', body: { segment: { device: keys.device.id, from, to, head, previous, hash } } },
    alongside: () => {
      keepFiled(db, cut, now)
      db.prepare('INSERT INTO segment_outgoing (hash, bytes) VALUES (?, ?)').run(hash, bytes)
    },
  }
}

/** The end of what was filed in this practice, whether or not that counts; null: nothing was. */
function filedHere(db: Database): string | null {
  const last = lastFiled(db)
  return last === null || last.to <= (floorOf(db) ?? 0) ? null : last.head
}

interface Sealing extends Omit<Filing, 'state'> {
  readonly register: Pick<Register, 'state' | 'isChecked' | 'say'>
  /** The folder will not be read any more: what this workstation knows by itself has to do. */
  readonly isLast?: boolean
}

/** After a restore that could not tell in which practice this workstation was, until its register was read to the end. */
const mayBeAnothers = (db: Database): boolean => mustReadFirst(db) && isPracticeInDoubt(db)

/**
 * Seals all that the journal has not filed yet: for the practice's log key, signed and chained, to wait for the folder. `late`: for
 * somebody who was put out while away. What they did until they heard of it happened, and only their journal tells it; their key
 * counts no longer, so the event that names a segment has no effect, and the segment says of itself that it came after the end: it is
 * kept and shown, and nobody takes it for proof unawares. Where the register cannot take an event (this chain forked) the segment goes
 * without. False: it cannot be known yet for whom to seal it, or what the folder has of it already: a second part with the same numbers
 * would look as if there were two journals.
 */
export function sealRest({ register, isLast = false, ...filing }: Sealing): boolean {
  // Nothing is sealed on the word of a snapshot.
  if (!register.isChecked()) return false
  for (;;) {
    const state = register.state()
    const segment = segmentToFile({ ...filing, state })
    if (segment === null) return state.law.logKey !== null
    const said = register.say([segment.saying], segment.alongside)
    if (said.kind === 'refused' && said.because === 'own-chain-incomplete' && !(isLast && !mayBeAnothers(filing.db))) return false
    if (said.kind === 'refused') inTransaction(filing.db, segment.alongside)
  }
}

/** Whether sealed segments wait for the folder. */
export const segmentsWait = (db: Database): boolean => db.prepare<[], number>('SELECT EXISTS (SELECT 1 FROM segment_outgoing)').pluck().get() === 1

/** Whose workstations can open the log: who looks after it. */
const openers = ({ law }: PracticeState) => [...law.devices.values()].filter(({ person, revoked }) => {
  const entry = law.people.get(person)
  return revoked === null && entry?.ended === null && (entry.roles.has('logbeheerder') || entry.roles.has('beheerder'))
}).map(({ device }) => device)

type Openers = ReturnType<typeof openers>
type LogKeySaying = BodyOf<'log-key-set'>

/**
 * What is to be said of the practice's log key. It is made by who founds the practice; made anew once somebody has it who may not open the
 * log any more (their workstation was revoked, they left, or look after the log no longer), so that they can read what was filed until
 * then and nothing later; and it is sealed again, with the keys before it, when others are to look after the log. Empty: all is as it
 * should be, or not ours to say.
 */
export function logKeysToSet({ keys, state }: Pick<Filing, 'keys' | 'state'>): { readonly kind: 'made' | 'sealed'; readonly bodies: readonly LogKeySaying[] } {
  const wanted = openers(state)
  const { logKey } = state.law
  if (!wanted.some(({ id }) => id === keys.device.id)) return { kind: 'sealed', bodies: [] }
  const again = (logKey === null ? [] : [...logKey.earlier, logKey]).flatMap((one) => sealedAgain(keys, one, wanted))
  const isKnownToOthers = logKey === null || logKey.had.some((device) => !wanted.some(({ id }) => id === device))
  return isKnownToOthers ? { kind: 'made', bodies: [...again, madeFor(wanted)] } : { kind: 'sealed', bodies: again }
}

function madeFor(wanted: Openers): LogKeySaying {
  const made = createLogKey()
  return { key: Buffer.from(made.publicKey).toString('base64url'), sealed: sealFor(wanted, made.secretKey, LOG_KEY) }
}

/** For who lacks it of those that may have it, where that can be mended from here. */
function sealedAgain(keys: DeviceKeys, { key, sealed }: SealedLogKey, wanted: Openers): LogKeySaying[] {
  const has = new Set(sealed.boxes.map(({ device }) => device))
  const secret = wanted.every(({ id }) => has.has(id)) ? null : unsealWith(keys, sealed, LOG_KEY)
  const again = secret === null ? null : sealFor(wanted, secret, LOG_KEY)
  // A workstation that nothing can be sealed for gets no box, however often it is tried.
  return again?.boxes.some(({ device }) => !has.has(device)) === true ? [{ key, sealed: again }] : []
}

/** The practice's log key and those before it, where the one of now was sealed for this workstation too; null: it may not open the log. */
export function logKeyOf({ keys, state: { law: { logKey, events } } }: Pick<Filing, 'keys' | 'state'>): LogKey | null {
  const secretKey = logKey === null ? null : unsealWith(keys, logKey.sealed, LOG_KEY)
  if (logKey === null || secretKey === null) return null
  const secrets = new Map([[logKey.key, secretKey]])
  // Also one that was set by who was put out before anybody had seen it: something may have been sealed for it all the same.
  for (const { event } of events) {
    const secret = event.kind !== 'log-key-set' || secrets.has(event.body.key) ? null : unsealWith(keys, event.body.sealed, LOG_KEY)
    if (event.kind === 'log-key-set' && secret !== null) secrets.set(event.body.key, secret)
  }
  const [now, ...earlier] = [...secrets].map(([key, secret]) => ({ publicKey: Buffer.from(key, 'base64url'), secretKey: secret }))
  return now === undefined ? null : { ...now, earlier }
}
