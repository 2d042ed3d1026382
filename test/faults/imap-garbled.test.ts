import { expect, test, vi } from 'vitest'
import { SyncDesk, until } from './sync-desk.ts'
import { accountOf } from './tiny-imap/account.ts'
import { letter, TinyMailbox } from './tiny-imap/mailboxes.ts'
import { tinyImap, type TinyImap } from './tiny-imap/server.ts'

vi.mock('../../src/shared/limits.ts', async (original) => ({ ...(await original<object>()), ...(await import('./quick-limits.ts')).quick, IMAP_STALL_MS: 500 }))

const LETTERS = 25
const COMMANDS = 30

/** Numbers that look random and are the same for the same seed (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const scraps = ['(', ')', '"', '{5}', '\r\n', '* ', ' NIL ', '4294967296', '-1', '\\', '[', ']', '\u0000', '+ ', 'BYE', '99999999999999999999', '<0>', 'é', '* 1 EXPUNGE\r\n', '* 3 FETCH (FLAGS ())\r\n']

/** A piece cut out, a scrap put in, or a piece said twice. */
function twisted(answer: Buffer, random: (below: number) => number): Buffer {
  const at = random(answer.length + 1)
  const end = Math.min(answer.length, at + 1 + random(12))
  switch (random(3)) {
    case 0: return Buffer.concat([answer.subarray(0, at), answer.subarray(end)])
    case 1: return Buffer.concat([answer.subarray(0, at), Buffer.from(scraps[random(scraps.length)] ?? ''), answer.subarray(at)])
    default: return Buffer.concat([answer.subarray(0, end), answer.subarray(at)])
  }
}

/** Every third answer is twisted, after the login: without that nothing would be tested but the login. */
async function twistingServer(seed: number): Promise<TinyImap> {
  const random = seeded(seed)
  const mailboxes = [new TinyMailbox('INBOX'), new TinyMailbox('Archief')]
  for (let index = 0; index < LETTERS; index += 1) mailboxes[0]!.add(letter(`Brief ${index}`), [], new Date(Date.UTC(2026, 0, 1, index)))
  const server = await tinyImap({ mailboxes, capabilities: ['UIDPLUS', 'MOVE', 'ESEARCH', 'NAMESPACE'] })
  server.react(/^(?!LOGIN|CAPABILITY|LOGOUT)/, async (talk, command) => {
    if (random(3) > 0) return false
    const said: Buffer[] = []
    const wire = Object.assign(talk.wire.mute(), {
      write: (text: string | Buffer) => { said.push(Buffer.from(text)) },
      line: (text: string) => { said.push(Buffer.from(`${text}\r\n`)) },
    })
    const heard = Object.assign(Object.create(talk) as typeof talk, { wire })
    await server.answer(heard, command)
    talk.selected = heard.selected
    talk.wire.write(twisted(Buffer.concat(said), random))
    return true
  }, COMMANDS)
  return server
}

test.each(Array.from({ length: 2 }, (_, group) => group))('answers twisted at random, group %i: it ends in step, and nothing breaks', async (group) => {
  await Promise.all(Array.from({ length: 6 }, async (_, index) => {
    const seed = group * 100 + index
    await using server = await twistingServer(seed)
    await using desk = new SyncDesk({ account: accountOf(server) })
    // What a lie left behind is put right by the next look at what is true.
    await until(() => server.heard.length > COMMANDS * 2, () => `seed ${seed}; ${JSON.stringify(desk.states.slice(-3))}`)
    desk.sync.refresh()
    const wanted = server.mailbox('INBOX').messages.map(({ uid }) => uid)
    await until(() => desk.folderId('INBOX') > 0 && [...desk.writer.knownUids(desk.folderId('INBOX'))].join() === wanted.join(), () => `seed ${seed}; ${JSON.stringify(desk.states.slice(-3))}`)
    expect(desk.results).toEqual([])
  }))
})
