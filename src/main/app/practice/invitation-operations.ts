import { domainToASCII } from 'node:url'
import type { HandlerOutcome, Handlers, OutputOf } from '../../../shared/contract/contract.ts'
import { done, refused } from '../../../shared/contract/declare.ts'
import { domainOf } from '../../../shared/mail/address.ts'
import { unproven } from '../../accounts/discover.ts'
import { keepCa } from '../../accounts/kept-ca.ts'
import { openInvitation, rowsOfCode, type OpenedInvitation } from '../../practice/joining/invitation.ts'
import { isDiskFull } from '../../store/store.ts'
import type { Session } from '../session.ts'

export type InvitationHandlers = Pick<Handlers, 'practice.readInvitation' | 'practice.rowsOfCode' | 'practice.invitedAccount'>

export interface InvitationRoom {
  /** Where the practice's own certificate is kept, if an invitation brings one. */
  readonly directory: string
  readonly isOpen: () => boolean
}

type NotOpened = { ok: false; fail: 'not-an-invitation' | 'damaged' | 'expired' | 'newer' }

/** An invitation, or by name what is wrong with it. `at`: practice time. */
export function opening(code: string, at: number | 'unknown'): OpenedInvitation | NotOpened {
  const opened = openInvitation(code, at)
  switch (opened.kind) {
    case 'invitation': return opened.invitation
    case 'expired': return refused('expired')
    case 'newer-version': return refused('newer')
    case 'damaged': return refused('damaged')
    case 'no-invitation': return refused('not-an-invitation')
  }
}

/** What an invitation holds, and the account that it describes. */
export const invitationOperations = (current: () => Session, { directory, isOpen }: InvitationRoom): InvitationHandlers => ({
  'practice.readInvitation': ({ code }) => {
    // At a first run this clock is all there is; the manager's decides in the end.
    const opened = opening(code, isOpen() ? current().practice.time() : Date.now())
    return 'fail' in opened ? opened : done(shown(opened))
  },
  'practice.rowsOfCode': ({ code }) => done(rowsOfCode(code)),
  'practice.invitedAccount': ({ code }) => invitedAccount(current(), directory, code),
})

const shown = ({ details, until }: OpenedInvitation): OutputOf<'practice.readInvitation'> => ({
  practice: details?.practice.name ?? '', person: details?.person.name ?? '', address: details?.person.address ?? '', until,
  account: details === null ? null : { imap: details.account.imap, smtp: details.account.smtp },
})

async function invitedAccount({ practice, profiles, accounts }: Session, directory: string, code: string): Promise<HandlerOutcome<'practice.invitedAccount'>> {
  const opened = opening(code, practice.time())
  if ('fail' in opened) return opened
  if (opened.details === null) return refused('no-settings')
  const { account: { imap, smtp, user, auth, ca }, person: { address, name } } = opened.details
  try {
    const caFile = ca === null ? null : await keepCa(directory, ca)
    return done({
      kind: 'found', source: 'invitation', address, displayName: name, imap, smtp, user, auth, caFile, provider: null,
      // Whoever made the file may have made it to be given a password.
      unprovenHosts: unproven([imap.host, smtp.host], domainToASCII(domainOf(address)), profiles.profiles), ownDomains: accounts.ownDomainsFor(address),
    })
  } catch (error) {
    if (isDiskFull(error)) return refused('disk-full')
    throw error
  }
}
