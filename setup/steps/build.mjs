import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { lastLines, node24, ran, root } from './machine.mjs'
import { Unready, step } from './say.mjs'

/** name: the config, what it is made from, and a file that it makes. */
const bundles = {
  renderer: { config: 'vite.renderer.config.ts', sources: ['src/renderer', 'src/shared'], makes: 'dist/renderer/index.html' },
  main: { config: 'vite.main.config.ts', sources: ['src/main', 'src/shared'], makes: 'dist/main/electron.js' },
  preload: { config: 'vite.preload.config.ts', sources: ['src/preload', 'src/shared'], makes: 'dist/preload/preload.cjs' },
}

/** The newest change in a file or below a folder, in milliseconds. */
function newest(place) {
  const { mtimeMs } = statSync(place)
  if (!statSync(place).isDirectory()) return mtimeMs
  return Math.max(mtimeMs, ...readdirSync(place, { withFileTypes: true, recursive: true })
    .map((entry) => statSync(path.join(entry.parentPath ?? entry.path, entry.name)).mtimeMs))
}

function isFresh({ config, sources, makes }) {
  const made = path.join(root, makes)
  if (!existsSync(made)) return false
  const { mtimeMs } = statSync(made)
  return [config, 'package-lock.json', ...sources].every((place) => newest(path.join(root, place)) <= mtimeMs)
}

async function bundle(name) {
  const wanted = bundles[name]
  if (isFresh(wanted)) return
  await step(`building ${name}`, async () => {
    const { ok, said } = await ran(node24, [path.join(root, 'node_modules/vite/bin/vite.js'), 'build', '-c', wanted.config], { cwd: root })
    if (!ok) throw new Unready(`the build of ${name} failed:\n${lastLines(said, 30)}`)
  })
}

/** The pages alone: what the page server needs. */
export const builtPages = () => bundle('renderer')

/** Everything that Electron needs. */
export async function build() {
  for (const name of Object.keys(bundles)) await bundle(name)
}
