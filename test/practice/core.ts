import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { InputOf, OperationName, OutcomeOf, OutputOf } from '../../src/shared/contract/contract.ts'
import type { CoreEvent } from '../../src/shared/contract/wire.ts'
import { createCore, type Core } from '../../src/main/app/core.ts'
import type { LookUps } from '../../src/main/app/threads/trust-messages.ts'
import { fileSecrets } from '../../src/main/app/secret-store.ts'
import { softKey } from '../vault/authenticator.ts'
import type { Practice } from './servers/practice.ts'

export const ORIGIN = 'http://localhost:4711'

/** The core as a screen sees it, with a security key in hand: everything real but the screen. */
export interface Desk extends AsyncDisposable {
  readonly core: Core
  readonly directory: string
  readonly events: readonly CoreEvent[]
  readonly recoveryCode: string | null
  /** What the printed code was answered, where the desk was opened with it. */
  readonly door: OutcomeOf<'vault.unlockWithRecovery'> | null
  ask<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<OutcomeOf<Name>>
  /** The value; an expected refusal fails the test by its name. */
  get<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<OutputOf<Name>>
  /** Asks until it holds. */
  until<Name extends OperationName>(name: Name, input: InputOf<Name>, holds: (value: OutputOf<Name>) => boolean): Promise<OutputOf<Name>>
  unlock(): Promise<OutcomeOf<'vault.finishUnlock'>>
}

/** How long is waited for what happens by itself: long enough for a computer that does ten things at once. */
const WAIT_MS = 60_000
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** The settings of somebody's account at the sample practice. */
export const settingsOf = (practice: Practice, address: string) => {
  const { host, ports, caFile } = practice
  return {
    address, displayName: practice.person(address).name, user: address, caFile, auth: 'password' as const,
    imap: { host, port: ports.imaps, security: 'tls' as const }, smtp: { host, port: ports.submission, security: 'starttls' as const },
  }
}

/** Nobody listens there: a test that is not about origin asks no names of the machine's resolver. */
const nowhere: LookUps = { upstream: { kind: 'tcp', host: '127.0.0.1', port: 1 }, trustAnchor: null }

interface DeskOptions {
  directory?: string
  key?: ReturnType<typeof softKey>
  recoveryCode?: string
  /** Null: as the settings say. */
  lookUps?: LookUps | null
  /** A core that runs already on the directory, in another process perhaps. */
  core?: Core
}

/** Starts a core on its own folder and enrols a key at the first run. */
export async function openDesk({ directory, key = softKey({ origin: ORIGIN }), recoveryCode, lookUps = nowhere, core: running }: DeskOptions = {}): Promise<Desk> {
  const folder = directory ?? await mkdtemp(path.join(tmpdir(), 'praktijkpost-desk-'))
  const core = running ?? createCore({
    dataDirectory: folder, secrets: fileSecrets(folder), origin: ORIGIN, relyingPartyId: 'localhost', shell: 'loopback', version: '0.0.0', demo: null,
    ...(lookUps === null ? {} : { lookUps }),
  })
  const events: CoreEvent[] = []
  core.listen((event) => { events.push(event) })
  const ask = async <Name extends OperationName>(name: Name, input: InputOf<Name>) => await core.answer(name, input) as OutcomeOf<Name>
  const get = async <Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<OutputOf<Name>> => {
    const outcome = await ask(name, input)
    if (!outcome.ok) throw new Error(`${name}: ${outcome.fail}`)
    return outcome.value
  }
  const unlock = async () => {
    const { ticket, options } = await get('vault.beginUnlock', {})
    return ask('vault.finishUnlock', { ticket, ...key.get(options) })
  }
  return {
    core, directory: folder, events, ask, get, unlock,
    ...(recoveryCode === undefined
      ? { recoveryCode: await atTheDoor({ get, unlock, key }), door: null }
      : { recoveryCode, door: await ask('vault.unlockWithRecovery', { code: recoveryCode }) }),
    async until(name, input, holds) {
      for (const end = Date.now() + WAIT_MS; ;) {
        const value = await get(name, input)
        if (holds(value)) return value
        if (Date.now() > end) throw new Error(`${name} never held; last: ${JSON.stringify(value).slice(0, 2000)}`)
        await pause(50)
      }
    },
    async [Symbol.asyncDispose]() {
      await core.close()
      if (directory === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}

type Door = Pick<Desk, 'get' | 'unlock'> & { key: ReturnType<typeof softKey> }

/** First run: enrols the key. Later: unlocks with it. Gives the recovery code where one was made. */
async function atTheDoor({ get, unlock, key }: Door): Promise<string | null> {
  const { phase } = await get('vault.state', {})
  if (phase === 'unlocked') return null
  if (phase === 'locked') {
    const unlocked = await unlock()
    if (!unlocked.ok) throw new Error(`unlock: ${unlocked.fail}`)
    return null
  }
  const { ticket, options } = await get('vault.beginEnrol', { personName: 'Anja de Vries', practiceName: 'De Linde', label: 'Sleutel' })
  const enrolled = await get('vault.finishEnrol', { ticket, ...key.create(options) })
  if (enrolled.kind !== 'enrolled') throw new Error('the key should not need a second touch')
  return enrolled.recoveryCode
}

/** Adds the account and waits until its first copy is whole. */
export async function addAccount(desk: Desk, practice: Practice, address: string): Promise<string> {
  const login = { settings: settingsOf(practice, address), secret: practice.person(address).password }
  await desk.get('accounts.test', login)
  const { id } = await desk.get('accounts.add', login)
  await desk.until('accounts.list', {}, (accounts) =>
    accounts.some((account) => account.id === id && account.connection.kind === 'online' && account.progress === null && account.lastSyncedAt !== null))
  return id
}

export const folderOf = async (desk: Desk, role: string, accountId?: string) => {
  const folders = await desk.get('folders.list', {})
  const found = folders.find((folder) => folder.role === role && !folder.shared && (accountId === undefined || folder.accountId === accountId))
  if (found === undefined) throw new Error(`no folder is the ${role}`)
  return found
}

/** A short message as another server would hand it over. */
export const letter = (options: { from?: string; to: string; subject: string; text?: string; messageId?: string }): string => [
  `From: ${options.from ?? 'balie@apotheekzuid.test'}`, `To: ${options.to}`, `Subject: ${options.subject}`, `Date: ${new Date().toUTCString()}`,
  `Message-ID: <${options.messageId ?? randomUUID()}@apotheekzuid.test>`, 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', '',
  options.text ?? 'Beste collega,\r\n\r\nGraag even overleg.\r\n', '',
].join('\r\n')
