import { describe, expect, test, vi } from 'vitest'
import { SyncDesk } from './sync-desk.ts'
import { accountOf } from './tiny-imap/account.ts'
import { letter, TinyMailbox } from './tiny-imap/mailboxes.ts'
import { cut, tinyImap, type TinyImap } from './tiny-imap/server.ts'

vi.mock('../../src/shared/limits.ts', async (original) => ({ ...(await original<object>()), ...(await import('./quick-limits.ts')).quick }))

/** IMAP4rev1 and nothing more: no CONDSTORE, IDLE, UIDPLUS, MOVE, SPECIAL-USE, NAMESPACE, ACL or ESEARCH. */
async function poorServer(capabilities: readonly string[] = []): Promise<TinyImap> {
  const mailboxes = [new TinyMailbox('INBOX'), new TinyMailbox('Archief'), new TinyMailbox('Prullenbak')]
  ;['Een', 'Twee', 'Drie'].forEach((subject, index) => mailboxes[0]!.add(letter(subject), [], new Date(Date.UTC(2026, 0, index + 1))))
  return tinyImap({ mailboxes, capabilities })
}

async function synced(server: TinyImap): Promise<SyncDesk> {
  const desk = new SyncDesk({ account: accountOf(server) })
  await desk.synced()
  return desk
}

const idOf = (desk: SyncDesk, folder: string, subject: string): number => desk.rows(folder).find((row) => row.subject === subject)?.id ?? -1

test('a first copy, newest first', async () => {
  await using server = await poorServer()
  await using desk = await synced(server)
  expect(desk.subjects('INBOX')).toEqual(['Drie', 'Twee', 'Een'])
  expect(desk.reader.folders().map(({ role }) => role)).toEqual(['inbox', 'archive', 'trash'])
  expect(desk.progress).toBeNull()
  expect(desk.writer.folderStates('account').every(({ complete }) => complete)).toBe(true)
})

describe('what others do is found by asking', () => {
  test('new mail', async () => {
    await using server = await poorServer()
    await using desk = await synced(server)
    server.mailbox('INBOX').add(letter('Vier'), [], new Date('2026-02-01'))
    await desk.until(() => desk.subjects('INBOX')[0] === 'Vier')
    expect(desk.news).toEqual([{ folderId: desk.folderId('INBOX'), count: 1 }])
  })

  test('flags, and mail that is gone', async () => {
    await using server = await poorServer()
    await using desk = await synced(server)
    const inbox = server.mailbox('INBOX')
    inbox.messages[0]!.flags.add('\\Seen')
    inbox.remove([2])
    await desk.until(() => desk.subjects('INBOX').join() === 'Drie,Een' && desk.rows('INBOX')[1]!.seen)
    inbox.messages[1]!.flags.add('\\Flagged')
    await desk.until(() => desk.rows('INBOX')[0]!.flagged)
  })

  test('a new folder, and one that is gone', async () => {
    await using server = await poorServer()
    await using desk = await synced(server)
    const project = new TinyMailbox('Project')
    project.add(letter('Plan'))
    server.addMailbox(project)
    server.removeMailbox('Archief')
    await desk.until(() => desk.subjects('Project').join() === 'Plan' && desk.folderId('Archief') === -1)
  })
})

test.each([[[]], [['UIDPLUS']], [['UIDPLUS', 'MOVE']]])('moving, with %j', async (capabilities) => {
  await using server = await poorServer(capabilities)
  await using desk = await synced(server)
  const inbox = server.mailbox('INBOX')
  // Only marked by another program, not removed: it must survive our EXPUNGE.
  inbox.messages[2]!.flags.add('\\Deleted')
  // when
  const task = desk.act({ kind: 'move', to: 'archive' }, [idOf(desk, 'INBOX', 'Een'), idOf(desk, 'INBOX', 'Twee')])
  expect(desk.subjects('Archief')).toEqual(['Twee', 'Een'])
  // then
  expect(await desk.result(task)).toEqual({ kind: 'done', taskId: task.id, created: null })
  expect(server.mailbox('Archief').subjects().sort()).toEqual(['Een', 'Twee'])
  expect(inbox.subjects()).toEqual(['Drie'])
  expect([...inbox.messages[0]!.flags]).toEqual(['\\Deleted'])
  await desk.synced()
  expect([desk.subjects('INBOX'), desk.subjects('Archief')]).toEqual([['Drie'], ['Twee', 'Een']])
  expect(desk.writer.locate([idOf(desk, 'Archief', 'Een')])).toHaveLength(1)
})

test.each([[[]], [['UIDPLUS']], [['UIDPLUS', 'MOVE']]])('taking a move back, with %j', async (capabilities) => {
  await using server = await poorServer(capabilities)
  await using desk = await synced(server)
  const task = desk.act({ kind: 'move', to: 'trash' }, [idOf(desk, 'INBOX', 'Een')])
  await desk.result(task)
  await desk.synced()
  // when
  const back = desk.undo(task)
  // then
  expect((await desk.result(back)).kind).toBe('done')
  await desk.synced()
  expect(server.mailbox('INBOX').subjects().sort()).toEqual(['Drie', 'Een', 'Twee'])
  expect(server.mailbox('Prullenbak').subjects()).toEqual([])
  expect(desk.subjects('INBOX')).toEqual(['Drie', 'Twee', 'Een'])
})

test.each([
  ['after the copy', /^UID COPY/, []], ['before the mark', /^UID STORE/, []], ['before the removal', /^EXPUNGE/, []],
  ['in the middle of a MOVE', /^UID MOVE/, ['UIDPLUS', 'MOVE']],
] as const)('a move whose line breaks %s happens once', async (_, pattern, capabilities) => {
  await using server = await poorServer(capabilities)
  await using desk = await synced(server)
  // The server does it, and the answer is lost.
  server.react(pattern, async (talk, command) => {
    await server.answer({ ...talk, wire: talk.wire.mute() }, command)
    talk.wire.drop()
    return true
  })
  // when
  const task = desk.act({ kind: 'move', to: 'archive' }, [idOf(desk, 'INBOX', 'Een')])
  // then
  expect((await desk.result(task)).kind).toBe('done')
  await desk.synced()
  expect(server.mailbox('Archief').subjects()).toEqual(['Een'])
  expect(server.mailbox('INBOX').subjects()).toEqual(['Twee', 'Drie'])
  expect([desk.subjects('INBOX'), desk.subjects('Archief')]).toEqual([['Drie', 'Twee'], ['Een']])
})

test('a message that somebody else removes while it is being moved is nowhere afterwards', async () => {
  await using server = await poorServer(['UIDPLUS', 'MOVE'])
  await using desk = await synced(server)
  server.react(/^UID MOVE/, () => { server.mailbox('INBOX').remove([1]); return false })
  const task = desk.act({ kind: 'move', to: 'archive' }, [idOf(desk, 'INBOX', 'Een'), idOf(desk, 'INBOX', 'Twee')])
  expect((await desk.result(task)).kind).toBe('done')
  await desk.synced()
  expect([desk.subjects('INBOX'), desk.subjects('Archief')]).toEqual([['Drie'], ['Twee']])
})

test('a move that the server breaks off halfway is turned back as far as it did not happen', async () => {
  await using server = await poorServer(['UIDPLUS', 'MOVE'])
  await using desk = await synced(server)
  server.react(/^UID MOVE/, async (talk, command) => {
    await server.answer({ ...talk, wire: talk.wire.mute() }, { ...command, rest: command.rest.replace(/^\S+/, '1') })
    talk.wire.line('* OK [COPYUID 1000 1 1] moved')
    talk.wire.line('* 1 EXPUNGE')
    talk.wire.line(`${command.tag} NO [SERVERBUG] halfway`)
    return true
  })
  const task = desk.act({ kind: 'move', to: 'archive' }, [idOf(desk, 'INBOX', 'Een'), idOf(desk, 'INBOX', 'Twee')])
  expect(await desk.result(task)).toEqual({ kind: 'turned-back', taskId: task.id, act: 'move', reason: 'server-refused' })
  await desk.synced()
  expect([desk.subjects('INBOX'), desk.subjects('Archief')]).toEqual([['Drie', 'Twee'], ['Een']])
})

test('marks go to the server and are undone there', async () => {
  await using server = await poorServer()
  await using desk = await synced(server)
  const ids = ['Een', 'Twee'].map((subject) => idOf(desk, 'INBOX', subject))
  const task = desk.act({ kind: 'flag', flag: 'flagged', on: true }, ids)
  expect(desk.rows('INBOX').filter(({ flagged }) => flagged)).toHaveLength(2)
  expect((await desk.result(task)).kind).toBe('done')
  expect(server.mailbox('INBOX').messages.map(({ flags }) => flags.has('\\Flagged'))).toEqual([true, true, false])
  const back = desk.undo(task)
  expect((await desk.result(back)).kind).toBe('done')
  expect(server.mailbox('INBOX').messages.some(({ flags }) => flags.has('\\Flagged'))).toBe(false)
})

describe('what an answer leaves on its original', () => {
  test('goes to the server', async () => {
    await using server = await poorServer()
    await using desk = await synced(server)
    const task = desk.act({ kind: 'mark', mark: 'answered' }, [idOf(desk, 'INBOX', 'Een')])
    const other = desk.act({ kind: 'mark', mark: 'forwarded' }, [idOf(desk, 'INBOX', 'Twee')])
    expect(desk.rows('INBOX').map(({ answered, forwarded }) => [answered, forwarded])).toEqual([[false, false], [false, true], [true, false]])
    expect([(await desk.result(task)).kind, (await desk.result(other)).kind]).toEqual(['done', 'done'])
    expect(server.mailbox('INBOX').messages.map(({ flags }) => [...flags])).toEqual([['\\Answered'], ['$Forwarded'], []])
  })

  test('is let be where the server takes no keywords', async () => {
    await using server = await poorServer()
    server.mailbox('INBOX').takesKeywords = false
    await using desk = await synced(server)
    const task = desk.act({ kind: 'mark', mark: 'forwarded' }, [idOf(desk, 'INBOX', 'Een')])
    expect(await desk.result(task)).toEqual({ kind: 'turned-back', taskId: task.id, act: 'mark', reason: 'server-refused' })
    expect(desk.rows('INBOX').some(({ forwarded }) => forwarded)).toBe(false)
    expect(server.heard.filter((line) => line.startsWith('UID STORE'))).toEqual([])
  })
})

describe('a server that says OK and does nothing', () => {
  test.each([
    ['flag', { kind: 'flag', flag: 'seen', on: true }], ['move', { kind: 'move', to: 'archive' }], ['destroy', { kind: 'destroy' }],
  ] as const)('%s is turned back', async (_, act) => {
    await using server = await poorServer(['UIDPLUS'])
    await using desk = await synced(server)
    server.mailbox('INBOX').isFrozen = true
    const task = desk.act(act, [idOf(desk, 'INBOX', 'Een')])
    expect(await desk.result(task)).toEqual({ kind: 'turned-back', taskId: task.id, act: act.kind, reason: 'no-right' })
    expect(desk.subjects('INBOX')).toEqual(['Drie', 'Twee', 'Een'])
    expect(desk.rows('INBOX').some(({ seen }) => seen)).toBe(false)
  })
})

test('destroying takes only what was meant', async () => {
  await using server = await poorServer()
  await using desk = await synced(server)
  const inbox = server.mailbox('INBOX')
  inbox.messages[1]!.flags.add('\\Deleted')
  const task = desk.act({ kind: 'destroy' }, [idOf(desk, 'INBOX', 'Een')])
  expect((await desk.result(task)).kind).toBe('done')
  expect(inbox.subjects()).toEqual(['Twee', 'Drie'])
  expect(inbox.messages[0]!.flags.has('\\Deleted')).toBe(true)
})

test('a folder that an act needs is made, and said', async () => {
  await using server = await poorServer()
  server.removeMailbox('Archief')
  await using desk = await synced(server)
  const task = desk.act({ kind: 'move', to: 'archive' }, [idOf(desk, 'INBOX', 'Een')])
  expect(await desk.result(task)).toEqual({ kind: 'done', taskId: task.id, created: 'Archief' })
  expect(server.mailbox('Archief').subjects()).toEqual(['Een'])
  await desk.synced()
  expect(desk.subjects('Archief')).toEqual(['Een'])
})

test('acts while the line is away are shown at once and done later, in their order', async () => {
  await using server = await poorServer(['UIDPLUS', 'MOVE'])
  await using desk = await synced(server)
  await server.pause()
  await desk.until(() => desk.state === 'waiting')
  const id = idOf(desk, 'INBOX', 'Een')
  // when
  const tasks = [
    desk.act({ kind: 'flag', flag: 'seen', on: true }, [id]), desk.act({ kind: 'move', to: 'archive' }, [id]), desk.act({ kind: 'flag', flag: 'flagged', on: true }, [id]),
  ]
  expect(desk.rows('Archief')).toMatchObject([{ subject: 'Een', seen: true, flagged: true }])
  await server.resume()
  // then
  for (const task of tasks) expect((await desk.result(task)).kind).toBe('done')
  expect(server.mailbox('Archief').messages.map(({ flags }) => [...flags].sort())).toEqual([['\\Flagged', '\\Seen']])
})

test('what has not run yet is taken back without asking the server', async () => {
  await using server = await poorServer()
  await using desk = await synced(server)
  await server.pause()
  await desk.until(() => desk.state === 'waiting')
  const task = desk.act({ kind: 'move', to: 'trash' }, [idOf(desk, 'INBOX', 'Een')])
  const back = desk.undo(task)
  expect(desk.results).toEqual([{ kind: 'undone', taskId: task.id }, { kind: 'done', taskId: back.id, created: null }])
  expect(desk.subjects('INBOX')).toEqual(['Drie', 'Twee', 'Een'])
})

describe('putting a message on the server', () => {
  const raw = Buffer.from(letter('Verzonden brief'))
  const options = { flags: ['\\Seen'], replaces: null }

  test('makes the folder that it needs', async () => {
    await using server = await poorServer()
    await using desk = await synced(server)
    const result = await desk.sync.append({ role: 'sent' }, raw, options)
    expect(result).toMatchObject({ kind: 'appended', path: 'Verzonden', uid: 1, already: false, created: true })
    expect(server.mailbox('Verzonden').messages.map(({ flags }) => [...flags])).toEqual([['\\Seen']])
    await desk.until(() => desk.subjects('Verzonden').join() === 'Verzonden brief')
  })

  test('a second time finds the first', async () => {
    await using server = await poorServer()
    await using desk = await synced(server)
    await desk.sync.append('Archief', raw, options)
    expect(await desk.sync.append('Archief', raw, options)).toMatchObject({ kind: 'appended', uid: 1, already: true })
    expect(server.mailbox('Archief').subjects()).toEqual(['Verzonden brief'])
  })

  test('once, when the answer is lost', async () => {
    await using server = await poorServer()
    await using desk = await synced(server)
    server.react(/^APPEND/, async (talk, command) => {
      await server.answer({ ...talk, wire: talk.wire.mute() }, command)
      talk.wire.drop()
      return true
    })
    expect(await desk.sync.append('Archief', raw, options)).toMatchObject({ kind: 'appended', already: true })
    expect(server.mailbox('Archief').subjects()).toEqual(['Verzonden brief'])
  })

  test('a newer draft takes the place of the older one', async () => {
    await using server = await poorServer()
    await using desk = await synced(server)
    const draft = (subject: string) => Buffer.from(letter(subject))
    await desk.sync.append({ role: 'drafts' }, draft('Eerste'), { flags: ['\\Draft'], replaces: null })
    await desk.sync.append({ role: 'drafts' }, draft('Tweede'), { flags: ['\\Draft'], replaces: '<Eerste@test>' })
    expect(server.mailbox('Concepten').subjects()).toEqual(['Tweede'])
    expect(await desk.sync.discard({ role: 'drafts' }, '<Tweede@test>')).toEqual({ kind: 'gone' })
    expect(await desk.sync.discard({ role: 'drafts' }, '<Tweede@test>')).toEqual({ kind: 'gone' })
    expect(server.mailbox('Concepten').subjects()).toEqual([])
  })

  test.each([['OVERQUOTA', 'over-quota'], ['NOPERM', 'no-right'], ['TOOBIG', 'too-large'], ['SERVERBUG', 'server-refused']])('%s is %s', async (code, reason) => {
    await using server = await poorServer()
    await using desk = await synced(server)
    server.react(/^APPEND/, ({ wire }, { tag }) => { wire.line(`${tag} NO [${code}] no`); return true })
    expect(await desk.sync.append('Archief', raw, options)).toEqual({ kind: 'refused', reason })
  })

  test('closing lets go of whoever waits', async () => {
    await using server = await poorServer()
    await using desk = await synced(server)
    server.react(/^APPEND/, () => true)
    const waiting = desk.sync.append('Archief', raw, options)
    await desk.sync.close()
    expect(await waiting).toEqual({ kind: 'closed' })
    expect(await desk.sync.append('Archief', raw, options)).toEqual({ kind: 'closed' })
  })
})

test('a line that breaks at every second command does not keep mail from coming in', async () => {
  await using server = await poorServer()
  const inbox = server.mailbox('INBOX')
  for (let index = 0; index < 40; index += 1) inbox.add(letter(`Brief ${index}`), [], new Date(Date.UTC(2026, 1, 1, index)))
  let fetches = 0
  server.react(/^UID FETCH/, (talk, command) => (++fetches % 2 === 0 ? cut(talk, command) : false), 30)
  await using desk = await synced(server)
  expect(desk.subjects('INBOX')).toHaveLength(43)
})
