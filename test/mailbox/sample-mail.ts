/** Small messages for tests of the mailbox: only what a test says differs from one to the next. */
export interface SampleMail {
  readonly subject?: string
  readonly from?: string
  readonly to?: string
  readonly text?: string
  readonly html?: string
  readonly attachment?: { readonly name: string; readonly bytes: Uint8Array }
  readonly messageId?: string
  readonly inReplyTo?: string
  readonly references?: string
}

const CRLF = '\r\n'

export function sampleMail(mail: SampleMail = {}): Buffer {
  const header = [
    `From: ${mail.from ?? 'Anja de Vries <anja@delinde.test>'}`,
    `To: ${mail.to ?? 'Bas Jansen <bas@delinde.test>'}`,
    `Subject: ${mail.subject ?? 'Overleg'}`,
    'Date: Mon, 02 Mar 2026 10:00:00 +0100',
    ...(mail.messageId === undefined ? [] : [`Message-ID: <${mail.messageId}>`]),
    ...(mail.inReplyTo === undefined ? [] : [`In-Reply-To: <${mail.inReplyTo}>`]),
    ...(mail.references === undefined ? [] : [`References: ${mail.references.split(' ').map((id) => `<${id}>`).join(' ')}`]),
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="grens"',
  ]
  const part = (type: string, lines: readonly string[]): string[] => ['--grens', `Content-Type: ${type}`, ...lines]
  const body = [
    ...part('text/plain; charset=utf-8', ['', mail.text ?? 'Tot straks.']),
    ...(mail.html === undefined ? [] : part('text/html; charset=utf-8', ['', mail.html])),
    ...(mail.attachment === undefined ? [] : part('application/octet-stream', [
      `Content-Disposition: attachment; filename="${mail.attachment.name}"`, 'Content-Transfer-Encoding: base64', '',
      Buffer.from(mail.attachment.bytes).toString('base64').replace(/.{76}/g, `$&${CRLF}`),
    ])),
    '--grens--', '',
  ]
  return Buffer.from([...header, '', ...body].join(CRLF))
}
