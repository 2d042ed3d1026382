import { existsSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { _electron, chromium } from 'playwright-core'
import { plugIn } from './authenticator.ts'
import { startPages } from './pages.ts'

export type Window = AsyncDisposable & { /** Why it ended. */ readonly closed: Promise<string> }

/** `nth`: which of several windows, from 0: each a little beside the one before, so that none hides another. */
type Opening = { readonly state: string; readonly account: string; readonly port: number; readonly who: string; readonly nth: number; readonly say: (line: string) => void }

const STEP_PX = 60
const placeOf = (nth: number): string => `${String(20 + nth * STEP_PX)},${String(20 + nth * STEP_PX)}`

const root = path.resolve(import.meta.dirname, '../..')
const hasDisplay = (): boolean => Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'])

function electronProgram(): string | undefined {
  const folder = path.join(root, 'node_modules/electron')
  const name = path.join(folder, 'path.txt')
  if (!existsSync(name)) return undefined
  const program = path.join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? path.join(folder, 'dist'), readFileSync(name, 'utf8'))
  return existsSync(program) ? program : undefined
}

const startOver = (state: string): string => `to start over, remove ${state}`

/** Electron with the same sample account; its own store, because a security key belongs to one origin. */
async function openElectron(program: string, { state, account, who, say }: Opening): Promise<Window> {
  const application = await _electron.launch({
    executablePath: program, args: [root, `--user-data-dir=${path.join(state, 'client-electron')}`, '--demo', account],
  })
  const page = await application.firstWindow()
  await plugIn(application.context(), page, path.join(state, 'security-key-electron.json'))
  say(`the client of ${who} is open; close its window or press Ctrl-C to stop; ${startOver(state)}`)
  const closed = new Promise<string>((resolve) => { application.once('close', () => { resolve('the window was closed') }) })
  return { closed, [Symbol.asyncDispose]: () => application.close() }
}

/** No offer to translate the Dutch; and the browser keeps no names, addresses or passwords that somebody types, which it would in the clear. */
const preferences = {
  translate: { enabled: false }, autofill: { enabled: false, profile_enabled: false, credit_card_enabled: false },
  credentials_enable_service: false, profile: { password_manager_enabled: false },
}

/** A browser profile of the demo's own. */
async function profile(folder: string): Promise<string> {
  await mkdir(path.join(folder, 'Default'), { recursive: true })
  await writeFile(path.join(folder, 'Default/Preferences'), JSON.stringify(preferences), { flag: 'wx' }).catch(() => undefined)
  return folder
}

/** Chromium as an application window on the page server. The pipe to it closes with this process, and then it ends too. */
async function openChromium(opening: Opening): Promise<Window> {
  const { state, account, port, who, nth, say } = opening
  await using stack = new AsyncDisposableStack()
  const pages = stack.use(await startPages({ data: path.join(state, 'client'), account, port }))
  say('client ready')
  const isRoot = process.getuid?.() === 0
  const context = await chromium.launchPersistentContext(await profile(path.join(state, 'browser')), {
    executablePath: process.env['PRAKTIJKPOST_CHROMIUM'] ?? '/usr/bin/chromium', headless: false, chromiumSandbox: !isRoot, viewport: null,
    handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false,
    // The address with its token is not for the list of processes: the window opens empty and goes there.
    args: [
      '--app=data:text/html,<title>Praktijkpost</title>', '--window-size=1360,860', `--window-position=${placeOf(nth)}`, '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', ...(isRoot ? ['--test-type'] : []),
    ],
    ignoreDefaultArgs: ['--enable-automation'],
  })
  stack.defer(() => context.close())
  const page = context.pages()[0] ?? await context.waitForEvent('page')
  await plugIn(context, page, path.join(state, 'security-key.json'))
  // What a person saves stays where they look for it, instead of in a folder that goes with the window.
  await (await context.newCDPSession(page)).send('Browser.setDownloadBehavior', { behavior: 'default' })
  const shut = new Promise<string>((resolve) => {
    page.once('close', () => { resolve('the window was closed') })
    context.once('close', () => { resolve('the window was closed') })
  })
  await page.goto(pages.url)
  say(`the client of ${who} is open; close its window or press Ctrl-C to stop; ${startOver(state)}`)
  const kept = stack.move()
  return { closed: Promise.race([shut, pages.ended.then(() => 'the client stopped by itself')]), [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

/** Without a display there is only an address; whoever opens it brings an own security key or screen lock. */
async function onlyAddress({ state, account, port, who, say }: Opening): Promise<Window> {
  const pages = await startPages({ data: path.join(state, 'client'), account, port })
  say('there is no display here')
  process.stdout.write([
    `  address: ${pages.url}`, `  It is ${who}'s.`,
    '  Open it in Chromium, Chrome or Edge on this machine; there, unlocking asks for a security key or screen lock of your own.',
    '  npm run demo -- --smoke does the whole round by itself, without a window: unlock with a virtual security key, first sync,',
    '  read, reply, see the reply arrive at the other side, lock; its exit code tells.',
    '  Ctrl-C stops everything.', '',
  ].join('\n'))
  return { closed: pages.ended.then(() => 'the client stopped by itself'), [Symbol.asyncDispose]: () => pages[Symbol.asyncDispose]() }
}

/** Opens the client: Electron where its runtime is, Chromium in application mode elsewhere, an address without a display. */
export function openWindow(opening: Opening): Promise<Window> {
  if (!hasDisplay()) return onlyAddress(opening)
  const electron = electronProgram()
  return electron === undefined ? openChromium(opening) : openElectron(electron, opening)
}
