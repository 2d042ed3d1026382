import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ran, root } from './machine.mjs'

const folder = path.join(root, 'node_modules', '.bin')
const script = path.join(root, 'bin', 'praktijkpost.js')

function link(file) {
  mkdirSync(folder, { recursive: true })
  if (process.platform === 'win32') return writeFileSync(file, `@node "${script}" %*\r\n`)
  chmodSync(script, 0o755)
  // What hangs in the air exists too.
  rmSync(file, { force: true })
  return symlinkSync(path.relative(folder, script), file)
}

/**
 * npm links the commands of what a package depends on, not its own: this makes `node_modules/.bin/praktijkpost`. Each
 * command is then called once without arguments, so that it is compiled before somebody waits for it.
 */
export async function provideOwnCommand() {
  const file = path.join(folder, process.platform === 'win32' ? 'praktijkpost.cmd' : 'praktijkpost')
  if (existsSync(file)) return
  link(file)
  await Promise.all(['check-domain', 'verdict'].map((name) => ran(process.execPath, [script, name])))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await provideOwnCommand()
