import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { foundRegisterFolder } from '../../src/main/practice/rights/register-folder.ts'
import { onServer } from '../../src/main/practice/rights/on-server.ts'
import { accountOf } from './imap-desk.ts'
import { TestLine } from './register/line-desk.ts'
import { Wire } from './register/wire.ts'
import { startPractice, type Practice } from './servers/practice.ts'

vi.mock('../../src/shared/limits.ts', async (original) => ({ ...(await original<object>()), BACK_OFF_FIRST_MS: 20, BACK_OFF_MAX_MS: 100 }))

let practice: Practice
beforeAll(async () => { practice = await startPractice({ only: ['imap'] }) })
afterAll(() => practice[Symbol.asyncDispose]())

const people = ['anja@delinde.test', 'bas@delinde.test'] as const
const SAYINGS = 30

/** A workstation on a line that breaks now and then, at any moment. */
async function workstation(address: string, folder: string): Promise<{ line: TestLine; wire: Wire }> {
  const wire = await Wire.to({ host: practice.host, port: practice.ports.imaps })
  const connection = accountOf(practice, address, { imap: { host: '127.0.0.1', port: wire.port, security: 'tls' } })
  return { wire, line: new TestLine({ connection, folder }) }
}

test('two workstations write while their lines break: both hear all of it, in the same order', async () => {
  const founded = await onServer({ id: 'x', ...accountOf(practice, people[0]) }, AbortSignal.timeout(60_000), (session) => foundRegisterFolder(session, { keeper: people[0], members: [people[1]] }))
  if (founded.kind !== 'ready') throw new Error(founded.kind)
  await using stack = new AsyncDisposableStack()
  const desks = await Promise.all(people.map((address) => workstation(address, founded.path)))
  for (const { line, wire } of desks) { stack.use(wire); stack.use(line) }
  for (let number = 1; number <= SAYINGS; number += 1) {
    for (const [index, { line, wire }] of desks.entries()) {
      line.write(`${index}-${number}@register`, `${index}-${number} ${'x'.repeat(Math.floor(Math.random() * 8_000))}`)
      // Sometimes at once, sometimes in the middle of what follows, sometimes with the answer lost.
      const chance = Math.random()
      if (chance < 0.1) wire.cut()
      else if (chance < 0.2) setTimeout(() => { wire.cut() }, Math.random() * 60)
      else if (chance < 0.3) { wire.holdAfter(Math.random() * 4_000); setTimeout(() => { wire.cut() }, 80) }
    }
    await delay(Math.random() * 40)
  }
  await delay(100)
  for (const { wire } of desks) wire.cut()
  const names = (line: TestLine): string[] => line.texts.map((text) => text.split(' ')[0] ?? '')
  for (const { line } of desks) await line.until(() => new Set(names(line)).size === 2 * SAYINGS && new Set(line.sent.map(({ id }) => id)).size === SAYINGS)
  const most = Math.max(...desks.map(({ line }) => line.messages.length))
  for (const { line } of desks) await line.until(() => line.messages.length >= most)
  const [hers = [], his = []] = desks.map(({ line }) => names(line))
  expect(hers).toEqual(his)
  // A server that was still busy with a message when its line broke may have it twice: the same event, by its hash.
  expect([...new Set(hers)].sort()).toEqual([0, 1].flatMap((who) => Array.from({ length: SAYINGS }, (_, at) => `${who}-${at + 1}`)).sort())
  for (const { line } of desks) expect(line.gone).toEqual([])
})
