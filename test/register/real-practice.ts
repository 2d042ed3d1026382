import Sqlite from 'better-sqlite3-multiple-ciphers'
import type { BodyOf, EventKind } from '../../src/shared/practice/event.ts'
import type { Person } from '../../src/shared/practice/person.ts'
import { problemsOf } from '../../src/shared/practice/problems.ts'
import { writeEnvelope } from '../../src/main/practice/line/envelope.ts'
import { createDeviceKeys, type DeviceKeys } from '../../src/main/practice/register/device-keys.ts'
import { foundPractice, openRegister, type Register, type Taken } from '../../src/main/practice/register/register.ts'
import { sealFor } from '../../src/main/practice/register/sealing.ts'
import { signedBody, signEvent, type Place, type Saying, type SignedEvent } from '../../src/main/practice/register/signed-event.ts'
import { migrate, stateMigrations, type Database } from '../../src/main/store/store.ts'
import { DAY, hashOf, NOW, person } from './workstation.ts'

/** A workstation with its own store and keys. */
export interface RealStation {
  readonly db: Database
  readonly keys: DeviceKeys
  readonly register: Register
}

/** An empty store with all its tables, made once: a test has four of them. */
let empty: Buffer | undefined
function migrated(): Buffer {
  if (empty === undefined) {
    const db = new Sqlite(':memory:')
    migrate(db, stateMigrations)
    empty = db.serialize()
    db.close()
  }
  return empty
}

/** The message in which an event travels. */
export const messageOf = ({ checked, ...signed }: SignedEvent): Uint8Array => enveloped(checked.hash, signedBody(signed))
export const enveloped = (hash: string, body: Uint8Array): Uint8Array => writeEnvelope({ kind: 'event', hash, from: 'anja@delinde.test', at: NOW, body }).raw

/** A practice with real keys and stores; the folder is a list of messages that everybody reads. */
export class RealPractice implements Disposable {
  readonly folder: Uint8Array[] = []
  readonly root: string
  readonly anja: RealStation
  private readonly open: Disposable[] = []
  private invitations = 0

  constructor(founder: Person = person('anja', { rank: 1, clinician: true, function: 'huisarts' })) {
    const { db, keys } = this.store('anja-1')
    const reference = sealFor([keys.device], new Uint8Array(32), 'reference')
    this.root = foundPractice({ db, keys, now: () => NOW }, { name: 'De Linde', person: founder, device: keys.device, reference }).hash
    this.anja = this.station(db, keys)
    this.deliver()
  }

  /** A store with keys, of somebody who is not part of it yet. */
  store(label: string): { db: Database; keys: DeviceKeys } {
    const db = new Sqlite(migrated())
    this.open.push({ [Symbol.dispose]: () => void db.close() })
    return { db, keys: createDeviceKeys(db, label) }
  }

  /** A copy of a store, as it was then. */
  copyOf(bytes: Buffer): Database {
    const db = new Sqlite(bytes)
    this.open.push({ [Symbol.dispose]: () => void db.close() })
    return db
  }

  station(db: Database, keys: DeviceKeys): RealStation {
    const register = openRegister({ db, keys, root: this.root, now: () => NOW })
    this.open.push(register)
    return { db, keys, register }
  }

  readonly stations: RealStation[] = []

  /** Takes what everybody has to send to the folder, and everybody reads it. */
  deliver(): void {
    const all = this.stations.length === 0 ? [this.anja, ...this.stations] : this.stations
    for (const { register } of all) {
      for (const { hash, body } of register.outgoing()) {
        this.folder.push(enveloped(hash, body))
        register.sent(hash)
      }
    }
    for (const { register } of all) register.take(this.folder)
  }

  admit(by: RealStation, who: Person): RealStation {
    const { db, keys } = this.store(`${who.id}-1`)
    const invitation = `invitation-${String(++this.invitations)}`
    const known = by.register.state().law.people.has(who.id)
    const said = by.register.say([
      ...(known ? [] : [{ kind: 'person-added' as const, body: { person: who } }]),
      { kind: 'invitation-given', body: { invitation: { id: invitation, person: who.id, until: NOW + DAY, proofHash: hashOf(invitation) } } },
      { kind: 'device-added', body: { person: who.id, device: keys.device, invitation, reference: sealFor([keys.device], new Uint8Array(32), 'reference') } },
    ])
    if (said.kind !== 'said') throw new Error(said.because)
    const station = this.station(db, keys)
    if (this.stations.length === 0) this.stations.push(this.anja)
    this.stations.push(station)
    this.deliver()
    return station
  }

  [Symbol.dispose](): void {
    for (const one of this.open.reverse()) one[Symbol.dispose]()
  }
}

/** The place of what this workstation would honestly say next. */
export function nextPlace({ keys, register }: RealStation): Place {
  const { root, clock, chains } = register.state()
  const own = chains.get(keys.device.id)
  return { practice: root, sequence: (own?.length ?? 0) + 1, previous: own?.head ?? null, clock: clock + 1, at: NOW }
}

/** Signs whatever is asked, whatever it claims: as somebody with the keys and another program. */
export const forge = <Kind extends EventKind>(station: RealStation, said: { kind: Kind; body: BodyOf<Kind> }, claim: Partial<Place> = {}): SignedEvent =>
  signEvent(station.keys, { ...nextPlace(station), ...claim }, said as Saying)

export const takenBy = (station: RealStation, ...messages: Uint8Array[]): Taken[] => station.register.take(messages)

/** The names of everything that is wrong, at this workstation. */
export const namedAt = ({ register }: RealStation): string[] => [
  ...problemsOf(register.state()).map((problem) => (problem.kind === 'refused' ? problem.because : problem.kind)), ...register.wrong().map(({ because }) => because),
]
