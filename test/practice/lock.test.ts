import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { OperationName } from '../../src/shared/contract/contract.ts'
import { createCore } from '../../src/main/app/core.ts'
import { fileSecrets } from '../../src/main/app/secret-store.ts'
import { softKey } from '../vault/authenticator.ts'
import { settingsOf } from './core.ts'
import { startPractice, type Practice } from './servers/practice.ts'

const origin = 'http://localhost:4711'
const anja = 'anja@delinde.test'

let practice: Practice
beforeAll(async () => { practice = await startPractice({ mail: 'none', only: ['imap', 'smtp'] }) })
afterAll(async () => practice[Symbol.asyncDispose]())

/** A core over a keychain that from `fallSilent` on asks somebody something and gets no answer. */
async function overSilentKeychain() {
  const directory = await mkdtemp(path.join(tmpdir(), 'praktijkpost-lock-'))
  const secrets = fileSecrets(directory)
  const asked = Promise.withResolvers<undefined>()
  let isSilent = false
  const core = createCore({
    dataDirectory: directory, origin, relyingPartyId: 'localhost', shell: 'loopback', version: '0.0.0', demo: null,
    secrets: {
      ...secrets,
      get(name) {
        if (!isSilent || !name.startsWith('account:')) return secrets.get(name)
        asked.resolve(undefined)
        return new Promise(() => undefined)
      },
    },
  })
  onTestFinished(async () => {
    await core.close()
    await rm(directory, { recursive: true, force: true })
  })
  const get = async (name: OperationName, input: unknown): Promise<Record<string, never>> => {
    const outcome = await core.answer(name, input)
    if (!outcome.ok) throw new Error(`${name}: ${outcome.fail}`)
    return outcome.value as Record<string, never>
  }
  return { core, get, asked: asked.promise, fallSilent: () => { isSilent = true } }
}

test('a keychain that does not answer while mail goes out holds up no lock', async () => {
  // given
  const { core, get, asked, fallSilent } = await overSilentKeychain()
  const key = softKey({ origin })
  const { ticket, options } = await get('vault.beginEnrol', { personName: 'Anja', practiceName: 'De Linde', label: '' })
  await get('vault.finishEnrol', { ticket, ...key.create(options as never) })
  const login = { settings: settingsOf(practice, anja), secret: practice.person(anja).password }
  await get('accounts.test', login)
  const { id: accountId } = await get('accounts.add', login)
  const draft = await get('drafts.start', { kind: 'new', accountId, to: [{ name: '', address: 'bas@delinde.test' }] })
  await get('send.confirm', { id: draft['id'], revision: draft['revision'] })
  fallSilent()
  await asked
  // when, then: it rejects when a session did not close in time
  await core.lock('screen')
  expect(await get('vault.state', {})).toMatchObject({ phase: 'locked' })
})
