import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { createAccounts } from '../src/main/accounts/accounts.ts'
import { createCore } from '../src/main/app/core.ts'
import { fileSecrets } from '../src/main/app/secret-store.ts'
import type { LookUps } from '../src/main/app/trust-messages.ts'
import { openState } from '../src/main/app/state-store.ts'
import { startLoopback, type Loopback } from '../src/main/shells/loopback/server.ts'
import { createVault } from '../src/main/vault/vault.ts'
import type { Keys } from '../src/main/vault/keys.ts'
import type { AccountSettings } from '../src/shared/contract/accounts.ts'
import { FIRST_ROWS } from '../src/shared/limits.ts'
import { openScreen, plugIn, startBrowser } from '../test/e2e/browser.ts'
import { firstRun, rows, unlock } from '../test/e2e/journeys.ts'
import { fillWithShortMail } from './filled-store.ts'
import { percentile, spread } from './spread.ts'

export interface ScrollFigures {
  readonly messages: number
  /** Time between two pictures of the window while the wheel turns. */
  readonly frames: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly worstMs: number
  readonly over50Ms: number
  /** From a leap to somewhere else in the list until every row in view is drawn. */
  readonly leap: { readonly p50Ms: number; readonly p95Ms: number }
}

const TURNS = 240
const LEAPS = 40
const pages = path.resolve(import.meta.dirname, '../dist/renderer')

/** Nobody listens there: the machine's own name server is asked nothing. */
const nowhere: LookUps = { upstream: { kind: 'tcp', host: '127.0.0.1', port: 1 }, trustAnchor: null }

const startClient = (directory: string, port: number): Promise<Loopback> => startLoopback({
  pages, port,
  makeCore: (origin) => createCore({
    dataDirectory: directory, secrets: fileSecrets(directory), origin, relyingPartyId: 'localhost', shell: 'loopback', version: '0.0.0', demo: null, lookUps: nowhere,
  }),
})

const unreached: AccountSettings = {
  address: 'anja@delinde.test', displayName: 'Anja de Vries', user: 'anja', auth: 'password', caFile: null,
  imap: { host: 'localhost', port: 9, security: 'tls' }, smtp: { host: 'localhost', port: 9, security: 'tls' },
}

/** An account whose servers are never reached, and its inbox full of mail: as the person left it, with the line down. */
async function fillAccount(directory: string, keys: Keys, messages: number): Promise<void> {
  const opened = openState(directory, keys.state, 'write')
  if (opened.kind !== 'open') throw new Error(`the state: ${opened.kind}`)
  try {
    const accounts = createAccounts({ db: opened.database, secrets: fileSecrets(directory), key: keys.secrets, publicDomains: new Set(), now: () => Date.now() })
    accounts.noteTested(unreached, 'geheim')
    const added = await accounts.add(unreached, 'geheim')
    if (!added.ok) throw new Error(`the account: ${added.fail}`)
    fillWithShortMail({ directory, cacheKey: keys.cache, segmentKey: keys.segments, accountId: added.value.id }, messages)
  } finally {
    opened.database.close()
  }
}

/** The mail goes into the vault that the first run made, behind its recovery code. */
async function fillVault(directory: string, code: string, messages: number): Promise<void> {
  await using vault = createVault({ directory, secrets: fileSecrets(directory), origin: ['http://localhost'], rpId: 'localhost', now: () => Date.now() })
  const outcome = await vault.unlockWithRecovery({ code })
  if (!outcome.ok) throw new Error(`the vault: ${outcome.fail}`)
  await fillAccount(directory, vault.keys(), messages)
}

/** Notes the time between frames until told to stop. */
const watchFrames = (page: Page) => page.evaluate(() => {
  const gaps: number[] = []
  let before = performance.now()
  let runs = true
  const note = (now: number): void => {
    gaps.push(now - before)
    before = now
    if (runs) requestAnimationFrame(note)
  }
  requestAnimationFrame(note)
  Object.assign(window, { stopFrames: () => { runs = false; return gaps.slice(1) } })
})
const framesSeen = (page: Page): Promise<number[]> => page.evaluate(() => (window as unknown as { stopFrames: () => number[] }).stopFrames())

async function turnWheel(page: Page): Promise<number[]> {
  await page.getByRole('listbox').hover()
  await watchFrames(page)
  for (let turn = 0; turn < TURNS; turn++) await page.mouse.wheel(0, turn % 40 < 30 ? 400 : -900)
  return framesSeen(page)
}

/** As by the scroll bar: milliseconds until no row in view is missing. */
const leap = (page: Page, share: number): Promise<number> => page.getByRole('listbox').evaluate((list, to) => new Promise<number>((resolve) => {
  const since = performance.now()
  list.scrollTop = to * list.scrollHeight
  const look = (): void => {
    if (list.querySelectorAll('[role=option]').length > 0 && list.querySelector('.row-ghost') === null) resolve(performance.now() - since)
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(() => { requestAnimationFrame(look) })
}), share)

/** The list in Chromium over the real core and a real store, the rows fetched as they come into view. */
export async function benchScroll(messages: number, say: (line: string) => void): Promise<ScrollFigures> {
  const directory = await mkdtemp(path.join(tmpdir(), 'bench-scroll-'))
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rm(directory, { recursive: true }))
  const first = await startClient(directory, 0)
  const port = Number(new URL(first.url).port)
  const browser = stack.adopt(await startBrowser(), (it) => it.close())
  const { page, line } = await openScreen(browser, first.url)
  await plugIn(line)
  await page.goto(first.url)
  const code = await firstRun(page)
  await page.goto('about:blank')
  await first[Symbol.asyncDispose]()
  say(`filling a store with ${messages} messages`)
  await fillVault(directory, code, messages)
  const client = stack.use(await startClient(directory, port))
  await page.goto(client.url)
  await unlock(page)
  await rows(page).nth(Math.min(FIRST_ROWS, messages, 8) - 1).waitFor()
  const gaps = await turnWheel(page)
  const leaps: number[] = []
  for (let turn = 0; turn < LEAPS; turn++) leaps.push(await leap(page, ((turn * 37) % LEAPS) / LEAPS))
  return { messages, frames: gaps.length, ...spread(gaps), worstMs: percentile(gaps, 1), over50Ms: gaps.filter((gap) => gap > 50).length, leap: spread(leaps) }
}

/** `scroll [--messages N] [--json]`. Gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { messages: { type: 'string', default: '100000' }, json: { type: 'boolean', default: false } } })
  const figures = await benchScroll(Number(values.messages), values.json ? () => undefined : (line) => process.stderr.write(`${line}\n`))
  process.stdout.write(`${values.json ? JSON.stringify(figures) : inWords(figures)}\n`)
  return 0
}

const inWords = ({ messages, frames, p50Ms, p95Ms, worstMs, over50Ms, leap: { p50Ms: leap50, p95Ms: leap95 } }: ScrollFigures): string => [
  `scrolling through ${messages} messages`,
  `by the wheel    ${frames} frames, p50 ${p50Ms} ms, p95 ${p95Ms} ms, worst ${worstMs} ms; ${over50Ms} over 50 ms`,
  `by a leap       rows after p50 ${leap50} ms, p95 ${leap95} ms`,
].join('\n')

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
