import type { Page } from 'playwright-core'
import { openFolder, press, row, t } from '../test/e2e/journeys.ts'
import { bas, beginBoth, found, inviteAndAsk, secondWorkstation, shareMailbox } from '../test/e2e/practice-journeys.ts'
import { setStage } from '../test/e2e/stage.ts'
import { percentile, spread } from './spread.ts'

export interface ClaimScreenFigures {
  readonly claims: number
  /** From the press of a button on the one screen to the words standing on the other. */
  readonly p50Ms: number
  readonly p95Ms: number
  readonly worstMs: number
}

const manager = 'Anja de Vries'

/** When these words stood on the page, by a clock that both pages share: asked for before the press, so that no poll is in between. */
const seenAt = (at: Page, words: string): Promise<number> => at.evaluate((wanted) => new Promise<number>((resolve) => {
  const look = (): boolean => {
    if (!(document.querySelector('.claim-who')?.textContent ?? '').includes(wanted)) return false
    resolve(Date.now())
    return true
  }
  const watching = new MutationObserver(() => { if (look()) watching.disconnect() })
  if (!look()) watching.observe(document.body, { childList: true, subtree: true, characterData: true })
}), words)

/** One presses, the other sees it: two cores, two pages, one mail server. */
export async function benchClaimScreens(claims: number, say: (line: string) => void): Promise<ClaimScreenFigures> {
  await using stage = await setStage({ mail: 'empty' })
  const other = await secondWorkstation(stage)
  await using _ = other.client
  await beginBoth(stage, other)
  await found(stage.page)
  await inviteAndAsk({ page: stage.page, other: other.page, begin: 'practice.join' })
  await press(stage.page, 'people.admit')
  await shareMailbox(stage, other.page)
  for (const at of [stage.page, other.page]) {
    await openFolder(at, 'info')
    await row(at, 'Herhaalrecept').click()
    await at.locator('.claim-bar').waitFor()
  }
  say(`both screens show the message; ${String(claims)} claims, one after the other`)
  const waits: number[] = []
  for (let number = 0; number < claims; number += 1) {
    const [from, to, name] = number % 2 === 0 ? [other.page, stage.page, bas.name] as const : [stage.page, other.page, manager] as const
    const seen = seenAt(to, t('claim.has', { name }))
    const pressed = Date.now()
    await press(from, 'claim.take')
    waits.push(await seen - pressed)
    const free = seenAt(to, t('claim.nobody'))
    await press(from, 'claim.release')
    await free
  }
  return { claims, ...spread(waits), worstMs: percentile(waits, 1) }
}
