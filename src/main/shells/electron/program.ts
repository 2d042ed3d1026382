import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { app, powerMonitor, session } from 'electron'
import { createCore, type Core } from '../../app/core.ts'
import { bugName } from '../../app/bug-name.ts'
import { readSampleAccount } from '../../app/sample-account.ts'
import { fileSecrets, systemSecretStore } from '../../app/secret-store.ts'
import { APP_HOST, APP_ORIGIN } from './origin.ts'
import { ownOnlyNetwork } from './pages.ts'
import { powerOf } from './power.ts'
import { joinScreen } from './screen-line.ts'
import { WINDOW_PARTITION, keepInPlace, openWindow } from './window.ts'

const bundle = path.resolve(import.meta.dirname, '..')
const files = { pages: path.join(bundle, 'renderer'), preload: path.join(bundle, 'preload', 'preload.cjs') }

function showWindow(core: Core): void {
  const window = openWindow(files.preload)
  const part = joinScreen(window.webContents, core)
  window.on('closed', part)
  app.on('second-instance', () => {
    if (window.isDestroyed()) return
    if (window.isMinimized()) window.restore()
    window.focus()
  })
}

/** A bug is named without its words: they could be anything that a mail holds. */
function tellBug(error: unknown): void {
  process.stderr.write(`praktijkpost: a bug: ${bugName(error)}\n`)
}

function endOnBug(error: unknown): void {
  tellBug(error)
  app.exit(1)
}

/** The sample practice's account, which only a checkout may be given: an installed program has no demo. */
function sampleAccount() {
  if (app.isPackaged) return null
  const { values } = parseArgs({ options: { demo: { type: 'string' } }, strict: false })
  return typeof values.demo === 'string' ? readSampleAccount(readFileSync(values.demo, 'utf8')) : null
}

async function start(): Promise<void> {
  await app.whenReady()
  const dataDirectory = app.getPath('userData')
  const demo = sampleAccount()
  const core = createCore({
    dataDirectory,
    secrets: demo === null ? await systemSecretStore() : fileSecrets(dataDirectory),
    origin: APP_ORIGIN,
    relyingPartyId: APP_HOST,
    shell: 'electron',
    version: app.getVersion(),
    demo,
    power: powerOf(powerMonitor),
  })
  // The session that nobody should use is closed like the one that the window has.
  for (const one of [session.fromPartition(WINDOW_PARTITION, { cache: false }), session.defaultSession]) ownOnlyNetwork(one, files.pages)
  const lock = (because: 'screen' | 'sleep') => { core.lock(because).catch(tellBug) }
  powerMonitor.on('lock-screen', () => { lock('screen') })
  powerMonitor.on('suspend', () => { lock('sleep') })
  app.on('before-quit', (event) => {
    if (core.isClosed()) return
    event.preventDefault()
    void core.close().finally(() => { app.quit() })
  })
  app.on('window-all-closed', () => { app.quit() })
  showWindow(core)
}

process.on('uncaughtException', endOnBug)
app.enableSandbox()
app.on('web-contents-created', (_event, contents) => { keepInPlace(contents) })
// Two programs on one store would be two writers; the second start shows the first one's window.
if (app.requestSingleInstanceLock()) start().catch(endOnBug)
else app.quit()
