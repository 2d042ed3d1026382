import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('../styles/tokens.css', import.meta.url), 'utf8')
const themes = ['light', 'dark'] as const
type Theme = (typeof themes)[number]

/** Both values of each colour token, as the style sheet has them. */
const tokens = new Map([...css.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)]
  .map(([, name = '', light = '', dark = '']) => [name, { light, dark }]))

const channel = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)

/** Relative luminance (WCAG 2.2, definition). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => channel(parseInt(hex.slice(at, at + 2), 16) / 255))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string, theme: Theme): number {
  const [low = 0, high = 0] = [one, other].map((name) => luminance(tokens.get(name)?.[theme] ?? '#000000')).sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

const grounds = ['canvas', 'surface', 'surface-2', 'hover'] as const
const textPairs: [string, string][] = [
  ...['ink', 'ink-2', 'accent'].flatMap((ink) => grounds.map((ground): [string, string] => [ink, ground])),
  ...['canvas', 'surface', 'surface-2'].map((ground): [string, string] => ['ink-3', ground]),
  ...['safe', 'internal', 'plain', 'unknown', 'alert', 'portal'].flatMap((tone): [string, string][] => [[tone, `${tone}-soft`], [tone, 'surface']]),
  ['accent-ink', 'accent'], ['accent-ink', 'accent-strong'], ['accent', 'accent-soft'], ['ink', 'accent-soft'], ['ink-2', 'accent-soft'], ['alert-ink', 'alert'],
]
const partPairs: [string, string][] = [
  ['edge-field', 'surface'], ['edge-field', 'surface-2'], ['focus', 'surface'], ['focus', 'canvas'], ['focus', 'surface-2'],
]

describe.each(themes)('in the %s theme', (theme) => {
  test.each(textPairs)('%s can be read on %s (WCAG 1.4.3, AA)', (ink, ground) => {
    expect(tokens.has(ink) && tokens.has(ground)).toBe(true)
    expect(contrast(ink, ground, theme)).toBeGreaterThanOrEqual(4.5)
  })

  test.each(partPairs)('%s stands out on %s (WCAG 1.4.11)', (part, ground) => {
    expect(tokens.has(part) && tokens.has(ground)).toBe(true)
    expect(contrast(part, ground, theme)).toBeGreaterThanOrEqual(3)
  })
})
