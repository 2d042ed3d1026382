import { globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build } from 'vite'
import { ownPrefix, removeLeftBehind } from './left-behind.ts'

const root = path.join(import.meta.dirname, '..')

let made: Promise<string> | undefined

/**
 * The folder with what is measured, built as the product is built: a program that translates its sources in every thread takes
 * 60 MB more, and nobody has it. Built once in a run, about a second; gone with the process, or with the
 * next run where it was killed.
 */
export const builtForBench = (): Promise<string> => made ??= make()

async function make(): Promise<string> {
  const dist = path.join(root, 'dist')
  mkdirSync(dist, { recursive: true })
  removeLeftBehind(dist, 'bench')
  // As deep below the root as the product's own: its resources are found from there.
  const folder = mkdtempSync(path.join(dist, ownPrefix('bench')))
  process.once('exit', () => { rmSync(folder, { recursive: true, force: true }) })
  // Beside the product's own: the threads are found there.
  const input = Object.fromEntries(globSync(path.join(import.meta.dirname, '*-once.ts')).map((file) => [path.basename(file, '.ts'), file]))
  await build({
    configFile: path.join(root, 'vite.main.config.ts'), root, logLevel: 'error', build: { outDir: folder, rolldownOptions: { input } },
  })
  return folder
}
