/** Mailboxes of the small server: plain data, so that a test can look at them and change them behind the client's back. */
export interface TinyMessage {
  uid: number
  readonly flags: Set<string>
  readonly raw: Buffer
  readonly receivedAt: Date
}

export class TinyMailbox {
  readonly name: string
  uidValidity: number
  uidNext = 1
  messages: TinyMessage[] = []
  /** RFC 6154, such as `\Trash`. */
  readonly use: string | null
  /** STORE and EXPUNGE answer OK and change nothing, as servers do without the right. */
  isFrozen = false
  /** Takes keywords of ours (PERMANENTFLAGS with `\*`). */
  takesKeywords = true

  constructor(name: string, use: string | null = null, uidValidity = 1_000) {
    this.name = name
    this.use = use
    this.uidValidity = uidValidity
  }

  add(raw: Buffer | string, flags: readonly string[] = [], receivedAt = new Date('2026-01-05T10:00:00Z')): TinyMessage {
    const message = { uid: this.uidNext++, flags: new Set(flags), raw: Buffer.from(raw), receivedAt }
    this.messages.push(message)
    return message
  }

  /** All numbers change their meaning, as when an administrator puts a mailbox back from a backup. */
  renumber(uidValidity: number): void {
    this.uidValidity = uidValidity
    this.uidNext = 500
    for (const message of this.messages) message.uid = this.uidNext++
  }

  remove(uids: readonly number[]): void {
    this.messages = this.messages.filter(({ uid }) => !uids.includes(uid))
  }

  subjects(): string[] {
    return this.messages.map(({ raw }) => /^subject: (.*)$/im.exec(raw.toString('latin1'))?.[1]?.trim() ?? '')
  }
}

/** A short message with a Message-ID of its own. */
export const letter = (subject: string, body = 'Hallo'): string =>
  `Message-ID: <${subject.replace(/\W/g, '-')}@test>\r\nDate: Mon, 05 Jan 2026 10:00:00 +0000\r\nFrom: a@delinde.test\r\nTo: b@delinde.test\r\nSubject: ${subject}\r\n\r\n${body}\r\n`

/** Whether a set such as `1:3,7:*` names this number. */
export function names(set: string, number: number, last: number): boolean {
  return set.split(',').some((part) => {
    const [first = 0, end = first] = part.split(':').map((text) => (text === '*' ? last : Number(text)))
    return number >= Math.min(first, end) && number <= Math.max(first, end)
  })
}
