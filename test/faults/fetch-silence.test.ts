import { setTimeout as later } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { FetchLine } from '../../src/main/imap/fetch/fetch-line.ts'
import { accountOf } from './tiny-imap/account.ts'
import { letter, TinyMailbox } from './tiny-imap/mailboxes.ts'
import { stall, tinyImap, type TinyImap } from './tiny-imap/server.ts'

/** Silence is the trouble here, so it must not last long. */
const limits = vi.hoisted(() => ({ IMAP_CONNECT_MS: 3_000, IMAP_STALL_MS: 2_000, LOGOUT_WAIT_MS: 200 }))
vi.mock('../../src/shared/limits.ts', async (original) => ({ ...(await original<object>()), ...limits }))

const open = (server: TinyImap) => FetchLine.open(accountOf(server), new AbortController().signal)

async function examined(): Promise<{ server: TinyImap; line: FetchLine }> {
  const mailbox = new TinyMailbox('INBOX')
  for (let index = 0; index < 3; index += 1) mailbox.add(letter(`Brief ${index}`))
  const server = await tinyImap({ mailboxes: [mailbox] })
  const opened = await open(server)
  if (opened.kind === 'problem') throw new Error(opened.problem)
  await opened.line.examine('INBOX')
  return { server, line: opened.line }
}

const timeout = { kind: 'problem', problem: 'timeout' }

test('at the greeting and at the login', async () => {
  await using mute = await tinyImap({ greeting: '' })
  await using slow = await tinyImap()
  slow.react(/^LOGIN/, stall)
  expect(await Promise.all([open(mute), open(slow)])).toEqual([timeout, timeout])
})

test.each([['before the first message', ''], ['in the middle of a message', '* 1 FETCH (UID 1 FLAGS () BODY[]<0> {400}\r\nSubject: half\r\n'], ['before the end', '* 1 FETCH (UID 1 BODY[] "")\r\n']])('%s', async (_, said) => {
  const { server, line } = await examined()
  await using _server = server
  server.react(/^UID FETCH/, ({ wire }) => { wire.write(said); return true })
  await expect(line.fetch('1:*', { maxBytes: 1_000, onMessage: () => undefined })).rejects.toMatchObject({ problem: 'timeout' })
})

test('while it is paused the server may be silent, and after that it is heard', async () => {
  const { server, line } = await examined()
  await using _server = server
  line.pause()
  const heard: number[] = []
  const end = line.fetch('1:*', { maxBytes: 1_000, onMessage: ({ uid }) => { heard.push(uid) } })
  await later(limits.IMAP_STALL_MS * 1.5)
  expect(heard).toEqual([])
  line.resume()
  expect([await end, heard]).toEqual(['done', [1, 2, 3]])
  line.pause()
  await line.close()
  expect(server.heard.at(-1)).toBe('LOGOUT')
})

test('at the goodbye', async () => {
  const { server, line } = await examined()
  await using _server = server
  server.react(/^LOGOUT/, stall)
  await line.close()
  await expect(line.examine('INBOX')).rejects.toMatchObject({ problem: 'dropped' })
})
