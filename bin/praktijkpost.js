#!/usr/bin/env node
/** The command for IT and scripts. Any Node may start it; the Node of this checkout runs it, from code compiled the last time. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const own = path.join(root, 'node_modules/node/bin/node')
const command = path.join(root, 'src/main/shells/terminal/start.ts')
const compiled = path.join(root, 'node_modules/.cache/praktijkpost')

if (process.features.typescript) {
  module.enableCompileCache(compiled)
  await import(command)
} else {
  const env = { NODE_COMPILE_CACHE: compiled, ...process.env }
  const { status, signal } = spawnSync(existsSync(own) ? own : process.execPath, [command, ...process.argv.slice(2)], { stdio: 'inherit', env })
  process.exitCode = signal === null ? status ?? 1 : 1
}
