import { existsSync } from 'node:fs'
import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from 'playwright-core'
import { PATIENCE_MS } from './patience.ts'

/** Chromium makes no connection of its own here: whatever it asks for, our page asked for. */
const quiet = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-domain-reliability', '--disable-features=Translate,OptimizationHints',
]

const chromiumPath = process.env.PRAKTIJKPOST_CHROMIUM ?? '/usr/bin/chromium'
const barePath = process.env.PRAKTIJKPOST_BARE_CHROMIUM ?? '/usr/bin/chromium-headless-shell'

/** The browser as people have it, without a window. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: quiet })
}

/**
 * The same engine without what Chromium puts around a page (tabs, sync, compositing for a screen): half the work for the same pages, keys
 * and requests. The whole browser where it is not installed.
 */
export async function startBareBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: existsSync(barePath) ? barePath : chromiumPath, args: quiet })
}

export interface Authenticator {
  readonly id: string
  /** Takes the key out of the computer: nothing enrolled on it answers any more. */
  remove(): Promise<void>
}

/**
 * A security key that always answers and says that the person was verified (CTAP 2.1, in the browser's own test device).
 * `internal` is the reader in the computer, of which there can be one; `usb` a key that is plugged in.
 */
export async function plugIn(line: CDPSession, { prf = true, reach = 'internal' }: { prf?: boolean; reach?: 'internal' | 'usb' } = {}): Promise<Authenticator> {
  const { authenticatorId } = await line.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: reach, hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true, hasPrf: prf,
    },
  })
  return {
    id: authenticatorId,
    async remove() { await line.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId }) },
  }
}

export interface Screen {
  readonly page: Page
  readonly context: BrowserContext
  readonly line: CDPSession
  /** What the page asked for outside its own origin: must stay empty. */
  readonly strayRequests: readonly string[]
  /** What the page complained about: must stay empty; who provokes a complaint takes it out. */
  readonly complaints: string[]
  close(): Promise<void>
}

/** A fresh browser profile looking at the client. */
export async function openScreen(browser: Browser, url: string, options: { theme?: 'light' | 'dark'; width?: number; height?: number } = {}): Promise<Screen> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1360, height: options.height ?? 860 }, colorScheme: options.theme ?? 'light',
    locale: 'nl-NL', timezoneId: 'Europe/Amsterdam', reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  const own = new URL(url).origin
  const strayRequests: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => {
    const address = request.url()
    if (!address.startsWith(own) && !/^(data|blob|about):/.test(address)) strayRequests.push(address)
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  const line = await context.newCDPSession(page)
  await line.send('WebAuthn.enable')
  return { page, context, line, strayRequests, complaints, close: () => context.close() }
}
