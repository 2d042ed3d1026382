import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import type { ChainReport } from './chain.ts'
import { exportedJournal, localTime, type Checked, type ExportFormat } from './export-journal.ts'
import type { ReadEntry } from './read-journal.ts'
import type { FiledJournal } from './verify-segments.ts'

const entry = (change: Partial<ReadEntry> = {}): ReadEntry => ({
  sequence: 1, class: 'E6', outcome: 'done', reason: null, at: Date.UTC(2026, 2, 2, 8, 30), offsetMinutes: 60, person: 'Anja de Vries', role: null, onBehalfOf: null,
  device: 'balie-1', factor: 'prf', factorAt: Date.UTC(2026, 2, 2, 8, 0), appVersion: '0.1.0', ruleVersion: 'terms:1', mailbox: 'info@delinde.test',
  messageId: '1@x.test', patient: '7', detail: { digest: 'ab'.repeat(32) }, previous: '00'.repeat(32), hash: 'cd'.repeat(32), ...change,
})
const chain: ChainReport = { entries: 2, head: { sequence: 2, hash: 'cd'.repeat(32), at: 1 }, breaks: [] }
const own = (report: ChainReport): Checked => ({ kind: 'own', chain: report })
const exported = (format: ExportFormat, entries: readonly ReadEntry[], checked: Checked = own(chain)): string =>
  [...exportedJournal(format, entries, { language: 'nl', practice: 'De Linde', by: 'Tom Bos', at: Date.UTC(2026, 2, 3), checked })].join('')
const cells = (text: string) => Papa.parse<string[]>(text.replace('\ufeff', ''), { delimiter: ';', skipEmptyLines: true }).data

const hostile = ['=HYPERLINK("http://x.test")', '+1', '-1+1', '@SUM(A1)', '\tx', '"; drop', 'a;b', '<script>alert(1)</script>', '"><img src=x>']

describe('an export of the journal', () => {
  test('CSV: a heading and a line for each entry, in words and in full', () => {
    const [heading, row] = cells(exported('csv', [entry()]))
    expect(Object.fromEntries((heading ?? []).map((title, at) => [title, row?.[at]]))).toMatchObject({
      Nummer: '1', Tijd: '2026-03-02T09:30:00+01:00', Wat: 'Bericht geopend', Uitkomst: 'gelukt', Wie: 'Anja de Vries', Mailbox: 'info@delinde.test', Bericht: '1@x.test',
      Patiënt: '7', Soort: 'E6', 'Tweede factor op': '2026-03-02T09:00:00+01:00', Bijzonderheden: JSON.stringify({ digest: 'ab'.repeat(32) }), Controlegetal: 'cd'.repeat(32),
    })
  })

  test.each(hostile)('CSV: no cell begins a formula or leaves its place: %s', (text) => {
    const [, row, ...more] = cells(exported('csv', [entry({ messageId: text, person: text, patient: text })]))
    expect(more).toEqual([])
    for (const cell of row ?? []) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
    expect(row?.filter((cell) => cell.endsWith(text.trim()) || cell.endsWith(text))).toHaveLength(3)
  })

  test('JSON: one document with every field, also with nothing in it', () => {
    const many = Array.from({ length: 1_001 }, (_, at) => entry({ sequence: at + 1 }))
    expect(JSON.parse(exported('json', many))).toEqual(many)
    expect(JSON.parse(exported('json', []))).toEqual([])
  })

  test.each(hostile)('HTML: what a message calls itself stays text: %s', (text) => {
    const page = exported('html', [entry({ messageId: text, detail: { route: text } })])
    expect(page).not.toMatch(/<script|<img|src=x>/)
    expect(page).toContain("default-src 'none'")
  })

  test('HTML: says whether the chain holds, from which entry not, and its last hash', () => {
    expect(exported('html', [entry()])).toContain(`De keten klopt. Laatste regel: 2, controlegetal ${'cd'.repeat(32)}`)
    expect(exported('html', [], own({ ...chain, breaks: [{ kind: 'unlinked', sequence: 9 }, { kind: 'gap', from: 4, to: 6 }] }))).toContain('De keten klopt niet vanaf regel 4')
    expect(exported('html', [], own({ entries: 0, head: null, breaks: [] }))).toContain('Het logboek is leeg')
  })

  test('HTML of what all workstations filed: each has a line, whether it holds or not, and every entry says where it was written', () => {
    const well: FiledJournal = { device: 'ab'.repeat(32), segments: 1, entries: 2, head: { sequence: 2, hash: 'ef'.repeat(32) }, late: { from: 2, entries: 1 }, first: null }
    const bad: FiledJournal = { ...well, device: 'cd'.repeat(32), late: null, first: { file: '2.eml', device: null, sequence: 7, kind: 'cut' } }
    const page = exported('html', [entry()], { kind: 'filed', report: { devices: [well, bad], strange: [{ file: '<b>.eml', device: null, sequence: null, kind: 'not-a-segment' }], well: false } })
    expect(page).toContain(`Werkplek abababababababab: 2 regels, de keten klopt. Laatste regel: 2, controlegetal ${'ef'.repeat(32)}`)
    expect(page).toContain('Werkplek abababababababab: vanaf regel 2 na het einde ingeleverd')
    expect(page).toContain('Werkplek cdcdcdcdcdcdcdcd: de keten klopt niet vanaf regel 7')
    expect(page).toContain('&lt;b&gt;.eml: geen deel van een logboek')
    expect(page).toContain('<th scope="col">Werkplek</th>')
    expect(page).toContain('<td>balie-1</td>')
    expect(page).not.toContain('Het logboek is leeg')
    expect(exported('html', [], { kind: 'filed', report: { devices: [], strange: [], well: false } })).toContain('In deze map ligt geen opgeborgen logboek')
  })

  test('the time is that of the wall', () => {
    expect(localTime(0, 0)).toBe('1970-01-01T00:00:00+00:00')
    expect(localTime(0, -210)).toBe('1969-12-31T20:30:00-03:30')
    expect(localTime(0, 345)).toBe('1970-01-01T05:45:00+05:45')
  })
})
