import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { builtForBench } from './built.ts'

/**
 * Runs one of this folder's `...-once` as a process of its own, so that its memory and its threads are its own, built as the product
 * is, and gives the last line that it prints.
 */
export async function measuredApart<Figures>(file: string, job: unknown): Promise<Figures> {
  const built = path.join(await builtForBench(), file.replace(/\.ts$/, '.js'))
  const running = promisify(execFile)(process.execPath, [built], { maxBuffer: 1 << 20 })
  // Not as an argument: a command line is there for everybody to read.
  running.child.stdin?.end(JSON.stringify(job))
  const { stdout } = await running
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Figures
}
