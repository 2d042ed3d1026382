import { BrowserWindow, shell, type BrowserWindowConstructorOptions, type WebContents } from 'electron'
import { APP_ORIGIN } from './origin.ts'

/** Without `persist:` before its name a session lives in memory: nothing that the window holds, caches or remembers gets on disk. */
export const WINDOW_PARTITION = 'praktijkpost'

/** Sandboxed, isolated, without Node; the spelling checker would fetch dictionaries, so it is off. */
export const windowOptions = (preload: string): BrowserWindowConstructorOptions => ({
  width: 1360,
  height: 860,
  minWidth: 480,
  minHeight: 480,
  show: false,
  autoHideMenuBar: true,
  backgroundColor: '#f3f4f6',
  webPreferences: {
    preload,
    partition: WINDOW_PARTITION,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    spellcheck: false,
    devTools: false,
  },
})

/** What a link in a mail may open, outside our window: a web page or a new message. */
const mayOpenOutside = (url: string) => {
  try {
    return ['https:', 'http:'].includes(new URL(url).protocol)
  } catch {
    return false
  }
}

/** Nothing navigates our window; links open in the person's own browser. */
export function keepInPlace(contents: WebContents): void {
  contents.on('will-navigate', (event) => { event.preventDefault() })
  contents.on('will-redirect', (event) => { event.preventDefault() })
  contents.on('will-frame-navigate', (event) => {
    if (event.url !== 'about:srcdoc') event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => { event.preventDefault() })
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
}

export function openWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow(windowOptions(preload))
  window.once('ready-to-show', () => { window.show() })
  void window.loadURL(`${APP_ORIGIN}/`)
  return window
}
