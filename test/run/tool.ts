import { spawn, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'

export const root = path.resolve(import.meta.dirname, '../..')

const running = new Set<ChildProcess>()
let isStopped = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    isStopped = true
    for (const child of running) child.kill('SIGTERM')
  })
}

/** Whether somebody asked us to end: then nothing more is begun. */
export const wasStopped = (): boolean => isStopped

/** Runs one of our tools with this Node, and gives its exit status and what it said. */
export function run(args: readonly string[]): Promise<{ status: number; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } })
    running.add(child)
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { said += text })
    child.once('error', reject)
    child.once('close', (status) => {
      running.delete(child)
      resolve({ status: status ?? 1, said })
    })
  })
}

export const lastLines = (text: string, count: number): string => stripVTControlCharacters(text).trim().split('\n').slice(-count).join('\n')
export const firstLines = (text: string, count: number): string => stripVTControlCharacters(text).trim().split('\n').slice(0, count).join('\n')
