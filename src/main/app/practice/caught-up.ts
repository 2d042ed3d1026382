import type { DeviceId } from '../../../shared/practice/plain-values.ts'
import type { PracticeState } from '../../../shared/practice/fold.ts'
import { adoptFiled, fileNothingBefore } from '../../audit/filed.ts'
import { isPracticeInDoubt } from '../../audit/in-doubt.ts'
import { segmentsBy } from '../../practice/register/event-table.ts'
import { hasReadAll, mustReadFirst } from '../../practice/restored.ts'
import { inTransaction, type Database } from '../../store/store.ts'

/**
 * The register's folder was read to its end. After a restore this workstation now knows again what it had said and filed, and may
 * speak: its journal goes on behind what the practice holds of it. Where it was not known whether it still was in this practice, only
 * what follows on such a part is this practice's: anything else stays in the journal here, and is filed with nobody. False: no restore
 * went before.
 */
export function caughtUp(db: Database, { law }: PracticeState, device: DeviceId): boolean {
  if (!mustReadFirst(db)) return false
  inTransaction(db, () => {
    const filed = segmentsBy(db, device)
    adoptFiled(db, filed)
    if (isPracticeInDoubt(db) && (filed.length === 0 || !counts(law, device))) fileNothingBefore(db)
    hasReadAll(db)
  })
  return true
}

/** Whether this workstation is one of the practice still. */
function counts({ devices, people }: PracticeState['law'], device: DeviceId): boolean {
  const entry = devices.get(device)
  return entry?.revoked === null && people.get(entry.person)?.ended === null
}
