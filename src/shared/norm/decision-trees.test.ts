import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classAfter, classOf, mayBePlain, type PlainFacts, type PlainStep } from './decision-trees.ts'
import type { MessageClass } from './message-class.ts'
import type { FieldContext } from './routing/routing-facts.ts'

describe('the first tree', () => {
  test.each([
    ['DT-1.1 asked first', {}, { kind: 'ask', step: 'DT-1.1' }],
    ['DT-1.1 yes', { medical: true }, { kind: 'class', messageClass: 'phi', step: 'DT-1.1' }],
    ['DT-1.1 yes, whatever comes after', { medical: true, general: true }, { kind: 'class', messageClass: 'phi', step: 'DT-1.1' }],
    ['DT-1.2 asked after no', { medical: false }, { kind: 'ask', step: 'DT-1.2' }],
    ['DT-1.2 yes', { medical: false, logistic: true }, { kind: 'class', messageClass: 'logistic', step: 'DT-1.2' }],
    ['DT-1.3 asked last', { medical: false, logistic: false }, { kind: 'ask', step: 'DT-1.3' }],
    ['DT-1.3 yes', { medical: false, logistic: false, general: true }, { kind: 'class', messageClass: 'general', step: 'DT-1.3' }],
    ['DT-1.3 no: unknown', { medical: false, logistic: false, general: false }, { kind: 'class', messageClass: 'unknown', step: 'DT-1.3' }],
  ] as const)('%s', (_name, answers, expected) => {
    expect(classOf(answers)).toEqual(expected)
  })
})

describe('RT-29: a class changes by answers, below strong', () => {
  const logistic = { medical: false, logistic: true } as const
  test.each<readonly [MessageClass, Parameters<typeof classAfter>[1], Parameters<typeof classAfter>[2], MessageClass]>([
    ['unknown', {}, 'none', 'unknown'],
    ['unknown', { medical: false }, 'none', 'unknown'],
    ['unknown', logistic, 'none', 'logistic'],
    ['unknown', logistic, 'possible', 'logistic'],
    ['unknown', logistic, 'strong', 'phi'],
    ['phi', logistic, 'none', 'phi'],
    ['general', {}, 'strong', 'phi'],
    ['general', {}, 'possible', 'general'],
  ])('%s with %j at %s becomes %s', (current, answers, level, expected) => {
    expect(classAfter(current, answers, level)).toBe(expected)
  })
})

const facts = (change: Partial<PlainFacts> = {}): PlainFacts => ({
  messageClass: 'logistic', detection: 'none', consent: true, isProfessional: false, fieldContext: 'CF-1', fromBetraysField: false, isSecureByRule: false, ...change,
})

describe('the second tree', () => {
  test.each<readonly [string, Partial<PlainFacts>, PlainStep]>([
    ['DT-2.1 yes, no reason, no rule', {}, { outcome: 'may-be-plain', step: 'DT-2.4' }],
    ['DT-2.1 no', { consent: false }, { outcome: 'secure', step: 'DT-2.2' }],
    ['DT-2.1 not recorded', { consent: null }, { outcome: 'secure', step: 'DT-2.2' }],
    ['DT-2.1 an appointment of a patient, sent to a professional', { consent: null, isProfessional: true }, { outcome: 'secure', step: 'DT-2.2' }],
    ['DT-2.1 general news to a patient', { messageClass: 'general', consent: null }, { outcome: 'secure', step: 'DT-2.2' }],
    ['DT-2.1 general news to a professional', { messageClass: 'general', consent: false, isProfessional: true }, { outcome: 'may-be-plain', step: 'DT-2.4' }],
    ['DT-2.2 another safe way', { consent: false, hasOtherWay: true }, { outcome: 'other-way', step: 'DT-2.2' }],
    ['DT-2.3 before DT-2.4', { fieldContext: 'CF-2', isSecureByRule: true }, { outcome: 'secure', step: 'DT-2.3' }],
    ['CF-9 the sender gives the field away', { fromBetraysField: true }, { outcome: 'secure', step: 'DT-2.3' }],
    ['CF-10 no field set', { fieldContext: null }, { outcome: 'secure', step: 'DT-2.3' }],
    ['CF-6 a time', { fieldContext: 'CF-6' }, { outcome: 'may-be-plain', step: 'DT-2.4' }],
    ['CF-6 perhaps more than a time', { fieldContext: 'CF-6', detection: 'possible' }, { outcome: 'secure', step: 'DT-2.3' }],
    ['DT-2.4 a rule of the practice', { isSecureByRule: true }, { outcome: 'secure', step: 'DT-2.4' }],
  ])('%s', (_name, change, expected) => {
    expect(mayBePlain(facts(change))).toEqual(expected)
  })

  test.each<readonly [FieldContext, boolean, boolean]>([
    ['CF-1', true, true], ['CF-2', false, false], ['CF-3', false, false], ['CF-4', false, false], ['CF-5', true, true], ['CF-6', true, false], ['CF-7', false, false], ['CF-8', true, true],
  ])('%s: an appointment %s, opening hours %s', (fieldContext, appointment, openingHours) => {
    expect(mayBePlain(facts({ fieldContext })).outcome === 'may-be-plain').toBe(appointment)
    expect(mayBePlain(facts({ fieldContext, messageClass: 'general' })).outcome === 'may-be-plain').toBe(openingHours)
  })
})

test('CF-10: less consent, more doubt or one more reason never permits more', () => {
  const any: fc.Arbitrary<PlainFacts> = fc.record({
    messageClass: fc.constantFrom('logistic', 'general'), detection: fc.constantFrom('none', 'possible', 'strong'), consent: fc.constantFrom(true, false, null),
    isProfessional: fc.boolean(), fieldContext: fc.constantFrom('CF-1', 'CF-2', 'CF-3', 'CF-4', 'CF-5', 'CF-6', 'CF-7', 'CF-8', null),
    fromBetraysField: fc.boolean(), isSecureByRule: fc.boolean(), hasOtherWay: fc.boolean(),
  })
  const doubts: fc.Arbitrary<Partial<PlainFacts>> = fc.constantFrom({ consent: null }, { consent: false }, { fieldContext: null }, { fromBetraysField: true }, { isSecureByRule: true }, { detection: 'possible' }, { isProfessional: false })
  fc.assert(fc.property(any, doubts, (found, doubt) => {
    if (mayBePlain({ ...found, ...doubt }).outcome === 'may-be-plain') expect(mayBePlain(found).outcome).toBe('may-be-plain')
  }), { numRuns: 2_000 })
})
