import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
let state: string
beforeAll(async () => { state = await mkdtemp(path.join(tmpdir(), 'demo-')) })
afterAll(() => rm(state, { recursive: true, force: true }))

const leftovers = async (): Promise<string[]> =>
  (await promisify(execFile)('ps', ['axo', 'args'])).stdout.split('\n').filter((line) => line.includes(state))

type Demo = { address: string; said: () => string; end: (signal: NodeJS.Signals) => Promise<number | null> }

/** Runs the demo as a person would, without a display, until it has an address; then `end` ends it. */
async function demo(): Promise<Demo> {
  const child = spawn('node', [path.join(root, 'setup/run.mjs'), 'demo', '--state', state], {
    env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' }, stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { said += text })
  const exit = once(child, 'exit') as Promise<[number | null]>
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
  expect(await leftovers()).toEqual([])
})

test('the second start finds its state and its ports again', async () => {
  const before = await stat(path.join(state, 'certs/ca.crt'))
  const { address, said, end } = await demo()
  expect(said()).not.toContain('sample mail')
  expect(Number(new URL(address).port)).toBeGreaterThan(20_000)
  expect((await stat(path.join(state, 'certs/ca.crt'))).mtimeMs).toBe(before.mtimeMs)
  expect(await end('SIGTERM')).toBe(0)
  expect(await leftovers()).toEqual([])
})
