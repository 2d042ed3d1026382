import { existsSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { fileSecrets, hasFileSecrets, systemSecretStore } from '../../app/secret-store.ts'
import { withStores, type NotLookedInto, type OfflineStores } from '../../app/offline-stores.ts'

const usage = `praktijkpost COMMAND --data DIR [--json]

  store check     are the stores on this workstation whole?
  audit verify    does the journal's chain hold?
  audit export    every entry of the journal, one JSON line each

The recovery code is asked for, or read as one line from standard input. Close Praktijkpost first.
Exit status: 0 all is well, 1 something is not, 2 the command could not be carried out.

Not there yet: check-domain, verdict, route, detect, store restore.
`

type Command = (stores: OfflineStores, json: boolean) => Promise<boolean>

const print = (line: string): void => { process.stdout.write(`${line}\n`) }

const commands: Record<string, Command> = {
  async 'store check'(stores, json) {
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
  'audit verify'(stores, json) {
    const report = stores.verifyJournal()
    if (json) print(JSON.stringify(report))
    else {
      print(`${report.entries} regels, ${report.breaks.length === 0 ? 'de keten klopt' : `${report.breaks.length} breuken`}`)
      for (const found of report.breaks) print(found.kind === 'gap' ? `  ontbreekt: ${found.from} tot en met ${found.to}` : `  ${found.kind === 'changed' ? 'gewijzigd' : 'sluit niet aan'}: ${found.sequence}`)
      if (report.head !== null) print(`kop van de keten: ${report.head.sequence} ${report.head.hash}`)
    }
    return Promise.resolve(report.breaks.length === 0)
  },
  'audit export'(stores) {
    for (const row of stores.journalRows()) {
      print(JSON.stringify(row, (_key, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value)))
    }
    return Promise.resolve(true)
  },
}

const refusals: Record<NotLookedInto, string> = {
  'no-vault': 'in deze map staat geen kluis van Praktijkpost',
  'wrong-code': 'deze herstelcode klopt niet',
  'keychain-unavailable': 'de sleutelhanger van deze computer is niet bereikbaar',
  'wrong-key': 'de opslag gaat met deze sleutel niet open; er is niets gewijzigd',
  'damaged-file': 'de opslag is beschadigd; er is niets gewijzigd',
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

/** Named in the design; their rules are not written yet. */
const notThereYet = ['check-domain', 'verdict', 'route', 'detect', 'store restore']

async function start(): Promise<number> {
  const asked = process.argv.slice(2).join(' ')
  const missing = notThereYet.find((name) => asked === name || asked.startsWith(`${name} `))
  if (missing !== undefined) {
    process.stderr.write(`praktijkpost: ${missing} is er nog niet\n`)
    return 2
  }
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { data: { type: 'string' }, json: { type: 'boolean', default: false } },
  })
  const command = commands[positionals.join(' ')]
  if (command === undefined || values.data === undefined || !existsSync(values.data)) {
    process.stderr.write(usage)
    return 2
  }
  const dataDirectory = path.resolve(values.data)
  const secrets = hasFileSecrets(dataDirectory) ? fileSecrets(dataDirectory) : await systemSecretStore()
  const outcome = await withStores({ dataDirectory, secrets, recoveryCode: await askRecoveryCode() }, (stores) => command(stores, values.json))
  if (outcome.kind === 'done') return outcome.result ? 0 : 1
  process.stderr.write(`praktijkpost: ${refusals[outcome.because]}\n`)
  return 2
}

try {
  process.exitCode = await start()
} catch (error) {
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
  process.stderr.write(`praktijkpost: could not finish${code}\n`)
  process.exitCode = 2
}
