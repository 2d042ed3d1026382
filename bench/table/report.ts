import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Machine } from './machine.ts'
import type { Row } from './rows.ts'
import type { PartOutcome } from './suite.ts'

export interface Report {
  readonly at: string
  readonly machine: Machine
  readonly seconds: number
  readonly parts: readonly PartOutcome[]
}

const units: Readonly<Record<Row['unit'], string>> = { 'x': '', 's': ' s', 'ms': ' ms', 'MB': ' MB', '%': ' %', 'frames': '' }
const shown = (value: number | null, unit: Row['unit']): string => (value === null ? '-' : `${String(Number(value.toFixed(unit === 'MB' || unit === 'frames' ? 0 : 3)))}${units[unit]}`)

function spreadOf({ runs, unit }: Row): string {
  return runs.length < 2 ? '' : `${shown(Math.min(...runs), unit)} to ${shown(Math.max(...runs), unit)} (${String(runs.length)})`
}

const reached: Readonly<Record<Row['reached'], string>> = { aim: 'aim', bar: 'bar', neither: 'no' }

const lineOf = (row: Row): string => `| ${[
  row.figure, `**${shown(row.median, row.unit)}**`, spreadOf(row), shown(row.bar, row.unit), shown(row.aim, row.unit), row.aim === null && row.bar === null ? '' : reached[row.reached], row.ours, row.peer,
].join(' | ')} |`

/** The whole run as Markdown: what it ran on, one line a figure, and what failed. */
export function inMarkdown({ at, machine, seconds, parts }: Report): string {
  const { versions, ...facts } = machine
  const failed = parts.filter((part) => part.failed !== null)
  return [
    `# Figures of ${at}`, '',
    `${facts.processor}, ${String(facts.cores)} cores, ${String(facts.memoryGb)} GB, ${facts.system}, ${facts.disk}; load at the start ${String(facts.loadAtStart)}.`,
    `${Object.entries(versions).map(([name, version]) => `${name}: ${version}`).join('; ')}.`, '',
    '| Figure | Median | Spread (runs) | Bar | Aim | Reached | Ours | Compared with |', '|---|---|---|---|---|---|---|---|',
    ...parts.flatMap(({ rows }) => rows.map(lineOf)), '',
    ...(failed.length === 0 ? [] : [`Failed: ${failed.map(({ name, failed: why }) => `${name} (${why ?? ''})`).join('; ')}.`, '']),
    `Took ${String(Math.round(seconds / 6) / 10)} minutes: ${parts.map(({ name, seconds: took }) => `${name} ${String(took)} s`).join(', ')}.`, '',
  ].join('\n')
}

/** Writes what there is so far, so that a run that is broken off leaves its figures. Gives the Markdown. */
export function writeReport(folder: string, report: Report): string {
  mkdirSync(folder, { recursive: true })
  const text = inMarkdown(report)
  writeFileSync(path.join(folder, 'table.md'), text)
  writeFileSync(path.join(folder, 'table.json'), `${JSON.stringify(report, null, 2)}\n`)
  return text
}
