import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

const main = path.join(import.meta.dirname, '../..')

/** The packages that a module brings along as it is loaded, in a process of its own. */
function packagesOf(file: string): string[] {
  const work = `
    import { isBuiltin, registerHooks } from 'node:module'
    const packages = new Set()
    registerHooks({ resolve(name, context, next) {
      if (!/^(?:[./]|[a-z]+:)/.test(name) && !isBuiltin(name) && !context.parentURL.includes('/node_modules/')) packages.add(name)
      return next(name, context)
    } })
    await import(${JSON.stringify(pathToFileURL(path.join(main, file)).href)})
    console.log(JSON.stringify([...packages].sort()))`
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', work], { encoding: 'utf8' })) as string[]
}

// Each thread that reads or writes the copy of the mail loads its own: zod alone was 5 to 10 MB in each of five.
test.each([
  ['mailbox/mailbox.ts', ['better-sqlite3-multiple-ciphers']],
  ['imap/account-sync.ts', ['better-sqlite3-multiple-ciphers']],
  ['imap/bulk/bulk-work.ts', ['better-sqlite3-multiple-ciphers']],
  ['app/stores/blobs-named.ts', ['better-sqlite3-multiple-ciphers']],
])('%s loads no library that is not needed at once', (file, packages) => {
  expect(packagesOf(file)).toEqual(packages)
})
