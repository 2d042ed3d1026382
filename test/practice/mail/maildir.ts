import { mkdir, open, utimes } from 'node:fs/promises'
import path from 'node:path'

export type MaildirMessage = { readonly raw: Buffer; readonly at: Date; readonly flags: string }

const newlines = (raw: Buffer): number => {
  let count = 0
  for (let at = raw.indexOf(10); at !== -1; at = raw.indexOf(10, at + 1)) count += 1
  return count
}

/** A folder in Maildir++: the inbox is the directory itself, others start with a dot. */
export const folderIn = (maildir: string, folder: string): string => (folder === 'INBOX' ? maildir : path.join(maildir, `.${folder}`))

/** Makes `cur`, `new` and `tmp`. */
export async function makeMaildir(directory: string): Promise<void> {
  await Promise.all(['cur', 'new', 'tmp'].map((name) => mkdir(path.join(directory, name), { recursive: true })))
}

/**
 * Writes one message (LF line ends) as Dovecot would: both sizes in the name spare it reading the file, and the file's
 * time is the message's INTERNALDATE. `serial` must differ within the folder.
 */
export async function writeMaildir(directory: string, message: MaildirMessage, serial: number): Promise<string> {
  const { raw, at, flags } = message
  const seconds = Math.floor(at.getTime() / 1000)
  const name = `${String(seconds)}.M${String(serial).padStart(6, '0')}P1.delinde,S=${String(raw.length)},W=${String(raw.length + newlines(raw))}:2,${flags}`
  const file = path.join(directory, 'cur', name)
  const handle = await open(file, 'wx', 0o644)
  try {
    await handle.writeFile(raw)
  } finally {
    await handle.close()
  }
  await utimes(file, seconds, seconds)
  return name
}
