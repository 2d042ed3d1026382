import { domainOf } from '../../shared/mail/address.ts'
import type { ReportAction } from '../../shared/mail/delivery-status.ts'
import { parseMessageIds, type MessageId } from '../../shared/mail/message-id.ts'
import { asBuffer } from './bytes.ts'
import { headerValues } from './header-fields.ts'
import type { MimePart } from './part.ts'
import { decodeTransfer } from './transfer-encoding.ts'
import { walkMessage, type Walked } from './walk.ts'

/** What a server says became of one recipient's copy. Nobody vouches for it: whoever knows the Message-ID can write such a report. */
export type RecipientReport = {
  /** The addresses that it names, the final one first; one of them may be what it was forwarded to. */
  readonly recipients: readonly string[]
  readonly action: ReportAction
  /** RFC 3463: `5.1.1`. */
  readonly status: string | null
  /** The reply code of SMTP behind it. */
  readonly code: number | null
}

/** A delivery status notification (RFC 3464, RFC 6533). */
export type DeliveryReport = {
  /** What the reported message may be called, the surest first: its own header as it was returned, then what the report says. */
  readonly messageIds: readonly MessageId[]
  /** The domain that the report comes from, as its header says. */
  readonly reportedBy: string
  readonly recipients: readonly RecipientReport[]
}

/** A report on a message to a whole practice stays under this; a longer one is read up to here. */
const STATUS_BYTES = 262_144
/** Headers come back whole; what is behind them is not looked at. */
const RETURNED_BYTES = 262_144
const MOST_RECIPIENTS = 1_000
const LONGEST_ADDRESS = 320
/** Where a report says what it is: in its header or right behind it. */
const BEGINNING_BYTES = 65_536

const STATUS_TYPE = /^message\/(?:global-)?delivery-status$/
const RETURNED_TYPE = /^(?:message\/(?:rfc822|global)|(?:text|message)\/(?:rfc822|global)-headers)$/
const ACTIONS: ReadonlySet<string> = new Set<ReportAction>(['failed', 'delayed', 'delivered', 'relayed', 'expanded'])

type Fields = ReadonlyMap<string, string>

/** Groups of fields apart by blank lines (RFC 3464 section 2.1); of a repeated field the first counts. */
function groupsOf(text: string): Fields[] {
  const unfolded = text.replace(/\r\n?/g, '\n').replace(/\n[ \t]+/g, ' ')
  return unfolded.split(/\n{2,}/, MOST_RECIPIENTS + 1).map((block) => {
    const fields = new Map<string, string>()
    for (const line of block.split('\n')) {
      const colon = line.indexOf(':')
      const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase()
      if (name !== '' && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim())
    }
    return fields
  })
}

/** `rfc822; <h.bakker@mailbox.test> (Bakker)`: the address; null when there is none. */
function addressIn(field: string | undefined): string | null {
  const bare = (field ?? '').replace(/^[\w-]{1,20}\s*;/, '').replace(/\([^()]{0,200}\)/g, '').trim()
  const [, inBrackets] = /<([^<>]*)>/.exec(bare) ?? []
  const address = (inBrackets ?? bare).trim()
  return /^[^\s@]+@[^\s@]+$/.test(address) && address.length <= LONGEST_ADDRESS ? address : null
}

const enhanced = (text: string | undefined): string | null => /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(text ?? '')?.[1] ?? null

/** `5.0.0` says nothing: the server behind it often does. */
const isVague = (status: string | null): boolean => status === null || status.endsWith('.0.0')

function recipientOf(fields: Fields): RecipientReport | null {
  const action = /^[a-z]+/.exec((fields.get('action') ?? '').toLowerCase())?.[0] ?? ''
  const recipients = [addressIn(fields.get('final-recipient')), addressIn(fields.get('original-recipient'))].filter((address) => address !== null)
  if (!ACTIONS.has(action) || recipients.length === 0) return null
  const diagnostic = fields.get('diagnostic-code')?.slice(0, 2_000)
  const stated = enhanced(fields.get('status'))
  const code = Number(/(?:^|[\s;])([245]\d\d)(?=[\s-]|$)/.exec(diagnostic ?? '')?.[1] ?? NaN)
  return {
    recipients: [...new Set(recipients)], action: action as ReportAction,
    status: isVague(stated) ? enhanced(diagnostic) ?? stated : stated, code: Number.isNaN(code) ? null : code,
  }
}

const bytesOf = (raw: Buffer, part: MimePart, most: number): Buffer => decodeTransfer(raw.subarray(part.start, Math.min(part.end, part.start + most)), part.encoding).bytes

/** By the header that came back, by what the report says of it, and by what it answers. */
function messageIdsIn(raw: Buffer, walked: Walked, [first]: readonly Fields[]): MessageId[] {
  const returned = walked.parts.filter(({ type }) => RETURNED_TYPE.test(type)).flatMap((part) => headerValues(bytesOf(raw, part, RETURNED_BYTES), 'message-id').slice(0, 1))
  const said = ['original-message-id', 'x-original-message-id'].map((name) => first?.get(name) ?? '')
  const ids = [...returned, ...said].flatMap((text) => parseMessageIds(text).slice(0, 1))
  return [...new Set([...ids, ...(walked.inReplyTo === null ? [] : [walked.inReplyTo])])]
}

/** Whether it is worth walking: nearly all mail is turned away here. */
const mayBeReport = (raw: Buffer): boolean => /delivery-status/i.test(raw.toString('latin1', 0, BEGINNING_BYTES))

/**
 * Reads a delivery status notification; null when the message is none. What it says is somebody's word: it is for the caller
 * to see whether it speaks of a message of ours. Never throws; bounded in time and size.
 */
export function readDeliveryReport(bytes: Uint8Array): DeliveryReport | null {
  const raw = asBuffer(bytes)
  if (!mayBeReport(raw)) return null
  const walked = walkMessage(raw)
  const status = walked.parts.find(({ type }) => STATUS_TYPE.test(type))
  if (status === undefined) return null
  const groups = groupsOf(bytesOf(raw, status, STATUS_BYTES).toString('utf8'))
  const recipients = groups.map(recipientOf).filter((one) => one !== null)
  if (recipients.length === 0) return null
  const from = domainOf(walked.from[0]?.address ?? '')
  const host = /^(?:dns\s*;)?\s*([a-z0-9.-]{1,253})$/i.exec(groups[0]?.get('reporting-mta') ?? '')?.[1] ?? ''
  return { messageIds: messageIdsIn(raw, walked, groups), reportedBy: /^[a-z0-9.-]{1,253}$/.test(from) ? from : host.toLowerCase(), recipients }
}
