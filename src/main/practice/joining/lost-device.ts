import type { Law } from '../../../shared/practice/law.ts'

/** A shared mailbox whose password somebody may still have who should not. */
export interface PasswordToChange {
  readonly mailbox: string
  /** Workstations that could open it and are out of the practice. */
  readonly devices: readonly string[]
}

/**
 * Passwords that were sealed for a workstation that was revoked since, or for one of a person who has left: to be changed at
 * the mail provider. Ends by itself once a new one is sealed for those who are left.
 */
export function passwordsToChange(law: Pick<Law, 'mailboxes' | 'devices' | 'people'>): readonly PasswordToChange[] {
  const isOut = (id: string): boolean => {
    const entry = law.devices.get(id)
    return entry !== undefined && (entry.revoked !== null || law.people.get(entry.person)?.ended !== null)
  }
  return [...law.mailboxes.values()].flatMap(({ mailbox, ended, secret }) => {
    if (ended !== null || mailbox.access !== 'password' || secret === null) return []
    const devices = secret.sealed.boxes.map(({ device }) => device).filter(isOut)
    return devices.length === 0 ? [] : [{ mailbox: mailbox.id, devices }]
  })
}
