import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { composer, compose, rows } from '../test/e2e/journeys.ts'
import { practiceMail } from '../test/corpora/detection/terms.ts'
import { openFilledClient } from './filled-client.ts'
import { percentile, spread } from './spread.ts'

export interface TypingFigures {
  readonly letters: number
  readonly kilobytes: number
  readonly recipients: number
  /** Of the keys that took longer than a frame, from the press until the page had done with it; the others took no time that can be told. */
  readonly events: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly worstMs: number
  readonly over50Ms: number
  /** What kept the page from hearing anything for more than 50 ms. */
  readonly longTasks: readonly number[]
  /** On the page, while nothing is typed: what the machine itself takes away. */
  readonly idle: { readonly worstMs: number; readonly over50Ms: number }
}

interface Seen { readonly keys: number[]; readonly tasks: number[] }

/**
 * Event timing tells of what took 16 ms or more (W3C Event Timing). Not until the next picture: behind the last letter before a pause
 * there is none to draw.
 */
const watchKeys = (page: Page): Promise<void> => page.evaluate(() => {
  const seen: Seen = { keys: [], tasks: [] }
  const typing = new Set(['keydown', 'keypress', 'beforeinput', 'input', 'keyup'])
  new PerformanceObserver((list) => { seen.keys.push(...(list.getEntries() as PerformanceEventTiming[]).filter(({ name }) => typing.has(name)).map(({ startTime, processingEnd }) => processingEnd - startTime)) }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
  new PerformanceObserver((list) => { seen.tasks.push(...list.getEntries().map(({ duration }) => duration)) }).observe({ type: 'longtask' })
  Object.assign(window, { keysSeen: () => ({ keys: seen.keys.splice(0), tasks: seen.tasks.splice(0) }) })
})
const keysSeen = (page: Page): Promise<Seen> => page.evaluate(() => (window as unknown as { keysSeen: () => Seen }).keysSeen())

/** The longest gaps between two pictures while nobody does anything. */
const idleGaps = (page: Page, ms: number): Promise<number[]> => page.evaluate((lasts) => new Promise<number[]>((resolve) => {
  const gaps: number[] = []
  const since = performance.now()
  let before = since
  const note = (now: number): void => {
    gaps.push(now - before)
    before = now
    if (now - since < lasts) requestAnimationFrame(note)
    else resolve(gaps.slice(1))
  }
  requestAnimationFrame(note)
}), ms)

/** Practice mail strung together, so that there is much to find. */
function letterOf(bytes: number): string {
  const pieces = practiceMail('strong').map(({ text }) => text)
  let text = ''
  for (let at = 0; text.length < bytes; at = (at + 1) % pieces.length) text += `${pieces[at] ?? ''}\n\n`
  return text.slice(0, bytes)
}

const line = 'Hierbij de uitslag van mevrouw Bakker: haar bloeddruk was te hoog en zij gebruikt nu metoprolol. Wil je er vandaag naar kijken? '
const PAUSE_EVERY = 60

/** Types into a long letter about somebody's health, as people do: a rhythm, and a pause in which it is kept and looked at. */
export async function benchTyping({ letters, kilobytes, recipients }: { letters: number; kilobytes: number; recipients: number }, say: (line: string) => void): Promise<TypingFigures> {
  await using client = await openFilledClient(200, say)
  const { page } = client
  await rows(page).first().waitFor()
  await compose(page, { to: ['h.bakker@mailbox.test', 'arts@kliniek.test'], subject: 'Overleg' })
  if (recipients > 2) {
    await page.getByRole('combobox', { name: 'Aan' }).fill(`${Array.from({ length: recipients - 2 }, (_, at) => `r${String(at)}@kliniek${String(at % 50)}.test`).join(', ')},`)
  }
  await composer(page).click()
  await page.keyboard.insertText(letterOf(kilobytes * 1_024))
  await page.waitForTimeout(3_000)
  await watchKeys(page)
  const idle = await idleGaps(page, 5_000)
  await keysSeen(page)
  const typed = line.repeat(Math.ceil(letters / line.length)).slice(0, letters)
  for (let at = 0; at < typed.length; at += PAUSE_EVERY) {
    await page.keyboard.type(typed.slice(at, at + PAUSE_EVERY), { delay: 45 })
    await page.waitForTimeout(1_500)
  }
  const { keys, tasks } = await keysSeen(page)
  const figures = keys.length === 0 ? [0] : keys
  return {
    letters, kilobytes, recipients, events: keys.length, ...spread(figures), worstMs: percentile(figures, 1), over50Ms: keys.filter((ms) => ms > 50).length,
    longTasks: tasks.map(Math.round), idle: { worstMs: percentile(idle, 1), over50Ms: idle.filter((gap) => gap > 50).length },
  }
}

/** `typing [--letters N] [--kilobytes N] [--recipients N] [--json]`. Gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { letters: { type: 'string', default: '300' }, kilobytes: { type: 'string', default: '10' }, recipients: { type: 'string', default: '2' }, json: { type: 'boolean', default: false } } })
  const asked = { letters: Number(values.letters), kilobytes: Number(values.kilobytes), recipients: Number(values.recipients) }
  const figures = await benchTyping(asked, values.json ? () => undefined : (said) => process.stderr.write(`${said}\n`))
  process.stdout.write(`${values.json ? JSON.stringify(figures) : inWords(figures)}\n`)
  return 0
}

const inWords = ({ letters, kilobytes, recipients, events, p50Ms, p95Ms, worstMs, over50Ms, longTasks, idle }: TypingFigures): string => [
  `typing ${letters} letters into ${kilobytes} KB to ${recipients} recipients, detection on (aim: nothing over 50 ms)`,
  `keys            ${events} events over a frame, p50 ${p50Ms} ms, p95 ${p95Ms} ms, worst ${worstMs} ms; ${over50Ms} over 50 ms`,
  `long tasks      ${longTasks.length === 0 ? 'none' : longTasks.join(', ')}`,
  `idle            worst frame ${idle.worstMs} ms, ${idle.over50Ms} over 50 ms: what the machine takes by itself`,
].join('\n')

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
