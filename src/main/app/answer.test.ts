import { expect, test } from 'vitest'
import type { Handlers } from '../../shared/contract/contract.ts'
import { JournalUnwritable } from '../sending/note.ts'
import { answer, type Edge } from './answer.ts'
import { Unrecorded } from './journal.ts'

/** An edge whose vault locks while a handler is at work. */
function lockingMeanwhile(handlers: Partial<Handlers>): Edge {
  let isUnlocked = true
  const locking = Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [name, async (input: never) => {
    const outcome: unknown = await handler(input)
    isUnlocked = false
    return outcome
  }]))
  return { handlers: locking as unknown as Handlers, isUnlocked: () => isUnlocked, mayPass: () => true, onBug: (_, error) => { throw error } }
}

test('an answer that comes after the lock says nothing of the mail', async () => {
  const edge = lockingMeanwhile({
    'book.complete': () => ({ ok: true, value: [{ name: 'Anja', address: 'anja@delinde.test', organisation: '', isChecked: true, writtenAt: null, lastAt: null, looksLike: null }] }),
  })
  expect(await answer(edge, 'book.complete', { text: 'an' })).toEqual({ ok: false, fail: 'locked' })
})

test('that it locked is still told to whoever asked for it', async () => {
  const edge = lockingMeanwhile({ 'vault.lock': () => ({ ok: true, value: {} }) })
  expect(await answer(edge, 'vault.lock', {})).toEqual({ ok: true, value: {} })
})

test('an unknown name, a locked door and a malformed input are told apart', async () => {
  const edge: Edge = { handlers: {} as Handlers, isUnlocked: () => false, mayPass: () => true, onBug: () => undefined }
  expect(await answer(edge, 'constructor', {})).toEqual({ ok: false, fail: 'bad-input' })
  expect(await answer(edge, 'folders.list', {})).toEqual({ ok: false, fail: 'locked' })
  expect(await answer(edge, 'vault.unlockWithRecovery', { code: 7 })).toEqual({ ok: false, fail: 'bad-input' })
})

test('what the practice does not allow never reaches the handler; what concerns nobody\'s mail is not asked', async () => {
  const asked: string[] = []
  const handlers = { 'mail.message': () => { throw new Error('it was let through') }, 'vault.state': () => ({ ok: true, value: {} }) } as unknown as Handlers
  const edge: Edge = { handlers, isUnlocked: () => true, mayPass: (name) => { asked.push(name); return false }, onBug: (_, error) => { throw error } }
  expect(await answer(edge, 'mail.message', { messageId: 1 })).toEqual({ ok: false, fail: 'not-allowed' })
  expect(await answer(edge, 'vault.state', {})).toEqual({ ok: true, value: {} })
  expect(asked).toEqual(['mail.message'])
})

test.each([
  ['no room for it', new JournalUnwritable('disk-full'), 'disk-full'],
  ['a journal that cannot be written', new JournalUnwritable('not-writable'), 'journal-unwritable'],
  ['the same for an act of the core itself', new Unrecorded('damaged-file'), 'journal-unwritable'],
  ['its full disk', new Unrecorded('disk-full'), 'disk-full'],
])('an act that must not happen unrecorded (LOG-05) says why it did not: %s', async (_, error, fail) => {
  const bugs: string[] = []
  const edge = { handlers: { 'outbox.retryNow': () => { throw error } } as unknown as Handlers, isUnlocked: () => true, mayPass: () => true, onBug: (name: string) => { bugs.push(name) } }
  expect(await answer(edge, 'outbox.retryNow', { id: 'x' })).toEqual({ ok: false, fail })
  expect(bugs).toEqual([])
})

test('an operation that does not know of an obstacle has a bug in it', async () => {
  const bugs: string[] = []
  const edge = { handlers: { 'folders.list': () => { throw new Unrecorded('not-writable') } } as unknown as Handlers, isUnlocked: () => true, mayPass: () => true, onBug: (name: string) => { bugs.push(name) } }
  expect(await answer(edge, 'folders.list', {})).toEqual({ ok: false, fail: 'internal' })
  expect(bugs).toEqual(['folders.list'])
})
