import { expect, test } from 'vitest'
import { SyncDesk } from './sync-desk.ts'
import { accountOf } from './tiny-imap/account.ts'
import { fetchLine, type Talk } from './tiny-imap/commands.ts'
import { letter, TinyMailbox } from './tiny-imap/mailboxes.ts'
import { tinyImap, type Reaction, type TinyImap } from './tiny-imap/server.ts'
import { PIECE_BYTES } from '../../src/shared/limits.ts'

const LETTERS = 420

/** An inbox that is worth a second session. */
async function longFolder(): Promise<TinyImap> {
  const inbox = new TinyMailbox('INBOX')
  for (let index = 0; index < LETTERS; index += 1) inbox.add(letter(`Brief ${index}`, `woord${index}einde`), index % 2 === 0 ? ['\\Seen'] : [], new Date(Date.UTC(2026, 0, 1, 0, index)))
  return tinyImap({ mailboxes: [inbox] })
}

/** Which line is the second session: it is the only one that opens a folder to read. */
function secondSession(server: TinyImap): { is: (talk: Talk) => boolean } {
  const seen = new Set<Talk>()
  server.react(/^EXAMINE/, (talk) => {
    seen.add(talk)
    return false
  }, 1_000)
  return { is: (talk) => seen.has(talk) }
}

/** Does something to the fetches of the second session, after so many that are answered as they should be. */
function disturb(server: TinyImap, reaction: Reaction, after = 1): void {
  const second = secondSession(server)
  let fetches = 0
  server.react(/^UID FETCH.*BODY/, (talk, command) => second.is(talk) && ++fetches > after ? reaction(talk, command) : false, 1_000)
}

const subjects = (desk: SyncDesk): string[] =>
  [0, 200, 400].flatMap((offset) => desk.reader.rows(desk.folderId('INBOX'), { offset, limit: 200 })?.rows ?? []).map(({ subject }) => subject)

const all = Array.from({ length: LETTERS }, (_, index) => `Brief ${LETTERS - 1 - index}`)

/** Everything is here once, as the server has it. */
function expectWhole(server: TinyImap, desk: SyncDesk): void {
  expect(subjects(desk)).toEqual(all)
  const inbox = desk.folderId('INBOX')
  const flags = desk.writer.flagsOf(inbox)
  expect(Object.fromEntries(flags)).toEqual(Object.fromEntries(server.mailbox('INBOX').messages.map((message) => [message.uid, [...message.flags]])))
  expect(desk.reader.search({ text: 'woord7einde', folderId: null, offset: 0, limit: 9 }).rows.map(({ subject }) => subject)).toEqual(['Brief 7'])
}

test('a long folder comes over a second session, the first screen over the first', async () => {
  await using server = await longFolder()
  const second = secondSession(server)
  let bySecond = 0
  server.react(/^UID FETCH.*BODY/, (talk) => {
    if (second.is(talk)) bySecond += 1
    return false
  }, 1_000)
  await using desk = new SyncDesk({ account: accountOf(server) })
  await desk.synced()
  expectWhole(server, desk)
  expect(bySecond).toBeGreaterThanOrEqual(3)
  expect(server.heard.findIndex((line) => line.startsWith('EXAMINE'))).toBeGreaterThan(server.heard.findIndex((line) => /^UID FETCH.*BODY/.test(line)))
  await desk.until(() => server.heard.includes('LOGOUT'), 'the second session saying goodbye')
})

test('long messages in between come whole, over the first session', async () => {
  await using server = await longFolder()
  const inbox = server.mailbox('INBOX')
  const long = [50, 200].map((index) => {
    const message = { ...inbox.messages[index]!, raw: Buffer.from(letter(`Brief ${index}`, 'x'.repeat(PIECE_BYTES + 10_000))) }
    inbox.messages[index] = message
    return message
  })
  await using desk = new SyncDesk({ account: accountOf(server) })
  await desk.synced()
  expect(subjects(desk)).toEqual(all)
  const folder = desk.folderId('INBOX')
  for (const { uid, raw } of long) {
    const row = all.length - uid
    const id = desk.reader.rows(folder, { offset: row, limit: 1 })!.rows[0]!.id
    const stored = desk.reader.raw(id)
    expect(stored.kind === 'raw' && raw.equals(stored.raw)).toBe(true)
  }
})

test.each<[string, Reaction]>([
  ['a cut in the middle of a message', (talk) => {
    const line = fetchLine(talk, talk.selected!.messages[3]!, 'FLAGS INTERNALDATE BODY.PEEK[]')
    talk.wire.write(line.subarray(0, line.length - 20))
    talk.wire.drop()
    return true
  }],
  ['garbage', ({ wire }, { tag }) => { wire.line(`${tag} (((`); return true }],
  ['a refusal', ({ wire }, { tag }) => { wire.line(`${tag} NO [LIMIT] not now`); return true }],
  ['a farewell', ({ wire }) => { wire.line('* BYE enough'); wire.drop(); return true }],
])('the second session ends in %s: nothing is lost or there twice, and nobody is told of a problem', async (_, reaction) => {
  await using server = await longFolder()
  disturb(server, reaction)
  await using desk = new SyncDesk({ account: accountOf(server) })
  await desk.synced()
  expectWhole(server, desk)
  expect(desk.problems).toEqual([])
})

test('a disk that is full stops it; room again and asking again, and it goes on', async () => {
  await using server = await longFolder()
  let isFull = true
  await using desk = new SyncDesk({
    account: accountOf(server),
    wrap: (writer) => {
      const add = writer.addSealed.bind(writer)
      writer.addSealed = (folderId, messages, extents) => {
        if (isFull) throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' })
        return add(folderId, messages, extents)
      }
      return writer
    },
  })
  await desk.until(() => desk.state === 'stopped')
  expect(desk.problems).toEqual(['disk-full'])
  isFull = false
  desk.sync.refresh()
  await desk.synced()
  expectWhole(server, desk)
})

test('a server that lets nobody in twice is served by one session', async () => {
  await using server = await longFolder()
  let logins = 0
  server.react(/^(LOGIN|AUTHENTICATE)/, ({ wire }, { tag }) => {
    logins += 1
    if (logins === 1) return false
    wire.line(`${tag} NO [LIMIT] one session only`)
    return true
  }, 1_000)
  await using desk = new SyncDesk({ account: accountOf(server) })
  await desk.synced()
  expectWhole(server, desk)
  expect(desk.problems).toEqual([])
})

test('what is gone when its turn comes is not in the copy', async () => {
  await using server = await longFolder()
  disturb(server, () => {
    server.mailbox('INBOX').remove([10, 20, 30])
    return false
  })
  await using desk = new SyncDesk({ account: accountOf(server) })
  await desk.until(() => desk.progress === null && desk.lastSyncedAt !== null)
  expect(subjects(desk)).toEqual(all.filter((subject) => !['Brief 9', 'Brief 19', 'Brief 29'].includes(subject)))
})

test('numbers that changed their meaning between the two sessions are not mixed up', async () => {
  await using server = await longFolder()
  server.react(/^EXAMINE/, () => {
    server.mailbox('INBOX').renumber(2_000)
    return false
  })
  await using desk = new SyncDesk({ account: accountOf(server) })
  await desk.synced()
  await desk.until(() => desk.progress === null && desk.writer.folderStates('account')[0]?.uidValidity === 2_000)
  expectWhole(server, desk)
})

test('a folder made anew while the second session has it open is opened anew there too', async () => {
  await using server = await longFolder()
  disturb(server, () => {
    if (server.mailbox('INBOX').uidValidity === 1_000) {
      server.mailbox('INBOX').renumber(2_000)
      desk?.sync.refresh()
    }
    return false
  })
  let desk: SyncDesk | null = null
  desk = new SyncDesk({ account: accountOf(server) })
  await using _ = desk
  await desk.until(() => desk.progress === null && desk.writer.folderStates('account')[0]?.uidValidity === 2_000)
  expectWhole(server, desk)
  expect(server.heard.filter((line) => line.startsWith('EXAMINE')).length).toBeGreaterThan(1)
})

test('an act of the person does not wait for the end', async () => {
  await using server = await longFolder()
  let desk: SyncDesk | null = null
  disturb(server, () => {
    const [row] = desk!.rows('INBOX')
    if (row?.flagged === false) desk!.act({ kind: 'flag', flag: 'flagged', on: true }, [row.id])
    return false
  }, 0)
  desk = new SyncDesk({ account: accountOf(server) })
  await using _ = desk
  await desk.synced()
  const stored = server.heard.findIndex((line) => line.startsWith('UID STORE'))
  expect(stored).toBeGreaterThan(0)
  expect(server.heard.findLastIndex((line) => line.startsWith('UID FETCH'))).toBeGreaterThan(stored)
  expectWhole(server, desk)
})

test('locking the screen does not wait for a server that says nothing any more', async () => {
  await using server = await longFolder()
  let isStuck = false
  disturb(server, () => {
    isStuck = true
    return true
  })
  const desk = new SyncDesk({ account: accountOf(server) })
  await using _ = desk
  await desk.until(() => isStuck)
  await desk.sync.close()
  expect(subjects(desk).length).toBeLessThan(LETTERS)
})
