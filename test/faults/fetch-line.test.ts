import { setTimeout as later } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { FetchLine, type FetchedMessage } from '../../src/main/imap/fetch/fetch-line.ts'
import { accountOf } from './tiny-imap/account.ts'
import { letter, TinyMailbox } from './tiny-imap/mailboxes.ts'
import { cut, say, stall, tinyImap, type Reaction, type TinyImap, type TinyOptions } from './tiny-imap/server.ts'

vi.mock('../../src/shared/limits.ts', async (original) => ({ ...(await original<object>()), ...(await import('./quick-limits.ts')).quick }))

const problem = (name: string) => ({ kind: 'problem', problem: name })
const lost = (name: string) => ({ problem: name, message: `session lost: ${name}` })

const open = (server: TinyImap, change: Parameters<typeof accountOf>[1] = {}, signal = new AbortController().signal) => FetchLine.open(accountOf(server, change), signal)

async function opened(server: TinyImap, change: Parameters<typeof accountOf>[1] = {}): Promise<FetchLine> {
  const result = await open(server, change)
  if (result.kind === 'problem') throw new Error(result.problem)
  return result.line
}

function inbox(count = 3, name = 'INBOX'): TinyMailbox {
  const mailbox = new TinyMailbox(name)
  for (let index = 1; index <= count; index += 1) mailbox.add(letter(`Brief ${index}`), index % 2 === 0 ? ['\\Seen'] : [], new Date(Date.UTC(2026, 0, index)))
  return mailbox
}

const MAX = 4_096
const collect = (line: FetchLine, set = '1:*'): { heard: number[]; end: Promise<'done' | 'refused'> } => {
  const heard: number[] = []
  return { heard, end: line.fetch(set, { maxBytes: MAX, onMessage: ({ uid }) => { heard.push(uid) } }) }
}

test('messages, their flags and dates; afterwards a goodbye', async () => {
  await using server = await tinyImap({ mailboxes: [inbox()] })
  const line = await opened(server)
  expect(await line.examine('INBOX')).toEqual({ kind: 'examined', uidValidity: 1_000 })
  const heard: unknown[] = []
  const onMessage = ({ uid, flags, receivedAt, raw }: FetchedMessage): void => { heard.push([uid, flags, receivedAt, raw.toString()]) }
  expect(await line.fetch('1:2,3', { maxBytes: MAX, onMessage })).toBe('done')
  expect(heard).toEqual([1, 2, 3].map((uid) => [uid, uid === 2 ? ['\\Seen'] : [], Date.UTC(2026, 0, uid), letter(`Brief ${uid}`)]))
  await line.close()
  expect(server.heard).toContain('EXAMINE "INBOX"')
  expect(server.heard.at(-1)).toBe('LOGOUT')
  await expect(line.examine('INBOX')).rejects.toMatchObject(lost('dropped'))
})

describe('what breaks while messages come', () => {
  const half = '* 1 FETCH (UID 1 FLAGS () BODY[]<0> {400}\r\nSubject: half\r\n'
  const cases: readonly { name: string; reaction: Reaction; ends: string; uids?: readonly number[] }[] = [
    { name: 'the line is cut', reaction: cut, ends: 'dropped' },
    { name: 'the line is cut in the middle of a message', reaction: ({ wire }) => { wire.write(half); wire.socket.end(); return true }, ends: 'dropped' },
    { name: 'garbage', reaction: say(')))) {99999999999999999999}', '\u0000\u0001'), ends: 'garbled' },
    { name: 'a message larger than was asked for', reaction: ({ wire }) => { wire.write(`* 1 FETCH (UID 1 BODY[]<0> {${MAX + 1}}\r\n${'a'.repeat(MAX + 1)})\r\n`); return true }, ends: 'garbled' },
    { name: 'a message that would fill memory', reaction: say('* 1 FETCH (UID 1 BODY[]<0> {4294967295}'), ends: 'garbled' },
    { name: 'a line that never ends', reaction: ({ wire }) => { wire.write(`* ${'a'.repeat(2_000_000)}`); return true }, ends: 'garbled' },
    { name: 'a farewell', reaction: say('* BYE going down'), ends: 'dropped' },
    { name: 'a farewell in the middle', reaction: ({ wire }) => { wire.write('* 1 FETCH (UID 1 BODY[] {2}\r\nab)\r\n* BYE\r\n'); return true }, ends: 'dropped', uids: [1] },
    { name: 'the end of something that nobody asked', reaction: say('X99 OK done'), ends: 'garbled' },
    { name: 'a question that nobody expects', reaction: say('+ go on'), ends: 'garbled' },
    { name: 'no end but a word', reaction: ({ wire }, { tag }) => { wire.line(`${tag} MAYBE`); return true }, ends: 'garbled' },
    { name: 'a command that it does not know', reaction: ({ wire }, { tag }) => { wire.line(`${tag} BAD what`); return true }, ends: 'garbled' },
  ]
  test.each(cases)('$name', async ({ reaction, ends, uids = [] }) => {
    await using server = await tinyImap({ mailboxes: [inbox()] })
    const line = await opened(server)
    await line.examine('INBOX')
    server.react(/^UID FETCH 1:2/, reaction)
    const { heard, end } = collect(line, '1:2')
    await expect(end).rejects.toMatchObject(lost(ends))
    await expect(line.examine('INBOX')).rejects.toMatchObject({ problem: ends })
    expect(heard).toEqual(uids)
    await line.close()
  })

  test('what was asked ahead breaks with it, whether or not somebody waits for it', async () => {
    await using server = await tinyImap({ mailboxes: [inbox()] })
    const line = await opened(server)
    await line.examine('INBOX')
    server.react(/^UID FETCH/, stall, 2)
    server.react(/^UID FETCH/, cut)
    void line.fetch('1', { maxBytes: MAX, onMessage: () => undefined })
    const ends = [collect(line, '2').end, collect(line, '3').end]
    for (const end of ends) await expect(end).rejects.toMatchObject(lost('dropped'))
  })

  test('a refusal is an answer, and the line goes on', async () => {
    await using server = await tinyImap({ mailboxes: [inbox()] })
    const line = await opened(server)
    await line.examine('INBOX')
    server.react(/^UID FETCH/, ({ wire }, { tag }) => { wire.line(`${tag} NO [LIMIT] later`); return true })
    expect(await collect(line).end).toBe('refused')
    const { heard, end } = collect(line)
    expect([await end, heard]).toEqual(['done', [1, 2, 3]])
    await line.close()
  })

  test('news from others is no news here, nor is a message that nobody asked for', async () => {
    await using server = await tinyImap({ mailboxes: [inbox()] })
    const line = await opened(server)
    await line.examine('INBOX')
    server.react(/^UID FETCH/, async (talk, command) => {
      talk.wire.write('* 4 EXISTS\r\n* 1 FETCH (FLAGS (\\Deleted))\r\n* OK busy\r\n* VANISHED 9\r\n* 9 FETCH (UID 9 BODY[] "x")\r\n')
      await server.answer(talk, command)
      return true
    })
    const { heard, end } = collect(line, '1:3')
    expect([await end, heard]).toEqual(['done', [1, 2, 3]])
    await line.close()
  })

  test('what the listener throws comes out, and ends the line', async () => {
    await using server = await tinyImap({ mailboxes: [inbox()] })
    const line = await opened(server)
    await line.examine('INBOX')
    let count = 0
    const full = line.fetch('1:*', { maxBytes: MAX, onMessage: () => { count += 1; throw new Error('disk full') } })
    await expect(full).rejects.toThrow('disk full')
    await expect(line.examine('INBOX')).rejects.toMatchObject(lost('dropped'))
    expect(count).toBe(1)
  })

  test('closed by the listener itself', async () => {
    await using server = await tinyImap({ mailboxes: [inbox()] })
    const line = await opened(server)
    await line.examine('INBOX')
    const heard: number[] = []
    const end = line.fetch('1:*', { maxBytes: MAX, onMessage: ({ uid }) => { heard.push(uid); void line.close() } })
    await expect(end).rejects.toMatchObject(lost('dropped'))
    expect(heard).toEqual([1])
  })

  test('the same messages cannot be asked for twice at a time', async () => {
    await using server = await tinyImap({ mailboxes: [inbox()] })
    const line = await opened(server)
    await line.examine('INBOX')
    const { end } = collect(line, '1:2')
    expect(() => collect(line, '2:5')).toThrow('asked for already')
    expect(() => collect(line, '1 (FLAGS)\r\nF9 LOGOUT')).toThrow('no set of UIDs')
    await end
    await line.close()
  })
})

describe('folders', () => {
  test('names that need care', async () => {
    const names = ['Zo "niet" \\ zo', 'Patiënten']
    await using server = await tinyImap({ mailboxes: names.map((name) => inbox(1, name)) })
    const heard: string[] = []
    server.react(/^EXAMINE/, ({ wire }, { tag, rest, literal }) => { heard.push(literal?.toString() ?? rest); wire.line(`${tag} OK`); return true }, 2)
    const line = await opened(server)
    for (const name of names) expect(await line.examine(name)).toEqual({ kind: 'examined', uidValidity: 0 })
    expect(heard).toEqual(['"Zo \\"niet\\" \\\\ zo"', 'Patiënten'])
    await line.close()
  })

  test('asked for as the list was: in UTF-8 where there is any', async () => {
    await using server = await tinyImap({ capabilities: ['ENABLE', 'UTF8=ACCEPT', 'IMAP4rev2', 'QRESYNC'] })
    server.react(/^ENABLE/, ({ wire }, { tag }) => { wire.line(`${tag} BAD no`); return true })
    await (await opened(server)).close()
    expect(server.heard.filter((line) => line.startsWith('ENABLE'))).toEqual(['ENABLE UTF8=ACCEPT IMAP4REV2', 'ENABLE UTF8=ACCEPT'])
  })
})

describe('logging in', () => {
  /** Answers AUTHENTICATE and keeps what it is told. */
  const authenticate = (server: TinyImap, questions: number, end = 'OK in'): string[] => {
    const told: string[] = []
    server.react(/^AUTHENTICATE/, async ({ wire }, { tag, rest }) => {
      told.push(rest)
      for (let count = 0; count < questions; count += 1) {
        wire.line('+ ')
        told.push((await wire.read())?.text ?? '')
      }
      wire.line(`${tag} ${end}`)
      return true
    })
    return told.length === 0 ? told : []
  }
  const plain = (text: string): string => Buffer.from(text, 'base64').toString('utf8')

  test('PLAIN where there is any, else LOGIN, else the command', async () => {
    await using server = await tinyImap({ capabilities: ['AUTH=LOGIN', 'AUTH=PLAIN', 'LOGINDISABLED'] })
    const told = authenticate(server, 1)
    await (await opened(server, { secret: 'gehéim' })).close()
    expect([told[0], plain(told[1] ?? '')]).toEqual(['PLAIN', '\0anja@delinde.test\0gehéim'])
    await using older = await tinyImap({ capabilities: ['AUTH=LOGIN'] })
    const words = authenticate(older, 2)
    await (await opened(older)).close()
    expect(words.map((word, index) => (index === 0 ? word : plain(word)))).toEqual(['LOGIN', 'anja@delinde.test', 'geheim'])
    await using oldest = await tinyImap()
    await (await opened(oldest)).close()
    expect(oldest.heard).toContain('LOGIN "anja@delinde.test" "geheim"')
  })

  test('a name with a backslash, as Exchange has them, and a server that takes no passwords in words', async () => {
    await using server = await tinyImap({ capabilities: ['AUTH=PLAIN'] })
    await (await opened(server, { user: 'praktijk\\anja' })).close()
    expect(server.heard).toContain('LOGIN "praktijk\\\\anja" "geheim"')
    await using closed = await tinyImap({ capabilities: ['LOGINDISABLED'] })
    expect(await open(closed)).toEqual(problem('login-refused'))
    expect(closed.heard.join()).not.toContain('geheim')
  })

  test.each([['AUTH=OAUTHBEARER', 'OAUTHBEARER', 'n,a=anja@delinde.test,\x01host=127.0.0.1\x01port=PORT\x01auth=Bearer token\x01\x01'], ['AUTH=XOAUTH2', 'XOAUTH2', 'user=anja@delinde.test\x01auth=Bearer token\x01\x01']])(
    'a token, by %s', async (capability, mechanism, words) => {
      await using server = await tinyImap({ capabilities: [capability, 'AUTH=PLAIN'] })
      const told = authenticate(server, 0)
      await (await opened(server, { auth: 'oauth2', secret: 'token' })).close()
      const [name, initial = ''] = told[0]?.split(' ') ?? []
      expect([name, plain(initial)]).toEqual([mechanism, words.replace('PORT', String(server.port))])
      authenticate(server, 1, 'NO [AUTHENTICATIONFAILED] expired')
      expect(await open(server, { auth: 'oauth2', secret: 'token' })).toEqual(problem('login-refused'))
    })

  test('a refused password, one that the server cannot check now, a token where none is taken', async () => {
    await using server = await tinyImap()
    expect(await open(server, { secret: 'fout' })).toEqual(problem('login-refused'))
    server.react(/^LOGIN/, ({ wire }, { tag }) => { wire.line(`${tag} NO [UNAVAILABLE] later`); return true })
    expect(await open(server)).toEqual(problem('server-busy'))
    expect(await open(server, { auth: 'oauth2' })).toEqual(problem('login-refused'))
  })

  test('a line that ends, garbage, a farewell', async () => {
    await using server = await tinyImap()
    for (const [reaction, name] of [[cut, 'dropped'], [say(')))) {9}', '\u0000'), 'garbled'], [say('* BYE too many'), 'server-busy'], [say('+ go on'), 'garbled']] as const) {
      server.react(/^LOGIN/, reaction)
      expect(await open(server)).toEqual(problem(name))
    }
  })

  test.each([['* BYE too many connections', 'server-busy'], ['+OK POP3 ready', 'garbled'], ['220 mail ESMTP', 'garbled'], ['HTTP/1.1 400 Bad Request', 'garbled'], ['* NO thanks', 'garbled']])(
    'a greeting that is none: %s', async (greeting, name) => {
      await using server = await tinyImap({ greeting })
      expect(await open(server)).toEqual(problem(name))
      expect(server.heard).toEqual([])
    })

  test('let in by the greeting, under TLS', async () => {
    await using server = await tinyImap({ greeting: '* PREAUTH welcome', mailboxes: [inbox()] })
    const line = await opened(server)
    expect((await line.examine('INBOX')).kind).toBe('examined')
    await line.close()
    expect(server.heard.join()).not.toContain('geheim')
  })

  test('given up', async () => {
    await using server = await tinyImap()
    server.react(/^LOGIN/, stall)
    const giveUp = new AbortController()
    const opening = open(server, {}, giveUp.signal)
    await vi.waitFor(() => { expect(server.heard.join()).toContain('LOGIN') }, 30_000)
    giveUp.abort()
    expect(await opening).toEqual(problem('dropped'))
    expect(await open(server, {}, AbortSignal.abort())).toEqual(problem('dropped'))
  })
})

describe('TLS', () => {
  const starttls = (server: TinyImap) => ({ imap: { host: '127.0.0.1', port: server.port, security: 'starttls' as const } })
  const clearText = { security: 'starttls', capabilities: ['STARTTLS'] } satisfies TinyOptions
  const noPasswordIn = (server: TinyImap): void => { expect(server.heard.join()).not.toMatch(/LOGIN|AUTHENTICATE/) }

  test('asked for on a line in clear text', async () => {
    await using server = await tinyImap({ ...clearText, mailboxes: [inbox()] })
    const line = await opened(server, starttls(server))
    await line.examine('INBOX')
    const { heard, end } = collect(line)
    expect([await end, heard]).toEqual(['done', [1, 2, 3]])
    await line.close()
  })

  test.each([['expired', 'certificate-expired'], ['wrongName', 'certificate-name'], ['selfSigned', 'certificate-untrusted']] as const)('a certificate that is %s', async (certificate, name) => {
    await using server = await tinyImap({ certificate })
    await using upgrading = await tinyImap({ ...clearText, certificate })
    expect(await open(server)).toEqual(problem(name))
    expect(await open(upgrading, starttls(upgrading))).toEqual(problem(name))
    noPasswordIn(server)
    noPasswordIn(upgrading)
  })

  test('of an authority that nobody named, whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    try {
      await using server = await tinyImap()
      expect(await open(server, { ca: null })).toEqual(problem('certificate-untrusted'))
    } finally {
      vi.unstubAllEnvs()
    }
  })

  test('of before 1.2', async () => {
    await using server = await tinyImap({ maxVersion: 'TLSv1.1' })
    expect(await open(server)).toEqual(problem('tls-too-old'))
  })

  test('none where it should be', async () => {
    await using server = await tinyImap({ security: 'starttls' })
    expect(await open(server)).toEqual(problem('no-tls'))
  })

  const attacks: readonly { name: string; options: TinyOptions; said?: string }[] = [
    { name: 'takes it out of the list', options: { ...clearText, capabilities: [] } },
    { name: 'refuses it', options: clearText, said: 'TAG BAD no\r\n' },
    { name: 'lets us in without', options: { ...clearText, greeting: '* PREAUTH welcome' } },
    { name: 'slips an answer in behind it', options: clearText, said: 'TAG OK go ahead\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n' },
    { name: 'slips half an answer in behind it', options: clearText, said: 'TAG OK go ahead\r\n* 1 FET' },
    { name: 'slips half a message in behind it', options: clearText, said: 'TAG OK go ahead\r\n* 1 FETCH (UID 1 BODY[] {20}\r\nab' },
    { name: 'slips garbage in behind it', options: clearText, said: 'TAG OK go ahead\r\n)' },
  ]
  test.each(attacks)('somebody on the line $name', async ({ options, said = '' }) => {
    await using server = await tinyImap(options)
    server.react(/^STARTTLS/, ({ wire }, { tag }) => { wire.write(said.replace('TAG', tag)); return true })
    expect(await open(server, starttls(server))).toEqual(problem('no-tls'))
    noPasswordIn(server)
  })

  test('somebody on the line slips something in a moment later', async () => {
    await using server = await tinyImap(clearText)
    server.react(/^STARTTLS/, async ({ wire }, { tag }) => {
      wire.line(`${tag} OK go ahead`)
      await later(50)
      wire.line('* CAPABILITY IMAP4rev1 AUTH=PLAIN')
      return true
    })
    expect(await open(server, starttls(server))).toEqual(problem('no-tls'))
    noPasswordIn(server)
  })
})
