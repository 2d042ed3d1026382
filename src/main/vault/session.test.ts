import { describe, expect, test } from 'vitest'
import { softKey } from '../../../test/vault/authenticator.ts'
import { enrol, ORIGIN, unlock, vaultFolder } from '../../../test/vault/practice-vault.ts'
import type { VaultFolder } from '../../../test/vault/practice-vault.ts'
import { IDLE_LOCK_MS, LOCK_WAIT_MS } from '../../shared/limits.ts'
import { createVault } from './vault.ts'
import type { Vault } from './vault.ts'

async function openVault(folder: VaultFolder) {
  const own = softKey({ origin: ORIGIN })
  const vault = folder.start()
  await enrol(vault, own)
  return { vault, own }
}

const isZero = (bytes: Uint8Array) => bytes.every((byte) => byte === 0)
const lockedOf = (vault: Vault) => new Promise<string>((resolve) => { vault.onLocked(resolve) })

describe('locking', () => {
  test('everybody closes first, with keys that still work; then they are zeroed; then it says locked', async () => {
    using folder = vaultFolder()
    const { vault } = await openVault(folder)
    const order: string[] = []
    const keys = vault.keys()
    vault.onLock(async (because) => {
      await Promise.resolve()
      order.push(`hook ${because} ${isZero(keys.state) ? 'without' : 'with'} keys, phase ${(await vault.state()).phase}, lets in: ${String(vault.isUnlocked())}`)
    })
    vault.onLocked((because) => { order.push(`locked ${because} ${isZero(keys.state) ? 'without' : 'with'} keys`) })
    await vault.lock('person')
    expect(order).toEqual(['hook person with keys, phase unlocked, lets in: false', 'locked person without keys'])
    for (const key of [keys.cache, keys.state, keys.segments, keys.blobs, keys.secrets, keys.journal]) expect(isZero(key)).toBe(true)
    expect(() => vault.keys()).toThrow('locked')
    expect(vault.factor()).toBeNull()
    expect(await vault.state()).toMatchObject({ phase: 'locked', lockedBecause: 'person' })
  })

  test('one that fails to close keeps nobody else from closing, nor the vault from locking', async () => {
    using folder = vaultFolder()
    const { vault } = await openVault(folder)
    const keys = vault.keys()
    const closed: string[] = []
    vault.onLock(() => { closed.push('first') })
    vault.onLock(() => { throw new Error('broken pipe') })
    vault.onLock(() => { closed.push('last') })
    await expect(vault.lock('person')).rejects.toThrow('not everything closed')
    expect(closed).toEqual(['last', 'first'])
    expect(isZero(keys.cache)).toBe(true)
    expect(vault.isUnlocked()).toBe(false)
  })

  test('one that hangs is not waited for for ever', async () => {
    using folder = vaultFolder()
    const { vault } = await openVault(folder)
    const keys = vault.keys()
    let asked: () => void = () => undefined
    const hanging = new Promise<void>((resolve) => { asked = resolve })
    vault.onLock(() => { asked(); return new Promise(() => undefined) })
    const locking = vault.lock('sleep').catch((error: unknown) => error)
    await hanging
    await Promise.resolve()
    folder.clock.pass(LOCK_WAIT_MS)
    expect(await locking).toBeInstanceOf(AggregateError)
    expect(isZero(keys.cache)).toBe(true)
    expect(await vault.state()).toMatchObject({ lockedBecause: 'sleep' })
  })

  test('locking what is locked does nothing, and says the first reason', async () => {
    using folder = vaultFolder()
    const { vault } = await openVault(folder)
    await Promise.all([vault.lock('idle'), vault.lock('person')])
    await vault.lock('screen')
    expect(await vault.state()).toMatchObject({ lockedBecause: 'idle' })
  })

  test('a lock during unlocking waits until it is open, and then locks', async () => {
    using folder = vaultFolder()
    const { vault, own } = await openVault(folder)
    await vault.lock('person')
    const locked = lockedOf(vault)
    vault.onUnlock(() => { vault.screenLocked(); return null })
    expect((await unlock(vault, own)).ok).toBe(true)
    expect(await locked).toBe('screen')
    expect(await vault.state()).toMatchObject({ phase: 'locked', lockedBecause: 'screen' })
  })

  test('the end of the program is a lock', async () => {
    using folder = vaultFolder()
    const { vault } = await openVault(folder)
    const keys = vault.keys()
    await vault[Symbol.asyncDispose]()
    expect(isZero(keys.state)).toBe(true)
  })
})

describe('locking by itself', () => {
  test('after the idle time, which each touch begins anew', async () => {
    using folder = vaultFolder()
    const { vault } = await openVault(folder)
    const locked = lockedOf(vault)
    folder.clock.pass(IDLE_LOCK_MS - 1)
    vault.touch()
    folder.clock.pass(IDLE_LOCK_MS - 1)
    expect(vault.isUnlocked()).toBe(true)
    folder.clock.pass(1)
    expect(await locked).toBe('idle')
    expect(await vault.state()).toMatchObject({ phase: 'locked', lockedBecause: 'idle' })
  })

  test('after the time that the person chose, also in the next session', async () => {
    using folder = vaultFolder()
    const { vault, own } = await openVault(folder)
    await vault.setIdleLock({ minutes: 2 })
    await vault.lock('person')
    await unlock(vault, own)
    const locked = lockedOf(vault)
    folder.clock.pass(120_000)
    expect(await locked).toBe('idle')
  })

  test.each([
    ['the screen is locked', 'screen', (vault: Vault) => { vault.screenLocked() }],
    ['the machine goes to sleep', 'sleep', (vault: Vault) => { vault.suspended() }],
  ] as const)('when %s', async (_, because, happens) => {
    using folder = vaultFolder()
    const { vault } = await openVault(folder)
    const locked = lockedOf(vault)
    happens(vault)
    expect(await locked).toBe(because)
  })

  test('what fails then is told to the program', async () => {
    using folder = vaultFolder()
    const own = softKey({ origin: ORIGIN })
    await enrol(folder.start(), own)
    const { fileSecretStore } = await import('./file-secrets.ts')
    let tell: (error: unknown) => void = () => undefined
    const fault = new Promise<unknown>((resolve) => { tell = resolve })
    const vault = createVault({
      directory: folder.directory, secrets: fileSecretStore(folder.secretsFile), origin: [ORIGIN], rpId: 'localhost',
      now: folder.clock.now, timers: folder.clock, onFault: (error) => { tell(error) },
    })
    await unlock(vault, own)
    vault.onLock(() => { throw new Error('broken pipe') })
    vault.screenLocked()
    expect(await fault).toBeInstanceOf(AggregateError)
    expect(vault.isUnlocked()).toBe(false)
  })
})

describe('unlocking', () => {
  test('hooks run in order, with keys, before it says unlocked', async () => {
    using folder = vaultFolder()
    const { vault, own } = await openVault(folder)
    await vault.lock('person')
    const order: string[] = []
    vault.onUnlock(async ({ factor, person, firstRun }) => {
      order.push(`${factor.kind} ${person?.name ?? '?'} ${String(firstRun)} ${(await vault.state()).phase} ${String(vault.isUnlocked())}`)
      return null
    })
    vault.onUnlock(() => { order.push(String(isZero(vault.keys().cache))); return null })
    vault.onUnlocked(() => { order.push(`unlocked, lets in: ${String(vault.isUnlocked())}`) })
    await unlock(vault, own)
    expect(order).toEqual(['prf Anja de Vries false locked false', 'false', 'unlocked, lets in: true'])
    expect(vault.isUnlocked()).toBe(true)
    await vault.lock('person')
  })

  test('a hook that throws leaves nothing open', async () => {
    using folder = vaultFolder()
    const { vault, own } = await openVault(folder)
    await vault.lock('person')
    vault.onUnlock(() => { throw new Error('bug') })
    await expect(unlock(vault, own)).rejects.toThrow('bug')
    expect(() => vault.keys()).toThrow('locked')
    expect(await vault.state()).toMatchObject({ phase: 'locked' })
  })
})
