import type { Browser } from 'playwright-core'
import { openScreen, startBrowser, type Screen } from '../browser.ts'
import { buildPages, startFakeClient, type FakeClient } from './fake-client.ts'
import type { FakeMessage } from './sample.ts'

export interface ScreenStage extends AsyncDisposable {
  /** A fresh client with this mail, its page open on the inbox. */
  open(options?: { messages?: readonly FakeMessage[]; theme?: 'light' | 'dark'; width?: number; height?: number }): Promise<Screen & FakeClient>
}

/** The built pages and a browser, for all tests of a file; each test opens its own client. */
export async function setScreenStage(): Promise<ScreenStage> {
  const pages = await buildPages()
  const browser: Browser = await startBrowser()
  const open: AsyncDisposable[] = []
  return {
    async open({ messages, ...options } = {}) {
      const client = await startFakeClient(pages.folder, messages)
      const screen = await openScreen(browser, client.url, options)
      open.push(client)
      await screen.page.goto(client.url)
      await screen.page.getByRole('listbox').or(screen.page.getByText('Je postvak is leeg')).first().waitFor()
      return { ...screen, ...client, [Symbol.asyncDispose]: () => client[Symbol.asyncDispose]() }
    },
    async [Symbol.asyncDispose]() {
      await browser.close()
      for (const one of open) await one[Symbol.asyncDispose]()
      await pages[Symbol.asyncDispose]()
    },
  }
}
