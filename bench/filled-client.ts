import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { createCore } from '../src/main/app/core.ts'
import { fileSecrets } from '../src/main/app/secret-store.ts'
import type { LookUps } from '../src/main/app/threads/trust-messages.ts'
import { startLoopback, type Loopback } from '../src/main/shells/loopback/server.ts'
import { openScreen, plugIn, startBrowser } from '../test/e2e/browser.ts'
import { firstRun, unlock } from '../test/e2e/journeys.ts'
import { addBehindVault, unreached } from './behind-the-vault.ts'
import { fillWithShortMail } from './filled-store.ts'

const pages = path.resolve(import.meta.dirname, '../dist/renderer')

/** Nobody listens there: the machine's own name server is asked nothing. */
const nowhere: LookUps = { upstream: { kind: 'tcp', host: '127.0.0.1', port: 1 }, trustAnchor: null }

const startClient = (directory: string, port: number): Promise<Loopback> => startLoopback({
  pages, port,
  makeCore: (origin) => createCore({
    dataDirectory: directory, secrets: fileSecrets(directory), origin, relyingPartyId: 'localhost', shell: 'loopback', version: '0.0.0', demo: null, lookUps: nowhere,
  }),
})

/** The client in Chromium over the real core and a store full of mail, unlocked, its servers out of reach. */
export interface FilledClient extends AsyncDisposable {
  readonly page: Page
  readonly line: CDPSession
}

/** The first run, on the screen: the key stays plugged in. */
async function enrolled(directory: string, browser: Browser) {
  await using first = await startClient(directory, 0)
  const { page, line } = await openScreen(browser, first.url)
  await plugIn(line)
  await page.goto(first.url)
  const code = await firstRun(page)
  await page.goto('about:blank')
  return { page, line, code, port: Number(new URL(first.url).port) }
}

export async function openFilledClient(messages: number, say: (line: string) => void): Promise<FilledClient> {
  const directory = await mkdtemp(path.join(tmpdir(), 'bench-client-'))
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rm(directory, { recursive: true }))
  const browser = stack.adopt(await startBrowser(), (it) => it.close())
  const { page, line, port, code } = await enrolled(directory, browser)
  say(`filling a store with ${messages} messages`)
  // An account whose servers are never reached, and its inbox full of mail: as the person left it, with the line down.
  fillWithShortMail({ directory, ...await addBehindVault(directory, code, unreached) }, messages)
  const client = stack.use(await startClient(directory, port))
  await page.goto(client.url)
  await unlock(page)
  const kept = stack.move()
  return { page, line, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
