import type { Page } from 'playwright-core'

/** Windows as people have them: a full screen, and the same zoomed in; as wide as one pane allows. In CSS pixels. */
export const windows = {
  'full': { width: 1360, height: 860 },
  'zoom 125': { width: 1088, height: 688 },
  'narrow': { width: 900, height: 700 },
  'zoom 200': { width: 680, height: 430 },
} as const
export type WindowName = keyof typeof windows

/** What is cut off, sticks out, or cannot be reached by scrolling on the screen as it stands; empty when all is well. */
export const layoutFindings = (page: Page): Promise<string[]> => page.evaluate(() => {
  const findings: string[] = []
  const { innerWidth, innerHeight } = window
  const named = (element: Element): string =>
    `${element.tagName.toLowerCase()}.${[...element.classList].join('.')} "${(element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40)}"`
  const styleOf = (element: Element): CSSStyleDeclaration => getComputedStyle(element)
  const isShown = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && element.closest('.only-heard, .frame-skip, [aria-hidden=true]') === null && element.getBoundingClientRect().width > 1
  const scrollsWithin = (element: Element, axis: 'overflowX' | 'overflowY'): boolean => {
    for (let around = element.parentElement; around !== null; around = around.parentElement) if (/auto|scroll/.test(styleOf(around)[axis])) return true
    return false
  }
  if (document.documentElement.scrollWidth > innerWidth) findings.push(`the page is ${String(document.documentElement.scrollWidth)} wide`)
  for (const element of document.querySelectorAll('button, input, select, textarea, a[href], [role=option], [role=menuitem], [role=tab], h1, h2, [contenteditable=true]')) {
    if (!isShown(element)) continue
    const box = element.getBoundingClientRect()
    if ((box.left < -1 || box.right > innerWidth + 1) && !scrollsWithin(element, 'overflowX')) findings.push(`sticks out sideways: ${named(element)}`)
    if ((box.top < -1 || box.bottom > innerHeight + 1) && !scrollsWithin(element, 'overflowY')) findings.push(`out of reach: ${named(element)}`)
  }
  for (const element of document.querySelectorAll('button, h1, h2, p, strong, label, small, .badge, .foot-item, .banner')) {
    const style = styleOf(element)
    const isCut = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && style.overflowX === 'hidden' && style.textOverflow !== 'ellipsis'
    if (isShown(element) && isCut) findings.push(`cut off: ${named(element)}`)
  }
  return findings
})

export const nowhere = 'the focus is nowhere'

/** Where the keyboard is, and what is wrong with that: nowhere, out of sight, or without a mark. Null when it is well. */
export const focusFinding = (page: Page): Promise<string | null> => page.evaluate((lost) => {
  const element = document.activeElement
  if (element === null || element === document.body) return lost
  const name = `${element.tagName.toLowerCase()}.${[...element.classList].join('.')} "${(element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40)}"`
  // The mail's own document shows where it is in there.
  if (element instanceof HTMLIFrameElement) return null
  const box = element.getBoundingClientRect()
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return `the focus is on what is not shown: ${name}`
  if (box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth) return `the focus is out of sight: ${name}`
  const row = document.getElementById(element.getAttribute('aria-activedescendant') ?? '')
  for (let marked: Element | null = row ?? element; marked !== null && marked !== document.body; marked = marked.parentElement) {
    const style = getComputedStyle(marked)
    if ((style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none') return null
  }
  return `the focus does not show: ${name}`
}, nowhere)
