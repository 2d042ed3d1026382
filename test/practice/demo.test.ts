import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { runningOn } from './processes.ts'

const root = path.resolve(import.meta.dirname, '../..')
let state: string
beforeAll(async () => { state = await mkdtemp(path.join(tmpdir(), 'demo-')) })
afterAll(() => rm(state, { recursive: true, force: true }))

type Demo = { address: string; said: () => string; end: (signal: NodeJS.Signals) => Promise<number | null> }

/** Runs the demo as a person would, without a display, until it has an address; then `end` ends it. */
async function demo(): Promise<Demo> {
  const child = spawn('node', [path.join(root, 'setup/run.mjs'), 'demo', '--state', state], {
    env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' }, stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { said += text })
  const exit = once(child, 'exit') as Promise<[number | null]>
  // Also when the test fails before it comes to its end.
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await exit
  })
  while (!said.includes('Ctrl-C stops everything')) {
    if (child.exitCode !== null) throw new Error(said)
    await Promise.race([once(child.stdout, 'data'), exit])
  }
  return {
    address: /address: (\S+)/.exec(said)?.[1] ?? '', said: () => said,
    end: async (signal) => {
      child.kill(signal)
      return (await exit)[0]
    },
  }
}

test('without a display the demo gives an address that answers, and Ctrl-C stops everything', async () => {
  const { address, said, end } = await demo()
  expect(said()).toContain(`state is kept in ${state}`)
  expect(said()).toContain('--smoke')
  expect((await fetch(address)).status).toBe(200)
  expect(await end('SIGINT')).toBe(0)
  expect(await runningOn(state)).toEqual([])
})

test('the second start finds its state and its ports again', async () => {
  const before = await stat(path.join(state, 'certs/ca.crt'))
  const { address, said, end } = await demo()
  expect(said()).not.toContain('sample mail')
  expect(Number(new URL(address).port)).toBeGreaterThan(20_000)
  expect((await stat(path.join(state, 'certs/ca.crt'))).mtimeMs).toBe(before.mtimeMs)
  expect(await end('SIGTERM')).toBe(0)
  expect(await runningOn(state)).toEqual([])
})
