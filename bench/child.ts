import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

/** What was translated once is kept: the client that people have is built, and translates nothing when it starts a thread. */
const compiled = path.join(import.meta.dirname, '../node_modules/.cache/compiled')

/** Runs a file of this folder as a process of its own, so that its memory and its threads are its own, and gives the last line that it prints. */
export async function measuredApart<Figures>(file: string, job: unknown): Promise<Figures> {
  const running = promisify(execFile)(process.execPath, [path.join(import.meta.dirname, file)], { maxBuffer: 1 << 20, env: { NODE_COMPILE_CACHE: compiled, ...process.env } })
  // Not as an argument: a command line is there for everybody to read.
  running.child.stdin?.end(JSON.stringify(job))
  const { stdout } = await running
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Figures
}
