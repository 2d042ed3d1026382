import { readFileSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { softKey } from '../../../test/vault/authenticator.ts'
import { ANJA, enrol, ORIGIN, unlock, vaultFolder } from '../../../test/vault/practice-vault.ts'
import { TICKET_LIFE_MS } from '../../shared/limits.ts'

const key = (prf: 'none' | 'creation' | 'assertion' = 'creation') => softKey({ origin: ORIGIN, prf })
const cacheKey = (vault: { keys(): { cache: Uint8Array } }) => Buffer.from(vault.keys().cache).toString('hex')

describe('first run', () => {
  test('an empty folder is a first run, locked like every start', async () => {
    using folder = vaultFolder()
    const vault = folder.start()
    expect(await vault.state()).toMatchObject({ phase: 'first-run', keychain: 'file', person: null, slots: [], lockedBecause: null, trouble: null })
    expect(vault.isUnlocked()).toBe(false)
    expect(() => vault.keys()).toThrow('locked')
    expect(await vault.beginUnlock()).toEqual({ ok: false, fail: 'no-slots' })
  })

  test.each([
    ['creation', 'prf'], ['assertion', 'prf'], ['none', 'assertion'],
  ] as const)('a key whose PRF speaks at %s gets a slot of kind %s, a printed code, and an open vault', async (prf, slotKind) => {
    using folder = vaultFolder()
    await using vault = folder.start()
    const enrolled = await enrol(vault, key(prf))
    expect(enrolled).toMatchObject({ kind: 'enrolled', slotKind, recoveryCode: expect.stringMatching(/^(\w{5}-){6}\w{5}$/) as string })
    expect(await vault.state()).toMatchObject({
      phase: 'unlocked', person: { name: 'Anja de Vries', practice: 'De Linde' },
      slots: [{ id: enrolled.slotId, kind: slotKind, label: 'Sleutelbos', usable: true }, { kind: 'recovery', usable: true }],
    })
    expect(vault.factor()).toMatchObject({ kind: slotKind, slotId: enrolled.slotId })
  })

  test('the options ask for a verified person, no attestation, and the PRF', async () => {
    using folder = vaultFolder()
    const begun = await folder.start().beginEnrol(ANJA)
    expect(begun.ok && begun.value.options).toMatchObject({
      rp: { id: 'localhost', name: 'Praktijkpost' }, user: { name: 'Anja de Vries', displayName: 'Anja de Vries, De Linde' },
      attestation: 'none', authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
      extensions: { prf: { eval: { first: expect.stringMatching(/^[\w-]{43}$/) as string } } },
    })
  })

  test('of two first runs side by side only one counts', async () => {
    using folder = vaultFolder()
    await using vault = folder.start()
    const other = await vault.beginEnrol(ANJA)
    await enrol(vault, key())
    if (!other.ok) throw new Error('refused')
    expect(await vault.finishEnrol({ ticket: other.value.ticket, ...key().create(other.value.options) }))
      .toEqual({ ok: false, fail: 'ticket-expired' })
  })

  test('without a keychain nothing starts and nothing is written', async () => {
    using folder = vaultFolder()
    const vault = folder.start({ secrets: { kind: 'unavailable', because: 'no Secret Service' } })
    expect(await vault.state()).toMatchObject({ phase: 'first-run', keychain: 'unavailable' })
    expect(await vault.beginEnrol(ANJA)).toEqual({ ok: false, fail: 'keychain-unavailable' })
    expect(await vault.unlockWithRecovery({ code: '' })).toEqual({ ok: false, fail: 'wrong-code' })
    expect(await vault.beginUnlock()).toEqual({ ok: false, fail: 'keychain-unavailable' })
  })

  test('nothing on the disk tells a name, a label or the code', async () => {
    using folder = vaultFolder()
    await using vault = folder.start()
    const { recoveryCode } = await enrol(vault, key())
    const file = await readFile(path.join(folder.directory, 'vault.json'), 'utf8')
    for (const word of ['Anja', 'Linde', 'Sleutelbos', recoveryCode ?? '', recoveryCode?.replaceAll('-', '') ?? '', cacheKey(vault)]) {
      expect(file).not.toContain(word)
    }
  })
})

describe('unlocking', () => {
  test.each(['creation', 'assertion', 'none'] as const)('the same key opens the same stores after a restart (PRF at %s)', async (prf) => {
    using folder = vaultFolder()
    const own = key(prf)
    const before = folder.start()
    await enrol(before, own)
    const stores = cacheKey(before)
    await before.lock('person')

    await using vault = folder.start()
    expect(await vault.state()).toMatchObject({ phase: 'locked', lockedBecause: 'start', person: { name: 'Anja de Vries' } })
    expect(await unlock(vault, own)).toEqual({ ok: true, value: {} })
    expect(cacheKey(vault)).toBe(stores)
  })

  test('the options carry the PRF salt of each key that has one', async () => {
    using folder = vaultFolder()
    await using vault = folder.start()
    await enrol(vault, key())
    await enrol(vault, key('none'), 'Reserve')
    const begun = await vault.beginUnlock()
    if (!begun.ok) throw new Error('refused')
    const options = begun.value.options as { allowCredentials: { id: string }[]; extensions: { prf: { evalByCredential: object } } }
    expect(options.allowCredentials).toHaveLength(2)
    expect(Object.keys(options.extensions.prf.evalByCredential)).toEqual([options.allowCredentials[0]?.id])
    expect(options).toMatchObject({ userVerification: 'required', rpId: 'localhost' })
  })

  test.each([
    ['another origin', { origin: 'http://localhost:9999' }, 'ceremony-refused', 'other-origin'],
    ['a page inside another page', { crossOrigin: true }, 'ceremony-refused', 'other-origin'],
    ['another relying party', { rpId: 'evil.test' }, 'ceremony-refused', 'other-rp'],
    ['another challenge', { challenge: 'AAAA' }, 'ceremony-refused', 'other-challenge'],
    ['a registration instead', { type: 'webauthn.create' }, 'ceremony-refused', 'other-ceremony'],
    ['nobody verified', { userVerified: false }, 'no-user-verification', 'no-user-verification'],
    ['nobody present', { userPresent: false }, 'ceremony-refused', 'not-present'],
    ['a cloned counter', { counter: 1 }, 'ceremony-refused', 'counter-not-ahead'],
    ['another key behind the same name', { forged: true }, 'ceremony-refused', 'bad-signature'],
  ] as const)('%s is refused by name, and told at the next unlock', async (_, lies, fail, because) => {
    using folder = vaultFolder()
    await using vault = folder.start()
    const own = key()
    await enrol(vault, own)
    await vault.lock('person')
    await unlock(vault, own)
    await vault.lock('person')

    expect(await unlock(vault, own, lies)).toEqual({ ok: false, fail })
    expect(vault.isUnlocked()).toBe(false)

    let told: readonly { because: string }[] = []
    vault.onUnlock(({ refusedBefore }) => { told = refusedBefore; return null })
    expect(await unlock(vault, own)).toMatchObject({ ok: true })
    expect(told.map((refusal) => refusal.because)).toEqual([because])
  })

  test('an answer cannot be played twice, nor late, nor for another ticket', async () => {
    using folder = vaultFolder()
    await using vault = folder.start()
    const own = key()
    await enrol(vault, own)
    await vault.lock('person')
    const begin = async () => {
      const begun = await vault.beginUnlock()
      if (!begun.ok) throw new Error('refused')
      return { ticket: begun.value.ticket, ...own.get(begun.value.options) }
    }
    const answer = await begin()
    expect((await vault.finishUnlock(answer)).ok).toBe(true)
    await vault.lock('person')
    expect(await vault.finishUnlock(answer)).toEqual({ ok: false, fail: 'ticket-expired' })
    const { ticket } = await begin()
    expect(await vault.finishUnlock({ ...answer, ticket })).toEqual({ ok: false, fail: 'ceremony-refused' })
    const late = await begin()
    folder.clock.pass(TICKET_LIFE_MS)
    expect(await vault.finishUnlock(late)).toEqual({ ok: false, fail: 'ticket-expired' })
    const stale = await begin()
    expect((await vault.finishUnlock(await begin())).ok).toBe(true)
    await vault.lock('person')
    expect(await vault.finishUnlock(stale)).toEqual({ ok: false, fail: 'ticket-expired' })
  })

  test('a key that counts higher each time is fine, one that does not count at all too', async () => {
    using folder = vaultFolder()
    await using vault = folder.start()
    const uncounted = softKey({ origin: ORIGIN, counts: false })
    await enrol(vault, uncounted)
    for (let round = 0; round < 3; round++) {
      await vault.lock('person')
      expect((await unlock(vault, uncounted)).ok).toBe(true)
    }
  })

  test('another PRF output, none, or one of a wrong length opens nothing', async () => {
    using folder = vaultFolder()
    await using vault = folder.start()
    const own = key()
    await enrol(vault, own)
    await vault.lock('person')
    const withPrf = async (prf: string | null) => {
      const begun = await vault.beginUnlock()
      if (!begun.ok) throw new Error('refused')
      return vault.finishUnlock({ ticket: begun.value.ticket, ...own.get(begun.value.options), prf })
    }
    expect(await withPrf(Buffer.alloc(32, 9).toString('base64url'))).toEqual({ ok: false, fail: 'wrong-key' })
    expect(await withPrf(null)).toEqual({ ok: false, fail: 'ceremony-refused' })
    expect(await withPrf('AAAA')).toEqual({ ok: false, fail: 'ceremony-refused' })
  })

  test('an unknown key and nonsense are refused', async () => {
    using folder = vaultFolder()
    await using vault = folder.start()
    await enrol(vault, key())
    await vault.lock('person')
    for (const assertion of [{}, { id: 'x', rawId: 'x', type: 'public-key', response: {} }]) {
      const begun = await vault.beginUnlock()
      if (!begun.ok) throw new Error('refused')
      expect(await vault.finishUnlock({ ticket: begun.value.ticket, assertion, prf: null })).toEqual({ ok: false, fail: 'unknown-authenticator' })
    }
  })

  test('a device secret from elsewhere opens nothing', async () => {
    using folder = vaultFolder()
    const own = key('none')
    const before = folder.start()
    await enrol(before, own)
    await before.lock('person')
    // given a keychain in which the secret has the right name and other bytes
    const secrets = JSON.parse(readFileSync(folder.secretsFile, 'utf8')) as Record<string, string>
    const forged = Object.fromEntries(Object.keys(secrets).map((name) => [name, Buffer.alloc(32, 5).toString('base64url')]))
    await writeFile(folder.secretsFile, JSON.stringify(forged))

    await using vault = folder.start()
    expect(await vault.state()).toMatchObject({ phase: 'locked', person: null, slots: [{ usable: false, label: '' }, { kind: 'recovery' }] })
    expect(await unlock(vault, own)).toEqual({ ok: false, fail: 'wrong-key' })
  })

  test('a store that does not open closes everything again, by name', async () => {
    using folder = vaultFolder()
    const own = key()
    const before = folder.start()
    await enrol(before, own)
    await before.lock('person')
    await using vault = folder.start()
    const closed: string[] = []
    vault.onLock((because) => { closed.push(because) })
    const end = vault.onUnlock(() => 'newer-schema')
    expect(await unlock(vault, own)).toEqual({ ok: false, fail: 'newer-schema' })
    expect(closed).toEqual(['not-opened'])
    expect(() => vault.keys()).toThrow('locked')
    expect(await vault.state()).toMatchObject({ phase: 'locked', lockedBecause: 'start' })
    end()
    expect((await unlock(vault, own)).ok).toBe(true)
  })

  test('a keychain that is gone for the moment is said, not taken for a lost one', async () => {
    using folder = vaultFolder()
    const own = key()
    const before = folder.start()
    const { recoveryCode } = await enrol(before, own)
    await before.lock('person')
    await writeFile(folder.secretsFile, 'not json')
    const vault = folder.start()
    expect(await vault.state()).toMatchObject({ phase: 'locked', keychain: 'unavailable', person: null })
    expect(await vault.beginUnlock()).toEqual({ ok: false, fail: 'keychain-unavailable' })
    expect(await vault.unlockWithRecovery({ code: recoveryCode ?? '' })).toEqual({ ok: false, fail: 'keychain-unavailable' })
    expect(await readFile(folder.secretsFile, 'utf8')).toBe('not json')
  })
})

describe('a key file that is not what it was', () => {
  test('gone while a database is there: damaged, never a first run', async () => {
    using folder = vaultFolder()
    const before = folder.start()
    await enrol(before, key())
    await before.lock('person')
    await writeFile(path.join(folder.directory, 'state.db'), 'encrypted')
    await rm(path.join(folder.directory, 'vault.json'))
    const vault = folder.start()
    expect(await vault.state()).toMatchObject({ phase: 'locked', trouble: 'damaged-file', slots: [] })
    expect(await vault.beginEnrol(ANJA)).toEqual({ ok: false, fail: 'locked' })
    expect(await vault.beginUnlock()).toEqual({ ok: false, fail: 'no-slots' })
  })

  test('damaged while open: the next change writes it whole again', async () => {
    using folder = vaultFolder()
    const own = key()
    const vault = folder.start()
    await enrol(vault, own)
    await writeFile(path.join(folder.directory, 'vault.json'), 'garbage')
    expect((await vault.setIdleLock({ minutes: 5 })).ok).toBe(true)
    await vault.lock('person')
    await using again = folder.start()
    expect((await unlock(again, own)).ok).toBe(true)
    expect(await again.state()).toMatchObject({ idleLockMs: 300_000 })
  })
})
