import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { softKey } from '../../../test/vault/authenticator.ts'
import { enrol, ORIGIN, prove, unlock, vaultFolder } from '../../../test/vault/practice-vault.ts'
import type { VaultFolder } from '../../../test/vault/practice-vault.ts'
import { FREE_RECOVERY_TRIES, MAX_RECOVERY_WAIT_MS, RECOVERY_COST } from '../../shared/limits.ts'
import { printRecoveryCode } from './recovery-code.ts'
import { waitAfter } from './recovery-throttle.ts'
import { unwrapWithRecovery, wrapForRecovery } from './slots.ts'

const WRONG = printRecoveryCode(new Uint8Array(28).fill(3))

async function enrolled(folder: VaultFolder) {
  const own = softKey({ origin: ORIGIN })
  const vault = folder.start()
  const { recoveryCode } = await enrol(vault, own)
  const stores = Buffer.from(vault.keys().state)
  await vault.lock('person')
  return { own, code: recoveryCode ?? '', stores }
}

describe('the printed code', () => {
  test('opens the same stores, and the keys go on working', async () => {
    using folder = vaultFolder()
    const { own, code, stores } = await enrolled(folder)
    await using vault = folder.start()
    expect(await vault.unlockWithRecovery({ code: code.toLowerCase() })).toEqual({ ok: true, value: {} })
    expect(stores.equals(vault.keys().state)).toBe(true)
    expect(vault.factor()?.kind).toBe('recovery')
    await vault.lock('person')
    expect((await unlock(vault, own)).ok).toBe(true)
  })

  test('opens on a machine that lost its keychain; keys are then enrolled again', async () => {
    using folder = vaultFolder()
    const { own, code, stores } = await enrolled(folder)
    await rm(folder.secretsFile)

    await using vault = folder.start()
    expect(await vault.state()).toMatchObject({ phase: 'locked', person: null, slots: [{ usable: false }, { usable: true }] })
    expect(await vault.beginUnlock()).toEqual({ ok: false, fail: 'no-slots' })
    expect((await vault.unlockWithRecovery({ code })).ok).toBe(true)
    expect(stores.equals(vault.keys().state)).toBe(true)
    expect(await vault.state()).toMatchObject({
      person: { name: 'Anja de Vries' }, slots: [{ usable: false, label: 'Sleutelbos' }, { kind: 'recovery' }],
    })

    const again = softKey({ origin: ORIGIN })
    await enrol(vault, again, 'Nieuwe sleutel')
    const stale = (await vault.state()).slots.find(({ usable }) => !usable)
    expect(await vault.removeSlot({ slotId: stale?.id ?? '', proof: await prove(vault, 'remove', again) })).toEqual({ ok: true, value: {} })
    await vault.lock('person')
    expect((await unlock(vault, again)).ok).toBe(true)
    await vault.lock('person')
    await expect(unlock(vault, own)).rejects.toThrow('none of these keys')
  })

  test('a key of the lost keychain opens nothing, whatever it answers', async () => {
    using folder = vaultFolder()
    const { own, code } = await enrolled(folder)
    await rm(folder.secretsFile)
    await using vault = folder.start()
    await vault.unlockWithRecovery({ code })
    await enrol(vault, softKey({ origin: ORIGIN }))
    await vault.lock('person')
    const stale = (await vault.state()).slots[0]
    expect(stale?.usable).toBe(false)
    const begun = await vault.beginUnlock()
    if (!begun.ok) throw new Error('refused')
    const file = JSON.parse(await readFile(path.join(folder.directory, 'vault.json'), 'utf8')) as { content: { slots: { credentialId: string }[] } }
    const options = { ...begun.value.options, allowCredentials: [{ id: file.content.slots[0]?.credentialId ?? '' }] }
    const answer = own.get(options)
    expect(await vault.finishUnlock({ ticket: begun.value.ticket, ...answer, prf: Buffer.alloc(32).toString('base64url') }))
      .toEqual({ ok: false, fail: 'wrong-key' })
  })

  test('a renewed code works and the old one no longer does, also not in the copy that is kept', async () => {
    using folder = vaultFolder()
    const { own, code } = await enrolled(folder)
    await using vault = folder.start()
    await unlock(vault, own)
    const renewed = await vault.renewRecovery({ proof: await prove(vault, 'renew', own) })
    if (!renewed.ok) throw new Error('refused')
    await vault.lock('person')
    expect(await vault.unlockWithRecovery({ code })).toEqual({ ok: false, fail: 'wrong-code' })
    expect((await vault.unlockWithRecovery({ code: renewed.value.recoveryCode })).ok).toBe(true)
    const [now, kept] = await Promise.all(['vault.json', 'vault.json.bak'].map((name) => readFile(path.join(folder.directory, name), 'utf8')))
    const recoveryIdOf = (text: string | undefined) =>
      (JSON.parse(text ?? '') as { content: { slots: { id: string; kind: string }[] } }).content.slots.find(({ kind }) => kind === 'recovery')?.id
    expect(recoveryIdOf(kept)).toBe(recoveryIdOf(now))
  })

  test('wrong codes wait longer and longer; a mistyped one costs nothing and is not counted', async () => {
    using folder = vaultFolder()
    const { code } = await enrolled(folder)
    await using vault = folder.start()
    for (let round = 0; round < 20; round++) {
      expect(await vault.unlockWithRecovery({ code: `${code.slice(0, -1)}U` })).toEqual({ ok: false, fail: 'wrong-code' })
    }
    for (let round = 0; round < FREE_RECOVERY_TRIES; round++) {
      expect(await vault.unlockWithRecovery({ code: WRONG })).toEqual({ ok: false, fail: 'wrong-code' })
    }
    let answered = false
    const waiting = vault.unlockWithRecovery({ code }).then((outcome) => { answered = true; return outcome })
    await vault.state()
    expect(answered).toBe(false)
    folder.clock.pass(1_000)
    expect((await waiting).ok).toBe(true)
  })

  test('the wait doubles up to a limit', () => {
    expect([0, 1, 2, 3, 4, 5].map(waitAfter)).toEqual([0, 0, 0, 1_000, 2_000, 4_000])
    expect(waitAfter(1_000_000)).toBe(MAX_RECOVERY_WAIT_MS)
  })

  test('the cost of the product works here, and a slot cannot be made cheaper afterwards', async () => {
    const databaseKey = new Uint8Array(32).fill(8)
    const slot = await wrapForRecovery(databaseKey, 'SECRET', { now: 0, cost: RECOVERY_COST })
    using opened = await unwrapWithRecovery(slot, 'SECRET')
    expect(Buffer.from(opened?.bytes ?? []).equals(databaseKey)).toBe(true)
    expect(await unwrapWithRecovery({ ...slot, cost: { N: 16, r: 1, p: 1 } }, 'SECRET')).toBeNull()
  })
})
