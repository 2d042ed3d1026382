import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openDesk } from './core.ts'

const program = path.resolve(import.meta.dirname, '../../bin/praktijkpost.js')

interface Said { status: number; out: { kind?: string; well?: boolean; files?: { file: string }[]; backups?: { condition: string }[] } }

test('what is damaged is named by the terminal, put back from the backup of the day, and told of at the next unlocking; where its second copy is whole nothing goes back', async () => {
  // given
  await using desk = await openDesk()
  const code = desk.recoveryCode ?? ''
  const praktijkpost = (...args: string[]) => new Promise<Said>((resolve) => {
    const child = execFile(process.execPath, [program, ...args, '--data', desk.directory, '--json'], (error, out) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, out: JSON.parse(out || '{}') as Said['out'] })
    })
    child.stdin?.end(`${code}\n`)
  })
  await desk.get('settings.set', { theme: 'dark' })
  await desk.get('storage.check', {})
  await expect.poll(async () => (await desk.get('storage.state', {})).isChecking, { timeout: 30_000 }).toBe(false)
  expect(await desk.get('storage.state', {})).toMatchObject({ backups: { count: 1 }, backupProblem: null, lastCheck: { mail: 'whole', messages: 0 }, restored: null })
  await desk.core.lock('screen')
  // when
  const spoil = (name: string): void => {
    const file = path.join(desk.directory, name)
    const bytes = readFileSync(file)
    bytes.fill(0x5a, 16_384 * 2 + 100, 16_384 * 2 + 120)
    writeFileSync(file, bytes)
  }
  spoil('state.db')
  expect(await praktijkpost('store', 'check')).toMatchObject({ status: 1, out: { well: false, files: [{ file: 'state.db' }], backups: [{ condition: 'whole' }] } })
  expect(await praktijkpost('store', 'restore')).toMatchObject({ status: 0, out: { kind: 'mended' } })
  expect(await praktijkpost('store', 'check')).toMatchObject({ status: 0, out: { well: true } })
  // when: both copies are, the second one made anew since; and a program that was killed had left something
  const leftovers = ['twin/state.db.check', 'state.db.restoring'].map((name) => path.join(desk.directory, name))
  const leave = () => { for (const file of leftovers) writeFileSync(file, '') }
  const left = () => leftovers.filter((file) => existsSync(file))
  mkdirSync(path.join(desk.directory, 'twin'), { recursive: true })
  leave()
  expect(await desk.unlock()).toEqual({ ok: true, value: {} })
  expect(left()).toEqual([])
  await expect.poll(() => existsSync(path.join(desk.directory, 'twin/state.db'))).toBe(true)
  await desk.core.lock('screen')
  spoil('state.db')
  spoil('twin/state.db')
  leave()
  expect(await praktijkpost('store', 'check')).toMatchObject({ status: 1, out: { files: [{ file: 'state.db' }, { file: 'twin/state.db' }] } })
  expect(left()).toEqual([])
  // then: the key file that lost a byte comes back from its copy too
  const vault = path.join(desk.directory, 'vault.json')
  writeFileSync(vault, readFileSync(vault, 'utf8').replace('"mac"', '"mad"'))
  const restored = await praktijkpost('store', 'restore')
  expect(restored).toMatchObject({ status: 0, out: { kind: 'restored', held: 0 } })
  expect(await desk.unlock()).toEqual({ ok: true, value: {} })
  expect((await desk.get('settings.get', {})).theme).toBe('dark')
  expect(await desk.get('storage.state', {})).toMatchObject({ restored: { held: 0 } })
  await desk.get('storage.restoredSeen', {})
  expect((await desk.get('storage.state', {})).restored).toBeNull()
})
