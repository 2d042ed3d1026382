import { expect, test } from 'vitest'
import { bringBack } from './sparing.ts'

test('a message for which there is no room stays on the server, and the rest goes on', async () => {
  const session = { openPath: 'INBOX', async *fetch() { yield await Promise.resolve({ uid: 7, source: Buffer.from('whole') }) } }
  const copy = { locate: () => [{ folderId: 1, uid: 7 }], isLean: () => true, bringBack: () => { throw Object.assign(new Error('full'), { code: 'ENOSPC' }) } }
  const context = { session, copy, now: Date.now } as unknown as Parameters<typeof bringBack>[0]
  const folders = { byId: () => ({ id: 1, path: 'INBOX', closed: false }) } as unknown as Parameters<typeof bringBack>[1]
  expect(await bringBack(context, folders, 1)).toEqual({ kind: 'closed' })
})
