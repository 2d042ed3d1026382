import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const renderer = path.resolve(import.meta.dirname, '..')
const screens = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx') && !file.endsWith('.test.tsx'))

/** What may stand on a screen as it is: the product's own name, in the same letters everywhere. */
const ownName = new Set(['P', 'Praktijkpost'])

/** Text between tags, and words in the attributes that people see or hear. */
const textIn = (source: string): string[] =>
  [/>([^<>{}=;()]*\p{L}[^<>{}=;()]*)<\//gu, /\b(?:aria-label|title|placeholder|alt|label|hint)="([^"]*\p{L}[^"]*)"/gu]
    .flatMap((pattern) => [...source.matchAll(pattern)])
    .map((match) => (match[1] ?? '').trim())

test.each(screens)('%s takes its words from the text tables', (file) => {
  const found = textIn(readFileSync(path.join(renderer, file), 'utf8')).filter((text) => !ownName.has(text))
  expect(found).toEqual([])
})
