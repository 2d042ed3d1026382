import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inheritedClass, routedClass, type OriginalFacts } from './inherited-class.ts'
import { heavierClass, type MessageClass } from './message-class.ts'

const facts = (given: Partial<OriginalFacts>): OriginalFacts =>
  ({ kind: 'reply', state: 'unsafe', detection: 'none', conversation: null, isFromProfessional: false, ...given })

describe('what an answer starts as, and what it may not go below', () => {
  test.each<readonly [string, Partial<OriginalFacts>, MessageClass, MessageClass]>([
    ['IN-16 what came safely is sent on as health information', { kind: 'forward', state: 'safe' }, 'phi', 'phi'],
    ['IN-13 and answered as such', { state: 'safe' }, 'phi', 'phi'],
    ['FORM-04 the web form', { state: 'formMessage' }, 'phi', 'phi'],
    ['IN-09 a portal notice', { state: 'portalNotice' }, 'phi', 'phi'],
    ['PHI-01 health information in ordinary mail', { detection: 'strong' }, 'phi', 'phi'],
    ['CF-10 perhaps health information', { detection: 'possible' }, 'unknown', 'unknown'],
    ['CF-10 nobody can tell how it came', { state: 'unknown' }, 'unknown', 'unknown'],
    ['not assessed yet', { state: 'pending' }, 'unknown', 'unknown'],
    ['ordinary mail without a sign', {}, 'unknown', 'general'],
    ['what was answered before in this conversation', { conversation: 'general', isFromProfessional: true }, 'general', 'general'],
    ['IN-13 a patient who answers a newsletter writes of something else', { conversation: 'general' }, 'unknown', 'general'],
    ['what is passed on is asked about anew', { kind: 'forward', conversation: 'general', isFromProfessional: true }, 'unknown', 'general'],
    ['what went safely before', { conversation: 'phi', isFromProfessional: true }, 'phi', 'phi'],
    ['but never below what the original may hold', { conversation: 'general', state: 'safe' }, 'phi', 'phi'],
    ['a colleague\u2019s mail', { state: 'internal' }, 'unknown', 'general'],
    ['own sent mail', { state: null }, 'unknown', 'general'],
  ])('%s', (_name, given, messageClass, floor) => {
    expect(inheritedClass(facts(given))).toMatchObject({ messageClass, floor })
  })
})

describe('IN-13: a patient\u2019s ordinary mail about an appointment gets a safe answer', () => {
  test.each<readonly [string, Partial<OriginalFacts>, MessageClass]>([
    ['a patient', {}, 'unknown'],
    ['nobody knows who: perhaps a patient', { state: 'suspicious' }, 'unknown'],
    ['a professional', { isFromProfessional: true }, 'logistic'],
    ['passed on: IN-16', { kind: 'forward' }, 'logistic'],
    ['a colleague', { state: 'internal' }, 'logistic'],
  ])('%s', (_name, given, expected) => {
    expect(routedClass('logistic', inheritedClass(facts(given)))).toBe(expected)
  })

  test('general news may still be ordinary mail', () => {
    expect(routedClass('general', inheritedClass(facts({})))).toBe('general')
  })
})

test('nothing that is answered or known brings it below the original', () => {
  const messageClass = fc.constantFrom<MessageClass>('phi', 'unknown', 'logistic', 'general')
  const original = fc.record<OriginalFacts>({
    kind: fc.constantFrom('reply', 'reply-all', 'forward'), state: fc.constantFrom('safe', 'internal', 'unsafe', 'unknown', 'suspicious', 'portalNotice', 'formMessage', 'pending', null),
    detection: fc.constantFrom('none', 'possible', 'strong'), conversation: fc.option(messageClass), isFromProfessional: fc.boolean(),
  })
  fc.assert(fc.property(original, messageClass, (given, answered) => {
    const inherited = inheritedClass(given)
    const routed = routedClass(answered, inherited)
    expect(heavierClass(routed, inherited.floor)).toBe(routed)
    expect(heavierClass(inherited.messageClass, inherited.floor)).toBe(inherited.messageClass)
    if (given.state === 'safe' || given.detection === 'strong') expect(routed).toBe('phi')
    if (given.detection === 'possible') expect(['unknown', 'phi']).toContain(routed)
  }))
})
