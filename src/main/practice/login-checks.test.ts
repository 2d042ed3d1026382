import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { stateDatabase } from '../../../test/vault/state-database.ts'
import { LOGIN_CHECK_MS, LOGIN_REFUSED_MS } from './limits.ts'
import { createLoginChecks, type LoginChecks } from './login-checks.ts'
import type { MailboxLogin } from './mailbox-login.ts'

const endpoint = { host: 'mail.delinde.test', port: 993, security: 'tls' as const }
const login: MailboxLogin = { imap: endpoint, smtp: endpoint, user: 'info', password: 'geheim', ca: null }

/** A workstation whose program can be started anew; `answer`: what the server says to each login. */
function workstation(answer: 'taken' | 'refused' | 'not-reached') {
  const state = stateDatabase()
  onTestFinished(() => { state[Symbol.dispose]() })
  const desk = { now: 1_000_000_000, answer, tried: 0, changes: 0 }
  const start = (): LoginChecks => createLoginChecks({
    db: state.database, now: () => desk.now, onChange: () => { desk.changes += 1 }, tryLogin: () => { desk.tried += 1; return Promise.resolve(desk.answer) },
  })
  const unlock = async (origin = 'first'): Promise<LoginChecks> => {
    const checks = start()
    checks.look([{ mailbox: 'info', origin, login: () => login }])
    await nextTurn()
    return checks
  }
  return { desk, unlock, start }
}

const password = { mailbox: 'info', origin: 'first' }

test('a password that was refused is not tried again at each unlock, but once a day', async () => {
  // given
  const { desk, unlock } = workstation('refused')
  expect((await unlock()).isRefused(password)).toBe(true)
  // when
  for (let at = 0; at < 5; at += 1) {
    desk.now += 4 * 60 * 60_000
    const checks = await unlock()
    expect([checks.isRefused(password), checks.mayTry(password)]).toEqual([true, false])
  }
  // then
  expect(desk.tried).toBe(1)
  // when
  desk.now += 4 * 60 * 60_000
  await unlock()
  expect(desk.tried).toBe(2)
  // when the mailbox was opened again at the provider
  desk.now += LOGIN_REFUSED_MS
  desk.answer = 'taken'
  expect((await unlock()).isRefused(password)).toBe(false)
  expect([desk.tried, desk.changes]).toEqual([3, 2])
})

test('another password is tried at once; what the mailbox\'s own session heard counts as well', async () => {
  const { desk, unlock, start } = workstation('taken')
  // given
  start().told(password, true)
  const checks = await unlock()
  expect([desk.tried, checks.mayTry(password), checks.isRefused(password)]).toEqual([0, false, true])
  // when
  const other = { mailbox: 'info', origin: 'second' }
  expect(checks.mayTry(other)).toBe(true)
  const next = await unlock('second')
  // then
  expect([desk.tried, next.isRefused(other), next.mayTry(other)]).toEqual([1, false, true])
  // What the mailbox's own session found to work is asked about once nobody has it open.
  next.told(password, false)
  // What works is not asked about at each unlock either.
  desk.now += LOGIN_CHECK_MS - 1
  await unlock('second')
  expect(desk.tried).toBe(1)
})

test('a server that is not reached says nothing, and is asked the next time', async () => {
  const { desk, unlock } = workstation('not-reached')
  const checks = await unlock()
  expect([checks.isRefused(password), checks.mayTry(password)]).toEqual([false, true])
  // when
  desk.answer = 'refused'
  await unlock()
  // then
  expect(desk.tried).toBe(2)
  // when it cannot be reached a day later, it is still the refused one
  desk.now += LOGIN_REFUSED_MS
  desk.answer = 'not-reached'
  expect((await unlock()).isRefused(password)).toBe(true)
})

test('a program that is killed while the server is asked does not ask at once again', async () => {
  const { desk, unlock } = workstation('refused')
  desk.answer = new Promise(() => undefined) as never
  await unlock()
  await unlock()
  expect(desk.tried).toBe(1)
})
