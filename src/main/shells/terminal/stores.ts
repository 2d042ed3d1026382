import { existsSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline/promises'
import { fileSecrets, hasFileSecrets, systemSecretStore } from '../../app/secret-store.ts'
import { withStores, type Looking, type NotLookedInto, type OfflineStores } from '../../app/offline-stores.ts'
import { auditOptions, checkAsked, exportStore, verifyFiled, verifyStore, type AuditOptions } from './audit.ts'
import { Refused } from './options.ts'
import { checkStore, restoreStore } from './store.ts'

const refusals: Record<NotLookedInto, string> = {
  'no-vault': 'in deze map staat geen kluis van Praktijkpost',
  'wrong-code': 'deze herstelcode klopt niet',
  'keychain-unavailable': 'de sleutelhanger van deze computer is niet bereikbaar',
  'wrong-key': 'de opslag gaat met deze sleutel niet open; er is niets gewijzigd',
  'damaged-file': 'de opslag is beschadigd; er is niets gewijzigd. Met store restore zet je een reservekopie terug',
  'damaged-copy': 'de kopie van de post is beschadigd; er is niets gewijzigd',
  'newer-schema': 'de opslag is van een nieuwere versie van Praktijkpost; er is niets gewijzigd',
  'disk-full': 'de schijf is vol',
  'in-use': 'Praktijkpost staat open op deze map; sluit het eerst',
}

/** Never as an argument: those are seen by every program on the machine and stay in the shell's history. */
async function askRecoveryCode(): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    if (process.stdin.isTTY) return await lines.question('Herstelcode: ')
    for await (const line of lines) return line
    return ''
  } finally {
    lines.close()
  }
}

/** `store check`, `store restore`, `audit verify` and `audit export`: what is on this workstation's disk, while Praktijkpost itself is closed. */
export async function stores(args: string[]): Promise<number> {
  const asked = auditOptions(args)
  const command = Object.hasOwn(commands, asked.name) ? commands[asked.name] : undefined
  if (command === undefined) throw new Refused(`onbekende opdracht ${asked.name}`)
  if (asked.name === 'audit verify' && asked.segments !== undefined && asked.store === undefined) return verifyFiled(asked)
  if (asked.store === undefined || !existsSync(asked.store)) throw new Refused('--store DIR (of --data DIR) ontbreekt, of die map is er niet')
  checkAsked(asked)
  const dataDirectory = path.resolve(asked.store)
  const secrets = hasFileSecrets(dataDirectory) ? fileSecrets(dataDirectory) : await systemSecretStore()
  const place = { dataDirectory, secrets, recoveryCode: await askRecoveryCode(), mendsKeyFile: asked.name === 'store restore' }
  return open(await withStores(place, (found) => command(found, asked))) ? 0 : 1
}

function open<Result>(outcome: Looking<Result>): Result {
  if (outcome.kind === 'not-done') throw new Refused(refusals[outcome.because])
  return outcome.result
}

const commands: Readonly<Record<string, (stores: OfflineStores, asked: AuditOptions) => Promise<boolean>>> = {
  'store check': checkStore,
  'store restore': (found, asked) => Promise.resolve(restoreStore(found, asked)),
  'audit verify': async (found, asked) => open(await found.withJournal('read', (journal) => Promise.resolve(verifyStore(journal, asked)))),
  'audit export': async (found, asked) => open(await found.withJournal('write', (journal) => exportStore(journal, asked))),
}
