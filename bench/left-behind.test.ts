import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ownPrefix, removeLeftBehind } from './left-behind.ts'

const module = path.join(import.meta.dirname, 'left-behind.ts')

/** A run that makes its folder and then does nothing. */
const run = (folder: string): string => `
  import { mkdtempSync } from 'node:fs'
  import { ownPrefix } from ${JSON.stringify(module)}
  console.log(mkdtempSync(${JSON.stringify(folder)} + '/' + ownPrefix('bench')))
  setInterval(() => {}, 1_000)`

test('what a killed run left is gone after the next begins, and what a running one uses stays', async () => {
  // given
  const folder = mkdtempSync(path.join(tmpdir(), 'left-behind-'))
  onTestFinished(() => { rmSync(folder, { recursive: true }) })
  const start = () => spawn(process.execPath, ['--input-type=module', '--eval', run(folder)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [killed, running] = [start(), start()]
  onTestFinished(() => { running.kill('SIGKILL') })
  await Promise.all([killed, running].map(({ stdout }) => once(stdout, 'data')))
  const ended = once(killed, 'exit')
  killed.kill('SIGKILL')
  await ended
  const mine = mkdtempSync(path.join(folder, ownPrefix('bench')))
  for (const other of ['bench-Ab12Cd', 'main']) mkdirSync(path.join(folder, other))
  writeFileSync(path.join(folder, 'bench-notes.txt'), '')
  // when
  removeLeftBehind(folder, 'bench')
  // then
  expect(readdirSync(folder).map((name) => name.replace(/-[^-]{6}$/, '')).sort()).toEqual([`bench-${running.pid ?? 0}`, path.basename(mine).replace(/-[^-]{6}$/, ''), 'bench-notes.txt', 'main'].sort())
}, 30_000)
