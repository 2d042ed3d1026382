import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { SyncDesk } from './sync-desk.ts'
import { accountOf } from './tiny-imap/account.ts'
import { fetchLine } from './tiny-imap/commands.ts'
import { letter, TinyMailbox } from './tiny-imap/mailboxes.ts'
import { cut, say, stall, tinyImap, type Reaction, type TinyImap, type TinyOptions } from './tiny-imap/server.ts'

const patience = vi.hoisted(() => ({ stallMs: 15_000 }))
vi.mock('../../src/shared/limits.ts', async (original) => ({ ...(await original<object>()), ...(await import('./quick-limits.ts')).quick, get IMAP_STALL_MS() { return patience.stallMs } }))

const LETTERS = 60

async function fullServer(options: TinyOptions = {}): Promise<TinyImap> {
  const mailboxes = [new TinyMailbox('INBOX'), new TinyMailbox('Archief')]
  for (let index = 0; index < LETTERS; index += 1) mailboxes[0]!.add(letter(`Brief ${index}`), [], new Date(Date.UTC(2026, 0, 1, index)))
  return tinyImap({ mailboxes, ...options })
}

const all = Array.from({ length: LETTERS }, (_, index) => `Brief ${LETTERS - 1 - index}`)

/** Half of an answer, and then the end of the line. */
const cutInLiteral: Reaction = (talk) => {
  const line = fetchLine(talk, talk.selected!.messages[3]!, 'FLAGS BODY.PEEK[]')
  talk.wire.write(line.subarray(0, line.length - 40))
  talk.wire.drop()
  return true
}

test('a computer that slept takes a line that says nothing for gone, and has news within a moment', async () => {
  patience.stallMs = 2_000
  await using server = await fullServer({ capabilities: ['IDLE'] })
  await using desk = new SyncDesk({ account: accountOf(server) })
  await desk.synced()
  // when: the clock is an hour further, and nothing was heard in between
  const now = Date.now.bind(Date)
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + 3_600_000)
  onTestFinished(() => { clock.mockRestore() })
  // then
  await desk.until(() => desk.problems.includes('dropped'))
  await desk.until(() => desk.state === 'online')
  server.mailbox('INBOX').add(letter('Terwijl het sliep'), [], new Date(Date.UTC(2026, 1, 1)))
  await desk.until(() => desk.subjects('INBOX')[0] === 'Terwijl het sliep')
})

describe('a session that breaks while mail comes in: named, and made good by itself', () => {
  test.each<[string, string, Reaction]>([
    ['a farewell', 'dropped', ({ wire }) => { wire.line('* BYE going down'); wire.drop(); return true }],
    ['a cut', 'dropped', cut],
    ['a cut in the middle of a literal', 'dropped', cutInLiteral],
    ['garbage where the answer should be', 'garbled', ({ wire }, { tag }) => { wire.line(`${tag} (((`); return true }],
    ['a literal of a thousand terabytes', 'garbled', say('* 1 FETCH (UID 1 BODY[] {1099511627776}')],
    ['a negative literal', 'timeout', say('* 1 FETCH (UID 1 BODY[] {-5}')],
    ['an answer to a command that was never given', 'timeout', say('ZZZ OK done')],
    ['nothing at all', 'timeout', stall],
  ])('%s', async (_, problem, reaction) => {
    patience.stallMs = problem === 'timeout' ? 2_000 : 15_000
    onTestFinished(() => { patience.stallMs = 15_000 })
    await using server = await fullServer()
    let fetches = 0
    server.react(/^UID FETCH.*BODY/, (talk, command) => (++fetches === 1 ? false : reaction(talk, command)), 3)
    await using desk = new SyncDesk({ account: accountOf(server) })
    await desk.synced()
    expect(desk.subjects('INBOX')).toEqual(all)
    expect(desk.state).toBe('online')
    expect(desk.problems).toEqual([problem, problem])
  })
})

test('a message that breaks every line is left out, and all others come in', async () => {
  // given
  await using server = await fullServer()
  server.react(/^UID FETCH/, (talk, { rest }) => {
    const uids = talk.selected!.messages.filter(({ uid }) => rest.split(' ')[0]!.split(',').some((part) => {
      const [first = 0, last = first] = part.split(':').map(Number)
      return uid >= first && uid <= last
    }))
    if (talk.selected!.name !== 'INBOX' || !rest.includes('BODY') || !uids.some(({ uid }) => uid === 30)) return false
    talk.wire.drop()
    return true
  }, 1_000)
  // when
  await using desk = new SyncDesk({ account: accountOf(server) })
  await desk.synced()
  // then
  expect(desk.subjects('INBOX')).toEqual(all.filter((subject) => subject !== 'Brief 29'))
  // and the person can ask for another try
  const before = desk.problems.length
  desk.sync.refresh()
  await desk.until(() => desk.problems.length > before, 'another try')
})

test('the server is away and comes back, mail in between included', async () => {
  await using server = await fullServer()
  await using desk = new SyncDesk({ account: accountOf(server) })
  await desk.synced()
  // when
  await server.pause()
  await desk.until(() => desk.state === 'waiting')
  server.mailbox('INBOX').add(letter('Onderweg'), [], new Date('2026-02-01'))
  server.mailbox('INBOX').remove([1, 2])
  await server.resume()
  // then
  await desk.until(() => desk.subjects('INBOX')[0] === 'Onderweg' && desk.rows('INBOX').length === LETTERS - 1)
  expect(desk.subjects('INBOX')).toEqual(['Onderweg', ...all.slice(0, -2)])
  expect(new Set(desk.problems)).toEqual(new Set(desk.problems.filter((problem) => problem === 'dropped' || problem === 'refused')))
})

test('a wrong password stops it; asking again tries again', async () => {
  await using server = await fullServer()
  server.react(/^LOGIN/, ({ wire }, { tag }) => { wire.line(`${tag} NO [AUTHENTICATIONFAILED] no`); return true })
  await using desk = new SyncDesk({ account: accountOf(server) })
  await desk.until(() => desk.state === 'stopped')
  expect(desk.problems).toEqual(['login-refused'])
  expect(server.heard.filter((line) => line.startsWith('LOGIN'))).toHaveLength(1)
  desk.sync.refresh()
  await desk.synced()
  expect(desk.subjects('INBOX')).toEqual(all)
})

test('a certificate that is bad one day and good the next', async () => {
  await using bad = await fullServer({ certificate: 'expired' })
  await using desk = new SyncDesk({ account: accountOf(bad) })
  await desk.until(() => desk.problems.length > 1)
  expect(new Set(desk.problems)).toEqual(new Set(['certificate-expired']))
  bad.useCertificate('server')
  await desk.synced()
  expect(desk.subjects('INBOX')).toEqual(all)
})

describe('numbers', () => {
  test('other numbers for the same mail: everything is fetched anew, nothing is there twice', async () => {
    await using server = await fullServer()
    await using desk = new SyncDesk({ account: accountOf(server) })
    await desk.synced()
    server.mailbox('INBOX').renumber(2_000)
    await desk.until(() => desk.writer.folderStates('account').find(({ path }) => path === 'INBOX')?.uidValidity === 2_000)
    await desk.synced()
    expect(desk.subjects('INBOX')).toEqual(all)
  })

  test.each(['4294967295', '99999999999999999999', '-7', '0'])('%s messages, says the server', async (count) => {
    await using server = await fullServer()
    server.react(/^SELECT INBOX/, ({ wire }) => { wire.line(`* ${count} EXISTS`); return false }, 100)
    server.react(/^STATUS "?INBOX/, ({ wire }, { tag }) => {
      wire.line(`* STATUS INBOX (MESSAGES ${count} UNSEEN ${count} UIDNEXT ${count} UIDVALIDITY 1000)`)
      wire.line(`${tag} OK`)
      return true
    }, 3)
    await using desk = new SyncDesk({ account: accountOf(server) })
    await desk.synced()
    expect(desk.subjects('INBOX')).toEqual(all)
  })

  test('UIDs that nobody has', async () => {
    await using server = await fullServer()
    server.react(/^UID SEARCH ALL/, ({ wire }, { tag }) => { wire.line('* SEARCH 1 2 3 0 -4 4294967295 99999999999 x'); wire.line(`${tag} OK`); return true })
    await using desk = new SyncDesk({ account: accountOf(server) })
    await desk.synced()
    await desk.until(() => desk.subjects('INBOX').length === LETTERS)
  })

  test('a hundred answers for one message', async () => {
    await using server = await fullServer()
    server.react(/^UID FETCH/, (talk) => {
      const [first] = talk.selected!.messages
      if (first !== undefined) for (let time = 0; time < 100; time += 1) talk.wire.write(fetchLine(talk, first, 'FLAGS BODY.PEEK[]'))
      return false
    })
    await using desk = new SyncDesk({ account: accountOf(server) })
    await desk.synced()
    expect(desk.subjects('INBOX')).toEqual(all)
  })
})

describe('folders', () => {
  test('a list without an inbox throws nothing away', async () => {
    await using server = await fullServer()
    await using desk = new SyncDesk({ account: accountOf(server) })
    await desk.synced()
    server.react(/^LIST/, ({ wire }, { tag }) => { wire.line(`${tag} OK`); return true })
    await desk.until(() => desk.problems.includes('garbled'))
    expect(desk.subjects('INBOX')).toEqual(all)
    await desk.until(() => desk.state === 'online')
  })

  test('names that could be commands, and folders that cannot be opened', async () => {
    await using server = await fullServer()
    for (const name of ['a" NOOP', 'Project {5}', '&AOk-', '*', '..', 'x'.repeat(2_000)]) server.addMailbox(new TinyMailbox(name))
    server.react(/^LIST "" "?\*/, ({ wire }) => { wire.write('* LIST () "/" {8}\r\na\r\nNOOP \r\n'); return false }, 100)
    await using desk = new SyncDesk({ account: accountOf(server) })
    await desk.synced()
    expect(desk.subjects('INBOX')).toEqual(all)
    expect(desk.reader.folders().map(({ path }) => path)).not.toContain('a\r\nNOOP ')
  })

  test('a folder that is gone between the list and the look', async () => {
    await using server = await fullServer()
    server.react(/^SELECT Archief/, ({ wire }, { tag }) => { wire.line(`${tag} NO [NONEXISTENT] gone`); return true }, 2)
    await using desk = new SyncDesk({ account: accountOf(server) })
    await desk.synced()
    expect(desk.subjects('INBOX')).toEqual(all)
  })
})

test('a disk that is full stops it; room again and asking again, and it goes on', async () => {
  // given
  await using server = await fullServer()
  let isFull = true
  await using desk = new SyncDesk({
    account: accountOf(server),
    wrap: (writer) => {
      const add = writer.addMessages.bind(writer)
      writer.addMessages = (folderId, batch) => {
        if (isFull) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
        return add(folderId, batch)
      }
      return writer
    },
  })
  // when
  await desk.until(() => desk.state === 'stopped')
  // then
  expect(desk.states.at(-1)).toEqual({ kind: 'stopped', problem: 'disk-full' })
  isFull = false
  desk.sync.refresh()
  await desk.synced()
  expect(desk.subjects('INBOX')).toEqual(all)
})

test('an act that cannot be shown for want of room is done on the server all the same', async () => {
  // given
  await using server = await fullServer()
  await using desk = new SyncDesk({
    account: accountOf(server),
    wrap: (writer) => {
      writer.applyFlag = () => { throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' }) }
      return writer
    },
  })
  await desk.synced()
  const { id } = desk.rows('INBOX')[0]!
  // when
  const task = desk.act({ kind: 'flag', flag: 'flagged', on: true }, [id])
  // then
  expect((await desk.result(task)).kind).toBe('done')
  await desk.until(() => desk.rows('INBOX').some(({ flagged }) => flagged))
})

test('several accounts side by side, one of them broken', async () => {
  await using good = await fullServer()
  await using bad = await fullServer()
  bad.react(/^SELECT/, stall, 100)
  await using one = new SyncDesk({ account: accountOf(good) })
  await using other = new SyncDesk({ account: accountOf(bad) })
  await one.synced()
  expect(one.subjects('INBOX')).toEqual(all)
  expect(other.subjects('INBOX')).toEqual([])
})

test('closing does not wait for a server that says nothing', async () => {
  await using server = await fullServer()
  server.react(/^UID FETCH/, stall)
  const desk = new SyncDesk({ account: accountOf(server) })
  await desk.until(() => server.heard.some((line) => line.startsWith('UID FETCH')))
  await desk[Symbol.asyncDispose]()
  expect(desk.problems).toEqual([])
})

test('a line that breaks while a move is on its way leaves the move for the next session', async () => {
  await using server = await fullServer({ capabilities: ['UIDPLUS', 'MOVE'] })
  await using desk = new SyncDesk({ account: accountOf(server) })
  await desk.synced()
  server.react(/^UID MOVE/, cut, 2)
  const task = desk.act({ kind: 'move', to: 'archive' }, [desk.rows('INBOX')[0]!.id])
  expect((await desk.result(task)).kind).toBe('done')
  expect(server.mailbox('Archief').subjects()).toEqual(['Brief 59'])
})

test('new mail is heard at once where the server has IDLE, and a new IDLE is asked for in time', async () => {
  await using server = await fullServer({ capabilities: ['IDLE'] })
  await using desk = new SyncDesk({ account: accountOf(server) })
  await desk.synced()
  await desk.until(() => server.heard.filter((line) => line === 'IDLE').length >= 3, 'a third IDLE')
  server.mailbox('INBOX').add(letter('Nieuw'), [], new Date('2026-03-01'))
  server.tellNews()
  await desk.until(() => desk.subjects('INBOX')[0] === 'Nieuw')
  await desk.until(() => desk.news.length === 1)
})

test('a server that lets us in only once', async () => {
  await using server = await fullServer({ capabilities: ['IDLE'] })
  let logins = 0
  server.react(/^LOGIN/, ({ wire }, { tag }) => {
    logins += 1
    if (logins === 1) return false
    wire.line(`${tag} NO [LIMIT] one session only`)
    return true
  }, 1_000)
  await using desk = new SyncDesk({ account: accountOf(server) })
  await desk.synced()
  server.mailbox('INBOX').add(letter('Nieuw'), [], new Date('2026-03-01'))
  await desk.until(() => desk.subjects('INBOX')[0] === 'Nieuw')
  expect(desk.problems).toEqual([])
})
