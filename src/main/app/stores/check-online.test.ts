import path from 'node:path'
import { expect, test } from 'vitest'
import { Box, cacheKey, segmentKey, serverFolder } from '../../../../test/mailbox/open-box.ts'
import { openDatabase, stateMigrations } from '../../store/store.ts'
import { fileSecrets } from '../secret-store.ts'
import { accountOfMailbox } from '../practice/mailboxes.ts'
import { checkOnline } from './check-online.ts'
import { checkStores } from './check-stores.ts'

const filled = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
const keys = { cache: cacheKey, segments: segmentKey, state: filled(3), blobs: filled(4), secrets: filled(5), journal: filled(6) }

test('a shared mailbox with a password of its own is said not to have been compared', async () => {
  // given
  using box = new Box()
  const { directory } = box
  const opened = openDatabase({ file: path.join(directory, 'state.db'), key: keys.state, migrations: stateMigrations, mode: 'write', durability: 'full' })
  if (opened.kind === 'open') opened.database.close()
  box.writer.replaceFolders(accountOfMailbox('balie'), [serverFolder('INBOX', 'inbox')])
  // when
  const servers = await checkOnline({ directory, keys, secrets: fileSecrets(directory) }, await checkStores({ directory, keys }))
  // then
  expect(servers).toEqual([{ mailbox: 'balie', compared: 0, fetchedAgain: 0, untrue: 0, mended: 0, problem: 'left-to-program' }])
})
