import type { DraftFields } from '../../../shared/contract/compose.ts'
import type { OutputOf } from '../../../shared/contract/contract.ts'

export type Sender = OutputOf<'send.senders'>[number]

/** One's own by the account, others by the mailbox: what an option is called in the list. */
export const keyOfSender = ({ mailbox, accountId }: Pick<Sender, 'mailbox' | 'accountId'>): string => (mailbox === null ? `own ${accountId}` : `box ${mailbox}`)

/** Who a draft goes out as; undefined: somebody in whose name the person may no longer write. */
export const chosenSender = (senders: readonly Sender[], { accountId, mailbox }: Pick<DraftFields, 'accountId' | 'mailbox'>): Sender | undefined =>
  senders.find((one) => (mailbox === undefined ? one.mailbox === null && one.accountId === accountId : one.mailbox === mailbox))

export interface SendersByKind { readonly own: readonly Sender[]; readonly shared: readonly Sender[]; readonly others: readonly Sender[] }

export const sendersByKind = (senders: readonly Sender[]): SendersByKind => ({
  own: senders.filter(({ kind }) => kind === 'own'), shared: senders.filter(({ kind }) => kind === 'shared'),
  others: senders.filter(({ kind }) => kind === 'mandate' || kind === 'delegation'),
})
