import { existsSync, readdirSync } from 'node:fs'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { hasSmallDisks, smallDisk } from '../../../test/practice/small-disk.ts'
import { softKey } from '../../../test/vault/authenticator.ts'
import { enrol, ORIGIN, unlock, vaultFolder } from '../../../test/vault/practice-vault.ts'
import { destroyVault, isLeaving } from './destroy.ts'
import { fileSecretStore } from './file-secrets.ts'
import type { SecretStore } from './secret-store.ts'

/** A vault with a database and sealed files beside it, locked. */
async function usedVault(folder: ReturnType<typeof vaultFolder>) {
  const key = softKey({ origin: ORIGIN, prf: 'creation' })
  {
    await using vault = folder.start()
    await enrol(vault, key)
  }
  await mkdir(path.join(folder.directory, 'blobs'), { recursive: true })
  for (const name of ['state.db', 'cache.db', 'blobs/one']) await writeFile(path.join(folder.directory, name), 'sealed')
  return { key, secrets: fileSecretStore(folder.secretsFile) }
}

test('nothing remains: no wrapped key, no device secret, no database, and the program starts as new', async () => {
  using folder = vaultFolder()
  const { secrets } = await usedVault(folder)
  expect(await readFile(folder.secretsFile, 'utf8')).not.toBe('{}')
  await destroyVault(folder.directory, secrets)
  expect(readdirSync(folder.directory)).toEqual([])
  expect(Object.keys(JSON.parse(await readFile(folder.secretsFile, 'utf8')) as object)).toEqual([])
  expect(await folder.start().state()).toMatchObject({ phase: 'first-run', trouble: null })
})

test('what these keys do not open may stay', async () => {
  using folder = vaultFolder()
  const { secrets } = await usedVault(folder)
  await mkdir(path.join(folder.directory, 'sealed-for-others'))
  await destroyVault(folder.directory, secrets, ['sealed-for-others'])
  expect(readdirSync(folder.directory)).toEqual(['sealed-for-others'])
  expect(await folder.start().state()).toMatchObject({ phase: 'first-run', trouble: null })
})

test('broken off at any step, no key opens it any more once keys were touched, and the next call finishes it', async () => {
  using folder = vaultFolder()
  const { key, secrets } = await usedVault(folder)
  const broken: SecretStore = { ...secrets, delete: () => Promise.reject(new Error('killed')) }
  await expect(destroyVault(folder.directory, broken)).rejects.toThrow('killed')
  expect(isLeaving(folder.directory)).toBe(true)
  // As a kill between the keychain and the key file leaves it.
  const names = JSON.parse(await readFile(path.join(folder.directory, 'leaving'), 'utf8')) as string[]
  expect(names).toHaveLength(1)
  for (const name of names) await secrets.delete(name)
  {
    await using vault = folder.start()
    await expect(unlock(vault, key)).rejects.toThrow()
  }
  // As a kill between the key file and the rest leaves it: the names of the secrets are still known.
  await writeFile(path.join(folder.directory, 'vault.json'), '')
  await destroyVault(folder.directory, secrets)
  expect(existsSync(path.join(folder.directory, 'state.db'))).toBe(false)
  expect(isLeaving(folder.directory)).toBe(false)
})

test('a mark that was damaged is enough: the key file says which secrets there are', async () => {
  using folder = vaultFolder()
  const { secrets } = await usedVault(folder)
  await writeFile(path.join(folder.directory, 'leaving'), '')
  await destroyVault(folder.directory, secrets)
  expect(readdirSync(folder.directory)).toEqual([])
  expect(Object.keys(JSON.parse(await readFile(folder.secretsFile, 'utf8')) as object)).toEqual([])
})

test.skipIf(!hasSmallDisks)('a full disk keeps nothing here: what can be fetched again makes room', async () => {
  // given
  using folder = vaultFolder()
  const { secrets } = await usedVault(folder)
  using disk = smallDisk(4)
  if (disk === null) return
  const directory = path.join(disk.directory, 'data')
  await cp(folder.directory, directory, { recursive: true })
  await writeFile(path.join(directory, 'cache.db'), Buffer.alloc(1_000_000, 1))
  disk.fill()
  // when
  await destroyVault(directory, secrets)
  // then
  expect(readdirSync(directory)).toEqual([])
})
