import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterEach, beforeEach } from 'vitest'
import { startGateway, type Gateway, type GatewayId } from '../practice/gateways/gateway.ts'
import { startPractice, type Part, type Practice } from '../practice/servers/practice.ts'
import { openScreen, plugIn, startBareBrowser, type Authenticator, type Screen } from './browser.ts'
import { startClient, type Client } from './client.ts'

export interface StageOptions {
  /** `none`: the servers are not started. */
  readonly mail: 'sample' | 'empty' | 'none'
  /** Whether the plugged-in key has PRF. */
  readonly prf?: boolean
  /** Whose account the client has at hand; null: it knows of none. */
  readonly address?: string | null
  /** A stand-in of this provider of safe mail, at hand for the account. */
  readonly provider?: GatewayId
  /** Also the directory of addresses (LDAP). */
  readonly hasDirectory?: boolean
}

/** The whole thing: a practice with its servers, the client on a fresh folder, a browser with a security key in it. */
export interface Stage extends Screen, AsyncDisposable {
  readonly practice: Practice
  readonly gateway: Gateway | null
  readonly client: Client
  readonly browser: Browser
  readonly key: Authenticator
}

const mailServers: readonly Part[] = ['imap', 'smtp', 'dns']

/** Everything of one test file; the page is not opened yet. Its end ends all of it. */
export async function setStage({ mail, prf = true, address = 'anja@delinde.test', provider, hasDirectory = false }: StageOptions): Promise<Stage> {
  await using stack = new AsyncDisposableStack()
  const practice = stack.use(await startPractice({ mail: mail === 'sample' ? 'sample' : 'none', only: hasDirectory ? [...mailServers, 'ldap'] : mailServers }))
  const gateway = provider === undefined ? null : stack.use(await startGateway(provider, { practice }))
  const client = stack.use(await startClient(address === null ? {} : { practice, address, ...(gateway === null ? {} : { gateway }) }))
  const browser = stack.adopt(await startBareBrowser(), (it) => it.close())
  const screen = await openScreen(browser, client.url)
  const key = await plugIn(screen.line, { prf })
  const kept = stack.move()
  return { ...screen, practice, gateway, client, browser, key, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

const failures = path.resolve(import.meta.dirname, '../../test-results/failures')

/**
 * For a file whose tests are the steps of one journey: the first that fails leaves a picture of the screen behind in
 * `test-results/failures`, and those after it are skipped, since each would wait in vain for what the failed one was to bring.
 */
export function walkTogether(screen: () => Screen): void {
  let isBroken = false
  beforeEach(({ skip }) => { if (isBroken) skip('a step before this one failed') })
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    isBroken = true
    await screen().page.screenshot({ path: path.join(failures, `${task.name.replaceAll(/\W+/g, '-')}.png`) }).catch(() => undefined)
  })
}
