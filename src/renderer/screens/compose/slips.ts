import type { DraftFields } from '../../../shared/contract/compose.ts'
import { asciiLowerCase, domainOf } from '../../../shared/mail/address.ts'
import { speaksOfAttachment } from '../../../shared/mail/forgotten-attachment.ts'
import { strangeSalutation } from '../../../shared/mail/salutation.ts'

/** What somebody may have overlooked; said beside the send button, never in its way. */
export type Slip =
  | { readonly kind: 'attachment' }
  | { readonly kind: 'subject' }
  | { readonly kind: 'salutation'; readonly name: string }
  /** RT-04: larger than the provider's limit. */
  | { readonly kind: 'size'; readonly bytes: number; readonly limit: number }

export interface Written {
  readonly fields: DraftFields
  /** Own words, without the quoted original. */
  readonly ownText: string
  /** Something was written since the draft was opened. */
  readonly touched: boolean
  readonly attachments: readonly { readonly sizeBytes: number }[]
  readonly ownDomains: readonly string[]
  /** RT-04: what the account's provider takes; null: not known yet. */
  readonly limitBytes: number | null
}

/** As base64 in lines of 76 (RFC 2045): what is attached grows by more than a third on its way. */
const asSent = (bytes: number): number => Math.ceil(bytes / 57) * 78

const everybody = ({ to, cc, bcc }: DraftFields): DraftFields['to'] => [...to, ...cc, ...bcc]

/** Whether somebody outside the practice gets it. */
export function goesOutside(fields: DraftFields, ownDomains: readonly string[]): boolean {
  const own = new Set(ownDomains.map(asciiLowerCase))
  return everybody(fields).some(({ address }) => address.includes('@') && !own.has(domainOf(address)))
}

/** Everything that may have been overlooked, in the order in which it is said. */
export function slipsIn({ fields, ownText, touched, attachments, ownDomains, limitBytes }: Written): Slip[] {
  const name = strangeSalutation(ownText, { to: fields.to, others: [...fields.cc, ...fields.bcc] })
  const bytes = attachments.reduce((sum, { sizeBytes }) => sum + asSent(sizeBytes), fields.html.length)
  return [
    ...(attachments.length === 0 && speaksOfAttachment(ownText) ? [{ kind: 'attachment' } as const] : []),
    ...(touched && fields.subject.trim() === '' && everybody(fields).length > 0 ? [{ kind: 'subject' } as const] : []),
    ...(name === null ? [] : [{ kind: 'salutation', name } as const]),
    ...(limitBytes !== null && bytes > limitBytes && goesOutside(fields, ownDomains) ? [{ kind: 'size', bytes, limit: limitBytes } as const] : []),
  ]
}

/** Kept HTML as lines of text, for a draft that was opened and not written in yet. */
export const linesOf = (html: string): string => html.replace(/<(?:br|\/p|\/div|\/li)\b[^>]*>/gi, '\n').replace(/<[^>]*>/g, '')
  .replace(/&nbsp;/g, ' ').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')
