import { expect, onTestFinished, test } from 'vitest'
import { RealPractice } from '../../../../test/register/real-practice.ts'
import { NOW } from '../../../../test/register/workstation.ts'
import type { Account } from '../../accounts/accounts.ts'
import { createLogKey } from '../../audit/segment-keys.ts'
import { createGathering, type GatheringParts } from './gathering.ts'
import type { Member } from './room.ts'

/** A workstation of a practice whose keychain takes its time. */
function slowKeychain() {
  const practice = new RealPractice()
  onTestFinished(() => { practice[Symbol.dispose]() })
  const { db, keys, register } = practice.anja
  let answer = (): void => undefined
  const secret = new Promise<{ kind: 'missing' }>((resolve) => { answer = () => { resolve({ kind: 'missing' }) } })
  const parts = {
    db, now: () => NOW, onBug: (what: string, error: unknown) => { throw new Error(what, { cause: error }) }, onChange: () => undefined,
    accounts: { get: () => ({ caFile: null }) as unknown as Account, secretOf: () => secret },
    practice: { home: () => ({ accountId: 'a', folder: 'Register' }), member: () => ({ state: register.state(), device: keys.device }) as unknown as Member, logKey: () => createLogKey() },
  } as unknown as GatheringParts
  return { gathering: createGathering(parts), answer: () => { answer() }, parts }
}

test('what was closed or locked while the keychain was asked is not gathered afterwards', async () => {
  const { gathering, answer } = slowKeychain()
  const begun = gathering.begin(null)
  gathering.forget()
  answer()
  expect(await begun).toBe('log-closed')
  expect([gathering.progress(), gathering.gathered()]).toEqual([null, null])
})

test('asked for anew meanwhile, the later one goes on and says what comes of it', async () => {
  const { gathering, answer } = slowKeychain()
  const begun = [gathering.begin(null), gathering.begin(NOW)]
  answer()
  expect(await Promise.all(begun)).toEqual([null, 'no-account'])
})

test('without the log key, or a practice, nothing is asked of anybody (LOG-04)', async () => {
  const { parts } = slowKeychain()
  expect(await createGathering({ ...parts, practice: { ...parts.practice, logKey: () => null } }).begin(null)).toBe('no-log-key')
  expect(await createGathering({ ...parts, practice: { ...parts.practice, member: () => null } }).begin(null)).toBe('not-member')
})
