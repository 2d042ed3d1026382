import { expect, test, vi } from 'vitest'
import { onServer } from '../../src/main/practice/rights/on-server.ts'
import { foundRegisterFolder } from '../../src/main/practice/rights/register-folder.ts'
import { message, TestLine } from '../practice/register/line-desk.ts'
import { accountOf } from './tiny-imap/account.ts'
import { TinyMailbox } from './tiny-imap/mailboxes.ts'
import { cut, say, tinyImap, type Reaction, type TinyImap } from './tiny-imap/server.ts'

vi.mock('../../src/shared/limits.ts', async (original) => ({ ...(await original<object>()), ...(await import('./quick-limits.ts')).quick }))
vi.mock('../../src/main/practice/line/limits.ts', async (original) => ({ ...(await original<object>()), REGISTER_POLL_MS: 50, REGISTER_BULK_FROM: 40, REGISTER_BATCH_MESSAGES: 10 }))

const FOLDER = 'Praktijkpost-register'

function folderWith(count: number): TinyMailbox {
  const mailbox = new TinyMailbox(FOLDER)
  for (let number = 1; number <= count; number += 1) mailbox.add(message(`${number}@register`, `event ${number}`).toString(), [], new Date(0))
  return mailbox
}

const lineTo = (server: TinyImap): TestLine => new TestLine({ connection: accountOf(server), folder: FOLDER })
const upTo = (count: number): string[] => Array.from({ length: count }, (_, index) => `event ${index + 1}`)

test('a server that knows next to nothing: what is new is asked for, and what is written goes in', async () => {
  await using server = await tinyImap({ mailboxes: [new TinyMailbox('INBOX'), folderWith(2)] })
  await using line = lineTo(server)
  await line.inStep()
  expect(line.states.at(-1)).toMatchObject({ kind: 'in-step', rights: null, heard: 'by-asking' })
  server.mailbox(FOLDER).add(message('3@register', 'event 3').toString(), [], new Date(0))
  await line.until(() => line.texts.length === 3)
  line.write('4@register', 'event 4')
  await line.until(() => line.texts.length === 4)
  expect(line.texts).toEqual(upTo(4))
  expect(line.sent).toEqual([{ id: '4@register', result: { kind: 'sent', already: false } }])
})

test('a folder that is not there yet is opened once it is', async () => {
  await using server = await tinyImap({ mailboxes: [new TinyMailbox('INBOX')] })
  await using line = lineTo(server)
  await line.until(() => line.kinds.includes('no-folder'))
  server.addMailbox(folderWith(1))
  line.line.look()
  await line.until(() => line.texts.length === 1)
})

test('a server that knows no rights keeps the register of one person, and cannot share one', async () => {
  await using server = await tinyImap({ mailboxes: [new TinyMailbox('INBOX')] })
  const found = (members: readonly string[], suffix: string) =>
    onServer({ id: 'x', ...accountOf(server) }, AbortSignal.timeout(60_000), (session) => foundRegisterFolder(session, { keeper: 'anja', members, suffix }))
  expect(await found([], '-1')).toEqual({ kind: 'ready', path: 'Praktijkpost-register-1', place: 'own', already: false, unkept: [] })
  expect(await found(['bas'], '-2')).toEqual({ kind: 'cannot-share', path: 'Praktijkpost-register-2' })
})

const troubles: readonly { readonly name: string; readonly at: RegExp; readonly reaction: Reaction }[] = [
  { name: 'cut while it is opened', at: /^EXAMINE/, reaction: cut },
  { name: 'cut while it is counted', at: /^UID SEARCH/, reaction: cut },
  { name: 'cut while messages come', at: /^UID FETCH/, reaction: cut },
  { name: 'cut in the middle of one', at: /^UID FETCH/, reaction: ({ wire }) => { wire.write('* 1 FETCH (UID 1 BODY[]<0> {400}\r\nSubject: half\r\n'); wire.socket.end(); return true } },
  { name: 'garbage', at: /^UID FETCH/, reaction: say(')))) {99999999999999999999}', '\u0000\u0001') },
  { name: 'more numbers than there are messages in the world', at: /^UID SEARCH/, reaction: ({ wire }, { tag }) => { wire.line(`* ESEARCH (TAG "${tag}") UID ALL 1:4000000000`); wire.line(`${tag} OK found`); return true } },
  { name: 'a farewell', at: /^UID FETCH/, reaction: ({ wire }) => { wire.line('* BYE going down'); wire.socket.end(); return true } },
]

test.each([3, 55].flatMap((count) => troubles.map((trouble) => ({ ...trouble, count }))))('$name, of $count messages: each is handed over once, in order', async ({ at, reaction, count }) => {
  await using server = await tinyImap({ capabilities: ['ESEARCH', 'IDLE'], mailboxes: [new TinyMailbox('INBOX'), folderWith(count)] })
  server.react(at, reaction, 2)
  await using line = lineTo(server)
  await line.inStep()
  expect(line.texts).toEqual(upTo(count))
  expect(line.gone).toEqual([])
})
