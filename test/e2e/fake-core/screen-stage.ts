import type { Browser } from 'playwright-core'
import { openScreen, startBareBrowser, type Screen } from '../browser.ts'
import { startFakeClient, type FakeClient } from './fake-client.ts'
import type { FakeMessage } from './sample.ts'

export interface ScreenStage extends AsyncDisposable {
  /** A fresh client with this mail, its page open on the inbox. */
  open(options?: { messages?: readonly FakeMessage[]; theme?: 'light' | 'dark'; width?: number; height?: number }): Promise<Screen & FakeClient>
}

/** A browser for all tests of a file; each test opens its own client. */
export async function setScreenStage(): Promise<ScreenStage> {
  const browser: Browser = await startBareBrowser()
  return {
    async open({ messages, ...options } = {}) {
      const client = await startFakeClient(messages)
      const screen = await openScreen(browser, client.url, options)
      await screen.page.goto(client.url)
      await screen.page.getByRole('listbox').or(screen.page.getByText('Je postvak is leeg')).first().waitFor()
      return {
        ...screen, ...client,
        async [Symbol.asyncDispose]() {
          // First the page: it would look for its core without end.
          await screen.close()
          await client[Symbol.asyncDispose]()
        },
      }
    },
    async [Symbol.asyncDispose]() {
      await browser.close()
    },
  }
}
