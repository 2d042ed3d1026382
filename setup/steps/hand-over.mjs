import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'
import { root } from './machine.mjs'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
const PARENT_LOOK_MS = 250

/**
 * Calls `gone` when the shell that npm runs us in has ended. A signal to npm ends that shell, which passes nothing on: without
 * this look our command would live on alone. Returns what ends the looking.
 */
function watchParent(gone) {
  if (process.env.npm_lifecycle_event === undefined) return () => {}
  const parent = process.ppid
  const look = setInterval(() => { if (process.ppid !== parent) gone() }, PARENT_LOOK_MS)
  return () => clearInterval(look)
}

/** The Electron program, when its runtime was fetched. */
export function electronProgram() {
  const folder = path.join(root, 'node_modules/electron')
  const name = path.join(folder, 'path.txt')
  if (!existsSync(name)) return undefined
  const program = path.join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(folder, 'dist'), readFileSync(name, 'utf8'))
  return existsSync(program) ? program : undefined
}

/** Runs the real command in our place: signals go to it, and its exit code is ours. */
export function handOver(file, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit' })
    // A terminal sends Ctrl-C and its own end to all of us: the command must not hear them twice.
    const pass = (signal) => { if (signal === 'SIGTERM' || !process.stdin.isTTY) child.kill(signal) }
    for (const signal of signals) process.on(signal, pass)
    const stopWatching = watchParent(() => {
      stopWatching()
      child.kill('SIGTERM')
    })
    child.once('error', reject)
    child.once('exit', (status, signal) => {
      stopWatching()
      for (const name of signals) process.off(name, pass)
      resolve(status ?? 128 + (constants.signals[signal] ?? 0))
    })
  })
}
