import { step } from '../../migrate.ts'

/** Segments of the journal that are on their way to the register's folder: sealed anew they would be other bytes. */
export const segmentsOutgoing = step(160, 170, (database) => {
  database.exec('CREATE TABLE segment_outgoing (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;')
})
