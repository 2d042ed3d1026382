import { describe, expect, test } from 'vitest'
import type { DomainCheck } from '../../app/domain-check.ts'
import { domainTable } from './domain-table.ts'
import { advice } from './domain-words.ts'

const host = 'mx.delinde.test'
const good: DomainCheck = {
  domain: 'delinde.test', ntaStatus: 'ready', record: { startdate: '2026-01', enddate: '2028-11', provider: 'voorbeeldpost', ntamx: [{ preference: 10, host }] },
  warnings: [], lastDay: '2028-11-30', dnssec: 'secure', mx: [{ preference: 10, exchange: host }], ntamx: [{ preference: 10, host }],
  spf: { state: 'fail', record: 'v=spf1 mx -all', lookUps: 1 }, dmarc: { state: 'reject', domain: 'delinde.test', record: 'v=DMARC1; p=reject', isPartial: false },
  dane: [{ host, state: 'usable' }], problems: [],
}

test('a domain without problems', () => {
  expect(domainTable(good, 80)).toBe(`delinde.test
  NTA 7516    Klaar voor veilig mailen, 2026-01 t/m 30-11-2028, aanbieder
              voorbeeldpost
  DNSSEC      in orde
  MX          10 mx.delinde.test
  NTA-mail    10 mx.delinde.test
  SPF         streng: v=spf1 mx -all
  DMARC       weigeren (reject)
  DANE        mx.delinde.test in orde
  Zelf nagaan leest iemand NTA7516@delinde.test (technisch contact), en staan de
              mailservers in de EER met TLS 1.2 of hoger?

  Geen problemen gevonden.
`)
})

test('each problem with what to do', () => {
  const table = domainTable({ ...good, problems: [{ code: 'dmarc-none', severity: 'error' }, { code: 'dane-missing', severity: 'warning' }, { code: 'nta-ends-this-quarter', severity: 'info' }] }, 100)
  for (const words of ['  FOUT        Het DMARC-beleid is p=none', '              → Vraag de beheerder van uw mail de rapporten', '  LET OP      Een mailserver heeft geen DANE', '  TER INFO    Het record verloopt binnen drie maanden']) {
    expect(table).toContain(words)
  }
})

test.each([20, 40, 57, 80, 200])('a terminal of %d columns', (width) => {
  const table = domainTable({ ...good, problems: [{ code: 'dnssec-bogus', severity: 'error' }] }, width)
  expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(Math.min(Math.max(width, 40), 100))
})

describe('what DNS holds', () => {
  test('cannot steer the terminal', () => {
    const text = 'v=spf1 \u001b[2J\u001b]0;x\u0007 \u202e-all'
    const table = domainTable({ ...good, domain: 'x\u001b[31m', spf: { ...good.spf, record: text } }, 80)
    expect(table.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u)
  })
})

test('no words promise more than a domain says of itself (N-03)', () => {
  for (const { what, remedy } of Object.values(advice)) expect(`${what} ${remedy}`).not.toMatch(/gecertificeerd|compliant|keurmerk/i)
})
