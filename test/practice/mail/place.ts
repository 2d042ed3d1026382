import { access, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { maildirOf, sharedMaildir } from '../servers/dovecot.ts'
import { sharedMailboxes } from '../servers/people.ts'
import { sampleMail } from './corpus.ts'
import { folderIn, makeMaildir, writeMaildir } from './maildir.ts'

/** Puts the sample mail into the mailboxes below Dovecot's folder, once; says how many messages there now are, or 0 when they were there already. */
export async function placeSampleMail(imapFolder: string, now: Date): Promise<number> {
  const mark = path.join(imapFolder, 'sample-mail')
  if (await access(mark).then(() => true, () => false)) return 0
  const maildirFor = (owner: string): string =>
    sharedMailboxes.some(({ address }) => address === owner) ? sharedMaildir(imapFolder, owner) : maildirOf(imapFolder, owner)
  const messages = sampleMail(now)
  const directories = new Map(messages.map(({ owner, folder }) => [`${owner} ${folder}`, folderIn(maildirFor(owner), folder)]))
  await Promise.all([...directories.values()].map(makeMaildir))
  await Promise.all(messages.map((message, serial) => writeMaildir(directories.get(`${message.owner} ${message.folder}`) ?? '', message, serial)))
  await writeFile(mark, `${now.toISOString()}\n`)
  return messages.length
}
