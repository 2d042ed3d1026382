import { expect, onTestFinished, test } from 'vitest'
import { openDesk, to, type Desk } from '../../../test/practice/sending/desk.ts'
import type { AppendResult } from '../imap/face.ts'
import { changeState } from '../sending/outbox-rows.ts'
import { copiesDue, copyIsDue } from '../sending/sent-copy.ts'
import { startSentCopies } from './sent-copies.ts'
import type { Event } from './journal.ts'

const put: AppendResult = { kind: 'appended', path: 'Verzonden', uid: 1, already: false, created: false, time: null }
const no = (reason: 'no-right' | 'over-quota'): AppendResult => ({ kind: 'refused', reason })

/** A message that a server has, sent from this account, in the name of this mailbox. */
async function sent(desk: Desk, { account = 'anja', sentAs = null as object | null } = {}): Promise<string> {
  const confirmed = await desk.confirm(await desk.write({ to: to('bas@delinde.test') }))
  const [id] = confirmed.ok ? confirmed.value.outboxIds : []
  changeState(desk.db, id ?? '', { state: 'sent', since: desk.now() })
  const outgoing = desk.db.prepare<[string], string>('SELECT outgoing_id FROM delivery WHERE id = ?').pluck().get(id ?? '') ?? ''
  desk.db.prepare("UPDATE outgoing SET account_id = ?, manuscript = json_set(manuscript, '$.sentAs', json(?)) WHERE id = ?").run(account, JSON.stringify(sentAs), outgoing)
  copyIsDue(desk.db, outgoing)
  return outgoing
}
const info = { address: 'info@delinde.test', name: 'Anja', folder: 'Praktijk/info/Verzonden' }
const sealed = { address: 'recepten@delinde.test', name: 'Anja', folder: null, accountId: 'sealed:recepten' }

function copying(desk: Desk, answer: (place: string) => AppendResult | Promise<AppendResult>, { isOpen = true } = {}) {
  const places: string[] = []
  const told: Event<'filed'>[] = []
  const copies = startSentCopies({
    ...desk, ...desk.parts, accounts: { get: () => (isOpen ? {} : null) as never }, changes: { touch: () => undefined }, onBug: (where, error) => { throw new Error(where, { cause: error }) },
    journal: { note: (event) => { told.push(event as unknown as Event<'filed'>); return { kind: 'written', sequence: 1, hash: '' } } },
    sync: { append: async (account, place) => {
      places.push(`${account} ${typeof place === 'string' ? place : place.path}`)
      return await answer(places.at(-1) ?? '')
    } },
  })
  onTestFinished(() => { copies[Symbol.dispose]() })
  return { copies, places, told }
}
const trouble = (desk: Desk) => desk.outbox().map(({ copyTrouble }) => copyTrouble)
const forever = { timeout: 30_000, interval: 2 }

test('an account that nobody can log in to keeps back no other\'s copies, of now or later', async () => {
  await using desk = openDesk()
  await sent(desk, { account: 'stuck' })
  const { copies, places } = copying(desk, (place) => (place.startsWith('stuck') ? new Promise(() => undefined) : put))
  await expect.poll(() => places, forever).toEqual(['stuck sent'])
  await sent(desk, { account: 'anja' })
  copies.due()
  await expect.poll(() => copiesDue(desk.db).map(({ accountId }) => accountId), forever).toEqual(['stuck'])
})

test('what the folder of a shared mailbox does not take lies among one\'s own sent mail: that is said, and told under its name', async () => {
  await using desk = openDesk()
  await sent(desk, { sentAs: info })
  const { places, told } = copying(desk, (place) => (place.includes('Praktijk/') ? no('no-right') : put))
  await expect.poll(() => trouble(desk), forever).toEqual(['elsewhere'])
  expect(places).toEqual(['anja Praktijk/info/Verzonden', 'anja sent'])
  expect(copiesDue(desk.db)).toEqual([])
  expect(told).toMatchObject([{ class: 'filed', outcome: 'failed', reason: 'no-right', mailbox: 'info@delinde.test', detail: { change: 'sent-copy-elsewhere' } }])
})

test('what no folder takes stays in the outbox, is said once, and is offered again at the next start', async () => {
  await using desk = openDesk()
  await sent(desk, { sentAs: info })
  const first = copying(desk, () => no('over-quota'))
  await expect.poll(() => trouble(desk), forever).toEqual(['refused'])
  first.copies.due()
  await desk.write({ to: to('bas@delinde.test') })
  expect([first.places.length, first.told.length, copiesDue(desk.db).length]).toEqual([2, 1, 1])
  first.copies[Symbol.dispose]()
  copying(desk, () => put)
  await expect.poll(() => [trouble(desk), copiesDue(desk.db).length], forever).toEqual([[null], 0])
})

test('a mailbox\'s own session that begins anew is waited for; one that may be opened no more is not', async () => {
  await using desk = openDesk()
  await sent(desk, { sentAs: sealed })
  let isBack = false
  const { copies, places } = copying(desk, () => (isBack ? put : { kind: 'closed' }))
  await expect.poll(() => places, forever).toEqual(['sealed:recepten sent'])
  isBack = true
  copies.due()
  await expect.poll(() => [copiesDue(desk.db).length, trouble(desk)], forever).toEqual([0, [null]])
  await sent(desk, { sentAs: sealed })
  const out = copying(desk, (place) => (place.startsWith('sealed') ? { kind: 'closed' } : put), { isOpen: false })
  await expect.poll(() => trouble(desk)[1], forever).toBe('elsewhere')
  expect(out.places).toEqual(['sealed:recepten sent', 'anja sent'])
})
