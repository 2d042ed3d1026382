/** Room for a million messages of the same second, as after a migration between servers. */
const PER_SECOND = 2 ** 20
/** Up to the year 2242; together with the room per second just within the integers that JavaScript keeps exact. */
const LAST_SECOND = 2 ** 33 - 1

/**
 * The first id to try for a message: the second of receipt above, its UID below. So ids, in the index too, follow the date,
 * the newest are found without sorting, and a message that comes back gets its old id. When taken, the next is as good.
 */
export function firstRowId(receivedAt: number, uid: number): number {
  const second = Math.min(Math.max(Math.floor(receivedAt / 1000), 0), LAST_SECOND)
  return (Number.isFinite(second) ? second : 0) * PER_SECOND + (uid % PER_SECOND)
}
