import { describe, expect, test } from 'vitest'
import { auditOptions, filterIn } from './audit.ts'

describe('audit export', () => {
  test('takes days whole, on the clock of this machine', () => {
    const { from = 0, to = 0 } = filterIn(auditOptions(['audit', 'export', '--from', '2026-02-15', '--to', '2026-02-16']))
    expect([new Date(from).toString().slice(0, 24), new Date(to).toString().slice(0, 24)]).toEqual(['Sun Feb 15 2026 00:00:00', 'Tue Feb 17 2026 00:00:00'])
  })

  test.each([['--from', 'gisteren'], ['--from', '2026-02-31'], ['--to', '2026-13-01'], ['--from', '2026']])('%s %s is no day', (name, text) => {
    expect(() => filterIn(auditOptions(['audit', 'export', name, text]))).toThrow('geen datum')
  })

  test('a period that ends before it begins, and a folder under two names, are refused', () => {
    expect(() => filterIn(auditOptions(['audit', 'export', '--from', '2026-02-15', '--to', '2026-02-10']))).toThrow('--to')
    expect(() => auditOptions(['audit', 'export', '--store', 'a', '--data', 'b'])).toThrow('hetzelfde')
  })
})
