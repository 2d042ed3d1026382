import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { bugName } from '../../app/bug-name.ts'
import { createCore } from '../../app/core.ts'
import { readSampleAccount } from '../../app/sample-account.ts'
import { fileSecrets, systemSecretStore } from '../../app/secret-store.ts'
import { startLoopback } from './server.ts'

const usage = `praktijkpost loopback --data DIR [--port N] [--json] [--secrets-in-file] [--demo FILE]

  --data DIR         where the encrypted stores live
  --port N           a fixed port (otherwise a free one); a security key is bound to localhost, not to the port
  --json             print one line {"url"} when ready
  --secrets-in-file  keep the device secret in a file instead of the keychain: for tests only, the screen says so
  --demo FILE        the sample practice: fills in its account, implies --secrets-in-file
`

const root = path.resolve(import.meta.dirname, '../../../..')

function options() {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' }, port: { type: 'string', default: '0' }, json: { type: 'boolean', default: false },
      'secrets-in-file': { type: 'boolean', default: false }, demo: { type: 'string' }, help: { type: 'boolean', default: false },
    },
  })
  const port = Number(values.port)
  if (values.help || values.data === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) return undefined
  return { ...values, data: path.resolve(values.data), port }
}

/** Starts core and page server; ends on SIGTERM, SIGINT, or when the terminal goes. */
async function start(): Promise<number> {
  const chosen = options()
  if (chosen === undefined) {
    process.stderr.write(usage)
    return 2
  }
  const demo = chosen.demo === undefined ? null : readSampleAccount(readFileSync(chosen.demo, 'utf8'))
  const inFile = demo !== null || chosen['secrets-in-file']
  const secrets = inFile ? fileSecrets(chosen.data) : await systemSecretStore()
  const version = (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }).version

  const loopback = await startLoopback({
    pages: path.join(root, 'dist/renderer'),
    port: chosen.port,
    makeCore: (origin) => createCore({
      dataDirectory: chosen.data, secrets, origin, relyingPartyId: 'localhost', shell: 'loopback', version, demo,
    }),
  })
  process.stdout.write(chosen.json ? `${JSON.stringify({ url: loopback.url })}\n` : `Praktijkpost: ${loopback.url}\n`)
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => { resolve() })
  })
  await loopback[Symbol.asyncDispose]()
  return 0
}

process.on('uncaughtException', (error) => {
  process.stderr.write(`praktijkpost: a bug: ${bugName(error)}\n`)
  process.exit(1)
})
try {
  process.exitCode = await start()
} catch (error) {
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
  process.stderr.write(`praktijkpost: could not start${code}\n`)
  process.exitCode = 1
}
