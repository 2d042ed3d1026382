import { describe, expect, test } from 'vitest'
import { softKey } from '../../../test/vault/authenticator.ts'
import { ANJA, enrol, ORIGIN, prove, unlock, vaultFolder } from '../../../test/vault/practice-vault.ts'
import type { VaultFolder } from '../../../test/vault/practice-vault.ts'
import { WELCOME_MS } from '../../shared/limits.ts'
import { printRecoveryCode } from './recovery-code.ts'

const key = () => softKey({ origin: ORIGIN })
const WRONG = printRecoveryCode(new Uint8Array(28).fill(3))

/** An open vault with one key, some while after its first run. */
async function openScreen(folder: VaultFolder) {
  const own = key()
  const vault = folder.start()
  const { slotId, recoveryCode } = await enrol(vault, own)
  await vault.lock('person')
  await unlock(vault, own)
  return { own, vault, slotId, code: recoveryCode ?? '' }
}

describe('an open screen alone', () => {
  test('adds no key', async () => {
    using folder = vaultFolder()
    const { vault } = await openScreen(folder)
    await using _ = vault
    expect(await vault.beginEnrol(ANJA)).toEqual({ ok: false, fail: 'proof-needed' })
  })

  test.each([
    ['a key that was never enrolled', { of: 'other' }, 'unknown-authenticator'],
    ['nobody verified', { userVerified: false }, 'no-user-verification'],
    ['a forged signature', { forged: true }, 'ceremony-refused'],
    ['another origin', { origin: 'https://evil.test' }, 'ceremony-refused'],
  ] as const)('%s is no proof, and the code stays as it was', async (_, { of, ...lies }: { of?: 'other' } & Record<string, unknown>, fail) => {
    using folder = vaultFolder()
    const { vault, own, code } = await openScreen(folder)
    await using _vault = vault
    const proof = await prove(vault, 'renew', own, lies)
    if (of === 'other' && proof.kind === 'key') proof.assertion = { ...proof.assertion, id: 'AAAA', rawId: 'AAAA' }
    expect(await vault.renewRecovery({ proof })).toEqual({ ok: false, fail })
    await vault.lock('person')
    expect((await vault.unlockWithRecovery({ code })).ok).toBe(true)
  })

  test('a proof counts once, for one act, and not after a lock', async () => {
    using folder = vaultFolder()
    const { vault, own, slotId } = await openScreen(folder)
    await using _ = vault
    const spent = await prove(vault, 'renew', own)
    expect((await vault.renewRecovery({ proof: spent })).ok).toBe(true)
    expect(await vault.renewRecovery({ proof: spent })).toEqual({ ok: false, fail: 'ticket-expired' })
    expect(await vault.removeSlot({ slotId, proof: await prove(vault, 'renew', own) })).toEqual({ ok: false, fail: 'ticket-expired' })
    expect(await vault.beginEnrol({ ...ANJA, proof: await prove(vault, 'remove', own) })).toEqual({ ok: false, fail: 'ticket-expired' })
    const old = await prove(vault, 'renew', own)
    await vault.lock('person')
    await unlock(vault, own)
    expect(await vault.renewRecovery({ proof: old })).toEqual({ ok: false, fail: 'ticket-expired' })
  })

  test('an answer at the unlock screen is no proof for anything else', async () => {
    using folder = vaultFolder()
    const { vault, own } = await openScreen(folder)
    await using _ = vault
    const begun = await vault.beginUnlock()
    if (!begun.ok) throw new Error('refused')
    const { assertion } = own.get(begun.value.options)
    expect(await vault.renewRecovery({ proof: { kind: 'key', ticket: begun.value.ticket, assertion } })).toEqual({ ok: false, fail: 'ticket-expired' })
  })
})

describe('somebody who is there', () => {
  test('adds a key, which then opens the vault', async () => {
    using folder = vaultFolder()
    const { vault, own } = await openScreen(folder)
    await using _ = vault
    const second = key()
    await enrol(vault, second, 'Reserve', await prove(vault, 'enrol', own))
    await vault.lock('person')
    expect((await unlock(vault, second)).ok).toBe(true)
  })

  test('proves it with the printed code as well; a wrong one is slowed down as at the unlock screen', async () => {
    using folder = vaultFolder()
    const { vault, code } = await openScreen(folder)
    await using _ = vault
    for (let round = 0; round < 3; round++) {
      expect(await vault.renewRecovery({ proof: { kind: 'code', code: WRONG } })).toEqual({ ok: false, fail: 'wrong-code' })
    }
    let answered = false
    const waiting = vault.renewRecovery({ proof: { kind: 'code', code } }).then((outcome) => { answered = true; return outcome })
    await vault.state()
    expect(answered).toBe(false)
    folder.clock.pass(1_000)
    expect((await waiting).ok).toBe(true)
    expect(await vault.renewRecovery({ proof: { kind: 'code', code } })).toEqual({ ok: false, fail: 'wrong-code' })
  })

  test('a use of the key is noted, its counter too: an older answer of a copy does not open the vault', async () => {
    using folder = vaultFolder()
    const { vault, own } = await openScreen(folder)
    await using _ = vault
    await vault.renewRecovery({ proof: await prove(vault, 'renew', own, { counter: 40 }) })
    await vault.lock('person')
    expect(await unlock(vault, own, { counter: 40 })).toEqual({ ok: false, fail: 'ceremony-refused' })
  })
})

describe('right after the first key, or after the printed code', () => {
  test('one key is added without a proof, and only one', async () => {
    using folder = vaultFolder()
    await using vault = folder.start()
    await enrol(vault, key())
    await enrol(vault, key(), 'Reserve')
    expect(await vault.beginEnrol(ANJA)).toEqual({ ok: false, fail: 'proof-needed' })
  })

  test('for a short while, and not past a lock', async () => {
    using folder = vaultFolder()
    await using vault = folder.start()
    const { recoveryCode } = await enrol(vault, key())
    await vault.lock('person')
    await vault.unlockWithRecovery({ code: recoveryCode ?? '' })
    expect((await vault.beginEnrol(ANJA)).ok).toBe(true)
    folder.clock.pass(WELCOME_MS)
    expect(await vault.beginEnrol(ANJA)).toEqual({ ok: false, fail: 'proof-needed' })
  })

  test('no key is removed and no code renewed without one', async () => {
    using folder = vaultFolder()
    await using vault = folder.start()
    await enrol(vault, key())
    expect(await vault.beginProof({ act: 'remove' })).toMatchObject({ ok: true })
    expect(await vault.renewRecovery({ proof: { kind: 'code', code: '' } })).toEqual({ ok: false, fail: 'wrong-code' })
  })
})
