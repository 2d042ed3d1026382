import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Victim } from './child.ts'

const program = path.join(import.meta.dirname, 'child.ts')

function start(victim: Victim) {
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(victim))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  let output = ''
  child.stdout.on('data', (data: Buffer) => { output += data.toString() })
  /** Until it has changed its store so often, or has nothing left to change. */
  const changed = async (times: number): Promise<void> => {
    for (let patience = 0; output.length < times && patience < 300 && child.exitCode === null; patience += 1) await delay(5)
  }
  return { child, ended, changed, output: () => output }
}

/** Lets it change its store a few times, at most `atMost`, and kills it at any moment around there, as a power cut would. */
export async function killSoon(victim: Omit<Victim, 'finish'>, atMost: number): Promise<void> {
  const { child, ended, changed } = start({ ...victim, finish: false })
  await changed(randomInt(1, atMost + 1))
  await delay(randomInt(60))
  child.kill('SIGKILL')
  await ended
}

/**
 * Lets it work, puts it to sleep in the middle as a closed lid does, does something meanwhile, and wakes it; it then finishes. Gives as
 * `finishAll`.
 */
export async function sleepBetween(victim: Omit<Victim, 'finish'>, meanwhile: () => Promise<void>): Promise<{ tasks: number; shown: number }> {
  const { child, ended, changed, output } = start({ ...victim, finish: true })
  await changed(3)
  child.kill('SIGSTOP')
  await meanwhile()
  child.kill('SIGCONT')
  return lastWord(await ended, output())
}

/** Lets it finish what is left; gives how many tasks are still stored and how many are still shown as under way. */
export async function finishAll(victim: Omit<Victim, 'finish'>): Promise<{ tasks: number; shown: number }> {
  const { ended, output } = start({ ...victim, finish: true })
  return lastWord(await ended, output())
}

function lastWord(code: number | null, output: string): { tasks: number; shown: number } {
  if (code !== 0) throw new Error(`ended with ${code ?? 'a signal'}: ${output}`)
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as { tasks: number; shown: number }
}
