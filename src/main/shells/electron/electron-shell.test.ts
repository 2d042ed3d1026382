import { EventEmitter } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Frame } from '../../../shared/contract/wire.ts'
import type { Core } from '../../app/core.ts'

/** A stand-in for the runtime, which cannot be had where this runs: it records what the shell asks of it. */
const electron = await vi.hoisted(async () => {
  const { EventEmitter: Emitter } = await import('node:events')
  return { ipcMain: new Emitter(), opened: [] as string[] }
})
vi.mock('electron', () => ({
  ipcMain: electron.ipcMain,
  shell: { openExternal: (url: string) => { electron.opened.push(url); return Promise.resolve() } },
  BrowserWindow: class extends EventEmitter {},
}))
// What was loaded before knows another runtime, or none.
vi.resetModules()
const { answerPage, ownOnlyNetwork } = await import('./pages.ts')
const { WINDOW_PARTITION, keepInPlace, windowOptions } = await import('./window.ts')
const { joinScreen } = await import('./screen-line.ts')
const { APP_ORIGIN } = await import('./origin.ts')

describe('the pages of the window', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'praktijkpost-pages-'))
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html>')
  const ask = (url: string, method = 'GET') => answerPage(folder, { url, method })

  test('our own origin is answered from disk, under the policy', async () => {
    const answer = await ask(`${APP_ORIGIN}/`)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('<!doctype html>')
    expect(answer.headers.get('Content-Security-Policy')).toContain("connect-src 'none'")
  })

  test.each([
    ['https://elders.nl/index.html', 'GET', 403],
    [`${APP_ORIGIN}/../../etc/passwd`, 'GET', 404],
    [`${APP_ORIGIN}/index.html`, 'POST', 404],
    [`${APP_ORIGIN}/vault.json`, 'GET', 404],
  ])('%s by %s is %i', async (url, method, status) => {
    expect((await ask(url, method)).status).toBe(status)
  })

  test('the session lets nothing out and permits nothing', () => {
    // given
    const handlers = new Map<string, unknown>()
    let gate: (details: { url: string }, decide: (answer: { cancel: boolean }) => void) => void = () => undefined
    const permissions: boolean[] = []
    const session = {
      protocol: { handle: (scheme: string, handler: unknown) => { handlers.set(scheme, handler) } },
      webRequest: { onBeforeRequest: (handler: typeof gate) => { gate = handler } },
      setPermissionCheckHandler: (check: () => boolean) => { permissions.push(check()) },
      setPermissionRequestHandler: (ask: (contents: unknown, name: string, decide: (yes: boolean) => void) => void) => {
        ask(null, 'media', (yes) => { permissions.push(yes) })
      },
      setDevicePermissionHandler: (check: () => boolean) => { permissions.push(check()) },
    }
    // when
    ownOnlyNetwork(session as unknown as Parameters<typeof ownOnlyNetwork>[0], folder)
    const cancelled = (url: string) => {
      let answer = false
      gate({ url }, ({ cancel }) => { answer = cancel })
      return answer
    }
    // then
    expect([...handlers.keys()].sort()).toEqual(['http', 'https'])
    expect(permissions).toEqual([false, false, false])
    expect(cancelled(`${APP_ORIGIN}/index.html`)).toBe(false)
    expect(cancelled('blob:https://app.praktijkpost.nl/1')).toBe(false)
    expect(cancelled('https://volg.nl/pixel.gif')).toBe(true)
    expect(cancelled(`${APP_ORIGIN}.elders.nl/`)).toBe(true)
    expect(cancelled('wss://elders.nl/')).toBe(true)
    expect(cancelled('file:///etc/passwd')).toBe(true)
  })
})

describe('the window', () => {
  test('is sandboxed, isolated and without Node', () => {
    expect(windowOptions('/preload.cjs').webPreferences).toMatchObject({
      sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInSubFrames: false, webviewTag: false, webSecurity: true,
    })
  })

  test('lives in memory: its session is kept on no disk', () => {
    expect(windowOptions('/preload.cjs').webPreferences?.partition).toBe(WINDOW_PARTITION)
    expect(WINDOW_PARTITION).not.toMatch(/^persist:/)
    expect(windowOptions('/preload.cjs').webPreferences?.session).toBeUndefined()
  })

  test('goes nowhere; links open outside, and only web pages', () => {
    // given
    const contents = Object.assign(new EventEmitter(), {
      open: (_details: { url: string }): { action: string } => ({ action: 'none' }),
      setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) { this.open = handler },
    })
    keepInPlace(contents as unknown as Parameters<typeof keepInPlace>[0])
    const prevented = (name: string, url = 'https://elders.nl/') => {
      let stopped = false
      contents.emit(name, { url, preventDefault: () => { stopped = true } })
      return stopped
    }
    // then
    expect(['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview'].map((name) => prevented(name))).toEqual([true, true, true, true])
    expect(prevented('will-frame-navigate', 'about:srcdoc')).toBe(false)
    electron.opened.length = 0
    for (const url of ['https://huisarts.nl/', 'file:///etc/passwd', 'javascript:alert(1)', 'smb://server/x', 'no url']) {
      expect(contents.open({ url })).toEqual({ action: 'deny' })
    }
    expect(electron.opened).toEqual(['https://huisarts.nl/'])
  })
})

describe('the line between window and core', () => {
  const asked: string[] = []
  let tell: Parameters<Core['listen']>[0] = () => undefined
  const core = {
    answer: (name: string) => { asked.push(name); return Promise.resolve({ ok: true as const, value: 1 }) },
    listen: (onEvent: Parameters<Core['listen']>[0]) => { tell = onEvent; return () => { tell = () => undefined } },
  } as unknown as Core
  const sent: Frame[] = []
  const contents = { isDestroyed: () => false, send: (_channel: string, frame: Frame) => { sent.push(frame) } }
  const ownFrame = { origin: APP_ORIGIN, parent: null }
  const request = { id: 7, name: 'vault.state', input: {} }

  beforeEach(() => { asked.length = 0; sent.length = 0 })

  test('our own top frame is answered and told; after parting nobody is', async () => {
    // given
    const part = joinScreen(contents as unknown as Parameters<typeof joinScreen>[0], core)
    // when
    electron.ipcMain.emit('praktijkpost:request', { sender: contents, senderFrame: ownFrame }, request)
    tell({ kind: 'unlocked' })
    await Promise.resolve()
    // then
    expect(asked).toEqual(['vault.state'])
    expect(sent).toEqual([{ kind: 'event', event: { kind: 'unlocked' } }, { kind: 'answer', id: 7, outcome: { ok: true, value: 1 } }])
    part()
    electron.ipcMain.emit('praktijkpost:request', { sender: contents, senderFrame: ownFrame }, request)
    expect(asked).toHaveLength(1)
  })

  test.each([
    ['a frame inside the page', { sender: contents, senderFrame: { origin: APP_ORIGIN, parent: ownFrame } }, request],
    ['another origin', { sender: contents, senderFrame: { origin: 'https://elders.nl', parent: null } }, request],
    ['a frame that is gone', { sender: contents, senderFrame: null }, request],
    ['another window', { sender: {}, senderFrame: ownFrame }, request],
    ['something that is no request', { sender: contents, senderFrame: ownFrame }, { id: 'x' }],
  ])('%s is not heard', (_who, event, message) => {
    const part = joinScreen(contents as unknown as Parameters<typeof joinScreen>[0], core)
    electron.ipcMain.emit('praktijkpost:request', event, message)
    part()
    expect(asked).toEqual([])
  })
})
