import { keepersOf, type Keeping } from '../mailbox-login.ts'

/** A shared mailbox whose password somebody may still have who should not. */
export interface PasswordToChange {
  readonly mailbox: string
  /** Workstations that had it and may not have it any more. */
  readonly devices: readonly string[]
}

/**
 * Passwords that a workstation had which was revoked since, or whose person has left the mailbox or the practice: to be changed at
 * the mail provider. Ends once a new one is sealed for those who are left. At an unknown time nothing is over by its date.
 */
export function passwordsToChange(law: Keeping, at: number | 'unknown' = 'unknown'): readonly PasswordToChange[] {
  return [...law.mailboxes.values()].flatMap(({ mailbox, ended, secret }) => {
    if (ended !== null || mailbox.access !== 'password' || secret === null) return []
    const keepers = new Set(keepersOf(law, mailbox.id, at === 'unknown' ? 0 : at).map(({ id }) => id))
    const devices = secret.had.filter((device) => !keepers.has(device))
    return devices.length === 0 ? [] : [{ mailbox: mailbox.id, devices }]
  })
}
