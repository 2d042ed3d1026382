import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileSecretStore } from '../vault/file-secrets.ts'
import { keychainSecretStore } from '../vault/keychain.ts'
import type { NoSecretStore, SecretStore } from '../vault/secret-store.ts'

const SERVICE = 'nl.praktijkpost.client'

/** The operating system's keychain, or the fact that there is none: then nothing starts. */
export const systemSecretStore = (): Promise<SecretStore | NoSecretStore> => keychainSecretStore(SERVICE)

const fileIn = (dataDirectory: string): string => path.join(dataDirectory, 'device-secrets.json')

/** For the demo and tests: a file in the data folder. The screen says so. */
export const fileSecrets = (dataDirectory: string): SecretStore => fileSecretStore(fileIn(dataDirectory))

/** Whether this folder belongs to the demo or a test. */
export const hasFileSecrets = (dataDirectory: string): boolean => existsSync(fileIn(dataDirectory))
