import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { FIRST_ROWS } from '../src/shared/limits.ts'
import { rows } from '../test/e2e/journeys.ts'
import { openFilledClient } from './filled-client.ts'
import { percentile, spread } from './spread.ts'

export interface ScrollFigures extends Frames {
  readonly messages: number
  /** The two ways to turn, apart: as people read, and from the newest to the oldest message in one go. */
  readonly reading: Frames
  readonly endToEnd: Frames
  /** From a leap to somewhere else in the list until every row in view is drawn. */
  readonly leap: { readonly p50Ms: number; readonly p95Ms: number }
}

/** Time between two pictures of the window while the wheel turns. */
export interface Frames {
  readonly framesOver25Ms: number
  readonly framesOver50Ms: number
  readonly frames: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly worstMs: number
}

const TURNS = 240
const LEAPS = 40
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

const framesOf = (gaps: readonly number[]): Frames => ({
  framesOver25Ms: gaps.filter((gap) => gap > 25).length, framesOver50Ms: gaps.filter((gap) => gap > 50).length,
  frames: gaps.length, ...spread(gaps), worstMs: percentile(gaps, 1),
})

/** A screen on and off, mostly down. */
async function turnWheel(page: Page): Promise<number[]> {
  await page.getByRole('listbox').hover()
  await watchFrames(page)
  for (let turn = 0; turn < TURNS; turn++) await page.mouse.wheel(0, turn % 40 < 30 ? 400 : -900)
  return framesSeen(page)
}

/** Past every row, until the list does not move on. */
async function turnToTheEnd(page: Page): Promise<number[]> {
  const list = page.getByRole('listbox')
  await leap(page, 0)
  await list.hover()
  const height = await list.evaluate((element) => element.scrollHeight)
  await watchFrames(page)
  for (let turn = 0; turn < TURNS * 4; turn++) {
    await page.mouse.wheel(0, Math.ceil(height / TURNS))
    if (turn >= TURNS && await list.evaluate((element) => element.scrollTop + element.clientHeight >= element.scrollHeight - 1)) return framesSeen(page)
  }
  throw new Error('the wheel did not reach the end of the list')
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
  await using client = await openFilledClient(messages, say)
  const { page } = client
  await rows(page).nth(Math.min(FIRST_ROWS, messages, 8) - 1).waitFor()
  const reading = await turnWheel(page)
  const endToEnd = await turnToTheEnd(page)
  const leaps: number[] = []
  for (let turn = 0; turn < LEAPS; turn++) leaps.push(await leap(page, ((turn * 37) % LEAPS) / LEAPS))
  return { messages, ...framesOf([...reading, ...endToEnd]), reading: framesOf(reading), endToEnd: framesOf(endToEnd), leap: spread(leaps) }
}

/** `scroll [--messages N] [--json]`. Gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { messages: { type: 'string', default: '100000' }, json: { type: 'boolean', default: false } } })
  const figures = await benchScroll(Number(values.messages), values.json ? () => undefined : (line) => process.stderr.write(`${line}\n`))
  process.stdout.write(`${values.json ? JSON.stringify(figures) : inWords(figures)}\n`)
  return 0
}

const inWords = ({ messages, reading, endToEnd, leap: { p50Ms: leap50, p95Ms: leap95 } }: ScrollFigures): string => {
  const shown = ({ frames, p50Ms, p95Ms, worstMs, framesOver25Ms, framesOver50Ms }: Frames): string =>
    `${frames} frames, p50 ${p50Ms} ms, p95 ${p95Ms} ms, worst ${worstMs} ms; ${framesOver25Ms} over 25 ms, ${framesOver50Ms} over 50 ms`
  return [
    `scrolling through ${messages} messages`, `as one reads    ${shown(reading)}`, `end to end      ${shown(endToEnd)}`,
    `by a leap       rows after p50 ${leap50} ms, p95 ${leap95} ms`,
  ].join('\n')
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
