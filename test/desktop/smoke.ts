/**
 * The Electron shell on a real desktop: `node test/desktop/smoke.ts`, after `npm run build`, with the runtime fetched.
 * It starts the bundles in the plain runtime: the fuses of an installed program keep debuggers out, this one included.
 */
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { plugIn } from '../e2e/browser.ts'
import { enrolFirstKey, heading, introduce, keepRecoveryCode } from '../e2e/journeys.ts'

const root = path.resolve(import.meta.dirname, '../..')
const pictures = path.join(root, 'test-results', 'desktop')

function ensure(what: string, holds: boolean): void {
  if (!holds) throw new Error(`not so: ${what}`)
  process.stdout.write(`ok  ${what}\n`)
}

/** What design section 4 asks of the window, seen from both sides of it. */
async function lookAtWindow(app: ElectronApplication, page: Page): Promise<void> {
  ensure('the page has an https origin of its own', new URL(page.url()).origin === 'https://app.praktijkpost.nl')
  const reach = await page.evaluate(() => ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis))
  ensure('the page has nothing of Node', reach.length === 0)
  const given = await page.evaluate(() => Object.keys((globalThis as unknown as { praktijkpost: object }).praktijkpost))
  ensure('the page has one port and nothing else', given.join() === 'port')
  const stray = await page.evaluate(() => fetch('https://example.org/').then(() => 'answered', () => 'refused'))
  ensure('the page reaches nobody else', stray === 'refused')
  const kept = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map(({ webContents }) => webContents.session.isPersistent()))
  ensure('what the window holds is kept in memory', kept.length === 1 && kept[0] === false)
}

/** From nothing to the question for an account, with a virtual key. */
async function firstRun(page: Page): Promise<void> {
  const line = await page.context().newCDPSession(page)
  await line.send('WebAuthn.enable')
  await plugIn(line)
  await introduce(page)
  const code = await enrolFirstKey(page)
  await page.screenshot({ path: path.join(pictures, `first-key-${process.platform}.png`) })
  await keepRecoveryCode(page, code)
  await heading(page, 'first.secondTitle').waitFor()
  ensure('a key is enrolled through the operating system\'s keychain', true)
}

const app = await _electron.launch({ args: [root], cwd: root })
try {
  const page = await app.firstWindow()
  await mkdir(pictures, { recursive: true })
  await page.getByRole('button').first().waitFor()
  await page.screenshot({ path: path.join(pictures, `start-${process.platform}.png`) })
  await lookAtWindow(app, page)
  await firstRun(page)
} finally {
  await app.close()
}
