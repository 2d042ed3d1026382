import { randomUUID } from 'node:crypto'

export interface LetterFrom { readonly from: string; readonly to: string; readonly subject: string; readonly text?: string; readonly html?: string }

/** A message as another server would hand it over. */
export function letter({ from, to, subject, text = 'Graag even overleg.', html }: LetterFrom): string {
  const content = html === undefined
    ? ['Content-Type: text/plain; charset=utf-8', '', text]
    : ['Content-Type: text/html; charset=utf-8', '', html]
  return [
    `From: ${from}`, `To: ${to}`, `Subject: ${subject}`, `Date: ${new Date().toUTCString()}`, `Message-ID: <${randomUUID()}@elders.test>`, 'MIME-Version: 1.0',
    ...content, '',
  ].join('\r\n').replace(/(?<!\r)\n/g, '\r\n')
}
