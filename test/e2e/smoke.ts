import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Practice } from '../practice/servers/practice.ts'
import { openScreen, plugIn, startBrowser, type Screen } from './browser.ts'
import { addSampleAccount, anja, button, firstCopyDone, firstRun, listed, listedAtLast, lock, openMessage, reply, send, unlock } from './journeys.ts'
import { letter } from './letters.ts'
import { arrival, countIn } from './other-side.ts'

interface SmokeOptions { readonly practice: Practice; readonly url: string; readonly say: (line: string) => void }

const own = 'anja@delinde.test'
const colleague = 'bas@delinde.test'
const subject = 'Rondje door Praktijkpost'
const answer = 'Komt aan, dank je wel.'

type Step = (name: string, act: () => Promise<string>) => Promise<void>

/** The main road, as a person walks it. Each act gives what there is to tell about it. */
async function walk({ page, line }: Screen, { practice, url }: SmokeOptions, step: Step): Promise<void> {
  await step('open', async () => {
    await plugIn(line)
    await page.goto(url)
    await button(page, 'first.begin').waitFor()
    return 'the client in Chromium, with a virtual security key (PRF)'
  })
  await step('first run', async () => {
    await firstRun(page, anja)
    return 'key enrolled, recovery code shown and kept'
  })
  await step('account', async () => {
    await addSampleAccount(page)
    return `${own}, both servers tried`
  })
  await step('first sync', async () => {
    await firstCopyDone(page)
    const count = await countIn(practice, own)
    await listedAtLast(page, count)
    return `${String(await listed(page))} messages in the inbox, as many as the server has`
  })
  await step('lock and unlock', async () => {
    await lock(page)
    await unlock(page)
    return 'by the key'
  })
  await step('read', async () => {
    const from = `${practice.person(colleague).name} <${colleague}>`
    await practice.deliver(await letter({ from, to: own, subject, text: 'Komt dit bij je aan?' }), own)
    const message = await openMessage(page, subject)
    await message.getByText('Komt dit bij je aan?').waitFor()
    return `a new message of ${colleague} came in by itself and is open`
  })
  await step('reply', async () => {
    await reply(page, answer)
    await send(page)
    return 'sent; ten seconds to take it back'
  })
  await step('arrival', async () => {
    const source = (await arrival(practice, colleague, { subject: `Re: ${subject}` })).toString()
    if (!source.includes(answer)) throw new Error('what arrived is not what was written')
    return `the reply is in the mailbox of ${colleague}`
  })
  await step('lock', async () => {
    await lock(page)
    const left = await page.locator('body').innerText()
    if (left.includes(subject)) throw new Error('mail is still on the screen')
    return 'nothing of the mail is left on the screen'
  })
}

/** The first line, and what was waited for where it is known. */
const inShort = (error: unknown): string =>
  stripVTControlCharacters(error instanceof Error ? error.message : String(error)).split('\n').map((line) => line.trim()).filter((line, index) => index === 0 || line.startsWith('- waiting')).join(' ')

const failure = path.resolve(import.meta.dirname, '../../test-results/smoke-failure.png')

async function picture({ page }: Screen): Promise<string> {
  await mkdir(path.dirname(failure), { recursive: true })
  return page.screenshot({ path: failure }).then(() => `; the screen is in ${failure}`, () => '')
}

/**
 * First run, account, first sync, read, reply, arrival and lock, in a browser without a window, on a client that starts fresh.
 * Says each step with its time; false when one fails, after saying which and why.
 */
export async function runSmoke(options: SmokeOptions): Promise<boolean> {
  let current = 'start'
  const step: Step = async (name, act) => {
    current = name
    const since = performance.now()
    const told = await act()
    options.say(`${name}: ${told}, ${((performance.now() - since) / 1000).toFixed(1)} s`)
  }
  try {
    await using stack = new AsyncDisposableStack()
    const browser = stack.adopt(await startBrowser(), (it) => it.close())
    const screen = await openScreen(browser, options.url)
    await walk(screen, options, step).catch(async (error: unknown) => { throw new Error(inShort(error) + await picture(screen)) })
    current = 'what the page did besides'
    const odd = [...screen.complaints, ...screen.strayRequests.map((address) => `a request to ${address}`)]
    if (odd.length > 0) throw new Error(odd.join('; '))
    return true
  } catch (error) {
    options.say(`failed at ${current}: ${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}
