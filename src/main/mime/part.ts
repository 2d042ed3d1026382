/** How the bytes of a part were made safe for transport; anything unknown is taken as it stands (`identity`). */
export type TransferEncoding = 'identity' | 'base64' | 'quoted-printable'

/**
 * What a part is for: `text` and `html` are read as the message, `inline` is drawn inside it by its Content-ID,
 * `attached` is offered to be saved, `unshown` is another form of what is shown already.
 */
export type PartRole = 'container' | 'text' | 'html' | 'inline' | 'attached' | 'unshown'

/** One part of a message, in the order of the bytes. All texts are decoded and safe to show. */
export type MimePart = {
  /** As IMAP numbers it: `1`, `1.2`; '' for a multipart that is the message itself. */
  readonly path: string
  /** Index of the enclosing multipart in the same list, -1 for the message itself. */
  readonly parent: number
  /** `text/plain`, lower case, without parameters. */
  readonly type: string
  /** As the message names it, lower case; '' when it names none. */
  readonly charset: string
  readonly encoding: TransferEncoding
  readonly disposition: '' | 'inline' | 'attachment'
  /** Safe to show and to save; null when the part has none. */
  readonly fileName: string | null
  /** Without its angle brackets. */
  readonly contentId: string | null
  /** RFC 3676: lines may be joined, and with `delsp` the blank at the joint goes too. */
  readonly flow: 'fixed' | 'flowed' | 'delsp'
  /** Where the encoded body begins and ends in the raw message; the part's own headers lie before it. */
  readonly start: number
  readonly end: number
  /** Bytes after decoding: exact for well-formed mail, an estimate otherwise. */
  readonly size: number
  readonly role: PartRole
}

/** What is worth telling about a message that was not as it should be. None of them keeps it from being shown. */
export type MimeNotice =
  | 'too-deep' | 'too-many-parts' | 'headers-cut' | 'missing-boundary' | 'no-content'
  | 'unknown-charset' | 'broken-base64' | 'text-cut'
