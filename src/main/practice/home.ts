import type { Database } from '../store/store.ts'
import type { KnownPlaces } from './line/face.ts'

/** How this workstation stands to a practice. */
export interface PracticeHome {
  /** `joining`: the manager has not admitted this workstation yet. */
  readonly stage: 'joining' | 'member' | 'ended'
  readonly accountId: string
  /** The folder of the register in that account. */
  readonly folder: string
  readonly name: string
  /** The hash of the founding event, pinned when the practice was founded or joined. */
  readonly root: string | null
  /** What an invitation left to do here, as JSON of the room that wrote it. */
  readonly joining: string | null
  /** `left`: of the person's own accord; what this workstation knew of the practice goes once all that they said has arrived there. */
  readonly endedBecause: 'revoked' | 'ended' | 'left' | null
}

type Row = Omit<PracticeHome, 'accountId' | 'endedBecause'> & { account_id: string; ended_because: PracticeHome['endedBecause'] }

/** Null: this workstation belongs to no practice. */
export function readHome(database: Database): PracticeHome | null {
  const row = database.prepare<[], Row>('SELECT stage, account_id, folder, name, root, joining, ended_because FROM practice_home').get()
  if (row === undefined) return null
  const { account_id: accountId, ended_because: endedBecause, ...home } = row
  return { ...home, accountId, endedBecause }
}

/** Puts it down anew, or changes what it says; places that were known of another folder are forgotten. */
export function keepHome(database: Database, home: PracticeHome): void {
  database.prepare(`
    INSERT INTO practice_home (id, stage, account_id, folder, name, root, joining, ended_because)
    VALUES (1, @stage, @accountId, @folder, @name, @root, @joining, @endedBecause)
    ON CONFLICT (id) DO UPDATE SET
      places = iif(folder = excluded.folder AND account_id = excluded.account_id, places, ''),
      uid_validity = iif(folder = excluded.folder AND account_id = excluded.account_id, uid_validity, NULL),
      stage = excluded.stage, account_id = excluded.account_id, folder = excluded.folder, name = excluded.name, root = excluded.root,
      joining = excluded.joining, ended_because = excluded.ended_because`).run(home)
}

export function forgetHome(database: Database): void {
  database.prepare('DELETE FROM practice_home').run()
}

export function knownPlaces(database: Database): KnownPlaces {
  const row = database.prepare<[], { uidValidity: number | null; uids: string }>('SELECT uid_validity AS uidValidity, places AS uids FROM practice_home').get()
  return row ?? { uidValidity: null, uids: '' }
}

export function keepPlaces(database: Database, { uidValidity, uids }: KnownPlaces): void {
  database.prepare('UPDATE practice_home SET uid_validity = ?, places = ?').run(uidValidity, uids)
}

/** When this workstation first knew that the time of who works here is over; null: it does not know of it. */
export const overNoticedAt = (database: Database): number | null =>
  database.prepare<[], number | null>('SELECT over_noticed_at FROM practice_home').pluck().get() ?? null

export function keepOverNoticed(database: Database, at: number | null): void {
  database.prepare('UPDATE practice_home SET over_noticed_at = ?').run(at)
}
