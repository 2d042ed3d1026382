import { z } from 'zod'
import { grantObstacle, memberActs, type LawView } from '../../shared/practice/grant-terms.ts'
import type { Law, MailboxEntry } from '../../shared/practice/law.ts'
import type { Sealed } from '../../shared/practice/plain-values.ts'
import type { DeviceKeys } from './register/device-keys.ts'
import { sealFor, unsealWith } from './register/sealing.ts'

const endpoint = z.strictObject({ host: z.string(), port: z.int(), security: z.enum(['tls', 'starttls']) })

/** How a shared mailbox with a login of its own is reached; `ca` as PEM text. Sealed for those who may read it, and nowhere else. */
const mailboxLogin = z.strictObject({ version: z.literal(1), imap: endpoint, smtp: endpoint, user: z.string(), password: z.string(), ca: z.string().nullable() })
export type MailboxLogin = Omit<z.infer<typeof mailboxLogin>, 'version'>

export type Keeping = LawView & Pick<Law, 'devices' | 'grantsOn'>

/** Bound to its mailbox: what was sealed for one opens for no other. */
const contextOf = (mailbox: string): string => `mailbox ${mailbox}`

/** Who reads the mailbox, by its description or a grant that holds and is not over, and the managers, who seal it for who comes next. */
function isKeeper(law: Keeping, { mailbox, person, at }: { mailbox: string; person: string; at: number }): boolean {
  const entry = law.people.get(person)
  if (entry === undefined || entry.ended !== null || (entry.person.until !== null && entry.person.until <= at)) return false
  if (entry.roles.has('beheerder') || memberActs(law, mailbox, person).includes('read')) return true
  return (law.grantsOn.get(`${person} ${mailbox}`) ?? []).some((id) => {
    const granted = law.grants.get(id)
    if (granted === undefined || granted.withdrawn !== null || !granted.grant.acts.includes('read')) return false
    // What its giver lost, or the rules forbid since, opens nothing: whoever had it by that has it no more.
    return (granted.grant.until === null || granted.grant.until > at) && grantObstacle(law, granted.grant) === null
  })
}

/** The workstations that may have a mailbox's password at this time. */
export const keepersOf = (law: Keeping, mailbox: string, at: number): { readonly id: string; readonly sealKey: string }[] =>
  [...law.devices.values()].filter(({ person, revoked }) => revoked === null && isKeeper(law, { mailbox, person, at })).map(({ device }) => device)

/** Seals a login for its keepers. */
export const sealLogin = (law: Keeping, { mailbox, at, login }: { mailbox: string; at: number; login: MailboxLogin }): Sealed =>
  sealFor(keepersOf(law, mailbox, at), Buffer.from(JSON.stringify({ version: 1, ...login })), contextOf(mailbox))

/** The login of a mailbox; null when this workstation has none, a later version wrote it, or what was sealed is no login at all. */
export function openLogin(keys: DeviceKeys, { mailbox, secret }: Pick<MailboxEntry, 'mailbox' | 'secret'>): MailboxLogin | null {
  const bytes = secret === null ? null : unsealWith(keys, secret.sealed, contextOf(mailbox.id))
  if (bytes === null) return null
  const read = mailboxLogin.safeParse(valueIn(bytes))
  if (!read.success) return null
  const { version: _, ...login } = read.data
  return login
}

/** Whoever may seal can seal anything: it must keep nobody else's program from opening. */
function valueIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return null
  }
}

/** Whether a keeper's workstation has no box of this password yet. */
export const lacksKeepers = (law: Keeping, { mailbox, secret }: Pick<MailboxEntry, 'mailbox' | 'secret'>, at: number): boolean =>
  secret !== null && keepersOf(law, mailbox.id, at).some(({ id }) => !secret.sealed.boxes.some(({ device, box }) => device === id && box !== ''))
