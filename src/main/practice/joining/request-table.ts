import type { Database } from '../../store/store.ts'
import type { Standing } from './admission.ts'
import { keptJoinRequest, type JoinRequest } from './join-request.ts'
import { REQUESTS_CROWDED_OUT_NAMED, REQUESTS_DECIDED_KEPT, REQUESTS_KEPT, REQUESTS_PER_INVITATION } from './limits.ts'

/** How a kept request stands (column `dropped`). */
const OPEN = 0
/** Turned down, or let in: it does not ask again when it is read again. */
const DECIDED = 1
/** It had to go for lack of room, and the manager has not waved that away yet. */
const CROWDED_OUT = 2

/** A request that was read in the folder; one that was decided about stays so. `at`: when it was made, as it says itself, or when it was read. */
export function keepRequest(db: Database, { hash, body, at }: { hash: string; body: Uint8Array; at: number }): void {
  db.prepare('INSERT INTO join_request (hash, body, seen_at) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING').run(hash, body, at)
}

/** Those that nobody has decided about, oldest first. */
export const openRequests = (db: Database): JoinRequest[] => requestsThat(db, OPEN)

/** The latest of those that had to go for lack of room, oldest first. */
export const crowdedOutRequests = (db: Database): JoinRequest[] => requestsThat(db, CROWDED_OUT)

const requestsThat = (db: Database, stands: number): JoinRequest[] =>
  db.prepare<[number], Uint8Array>('SELECT body FROM join_request WHERE dropped = ? ORDER BY seen_at, hash').pluck().all(stands).flatMap((body) => keptJoinRequest(body) ?? [])

/** Somebody decided: only its hash is still needed. */
export function dropRequest(db: Database, hash: string): void {
  db.prepare(`UPDATE join_request SET dropped = ${DECIDED}, body = x'' WHERE hash = ?`).run(hash)
}

/**
 * Brings what is kept back to its limits: whoever may append to the folder could else fill the disk. What nobody can be let in with goes
 * first, and who has no secret of an invitation crowds out nobody who has.
 */
export function boundRequests(db: Database, standing: (request: JoinRequest) => Standing): void {
  const settled: string[] = []
  const worth: { hash: string; secret: string; rank: number }[] = []
  for (const request of openRequests(db).toReversed()) {
    const { kind, rank } = rankOf(standing(request))
    if (kind === 'member') settled.push(request.hash)
    else worth.push({ hash: request.hash, secret: `${request.invitation} ${request.proofKey}`, rank })
  }
  for (const hash of settled) dropRequest(db, hash)
  const crowdOut = db.prepare(`UPDATE join_request SET dropped = ${CROWDED_OUT} WHERE hash = ?`)
  for (const hash of overLimits(worth)) crowdOut.run(hash)
  keepNewest(db, CROWDED_OUT, REQUESTS_CROWDED_OUT_NAMED)
  keepNewest(db, DECIDED, REQUESTS_DECIDED_KEPT)
}

/** `all`: newest first. */
function overLimits(all: readonly { readonly hash: string; readonly secret: string; readonly rank: number }[]): string[] {
  const counts = new Map<string, number>()
  const [within, beyond]: [typeof all[number][], string[]] = [[], []]
  for (const one of all) {
    const count = (counts.get(one.secret) ?? 0) + 1
    counts.set(one.secret, count)
    if (count > REQUESTS_PER_INVITATION) beyond.push(one.hash)
    else within.push(one)
  }
  // Stable: of the same worth the newest stay.
  const kept = within.toSorted((one, other) => one.rank - other.rank)
  return [...beyond, ...kept.slice(REQUESTS_KEPT).map(({ hash }) => hash)]
}

/** An invitation that is unknown here may have been given by a colleague a moment ago. */
function rankOf(standing: Standing): { kind: Standing['kind']; rank: number } {
  if (standing.kind === 'refused') return { kind: standing.kind, rank: standing.because === 'unknown-invitation' ? 1 : 2 }
  return { kind: standing.kind, rank: 0 }
}

function keepNewest(db: Database, stands: number, most: number): void {
  db.prepare('DELETE FROM join_request WHERE dropped = @stands AND hash NOT IN (SELECT hash FROM join_request WHERE dropped = @stands ORDER BY seen_at DESC, hash DESC LIMIT @most)').run({ stands, most })
}
