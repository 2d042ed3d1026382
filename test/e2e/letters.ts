import { createTransport, type SendMailOptions } from 'nodemailer'

const press = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })

/** A message as another mail program writes it and another server would hand it over. */
export async function letter(parts: SendMailOptions): Promise<Buffer> {
  const { message } = await press.sendMail(parts)
  if (!Buffer.isBuffer(message)) throw new Error('the letter was not kept in memory')
  return message
}
