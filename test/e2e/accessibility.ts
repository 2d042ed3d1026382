import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { CDPSession } from 'playwright-core'

/** What a rule looks at. Only colours differ between the themes: the elements and their sizes are the same. */
export type AxeRules = 'all' | 'colours'

const chosen: Readonly<Record<AxeRules, string>> = {
  all: `['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']`,
  colours: `{ type: 'rule', values: ['color-contrast', 'link-in-text-block'] }`,
}

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * What axe finds on the screen as it stands (WCAG 2.2 A and AA); each finding with the elements it is about.
 * Over a line that stays: a second one to the same page takes the page's security key away when it closes.
 */
export async function accessibilityFindings(line: CDPSession, rules: AxeRules = 'all'): Promise<string[]> {
  // Through the debugger, so that the page's own policy against foreign scripts stays in force.
  const { result: known } = await line.send('Runtime.evaluate', { expression: 'typeof axe' })
  if (known.value === 'undefined') await line.send('Runtime.evaluate', { expression: source })
  const { result } = await line.send('Runtime.evaluate', {
    expression: `axe.run(document, { runOnly: ${chosen[rules]}, iframes: false, preload: false, resultTypes: ['violations'] }).then(({ violations }) => JSON.stringify(violations))`,
    awaitPromise: true, returnByValue: true,
  })
  const violations = JSON.parse(String(result.value)) as AxeResults['violations']
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}
