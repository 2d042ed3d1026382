import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { accessibilityFindings } from './accessibility.ts'
import type { Screen } from './browser.ts'

const gallery = path.resolve(import.meta.dirname, '../../test-results/screens')

/** Where the picture of the README is kept; taken anew only on request, so that a test run leaves the checkout as it was. */
const shown = path.resolve(import.meta.dirname, '../../docs/screenshots')

/** A picture of the screen as it stands, in `test-results/screens`. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(gallery, `${name.replaceAll(/[^\w-]+/g, '-')}.png`) })
}

/**
 * Looks at a screen in both themes: a picture of each in `test-results/screens`, and what axe finds on it; in the second theme
 * everything, in the first what depends on the theme.
 * A test expects the outcome to be empty.
 */
export async function look({ page, line }: Pick<Screen, 'page' | 'line'>, name: string): Promise<string[]> {
  const findings: string[] = []
  for (const [theme, rules] of [['dark', 'colours'], ['light', 'all']] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await picture(page, `${name}-${theme}`)
    findings.push(...(await accessibilityFindings(line, rules)).map((finding) => `${name}, ${theme}: ${finding}`))
  }
  return findings
}

/** The picture that the README shows, when PRAKTIJKPOST_SCREENSHOTS=1. */
export async function exhibit(page: Page, name: string): Promise<void> {
  if (process.env.PRAKTIJKPOST_SCREENSHOTS !== '1') return
  await mkdir(shown, { recursive: true })
  await page.screenshot({ path: path.join(shown, `${name}.png`) })
}
