import { expect, test } from 'vitest'
import { SyncDesk } from './sync-desk.ts'
import { accountOf } from './tiny-imap/account.ts'
import { letter, TinyMailbox } from './tiny-imap/mailboxes.ts'
import { tinyImap } from './tiny-imap/server.ts'

/** IMAP4rev1 and nothing more: no CONDSTORE, IDLE, UIDPLUS, MOVE, SPECIAL-USE, NAMESPACE, ACL or ESEARCH. */
async function poorServer() {
  const mailboxes = [new TinyMailbox('INBOX'), new TinyMailbox('Archief'), new TinyMailbox('Prullenbak')]
  for (const subject of ['Een', 'Twee', 'Drie']) mailboxes[0]!.add(letter(subject))
  return tinyImap({ mailboxes })
}

test('a first copy of a server that knows nothing beyond the basics', async () => {
  // given
  await using server = await poorServer()
  // when
  await using desk = new SyncDesk({ account: accountOf(server) })
  await desk.synced()
  // then
  expect(desk.subjects('INBOX').sort()).toEqual(['Drie', 'Een', 'Twee'])
  expect(desk.reader.folders().map(({ role }) => role)).toEqual(['inbox', 'archive', 'trash'])
  expect(desk.progress).toBeNull()
  expect(desk.writer.folderStates('account').every(({ complete }) => complete)).toBe(true)
})
