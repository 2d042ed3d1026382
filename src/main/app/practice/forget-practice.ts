import { forgetHome } from '../../practice/home.ts'
import { forgetLoginChecks } from '../../practice/login-checks.ts'
import { forgetFolder } from '../../practice/register-folder.ts'
import { forgetDeeds } from '../../practice/register/deed-table.ts'
import { forgetDeviceKeys } from '../../practice/register/device-keys.ts'
import { forgetUnsent } from '../../practice/register/event-table.ts'
import type { Database } from '../../store/store.ts'

/**
 * In the transaction in which this workstation leaves a practice, or turns out to have left it: what it knew of that practice, and the
 * keys by which it was known there. The journal stays, and so do the events.
 */
export function forgetPractice(db: Database): void {
  forgetHome(db)
  forgetBelonging(db)
}

/** The same, but for the line that says which practice it was: whoever left it stays out of its mail, also where the server does not know yet. */
export function forgetBelonging(db: Database): void {
  for (const forget of [forgetFolder, forgetDeeds, forgetUnsent, forgetDeviceKeys, forgetLoginChecks]) forget(db)
}
