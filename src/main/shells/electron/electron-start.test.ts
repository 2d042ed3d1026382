import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'

/** A stand-in for the runtime that notes the order in which the shell sets things up. */
const runtime = await vi.hoisted(async () => {
  const { EventEmitter } = await import('node:events')
  const done: string[] = []
  const sessionNamed = (name: string) => ({
    protocol: { handle: (scheme: string) => { done.push(`${name}: answers ${scheme}`) } },
    webRequest: { onBeforeRequest: () => { done.push(`${name}: gate`) } },
    setPermissionCheckHandler: () => undefined, setPermissionRequestHandler: () => undefined, setDevicePermissionHandler: () => undefined,
  })
  class Contents extends EventEmitter {
    isDestroyed() { return false }
    send() { return undefined }
    setWindowOpenHandler() { done.push('window: opens no other') }
  }
  const app = Object.assign(new EventEmitter(), {
    isPackaged: true, dataDirectory: '',
    enableSandbox: () => { done.push('sandbox') },
    requestSingleInstanceLock: () => true,
    whenReady: () => Promise.resolve(),
    getPath: () => app.dataDirectory,
    getVersion: () => '0.0.0',
    quit: () => { done.push('quit') },
    exit: (code: number) => { done.push(`exit ${String(code)}`) },
  })
  class BrowserWindow extends EventEmitter {
    webContents = new Contents()
    constructor(options: { webPreferences?: { partition?: string } }) {
      super()
      done.push(`window in ${options.webPreferences?.partition ?? 'the default session'}`)
      app.emit('web-contents-created', {}, this.webContents)
    }
    loadURL(url: string) { done.push(`window: ${url}`); return Promise.resolve() }
  }
  return { done, app, sessionNamed, BrowserWindow, ipcMain: new EventEmitter(), powerMonitor: Object.assign(new EventEmitter(), { isOnBatteryPower: () => false }) }
})
vi.mock('electron', () => ({
  app: runtime.app, BrowserWindow: runtime.BrowserWindow, ipcMain: runtime.ipcMain, powerMonitor: runtime.powerMonitor, shell: {},
  session: {
    defaultSession: runtime.sessionNamed('default'),
    fromPartition: (name: string, { cache }: { cache: boolean }) => runtime.sessionNamed(`${name}${cache ? ' with a cache on disk' : ''}`),
  },
}))

const folder = mkdtempSync(path.join(tmpdir(), 'praktijkpost-electron-'))
runtime.app.dataDirectory = folder
afterAll(() => { rmSync(folder, { recursive: true, force: true }) })

test('everything is closed before the window opens on our own page, in a session that is in memory', async () => {
  // given: what was loaded before knows another runtime, or none
  vi.resetModules()
  // when
  await import('./program.ts')
  await expect.poll(() => runtime.done.at(-1), { timeout: 10_000 }).toBe('window: https://app.praktijkpost.nl/')
  // then
  expect(runtime.done[0]).toBe('sandbox')
  expect(runtime.done.indexOf('praktijkpost: gate')).toBeLessThan(runtime.done.indexOf('window in praktijkpost'))
  expect(runtime.done).toEqual(expect.arrayContaining([
    'praktijkpost: answers https', 'praktijkpost: answers http', 'praktijkpost: gate', 'default: gate', 'window: opens no other',
  ]))
  expect(runtime.done.filter((step) => step.includes('cache on disk') || step.startsWith('exit'))).toEqual([])
  // and it closes the core before it goes
  const event = { prevented: false, preventDefault() { this.prevented = true } }
  runtime.app.emit('before-quit', event)
  expect(event.prevented).toBe(true)
  await expect.poll(() => runtime.done.at(-1)).toBe('quit')
})
