import type { DeviceId } from '../../../shared/practice/plain-values.ts'
import type { PracticeState } from '../../../shared/practice/fold.ts'
import { adoptFiled } from '../../audit/filed.ts'
import { hasReadAll, mustReadFirst } from '../../practice/restored.ts'
import { inTransaction, type Database } from '../../store/store.ts'

/**
 * The register's folder was read to its end. After a restore this workstation now knows again what it had said and filed, and may
 * speak: its journal goes on behind what the practice holds of it.
 */
export function caughtUp(db: Database, { work }: PracticeState, device: DeviceId): void {
  if (!mustReadFirst(db)) return
  inTransaction(db, () => {
    adoptFiled(db, (work.segments.get(device) ?? []).map(({ segment }) => segment))
    hasReadAll(db)
  })
}
