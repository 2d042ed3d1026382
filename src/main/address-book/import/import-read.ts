import { setImmediate as nextTurn } from 'node:timers/promises'
import { addressKey } from '../contact-rows.ts'
import { change, type Desk } from '../desk.ts'
import { CONTACTS_MOST, IMPORT_AT_ONCE } from '../limits.ts'
import type { Read } from './candidate.ts'
import { outcomeOf } from './sift.ts'

/**
 * Writes what was read into the book as it is now: a row whose address came in meanwhile fills that contact in. Each piece is whole,
 * with its line in the journal; what throws (no room, no journal) leaves the pieces before it.
 */
export async function importRead(desk: Desk, read: readonly Read[], withChanges: boolean): Promise<{ added: number; changed: number }> {
  const done = { added: 0, changed: 0 }
  for (let at = 0; at < read.length; at += IMPORT_AT_ONCE) {
    await nextTurn()
    const piece = importPiece(desk, read.slice(at, at + IMPORT_AT_ONCE), withChanges)
    done.added += piece.added
    done.changed += piece.changed
  }
  return done
}

function importPiece(desk: Desk, read: readonly Read[], withChanges: boolean): { added: number; changed: number } {
  const done = { added: 0, changed: 0 }
  const came: string[] = []
  change(desk, () => {
    let room = CONTACTS_MOST - desk.rows.count()
    for (const each of read) {
      if (each.kind === 'unusable') continue
      const { status, contact } = outcomeOf(desk.rows.byAddress(each.candidate.address), each.candidate)
      const isIn = status === 'new' ? room-- > 0 : status === 'changed' && withChanges && !came.includes(addressKey(contact.address))
      if (!isIn) continue
      desk.rows.put(contact, desk.now())
      came.push(addressKey(contact.address))
      done[status === 'new' ? 'added' : 'changed']++
    }
    if (came.length > 0) desk.note({ change: 'contacts-imported', count: came.length })
  })
  for (const key of came) desk.known.add(key)
  return done
}
