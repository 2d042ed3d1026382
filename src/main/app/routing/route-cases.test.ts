import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { routeCases, type RoutedCase } from './route-cases.ts'

const routed = (list: unknown): RoutedCase[] => {
  const found = routeCases(JSON.stringify(list))
  return found.kind === 'cases' ? [...found.cases] : expect.fail(found.kind)
}

const recipient = { address: 'a@kliniek.test', kind: 'professional', ntaStatus: 'ready', provider: null, mobile: null, mobileVerified: false, outsideEea: false, firstTime: false }
const input = {
  from: 'balie@delinde.test', profile: 'zivver', ownStatus: 'ready', class: 'phi', detection: 'none', fieldContext: null, consent: null, practiceRules: {}, sizeBytes: 40_000,
  recipients: [recipient], provider: { reachable: true },
}
const direct = { to: 'a@kliniek.test', row: 'RT-06', permitted: ['direct'], chosen: 'direct', needs: [] }

describe('the file of cases', () => {
  test.each(['', '{', 'null', '{"id":"x"}', '"x"'])('%j is no list of cases', (text) => {
    expect(routeCases(text).kind).toBe(text === '' || text === '{' ? 'not-json' : 'no-list')
  })

  test('a malformed case is named by its fields, and the others are answered', () => {
    const missing = { ...input, detection: undefined, recipients: [{ ...recipient, ntaStatus: 'fine' }] }
    expect(routed([{ id: 'a', input }, { id: 'b', input: missing }, 7, { input }, { id: 'c' }, { id: 4, input }])).toEqual([
      { id: 'a', deliveries: [direct] },
      { id: 'b', error: 'malformed-case', case: 1, fields: ['input.detection', 'input.recipients.0.ntaStatus'] },
      { id: null, error: 'malformed-case', case: 2, fields: [''] },
      { id: null, error: 'malformed-case', case: 3, fields: ['id'] },
      { id: 'c', error: 'malformed-case', case: 4, fields: ['input'] },
      { id: 4, deliveries: [direct] },
    ])
  })

  test('unknown fields are ignored, null is as left out', () => {
    const odd = { ...input, extra: 1, practiceRules: { groupMailPlain: true, R5: 'x' }, profileSettings: null, wish: null, recipients: [{ ...recipient, kind: null, extra: [] }] }
    expect(routed([{ id: 'a', input: odd, comment: 'x' }])).toEqual([{ id: 'a', deliveries: [direct] }])
  })

  test.each(['__proto__', 'constructor', 'praktijkpost', '', 'ZIVVER', '../zivver'])('a profile %j is not known', (profile) => {
    expect(routed([{ id: 'a', input: { ...input, profile } }])).toEqual([{ id: 'a', error: 'malformed-case', case: 0, fields: ['input.profile'] }])
  })

  test.each([Number.NaN, -1, '5', null])('a size of %s is malformed', (sizeBytes) => {
    expect(routed([{ id: 'a', input: { ...input, sizeBytes } }])).toMatchObject([{ fields: ['input.sizeBytes'] }])
  })

  test('no value of a case is repeated in its error', () => {
    expect(JSON.stringify(routed([{ id: 'a', input: { ...input, from: 5, class: 'h.bakker@mailbox.test' } }]))).not.toContain('bakker')
  })

  test('a byte order mark is no fault', () => {
    expect(routeCases(`\ufeff${JSON.stringify([{ id: 'a', input }])}`).kind).toBe('cases')
  })

  test('whatever stands in a field, each case has its line and the others are answered', () => {
    const fields = [...Object.keys(input), 'wish', 'profileSettings', 'fromBetraysField', 'provider']
    const broken = fc.tuple(fc.constantFrom(...fields), fc.jsonValue()).map(([field, value]) => ({ id: 'b', input: { ...input, [field]: value } }))
    fc.assert(fc.property(fc.oneof(broken, fc.jsonValue()), (odd) => {
      const lines = routed([odd, { id: 'a', input }])
      expect(lines).toHaveLength(2)
      expect(lines[1]).toEqual({ id: 'a', deliveries: [direct] })
      if (lines[0] !== undefined && 'error' in lines[0]) expect(lines[0].fields.length).toBeGreaterThan(0)
    }), { numRuns: 500 })
  })

  test('a thousand recipients', () => {
    const recipients = Array.from({ length: 1_000 }, (_, at) => ({ ...recipient, address: `a${String(at)}@kliniek.test` }))
    const [found] = routed([{ id: 'a', input: { ...input, recipients } }])
    expect(found !== undefined && 'deliveries' in found ? found.deliveries.length : found).toBe(1_000)
  })
})

type Judged = { readonly id: string; readonly comment: string; readonly input: object; readonly expected: readonly object[] }

const corpus = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../../../test/corpora/routing/cases.json'), 'utf8')) as readonly Judged[]

describe('the corpus, judged by hand from the norm', () => {
  test('is large, and each case is itself', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(300)
    expect(new Set(corpus.map(({ id }) => id)).size).toBe(corpus.length)
  })

  test.each(corpus.map((judged) => [judged.id, judged.comment, judged] as const))('%s %s', (_id, _comment, judged) => {
    expect(routed([judged])).toEqual([{ id: judged.id, deliveries: judged.expected }])
  })
})
