import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planDeliveries } from './plan-deliveries.ts'
import { NEEDS, type Delivery, type MessageFacts, type PracticeRules, type RecipientFacts, type RoutingProvider } from './routing-facts.ts'

/** Set higher to search longer; every seed must hold. */
const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 1_500)
const holds = <Given extends readonly [unknown, ...unknown[]]>(given: { readonly [At in keyof Given]: fc.Arbitrary<Given[At]> }, property: (...values: Given) => void): void => {
  fc.assert(fc.property(fc.tuple(...given as readonly fc.Arbitrary<unknown>[]), (values) => { property(...values as unknown as Given) }), { numRuns })
}

const status = fc.constantFrom(
  'ready', 'ready', 'ready', 'absent', 'expired', 'notYetValid', 'malformed', 'draft', 'unknownVersion', 'ambiguous', 'insecure', 'bogus', 'indeterminate', 'lookupFailed', 'noSuchDomain',
)
const anyRecipient: fc.Arbitrary<RecipientFacts> = fc.record({
  address: fc.constantFrom('a@kliniek.test', 'b@ziekenhuis.test', 'c@gmail.com', 'd@delinde.test', 'e%x@delinde.test', 'f@xn--kl-hka.test', '"g h"@kliniek.test', 'groep: a@b.test;', ''),
  kind: fc.constantFrom('person', 'professional', 'unknown'), status, hasNoMailHost: fc.boolean(), community: fc.constantFrom(null, null, 'zorgmail', 'zivver'),
  mobile: fc.constantFrom(null, '+31612345678', '0612345678', '+31\r\n'), isMobileVerified: fc.boolean(), isOutsideEea: fc.boolean(), isNew: fc.boolean(),
  isStaffPrivate: fc.constantFrom(false, false, false, true), consent: fc.constantFrom(true, false, null),
})
const provider: fc.Arbitrary<RoutingProvider> = fc.record({
  kind: fc.constantFrom('relay', 'relay', 'relay', 'plain'), communities: fc.constantFrom([], ['zorgmail']), limitBytes: fc.constant(100), hasPortal: fc.boolean(),
  lacksMarker: fc.constantFrom(false, false, true), isReachable: fc.constantFrom(true, true, false),
})
const practice: fc.Arbitrary<PracticeRules> = fc.record({
  nothingPlain: fc.constantFrom(false, false, true), secureFor: fc.constantFrom([], ['logistic'], ['general']), allSecureTo: fc.constantFrom([], ['A@kliniek.test']),
  emailCodeOnly: fc.boolean(), emailCodeReason: fc.constantFrom('', ' ', 'geen mobiel'),
})
const anyMessage: fc.Arbitrary<MessageFacts> = fc.record({
  ownDomains: fc.constantFrom(['delinde.test'], []), provider, ownStatus: status, messageClass: fc.constantFrom('phi', 'unknown', 'logistic', 'general'),
  detection: fc.constantFrom('none', 'possible', 'strong'), fieldContext: fc.constantFrom(null, 'CF-1', 'CF-2', 'CF-3', 'CF-4', 'CF-5', 'CF-6', 'CF-7', 'CF-8'),
  hasUnread: fc.constantFrom(false, false, true), fromBetraysField: fc.constantFrom(false, false, true), consent: fc.constantFrom(true, true, false, null), practice, sizeBytes: fc.constantFrom(0, 100, 101, Number.NaN),
  wish: fc.constantFrom(null, null, 'plain', 'direct', 'portal', 'community', 'hold', 'refuse'), recipients: fc.array(anyRecipient, { minLength: 1, maxLength: 5 }),
})

const firstOf = (message: MessageFacts): Delivery => planDeliveries(message)[0] ?? expect.fail('no delivery')
const withFirst = (message: MessageFacts, change: Partial<RecipientFacts>): MessageFacts =>
  ({ ...message, recipients: message.recipients.map((recipient, index) => (index === 0 ? { ...recipient, ...change } : recipient)) })
const isHealth = ({ messageClass, detection }: MessageFacts): boolean => messageClass === 'phi' || messageClass === 'unknown' || detection === 'strong'
const route = ({ row, permitted, chosen }: Delivery): unknown => ({ row, permitted, chosen })

test('total: any facts give one delivery a recipient, in order, the chosen route permitted, nothing twice', () => {
  holds([anyMessage], (message) => {
    const deliveries = planDeliveries(message)
    expect(deliveries.map(({ to }) => to)).toEqual(message.recipients.map(({ address }) => address))
    for (const { permitted, chosen, needs } of deliveries) {
      expect(permitted).toContain(chosen)
      expect(new Set(permitted).size).toBe(permitted.length)
      expect(needs).toEqual(NEEDS.filter((need) => needs.includes(need)))
    }
    expect(planDeliveries(message)).toEqual(deliveries)
  })
})

test('RT-20: adding, removing or moving recipients never changes the route of another', () => {
  holds([anyMessage, fc.array(anyRecipient, { maxLength: 3 })], (message, more) => {
    const together = planDeliveries({ ...message, recipients: [...more, ...message.recipients].reverse() }).reverse().slice(more.length)
    const alone = message.recipients.map((recipient) => firstOf({ ...message, recipients: [recipient] }))
    expect(together.map(route)).toEqual(alone.map(route))
    for (const [index, { needs }] of together.entries()) expect(needs.filter((need) => need !== 'confirmRecipients')).toEqual(alone[index]?.needs)
  })
})

test('RT-25 asks everyone or no one, whatever the order', () => {
  holds([anyMessage], (message) => {
    const forth = planDeliveries(message)
    expect(planDeliveries({ ...message, recipients: message.recipients.toReversed() }).toReversed()).toEqual(forth)
    const asked = forth.filter(({ needs }) => needs.includes('confirmRecipients'))
    expect(asked.length).not.toBe(1)
    for (const { to } of asked) expect(message.ownDomains.some((domain) => to.endsWith(`@${domain}`))).toBe(false)
  })
})

/** Each leaves less known, or something worse than before. */
const doubts: readonly ((message: MessageFacts) => MessageFacts)[] = [
  ...(['absent', 'insecure', 'bogus', 'indeterminate', 'lookupFailed', 'expired'] as const).flatMap((worse) => [
    (message: MessageFacts) => ({ ...message, ownStatus: worse }),
    (message: MessageFacts) => (message.recipients[0]?.status === 'noSuchDomain' ? message : withFirst(message, { status: worse })),
  ]),
  (message) => withFirst(message, { isMobileVerified: false }), (message) => withFirst(message, { mobile: null }), (message) => withFirst(message, { community: null }),
  (message) => withFirst(message, { isOutsideEea: true }), (message) => withFirst(message, { isNew: true }), (message) => withFirst(message, { hasNoMailHost: true }),
  (message) => withFirst(message, { status: 'noSuchDomain' }), (message) => (message.recipients[0]?.kind === 'professional' ? withFirst(message, { kind: 'unknown' }) : message),
  (message) => ({ ...message, consent: null }), (message) => ({ ...message, consent: false }), (message) => ({ ...message, fieldContext: null }), (message) => ({ ...message, fromBetraysField: true }), (message) => ({ ...message, hasUnread: true }),
  (message) => ({ ...message, messageClass: 'unknown' }), (message) => ({ ...message, messageClass: 'phi' }), (message) => ({ ...message, detection: 'strong' }),
  (message) => (message.detection === 'none' ? { ...message, detection: 'possible' } : message),
  (message) => ({ ...message, provider: { ...message.provider, isReachable: false } }), (message) => ({ ...message, provider: { ...message.provider, lacksMarker: true } }),
  (message) => ({ ...message, provider: { ...message.provider, hasPortal: false } }), (message) => ({ ...message, provider: { ...message.provider, kind: 'plain' } }),
  (message) => ({ ...message, provider: { ...message.provider, communities: [] } }), (message) => ({ ...message, sizeBytes: 1e9 }),
  (message) => ({ ...message, practice: { ...message.practice, nothingPlain: true } }),
]

test('less certainty never permits more: a doubt opens nothing but the portal in the place of a lighter safe route', () => {
  holds([anyMessage, fc.constantFrom(...doubts)], (any, doubt) => {
    // RT-22 is the practice's own exception: a person's reason, not a certainty.
    const message: MessageFacts = { ...any, practice: { ...any.practice, emailCodeOnly: false } }
    const before = firstOf(message).permitted
    const after = firstOf(doubt(message)).permitted
    const lighter = after.filter((each) => each === 'plain' || each === 'direct' || each === 'community')
    if (!before.includes('community')) expect(before).toEqual(expect.arrayContaining(lighter))
    else expect([...before, 'direct']).toEqual(expect.arrayContaining(lighter))
    if (after.includes('portal')) expect(before.some((each) => each === 'portal' || each === 'direct' || each === 'community')).toBe(true)
  })
})

test('N-04: consent, practice rules and field never unlock health information', () => {
  const free: Partial<MessageFacts> = { consent: true, fieldContext: 'CF-8', fromBetraysField: false }
  holds([anyMessage], (message) => {
    if (!isHealth(message)) return
    expect(planDeliveries({ ...message, ...free })).toEqual(planDeliveries({ ...message, consent: null, fieldContext: null, fromBetraysField: true }))
    for (const { permitted } of planDeliveries({ ...message, ...free })) expect(permitted).not.toContain('plain')
  })
})

test('RT-24: a wish never makes a delivery less safe, and never opens direct, community or plain', () => {
  const safety = { plain: 0, direct: 1, community: 1, portal: 2, hold: 3, refuse: 4 } as const
  holds([anyMessage], (message) => {
    const start = firstOf({ ...message, wish: null })
    const wished = firstOf(message)
    expect(safety[wished.chosen]).toBeGreaterThanOrEqual(safety[start.chosen])
    for (const opened of wished.permitted.filter((each) => !start.permitted.includes(each))) expect(['portal', 'hold', 'refuse']).toContain(opened)
  })
})

test('section 16: what must never be', () => {
  holds([anyMessage], (message) => {
    for (const [index, { row, permitted, chosen, needs }] of planDeliveries(message).entries()) {
      const { status: theirs, mobile, isMobileVerified, kind, isOutsideEea } = message.recipients[index] ?? expect.fail('no recipient')
      // N-02
      if (permitted.includes('direct')) expect([message.ownStatus, theirs, kind === 'person', isOutsideEea]).toEqual(['ready', 'ready', false, false])
      // N-07: only by RT-22 without a second factor, and never as one.
      const hasFactor = mobile === '+31612345678' && isMobileVerified
      if (permitted.includes('portal') && !hasFactor) expect([message.practice.emailCodeOnly, message.practice.emailCodeReason, row === 'RT-10']).toEqual([true, 'geen mobiel', false])
      // N-01, N-09
      if (permitted.includes('plain')) expect([isHealth(message), message.practice.nothingPlain, row]).toEqual([false, false, 'RT-11'])
      if (chosen === 'hold' && message.wish !== 'hold') expect(needs.length).toBeGreaterThan(0)
    }
  })
})

test('N-01: while the provider is down nothing leaves the practice', () => {
  holds([anyMessage], (message) => {
    for (const { row, permitted } of planDeliveries({ ...message, provider: { ...message.provider, isReachable: false } })) {
      if (row !== 'RT-00') expect([['hold'], ['refuse']]).toContainEqual(permitted)
    }
  })
})
