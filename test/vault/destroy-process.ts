import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'

/**
 * A program that ends a vault for good and dies by its own hand, without warning, at the step of that number; 0: never. Before and
 * after everything that changes a file is a step. Says `done` and the number of steps when it came to the end.
 */
const [directory = '', secretsFile = '', dieAt = ''] = process.argv.slice(2)
let steps = 0
const step = (): void => {
  if (++steps === Number(dieAt)) process.kill(process.pid, 'SIGKILL')
}

for (const name of ['open', 'rename', 'rm', 'writeFile'] as const) {
  const work = fs[name] as (...given: unknown[]) => Promise<unknown>
  Object.assign(fs, {
    [name]: async (...given: unknown[]) => {
      step()
      const result = await work.apply(fs, given)
      step()
      return result
    },
  })
}
syncBuiltinESMExports()

const { destroyVault } = await import('../../src/main/vault/destroy.ts')
const { fileSecretStore } = await import('../../src/main/vault/file-secrets.ts')
await destroyVault(directory, fileSecretStore(secretsFile))
process.stdout.write(`done ${String(steps)}`)
