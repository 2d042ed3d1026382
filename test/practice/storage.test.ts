import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openDesk, type Desk } from './core.ts'

const program = path.resolve(import.meta.dirname, '../../bin/praktijkpost.js')

interface Said { status: number; out: { kind?: string; well?: boolean; files?: { file: string }[]; backups?: { condition: string }[]; journal?: { first: unknown; known: unknown[] } } }

/** The terminal on the stores of a desk that is locked; without `--json` what it prints. */
function terminalOf({ directory, recoveryCode }: Desk) {
  const run = (args: readonly string[]) => new Promise<{ status: number; out: string }>((resolve) => {
    const child = execFile(process.execPath, [program, ...args, '--data', directory], (error, out) => { resolve({ status: typeof error?.code === 'number' ? error.code : 0, out }) })
    child.stdin?.end(`${recoveryCode ?? ''}\n`)
  })
  return {
    printed: (...args: string[]) => run(args),
    praktijkpost: async (...args: string[]): Promise<Said> => {
      const { status, out } = await run([...args, '--json'])
      return { status, out: JSON.parse(out || '{}') as Said['out'] }
    },
  }
}

test('what is damaged is named by the terminal, put back from the backup of the day, and told of at the next unlocking; where its second copy is whole nothing goes back', async () => {
  // given
  await using desk = await openDesk()
  const { praktijkpost } = terminalOf(desk)
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

test('a gap in the journal that a restore left is a fault until somebody has read of it, and is named with their name ever after (LOG-02)', async () => {
  // given
  await using desk = await openDesk()
  const { praktijkpost, printed } = terminalOf(desk)
  await desk.get('storage.check', {})
  await desk.until('storage.state', {}, ({ isChecking }) => !isChecking)
  await desk.core.lock('screen')
  for (const name of ['state.db', 'state.db-wal', 'twin']) rmSync(path.join(desk.directory, name), { recursive: true, force: true })
  expect(await praktijkpost('store', 'restore')).toMatchObject({ status: 0, out: { kind: 'restored', isJournalWhole: false } })
  const gap = { kind: 'gap', from: expect.any(Number) as number, to: expect.any(Number) as number }
  expect(await praktijkpost('store', 'check')).toMatchObject({ status: 1, out: { well: false, files: [], journal: { first: gap, known: [] } } })
  expect((await praktijkpost('audit', 'verify')).status).toBe(1)
  // when
  expect(await desk.unlock()).toEqual({ ok: true, value: {} })
  const { restored } = await desk.get('storage.state', {})
  expect(restored?.gap).toMatchObject({ from: gap.from, to: gap.to })
  await desk.get('storage.restoredSeen', {})
  await desk.get('storage.restoredSeen', {})
  await desk.core.lock('screen')
  // then
  const known = { ...restored?.gap, at: expect.any(Number) as number, entry: expect.any(Number) as number }
  expect(await praktijkpost('store', 'check')).toMatchObject({ status: 0, out: { well: true, journal: { breaks: [{ kind: 'gap', ...restored?.gap }], known: [known], first: null } } })
  const { status, out } = await printed('audit', 'verify')
  expect(status).toBe(0)
  expect(out).toMatch(/0 nieuwe breuken, 1 bekende\n {2}ontbreekt: \d+ tot en met \d+, door een teruggezette reservekopie; bekend bij .+ sinds \d{4}-\d\d-\d\d \d\d:\d\d UTC \(regel \d+\)/)
})
