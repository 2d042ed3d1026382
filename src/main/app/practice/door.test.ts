import { expect, onTestFinished, test } from 'vitest'
import { stateDatabase } from '../../../../test/vault/state-database.ts'
import type { Act } from '../../../shared/practice/act.ts'
import { createActs } from '../acts.ts'
import type { Session } from '../session.ts'
import { mayPass } from './door.ts'

const [inbox, archive] = [1, 2]

/** A shared mailbox in which one person did something; `may` is what the practice lets them do now, by folder. */
function desk() {
  const state = stateDatabase()
  onTestFinished(() => { state[Symbol.dispose]() })
  const now = { in: inbox, may: (_act: Act, _folder: number): boolean => true }
  const reader = { place: () => null, header: () => ({ folderId: now.in }), folders: () => [inbox, archive].map((id) => ({ id })) }
  const acts = createActs({ db: state.database, reader: reader as never, sync: { tell: () => undefined } as never, changes: {} as never, told: {} as never, now: () => 0 })
  const rights = {
    askFolder: (act: Act, { id }: { id: number }) => ({ allowed: now.may(act, id) }), askMessage: (act: Act, { folder }: { folder: { id: number } }) => ({ allowed: now.may(act, folder.id) }),
  }
  const session = { acts, reader, practice: { home: () => ({}), rights } } as unknown as Session
  return { now, acts, mayUndo: (taskId: string) => mayPass(session, 'mail.undo', { taskId }) }
}

const moved = { accountId: 'praktijk', folderId: inbox, act: { kind: 'move', to: archive }, messageIds: [7] } as const

test('what was filed is put back by who may still file it, there and in the folder that it goes back to', () => {
  const { now, acts, mayUndo } = desk()
  acts.start('task', [moved])
  now.in = archive
  expect(mayUndo('task')).toBe(true)
  for (const shut of [inbox, archive]) {
    now.may = (act, folder) => !(act === 'file' && folder === shut)
    expect(mayUndo('task')).toBe(false)
  }
})

test('a flag is put back by who may still mark, also where nothing may be filed', () => {
  const { now, acts, mayUndo } = desk()
  acts.start('task', [{ ...moved, act: { kind: 'flag', flag: 'seen', on: true } }])
  now.may = (act) => act === 'mark'
  expect(mayUndo('task')).toBe(true)
  now.may = (act) => act !== 'mark'
  expect(mayUndo('task')).toBe(false)
})

test('what is no longer known is let through, so that undoing says itself that it is too late', () => {
  const { now, mayUndo } = desk()
  now.may = () => false
  expect(mayUndo('task')).toBe(true)
})
