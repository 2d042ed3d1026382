import { verify } from 'node:crypto'
import type { PracticeState } from '../../../shared/practice/fold.ts'
import { SNAPSHOT_FORMAT, snapshotOf, stateFrom, type Snapshot } from '../../../shared/practice/snapshot.ts'
import type { Database } from '../../store/store.ts'
import { publicKey, type DeviceKeys } from './device-keys.ts'
import { eventsIn } from './event-table.ts'
import { hashOfText } from './signed-event.ts'

interface Row { readonly place: number; readonly text: string; readonly signature: Uint8Array }

const spoken = (hash: string, place: number): string => `praktijkpost snapshot 1\n${place}\n${hash}`

/** Puts the state down, signed by this workstation, as it was after the event at this place. */
export function keepSnapshot(db: Database, keys: DeviceKeys, { state, place }: { state: PracticeState; place: number }): void {
  const text = JSON.stringify(snapshotOf(state))
  db.prepare(`INSERT INTO register_snapshot (id, place, text, signature) VALUES (1, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET place = excluded.place, text = excluded.text, signature = excluded.signature`)
    .run(place, text, keys.sign(spoken(hashOfText(text), place)))
}

/** The state that was put down, and up to where; null where there is none, or it is another practice's, another program's or was changed. */
export function keptSnapshot(db: Database, keys: DeviceKeys, root: string): { state: PracticeState; place: number } | null {
  const row = db.prepare<[], Row>('SELECT place, text, signature FROM register_snapshot').get()
  const key = publicKey('Ed25519', keys.device.signKey)
  if (row === undefined || key === null) return null
  if (!verify(null, Buffer.from(spoken(hashOfText(row.text), row.place)), key, row.signature)) return null
  const snapshot = JSON.parse(row.text) as Snapshot
  if (snapshot.format !== SNAPSHOT_FORMAT || snapshot.root !== root) return null
  return { state: stateFrom(snapshot, eventsIn(db)), place: row.place }
}
