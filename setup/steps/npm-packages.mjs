import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { lastLines, node24, ran, root } from './machine.mjs'
import { Unready, step } from './say.mjs'

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined)

/** What npm itself wrote down of its last installation, compared with what is asked for. */
export function areInstalled(wanted, installed) {
  if (installed === undefined) return false
  return Object.entries(wanted.packages).every(([place, { version, optional, devOptional, peer, link }]) => {
    const found = installed.packages[place]
    if (place === '' || link) return true
    return found === undefined ? Boolean(optional || devOptional || peer) : found.version === version
  })
}

async function requireNode24() {
  const { ok, said } = await ran(node24, ['--version'])
  if (ok && Number(said.trim().slice(1).split('.')[0]) >= 24) return
  throw new Unready(`npm did not bring Node 24 (${said.trim()}): run "npm rebuild node" and look at what it says`)
}

/** npm ci, only when the lock file asks for something else than what is there. */
export async function provideNpmPackages() {
  const wanted = read(path.join(root, 'package-lock.json'))
  const installed = read(path.join(root, 'node_modules', '.package-lock.json'))
  if (areInstalled(wanted, installed)) return existsSync(node24) ? undefined : requireNode24()
  await step('installing npm packages', async () => {
    const { ok, said } = await ran('npm', ['ci', '--no-progress', '--loglevel=error'], { cwd: root })
    if (!ok) throw new Unready(`npm ci failed; is the registry within reach? It said:\n${lastLines(said)}`)
    await requireNode24()
  })
}
