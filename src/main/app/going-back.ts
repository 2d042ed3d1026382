import type { HandlerOutcome } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { Backup } from '../../shared/contract/going-back.ts'
import { checkGeneration, listGenerations, restoreBackup, type GenerationCondition } from '../backup/backup.ts'
import type { Keys } from '../vault/keys.ts'
import type { Unlocked } from '../vault/session.ts'
import { afterRestore } from './after-restore.ts'
import { blobsNamed } from './stores/blobs-named.ts'
import { openMended, type OpenedState } from './stores/state-store.ts'

/** The state when it cannot be opened any more, or turned out damaged, and the way out: a backup that the person at the screen chooses by its day. */
export interface GoingBack {
  list(): HandlerOutcome<'backup.list'>
  choose(name: string): HandlerOutcome<'backup.choose'>
  /** Opens the state for a session, after `takeStores`; before that it puts the backup in its place that somebody chose, and where it is damaged its twin. */
  open(opening: { keys: Keys; unlocked: Unlocked; version: string; now: number }): OpenedState
  /** It broke, or was found damaged, while it was open. */
  foundDamaged(): void
}

export function createGoingBack(directory: string): GoingBack {
  let isDamaged = false
  let chosen: string | null = null
  let conditions: ReadonlyMap<string, GenerationCondition> = new Map()
  const look = (key: Uint8Array) => { conditions = new Map(listGenerations(directory).map((one) => [one.name, checkGeneration(one, key)])) }
  const partsOf = ({ keys, unlocked, version, now }: Parameters<GoingBack['open']>[0]) => ({
    directory, key: keys.state, blobsOf: blobsNamed, now, prepare: afterRestore({ directory, keys, unlocked, version, now, isDamaged: true }, () => undefined),
  })
  return {
    list: () => (isDamaged ? done({ backups: listGenerations(directory).map(({ name, at }): Backup => ({ name, at, condition: shown(conditions.get(name)) })) }) : refused('not-damaged')),
    choose(name) {
      if (!isDamaged) return refused('not-damaged')
      if (!listGenerations(directory).some((one) => one.name === name)) return refused('no-such-backup')
      chosen = name
      return done({})
    },
    open(opening) {
      // A full disk leaves the choice as it was.
      if (chosen !== null && restoreBackup({ ...partsOf(opening), wanted: chosen }).kind === 'disk-full') return { opened: { kind: 'disk-full' }, mended: null }
      const found = openMended(partsOf(opening), isDamaged && chosen === null)
      chosen = null
      isDamaged = found.opened.kind === 'damaged-file'
      if (isDamaged) look(opening.keys.state)
      return found
    },
    foundDamaged() { isDamaged = true },
  }
}

function shown(condition: GenerationCondition | undefined): Backup['condition'] {
  switch (condition) {
    case 'whole': return condition
    case 'damaged': case 'other-key': case 'newer-schema': return 'damaged'
    case 'disk-full': case undefined: return 'unknown'
  }
}
