import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { GuardedAct, Proof } from '../../src/shared/contract/vault.ts'
import { fileSecretStore } from '../../src/main/vault/file-secrets.ts'
import type { NoSecretStore, SecretStore } from '../../src/main/vault/secret-store.ts'
import { createVault } from '../../src/main/vault/vault.ts'
import type { Vault } from '../../src/main/vault/vault.ts'
import type { Lies, SoftKey } from './authenticator.ts'
import { handClock } from './hand-clock.ts'
import type { HandClock } from './hand-clock.ts'

export const ORIGIN = 'http://localhost:4711'
export const CHEAP = { N: 16, r: 1, p: 1 }
export const ANJA = { personName: 'Anja de Vries', practiceName: 'De Linde', label: 'Sleutelbos', proof: null }

export interface VaultFolder extends Disposable {
  readonly directory: string
  readonly secretsFile: string
  readonly clock: HandClock
  /** A fresh start of the program over this folder. */
  start(change?: { secrets?: SecretStore | NoSecretStore }): Vault
}

/** A data folder of its own, with a clock that stands still and a cheap recovery code; removed at the end. */
export function vaultFolder(): VaultFolder {
  const root = mkdtempSync(path.join(tmpdir(), 'praktijkpost-vault-'))
  const directory = path.join(root, 'data')
  const secretsFile = path.join(root, 'keychain', 'secrets.json')
  const clock = handClock()
  return {
    directory, secretsFile, clock,
    start: ({ secrets = fileSecretStore(secretsFile) } = {}) =>
      createVault({ directory, secrets, origin: [ORIGIN], rpId: 'localhost', now: clock.now, timers: clock, recoveryCost: CHEAP }),
    [Symbol.dispose]: () => { rmSync(root, { recursive: true, force: true }) },
  }
}

const unwrap = <Value>(outcome: { ok: true; value: Value } | { ok: false; fail: string }): Value => {
  if (!outcome.ok) throw new Error(`refused: ${outcome.fail}`)
  return outcome.value
}

/** A key in hand: the answer that shows, for one act, that its owner is there. */
export async function prove(vault: Vault, act: GuardedAct, key: SoftKey, lies: Lies = {}): Promise<Proof> {
  const { ticket, options } = unwrap(await vault.beginProof({ act }))
  return { kind: 'key', ticket, assertion: key.get(options, lies).assertion }
}

/** Enrols a key the whole way, with the extra assertion where it asks for one. */
export async function enrol(vault: Vault, key: SoftKey, label = ANJA.label, proof: Proof | null = null) {
  const begun = unwrap(await vault.beginEnrol({ ...ANJA, label, proof }))
  const finished = unwrap(await vault.finishEnrol({ ticket: begun.ticket, ...key.create(begun.options) }))
  if (finished.kind === 'enrolled') return finished
  return unwrap(await vault.confirmEnrol({ ticket: finished.ticket, ...key.get(finished.options) }))
}

/** One attempt to unlock with a key. */
export async function unlock(vault: Vault, key: SoftKey, lies: Lies = {}) {
  const begun = unwrap(await vault.beginUnlock())
  return vault.finishUnlock({ ticket: begun.ticket, ...key.get(begun.options, lies) })
}
