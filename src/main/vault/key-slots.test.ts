import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { softKey } from '../../../test/vault/authenticator.ts'
import { ANJA, enrol, ORIGIN, prove, unlock, vaultFolder } from '../../../test/vault/practice-vault.ts'

const key = (prf: 'none' | 'creation' | 'assertion' = 'creation') => softKey({ origin: ORIGIN, prf })

describe('more than one key', () => {
  test('a second key is enrolled only while open, gives no new code, and opens the same stores', async () => {
    using folder = vaultFolder()
    const [first, second] = [key(), key('assertion')]
    await using vault = folder.start()
    await enrol(vault, first)
    const stores = Buffer.from(vault.keys().state)
    expect(await enrol(vault, second, 'Reserve')).toMatchObject({ slotKind: 'prf', recoveryCode: null })
    await vault.lock('person')
    expect(await vault.beginEnrol(ANJA)).toEqual({ ok: false, fail: 'locked' })
    expect((await unlock(vault, second)).ok).toBe(true)
    expect(stores.equals(vault.keys().state)).toBe(true)
    expect((await vault.state()).slots.map(({ label }) => label)).toEqual(['Sleutelbos', '', 'Reserve'])
  })

  test('an enrolment that was begun while open is worth nothing after a lock', async () => {
    using folder = vaultFolder()
    await using vault = folder.start()
    await enrol(vault, key())
    const begun = await vault.beginEnrol(ANJA)
    await vault.lock('person')
    if (!begun.ok) throw new Error('refused')
    expect(await vault.finishEnrol({ ticket: begun.value.ticket, ...key().create(begun.value.options) }))
      .toEqual({ ok: false, fail: 'ticket-expired' })
  })

  test('the same key is not enrolled twice: the browser is told, and the core checks', async () => {
    using folder = vaultFolder()
    await using vault = folder.start()
    const own = key()
    const first = await vault.beginEnrol(ANJA)
    if (!first.ok) throw new Error('refused')
    const answer = own.create(first.value.options)
    await vault.finishEnrol({ ticket: first.value.ticket, ...answer })
    const second = await vault.beginEnrol(ANJA)
    if (!second.ok) throw new Error('refused')
    expect(() => own.create(second.value.options)).toThrow('already enrolled')
    const { challenge } = second.value.options as { challenge: string }
    const clientDataJSON = Buffer.from(JSON.stringify({ type: 'webauthn.create', challenge, origin: ORIGIN })).toString('base64url')
    const replayed = { ...answer.registration, response: { ...answer.registration.response as object, clientDataJSON } }
    expect(await vault.finishEnrol({ ticket: second.value.ticket, ...answer, registration: replayed })).toEqual({ ok: false, fail: 'already-enrolled' })
  })

  test.each([
    ['another origin', { origin: 'https://evil.test' }, 'ceremony-refused'],
    ['another relying party', { rpId: 'evil.test' }, 'ceremony-refused'],
    ['nobody verified', { userVerified: false }, 'no-user-verification'],
    ['an assertion instead', { type: 'webauthn.get' }, 'ceremony-refused'],
  ] as const)('enrolling refuses %s', async (_, lies, fail) => {
    using folder = vaultFolder()
    const vault = folder.start()
    const begun = await vault.beginEnrol(ANJA)
    if (!begun.ok) throw new Error('refused')
    expect(await vault.finishEnrol({ ticket: begun.value.ticket, ...key().create(begun.value.options, lies) })).toEqual({ ok: false, fail })
    expect(await vault.state()).toMatchObject({ phase: 'first-run' })
  })

  test('the extra assertion must come from the key that was just made', async () => {
    using folder = vaultFolder()
    const vault = folder.start()
    const [own, other] = [key('assertion'), key('assertion')]
    const begun = await vault.beginEnrol(ANJA)
    if (!begun.ok) throw new Error('refused')
    const asked = await vault.finishEnrol({ ticket: begun.value.ticket, ...own.create(begun.value.options) })
    if (!asked.ok || asked.value.kind !== 'assert-once') throw new Error('expected one assertion more')
    other.create(begun.value.options)
    const answer = own.get(asked.value.options, { forged: true })
    expect(await vault.confirmEnrol({ ticket: asked.value.ticket, ...answer })).toEqual({ ok: false, fail: 'ceremony-refused' })
    expect(await vault.state()).toMatchObject({ phase: 'first-run' })
  })

  test('a key that promised PRF and then gives none gets the weaker slot, and the answer says so', async () => {
    using folder = vaultFolder()
    await using vault = folder.start()
    const begun = await vault.beginEnrol(ANJA)
    if (!begun.ok) throw new Error('refused')
    const own = key('none')
    const asked = await vault.finishEnrol({ ticket: begun.value.ticket, ...own.create(begun.value.options), prfEnabled: true })
    if (!asked.ok || asked.value.kind !== 'assert-once') throw new Error('expected one assertion more')
    const confirmed = await vault.confirmEnrol({ ticket: asked.value.ticket, ...own.get(asked.value.options) })
    expect(confirmed).toMatchObject({ ok: true, value: { slotKind: 'assertion' } })
  })
})

describe('removing a key', () => {
  test('a removed key opens nothing, also not through the copy that is kept', async () => {
    using folder = vaultFolder()
    const [lost, kept] = [key(), key()]
    await using vault = folder.start()
    const { slotId } = await enrol(vault, lost)
    await enrol(vault, kept)
    expect(await vault.removeSlot({ slotId, proof: await prove(vault, 'remove', kept) })).toEqual({ ok: true, value: {} })
    await vault.lock('person')
    await expect(unlock(vault, lost)).rejects.toThrow('none of these keys')
    expect((await unlock(vault, kept)).ok).toBe(true)
    for (const name of ['vault.json', 'vault.json.bak']) {
      expect(await readFile(path.join(folder.directory, name), 'utf8')).not.toContain(slotId)
    }
  })

  test('the last key stays, and so does the printed code', async () => {
    using folder = vaultFolder()
    await using vault = folder.start()
    const own = key()
    const { slotId } = await enrol(vault, own)
    const remove = async (id: string) => vault.removeSlot({ slotId: id, proof: await prove(vault, 'remove', own) })
    const recovery = (await vault.state()).slots.find(({ kind }) => kind === 'recovery')
    expect(await remove(slotId)).toEqual({ ok: false, fail: 'last-authenticator' })
    expect(await remove(recovery?.id ?? '')).toEqual({ ok: false, fail: 'no-such-slot' })
    expect(await remove('x')).toEqual({ ok: false, fail: 'no-such-slot' })
    expect((await vault.state()).slots).toHaveLength(2)
  })
})
