import { execFile } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { extractFile, listPackage } from '@electron/asar'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operationNames } from '../../src/shared/contract/contract.ts'
import { standInRuntime } from './stand-in-runtime.ts'

const root = path.resolve(import.meta.dirname, '../..')
const run = (script: string, args: string[], env = process.env) => promisify(execFile)(process.execPath, [path.join(root, script), ...args], { cwd: root, env })

const filesUnder = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))

describe('what is built and packed', () => {
  let work = ''
  let archive = ''

  beforeAll(async () => {
    work = await mkdtemp(path.join(tmpdir(), 'praktijkpost-pack-'))
    // What is up to date stays: the tests beside this one show it. And what is built is what people get, not what tests get.
    await run('setup/run.mjs', ['build'], { ...process.env, NODE_ENV: undefined })
    await standInRuntime(path.join(work, 'runtime'))
    await run('node_modules/electron-builder/cli.js', [
      '--linux', 'dir', '--publish', 'never', `-c.electronDist=${path.join(work, 'runtime')}`, '-c.electronVersion=45.4.1',
      `-c.directories.output=${path.join(work, 'out')}`,
    ])
    archive = path.join(work, 'out/linux-unpacked/resources/app.asar')
  })
  afterAll(() => rm(work, { recursive: true, force: true }))

  test('the archive holds core, preload and screens, and no source, test or loopback shell', () => {
    const files = listPackage(archive, { isPack: false }).map((file) => file.replaceAll('\\', '/'))
    expect(files).toEqual(expect.arrayContaining([
      '/dist/main/electron.js', '/dist/main/program.js', '/dist/main/sync-thread.js', '/dist/main/reading-thread.js', '/dist/preload/preload.cjs', '/dist/renderer/index.html',
      '/node_modules/better-sqlite3-multiple-ciphers/package.json', '/node_modules/imapflow/package.json', '/node_modules/@napi-rs/keyring/package.json',
    ]))
    expect(files.filter((file) => /^\/(src|test|bench|setup|lint)\b|\.tsx?$/.test(file) && !file.startsWith('/node_modules/'))).toEqual([])
    expect(files.filter((file) => /^\/node_modules\/(ws|react|vite|electron|typescript)\//.test(file))).toEqual([])
    for (const file of files.filter((name) => name.startsWith('/dist/main/'))) {
      expect(extractFile(archive, file.slice(1)).toString('utf8')).not.toContain('praktijkpost loopback --data')
    }
  })

  test('native modules lie outside the archive, where they can be loaded', async () => {
    const native = (await filesUnder(`${archive}.unpacked`)).filter((file) => file.endsWith('.node'))
    expect(native.some((file) => file.includes('better-sqlite3-multiple-ciphers'))).toBe(true)
  })

  test('the runtime cannot be turned into a plain Node', async () => {
    const { getCurrentFuseWire, FuseV1Options } = await import('@electron/fuses')
    const wire = await getCurrentFuseWire(path.join(work, 'out/linux-unpacked/praktijkpost'))
    const isOn = (option: number) => String.fromCharCode(Number(wire[option as 0])) === '1'
    expect(isOn(FuseV1Options.RunAsNode)).toBe(false)
    expect(isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(false)
    expect(isOn(FuseV1Options.EnableNodeCliInspectArguments)).toBe(false)
    expect(isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation)).toBe(true)
    expect(isOn(FuseV1Options.OnlyLoadAppFromAsar)).toBe(true)
  })

  test('the preload knows every operation and no library', async () => {
    const preload = await readFile(path.join(root, 'dist/preload/preload.cjs'), 'utf8')
    expect(operationNames.filter((name) => !preload.includes(`"${name}"`))).toEqual([])
    expect(preload.match(/require\(["'][^"']+["']\)/g)).toEqual(['require("electron")'])
    expect(preload.length).toBeLessThan(8_000)
  })

  test('nothing of the core is in the screens', async () => {
    for (const file of await filesUnder(path.join(root, 'dist/renderer'))) {
      const text = await readFile(file, 'utf8')
      expect(text, file).not.toMatch(/better-sqlite3|imapflow|nodemailer|node:crypto|createVault|CREATE TABLE/)
    }
  })
})
