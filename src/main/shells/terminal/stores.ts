import { existsSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline/promises'
import { fileSecrets, hasFileSecrets, systemSecretStore } from '../../app/secret-store.ts'
import { withStores, type NotLookedInto, type OfflineStores } from '../../app/offline-stores.ts'
import { auditOptions, checkAsked, exportStore, verifyFiled, verifyStore, type AuditOptions } from './audit.ts'
import { Refused } from './options.ts'

type Command = (stores: OfflineStores, asked: AuditOptions) => Promise<boolean>

const print = (line: string): void => { process.stdout.write(`${line}\n`) }

const commands: Readonly<Record<string, Command>> = {
  async 'store check'(stores, { json }) {
    const report = await stores.check()
    const isWell = report.state.length === 0 && report.cache === 'whole' && report.attachments.broken === 0 && report.journal.breaks.length === 0
    if (json) print(JSON.stringify({ well: isWell, ...report }))
    else {
      print(`instellingen, concepten en uitgaande post: ${report.state.length === 0 ? 'heel' : `${report.state.length} fouten`}`)
      print(`kopie van de post: ${report.cache === 'whole' ? 'heel' : report.cache}`)
      print(`bijlagen: ${report.attachments.checked} bekeken, ${report.attachments.broken} beschadigd`)
      print(`logboek: ${report.journal.entries} regels, ${report.journal.breaks.length} breuken`)
    }
    return isWell
  },
  'audit verify': (stores, asked) => Promise.resolve(verifyStore(stores, asked)),
  'audit export': exportStore,
}

const refusals: Record<NotLookedInto, string> = {
  'no-vault': 'in deze map staat geen kluis van Praktijkpost',
  'wrong-code': 'deze herstelcode klopt niet',
  'keychain-unavailable': 'de sleutelhanger van deze computer is niet bereikbaar',
  'wrong-key': 'de opslag gaat met deze sleutel niet open; er is niets gewijzigd',
  'damaged-file': 'de opslag is beschadigd; er is niets gewijzigd',
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

/** `store check`, `audit verify` and `audit export`: what is on this workstation's disk, while Praktijkpost itself is closed. */
export async function stores(args: string[]): Promise<number> {
  const asked = auditOptions(args)
  const command = Object.hasOwn(commands, asked.name) ? commands[asked.name] : undefined
  if (command === undefined) throw new Refused(`onbekende opdracht ${asked.name}`)
  if (asked.name === 'audit verify' && asked.segments !== undefined && asked.store === undefined) return verifyFiled(asked)
  if (asked.store === undefined || !existsSync(asked.store)) throw new Refused('--store DIR (of --data DIR) ontbreekt, of die map is er niet')
  checkAsked(asked)
  const dataDirectory = path.resolve(asked.store)
  const secrets = hasFileSecrets(dataDirectory) ? fileSecrets(dataDirectory) : await systemSecretStore()
  const place = { dataDirectory, secrets, recoveryCode: await askRecoveryCode(), mode: asked.name === 'audit export' ? 'write' : 'read' } as const
  const outcome = await withStores(place, (open) => command(open, asked))
  if (outcome.kind === 'not-done') throw new Refused(refusals[outcome.because])
  const isFiledWell = asked.segments === undefined || verifyFiled(asked) === 0
  return outcome.result && isFiledWell ? 0 : 1
}
