import { domainToASCII } from 'node:url'
import type { DraftFields } from '../../shared/contract/compose.ts'
import { cleanName, domainOf, mailboxKey } from '../../shared/mail/address.ts'
import type { Address } from '../../shared/mail/address.ts'
import type { DetectionLevel, MessageClass } from '../../shared/norm/message-class.ts'
import { isMessageId } from '../../shared/mail/message-id.ts'
import { htmlToText } from '../mime/html-to-text.ts'
import { writeMessage } from '../mime/write.ts'
import type { OutgoingAttachment } from '../mime/write.ts'
import type { BlobArea } from '../store/store.ts'

/** In whose name it goes, where that is another mailbox than the account's own (FM-02, FM-05): the person who sends it is its Sender. */
export interface SentAs {
  readonly address: string
  /** With the person in it: *Bas Jansen (assistent), Huisartsenpraktijk De Linde*. */
  readonly name: string
  /** Where the copy goes: the path of a folder of that mailbox; null: among one's own sent mail. */
  readonly folder: string | null
  /** Who sends it, as the practice knows them: the name of its Sender, whatever the account says. Absent: from before it was kept. */
  readonly author?: string
  /** The account among whose sent mail the copy goes, where the mailbox has one of its own. */
  readonly accountId?: string
}

/** A draft at the moment somebody sends it; the drafts' room gives it and takes it back. */
export interface Manuscript {
  readonly id: string
  readonly revision: number
  readonly kind: 'new' | 'reply' | 'reply-all' | 'forward' | 'removal-request'
  readonly sourceMessageId: number | null
  readonly inReplyTo: string | null
  readonly references: readonly string[]
  readonly fields: DraftFields
  readonly quoteHtml: string | null
  readonly savedAt: number
  readonly messageClass: MessageClass
  readonly classFloor: MessageClass
  readonly answersPatient: boolean
  readonly answeredLevel: DetectionLevel
  readonly attachments: readonly ManuscriptAttachment[]
  /** Absent or null: in the sender's own name. */
  readonly sentAs?: SentAs | null
  /** The person who gave a mandate or a delegation for it, by name; absent or null: nobody. */
  readonly onBehalfOf?: string | null
}

export interface ManuscriptAttachment {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly sizeBytes: number
  readonly complete: boolean
  readonly blobId: string
}

/** Each mailbox once: whoever may be seen is not hidden as well. */
export function recipientsOf({ to, cc, bcc }: Pick<DraftFields, 'to' | 'cc' | 'bcc'>): { to: Address[]; cc: Address[]; bcc: Address[] } {
  const seen = new Set<string>()
  const fresh = (list: readonly Address[]): Address[] => list.filter(({ address }) => {
    const before = seen.size
    return seen.add(mailboxKey(address)).size > before
  })
  const [first, second] = [fresh(to), fresh(cc)]
  return { to: first, cc: second, bcc: fresh(bcc) }
}

/** The address as it goes over the wire: an international domain in its A-labels. */
export const wireAddress = (address: string): string => {
  const domain = domainToASCII(domainOf(address))
  return domain === '' ? address : `${address.slice(0, address.lastIndexOf('@'))}@${domain}`
}

export interface Author {
  readonly address: string
  readonly displayName: string
}

export type Built =
  | { readonly kind: 'built'; readonly raw: Uint8Array }
  | { readonly kind: 'refused'; readonly fail: 'not-an-address' | 'attachment-incomplete' | 'too-large' }

/** The message, once and for all: every delivery and the copy in the folder for sent mail are these bytes. */
export async function buildMessage(manuscript: Manuscript, author: Author, { blobs, messageId, date }: { blobs: BlobArea; messageId: string; date: Date }): Promise<Built> {
  const { fields, quoteHtml, inReplyTo, references, sentAs = null } = manuscript
  const attachments = await readAttachments(manuscript, blobs)
  if (attachments === null) return { kind: 'refused', fail: 'attachment-incomplete' }
  const { to, cc } = recipientsOf(fields)
  const html = fields.html + (quoteHtml ?? '')
  // Of the ids of other people's messages one that no header can hold is left out; the conversation hangs on the others.
  const written = await writeMessage({
    // RFC 5322 section 3.6.2: whoever sends in the name of another mailbox says who they are.
    ...(sentAs === null ? { from: personOf(author) } : { from: named(sentAs), sender: personOf({ ...author, displayName: sentAs.author ?? author.displayName }) }),
    to: to.map(named), cc: cc.map(named), subject: fields.subject.replace(/[\r\n\0]+/g, ' '), date, messageId,
    ...(inReplyTo === null || !isMessageId(inReplyTo) ? {} : { inReplyTo }), references: references.filter(isMessageId),
    text: htmlToText(html), html, attachments,
  })
  switch (written.kind) {
    case 'written': return { kind: 'built', raw: written.raw }
    case 'refused': return { kind: 'refused', fail: written.why === 'too-large' ? 'too-large' : 'not-an-address' }
  }
}

const LONGEST_NAME = 200
const personOf = ({ displayName, address }: Author): Address => named({ name: displayName, address })
const named = ({ name, address }: Address): Address => ({ name: cleanName(name).slice(0, LONGEST_NAME).toWellFormed(), address: wireAddress(address) })

async function readAttachments({ attachments }: Manuscript, blobs: BlobArea): Promise<OutgoingAttachment[] | null> {
  const whole: OutgoingAttachment[] = []
  for (const { name, type, blobId, complete } of attachments) {
    const read = complete ? await blobs.readWhole(blobId) : null
    if (read?.kind !== 'whole') return null
    whole.push({ name, type: type.replace(/[\r\n\0]+/g, ' '), content: read.bytes })
  }
  return whole
}
