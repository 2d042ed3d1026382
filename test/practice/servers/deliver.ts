import { createTransport } from 'nodemailer'
import type { Ports } from './ports.ts'

/** `lmtp`: byte for byte into the mailbox, there when it resolves. `smtp`: in at the front door, through the mail server and its filter. */
export type Route = 'lmtp' | 'smtp'

const senderOf = (raw: Uint8Array): string => {
  const head = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, 65_536)).toString('latin1')
  const from = /^from:((?:.|\r?\n[ \t])*)/im.exec(head)?.[1] ?? ''
  return /<([^<>\s]+@[^<>\s]+)>/.exec(from)?.[1] ?? /[^<>\s,"]+@[^<>\s,"]+/.exec(from)?.[0] ?? ''
}

/** Hands one message over as another mail server would; rejects with the server's refusal. */
export async function deliver(message: { raw: Uint8Array | string; to: string; route: Route }, ports: Ports): Promise<void> {
  const raw = Buffer.from(message.raw)
  const isLmtp = message.route === 'lmtp'
  const transport = createTransport({
    host: '127.0.0.1', port: isLmtp ? ports.lmtp : ports.inbound, name: 'mx.elders.test', secure: false, ignoreTLS: true, lmtp: isLmtp,
  })
  try {
    await transport.sendMail({ envelope: { from: senderOf(raw), to: [message.to] }, raw })
  } finally {
    transport.close()
  }
}
