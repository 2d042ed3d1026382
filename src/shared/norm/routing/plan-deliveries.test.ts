import { describe, expect, test } from 'vitest'
import { message, recipient, type Change } from '../../../../test/corpora/routing/facts.ts'
import { planDeliveries } from './plan-deliveries.ts'
import type { Delivery, Need, RecipientFacts, Route, RouteRow } from './routing-facts.ts'

type Expected = readonly [row: RouteRow, permitted: readonly Route[], needs?: readonly Need[], chosen?: Route]
type Case = readonly [name: string, change: Change, to: Partial<RecipientFacts>, expected: Expected]

const one = (change: Change, to: Partial<RecipientFacts>): Delivery | undefined => planDeliveries(message({ ...change, recipients: [recipient(to)] }))[0]

function check(cases: readonly Case[]): void {
  test.each(cases)('%s', (_name, change, to, [row, permitted, needs = [], chosen = permitted[0]]) => {
    expect(one(change, to)).toEqual({ to: to.address ?? 'arts@kliniek.test', row, permitted, chosen, needs })
  })
}

const noNumber = { mobile: null, isMobileVerified: false } as const
const unverified = { isMobileVerified: false } as const
/** An appointment that may be plain. */
const may: Change = { messageClass: 'logistic', consent: true }
const plainAccount: Change = { provider: { kind: 'plain' } }
const down: Change['provider'] = { isReachable: false }

describe('the rows for health information', () => check([
  ['RT-00 own domain', {}, { address: 'anja@delinde.test', status: 'absent' }, ['RT-00', ['community']]],
  ['RT-00 own domain in capitals, with any class and account', { ...plainAccount, messageClass: 'general' }, { address: 'Anja@DeLinde.TEST' }, ['RT-00', ['community']]],
  ['RT-00 a provider that is down, a huge message, abroad', { provider: down, sizeBytes: 9e9 }, { address: 'anja@delinde.test', isOutsideEea: true }, ['RT-00', ['community']]],
  ['RT-00 not a subdomain', {}, { address: 'anja@mail.delinde.test' }, ['RT-06', ['direct']]],
  ['RT-00 not a relay through the own domain', {}, { address: 'jan%elders.nl@delinde.test' }, ['RT-01', ['refuse'], ['checkAddress']]],
  ['RT-01 no such domain', {}, { status: 'noSuchDomain' }, ['RT-01', ['refuse'], ['checkAddress']]],
  ['RT-01 no mail host, whatever the class', { ...may }, { hasNoMailHost: true }, ['RT-01', ['refuse'], ['checkAddress']]],
  ['RT-01 no address at all', {}, { address: 'undisclosed-recipients:;' }, ['RT-01', ['refuse'], ['checkAddress']]],
  ['RT-01 before RT-02', plainAccount, { status: 'noSuchDomain' }, ['RT-01', ['refuse'], ['checkAddress']]],
  ['RT-02 ordinary account', plainAccount, {}, ['RT-02', ['refuse'], ['secureAccount']]],
  ['RT-02 unknown is as phi', { ...plainAccount, messageClass: 'unknown', consent: true }, {}, ['RT-02', ['refuse'], ['secureAccount']]],
  ['RT-02 before RT-12', { provider: { kind: 'plain', isReachable: false } }, {}, ['RT-02', ['refuse'], ['secureAccount']]],
  ['RT-03 a person at a ready domain', {}, { kind: 'person' }, ['RT-03', ['portal']]],
  ['RT-03 a professional at a free-mail domain', {}, { address: 'praktijk@Gmail.com' }, ['RT-03', ['portal']]],
  ['RT-03 before RT-05', {}, { kind: 'person', community: 'zorgmail' }, ['RT-03', ['portal']]],
  ['RT-04 one byte above the limit', { sizeBytes: 20_000_001 }, {}, ['RT-04', ['portal']]],
  ['RT-04 at the limit', { sizeBytes: 20_000_000 }, {}, ['RT-06', ['direct']]],
  ['RT-04 before RT-05', { sizeBytes: 20_000_001 }, { community: 'zorgmail' }, ['RT-04', ['portal']]],
  ['RT-05 same community, ready or not', { ownStatus: 'absent' }, { community: 'zorgmail', status: 'bogus' }, ['RT-05', ['community']]],
  ['RT-05 partner network', {}, { community: 'e-zorg', status: 'absent' }, ['RT-05', ['community']]],
  ['RT-05 not another provider', {}, { community: 'zivver' }, ['RT-06', ['direct']]],
  ['RT-06 both ready', {}, {}, ['RT-06', ['direct']]],
  ['RT-06 kind unknown, no number needed', {}, { kind: 'unknown', ...noNumber }, ['RT-06', ['direct']]],
  ['RT-07 not ready', {}, { status: 'expired' }, ['RT-07', ['portal']]],
  ['RT-08 only the other is ready', { ownStatus: 'lookupFailed' }, {}, ['RT-08', ['portal']]],
  ['RT-09 neither is ready', { ownStatus: 'expired' }, { status: 'draft' }, ['RT-09', ['portal']]],
  ['RT-10 nothing proven, number verified', {}, { status: 'lookupFailed' }, ['RT-10', ['portal']]],
  ['RT-10 nothing proven, no number', {}, { status: 'bogus', ...noNumber }, ['RT-10', ['hold'], ['recheck']]],
  ['RT-10 an e-mailed code is no second factor', { practice: { emailCodeOnly: true, emailCodeReason: 'geen mobiel' } }, { status: 'indeterminate', ...noNumber }, ['RT-10', ['hold'], ['recheck']]],
  ['RT-10 number unverified', { ownStatus: 'absent' }, { status: 'indeterminate', ...unverified }, ['RT-10', ['hold'], ['verifyMobile', 'recheck']]],
  ['RT-12 provider down', { provider: down }, {}, ['RT-12', ['hold'], ['retry']]],
  ['RT-12 before RT-23 and RT-03', { provider: { isReachable: false, lacksMarker: true } }, { kind: 'person', ...noNumber }, ['RT-12', ['hold'], ['retry']]],
]))

describe('RT-07 and RT-09: whatever is known and not ready', () => {
  test.each(['absent', 'expired', 'notYetValid', 'malformed', 'draft', 'unknownVersion', 'ambiguous', 'insecure'] as const)('%s', (status) => {
    expect(one({}, { status })?.row).toBe('RT-07')
    expect(one({ ownStatus: status }, { status })?.row).toBe('RT-09')
    expect(one({ ownStatus: status }, {})?.row).toBe('RT-08')
  })
})

describe('RT-11', () => check([
  ['RT-11 secure by DT-2 is as phi', { messageClass: 'logistic' }, {}, ['RT-06', ['direct']]],
  ['RT-11 secure with an ordinary account', { ...plainAccount, messageClass: 'general' }, { kind: 'person' }, ['RT-02', ['refuse'], ['secureAccount']]],
  ['RT-11 starts at direct', may, {}, ['RT-11', ['plain', 'direct'], [], 'direct']],
  ['RT-11 starts at community', may, { community: 'zorgmail' }, ['RT-11', ['plain', 'community'], [], 'community']],
  ['RT-11 else plain, though the portal may', may, { kind: 'person' }, ['RT-11', ['plain', 'portal']]],
  ['RT-11 plain, the portal lacking a number', may, { kind: 'person', ...noNumber }, ['RT-11', ['plain']]],
  ['RT-11 with an ordinary account', { ...may, ...plainAccount }, {}, ['RT-11', ['plain']]],
  ['RT-11 general to a professional needs no consent', { messageClass: 'general', consent: false }, { status: 'absent', ...noNumber }, ['RT-11', ['plain']]],
  ['RT-11 possible starts at the portal', { ...may, detection: 'possible' }, { kind: 'person' }, ['RT-11', ['plain', 'portal'], [], 'portal']],
  ['RT-11 possible waits for DT-1 rather than ask a number', { ...may, detection: 'possible' }, { kind: 'person', ...noNumber }, ['RT-11', ['plain', 'hold'], ['confirmClass'], 'hold']],
  ['RT-11 possible with an ordinary account', { ...may, ...plainAccount, detection: 'possible' }, {}, ['RT-11', ['plain', 'hold'], ['confirmClass'], 'hold']],
  ['RT-11 strong blocks plain (PHI-01)', { ...may, detection: 'strong' }, {}, ['RT-06', ['direct']]],
  ['RT-11 strong with an ordinary account', { ...may, ...plainAccount, detection: 'strong' }, {}, ['RT-02', ['refuse'], ['secureAccount']]],
  ['RT-11 an outage never makes direct plain (N-01)', { ...may, provider: down }, {}, ['RT-12', ['hold'], ['retry']]],
  ['RT-11 an outage never makes the portal of a doubt plain', { ...may, detection: 'possible', provider: down }, { kind: 'person' }, ['RT-12', ['hold'], ['retry']]],
  ['RT-12 ordinary mail waits as well while the provider is down', { ...may, provider: down }, { kind: 'person' }, ['RT-12', ['hold'], ['retry']]],
  ['RT-12 also that of an ordinary account', { ...may, provider: { kind: 'plain', isReachable: false } }, { kind: 'person' }, ['RT-12', ['hold'], ['retry']]],
  ['RT-11 a marker that lacks leaves what may be plain', { ...may, provider: { lacksMarker: true } }, {}, ['RT-11', ['plain']]],
]))

describe('the rules between the rows', () => check([
  ['RT-21 a missing number holds', {}, { kind: 'person', ...noNumber }, ['RT-03', ['hold'], ['mobile']]],
  ['RT-21 what is no number is none', {}, { kind: 'person', mobile: '0612345678' }, ['RT-03', ['hold'], ['mobile']]],
  ['RT-21 a number with a line break is none', {}, { kind: 'person', mobile: '+31612345678\r\nX: y' }, ['RT-03', ['hold'], ['mobile']]],
  ['RT-21 a number that nobody verified', {}, { status: 'absent', ...unverified }, ['RT-07', ['hold'], ['verifyMobile']]],
  ['RT-22 off', { practice: { emailCodeReason: 'geen mobiel' } }, { kind: 'person', ...noNumber }, ['RT-03', ['hold'], ['mobile']]],
  ['RT-22 policy without a reason', { practice: { emailCodeOnly: true, emailCodeReason: ' ' } }, { kind: 'person', ...noNumber }, ['RT-03', ['hold'], ['mobile', 'emailCodeReason']]],
  ['RT-22 policy and reason', { practice: { emailCodeOnly: true, emailCodeReason: 'geen mobiel' } }, { kind: 'person', ...noNumber }, ['RT-03', ['portal']]],
  ['RT-23 required marker missing', { provider: { lacksMarker: true } }, { community: 'zorgmail' }, ['RT-23', ['refuse'], ['marker']]],
  ['RT-24 never less safe: phi', { wish: 'plain' }, {}, ['RT-06', ['direct']]],
  ['RT-24 never less safe: appointment', { ...may, wish: 'plain' }, {}, ['RT-11', ['plain', 'direct'], [], 'direct']],
  ['RT-24 never direct to who is not ready', { wish: 'direct' }, { status: 'absent' }, ['RT-07', ['portal']]],
  ['RT-24 safer: the portal for an appointment', { ...may, wish: 'portal' }, { kind: 'person' }, ['RT-11', ['plain', 'portal'], [], 'portal']],
  ['RT-24 the portal picked, and no number', { ...may, wish: 'portal' }, { kind: 'person', ...noNumber }, ['RT-11', ['plain', 'hold'], ['mobile'], 'hold']],
  ['RT-24 a safe route picked that does not exist', { ...may, ...plainAccount, wish: 'direct' }, {}, ['RT-11', ['plain', 'refuse'], ['secureAccount'], 'refuse']],
  ['RT-24 a safe route picked, and an outage', { ...may, wish: 'portal', provider: down }, { kind: 'person' }, ['RT-12', ['hold'], ['retry']]],
  ['RT-24 safer: the portal instead of direct', { wish: 'portal' }, {}, ['RT-06', ['direct', 'portal'], [], 'portal']],
  ['RT-24 the portal instead of direct, and no number', { wish: 'portal' }, noNumber, ['RT-06', ['direct']]],
  ['RT-24 no portal to a colleague', { wish: 'portal' }, { address: 'anja@delinde.test' }, ['RT-00', ['community']]],
  ['RT-24 to wait', { wish: 'hold' }, {}, ['RT-06', ['direct', 'hold'], [], 'hold']],
  ['RT-24 a refusal stands', { ...plainAccount, wish: 'hold' }, {}, ['RT-02', ['refuse'], ['secureAccount']]],
  ['RT-26 a new address', {}, { isNew: true }, ['RT-06', ['direct'], ['checkAddress']]],
  ['RT-27 before RT-06', {}, { isOutsideEea: true }, ['RT-27', ['portal'], ['warnOutsideEea']]],
  ['RT-27 before RT-05', {}, { isOutsideEea: true, community: 'zorgmail', ...noNumber }, ['RT-27', ['hold'], ['mobile', 'warnOutsideEea']]],
  ['RT-27 warns beside RT-03', {}, { isOutsideEea: true, kind: 'person' }, ['RT-03', ['portal'], ['warnOutsideEea']]],
  ['RT-27 before plain, for an appointment', may, { isOutsideEea: true, kind: 'person' }, ['RT-27', ['portal'], ['warnOutsideEea']]],
  ['RT-27 not for general news', { messageClass: 'general', consent: true }, { isOutsideEea: true, kind: 'person' }, ['RT-11', ['plain', 'portal'], ['warnOutsideEea'], 'plain']],
  ['RT-27 no warning for what goes nowhere', {}, { isOutsideEea: true, status: 'noSuchDomain' }, ['RT-01', ['refuse'], ['checkAddress']]],
  ['PHI-10 what could not be read, to a person', { ...may, hasUnread: true }, { kind: 'person' }, ['RT-03', ['portal']]],
  ['PHI-10 to whom nobody knows', { ...may, hasUnread: true }, { kind: 'unknown', status: 'absent' }, ['RT-07', ['portal']]],
  ['PHI-10 not to a professional', { ...may, hasUnread: true }, { status: 'absent' }, ['RT-11', ['plain', 'portal'], [], 'plain']],
  ['CF-11 the patient\u2019s own consent', { messageClass: 'logistic' }, { kind: 'person', consent: true }, ['RT-11', ['plain', 'portal'], [], 'plain']],
  ['CF-11 and withdrawn', may, { kind: 'person', consent: false }, ['RT-03', ['portal']]],
  ['IN-16 a colleague\u2019s private address', {}, { address: 'anja@gmail.com', isStaffPrivate: true }, ['IN-16', ['refuse'], ['otherChannel']]],
  ['IN-16 unknown is as phi', { messageClass: 'unknown' }, { isStaffPrivate: true }, ['IN-16', ['refuse'], ['otherChannel']]],
  ['IN-16 general news may go there', { messageClass: 'general' }, { isStaffPrivate: true, consent: true }, ['RT-11', ['plain', 'direct'], [], 'direct']],
  ['RT-29 unknown is never plain by consent', { messageClass: 'unknown', consent: true }, { kind: 'person' }, ['RT-03', ['portal']]],
  ['R12 no declared portal, not ready', { provider: { hasPortal: false } }, { status: 'absent' }, ['RT-07', ['hold'], ['otherChannel']]],
  ['R12 no declared portal, but direct', { provider: { hasPortal: false } }, {}, ['RT-06', ['direct']]],
  ['R12 no declared portal, nothing proven', { provider: { hasPortal: false } }, { status: 'lookupFailed' }, ['RT-10', ['hold'], ['recheck', 'otherChannel']]],
]))

describe('several recipients', () => {
  const person = recipient({ address: 'h.bakker@mailbox.test', kind: 'person' })
  const needs = (recipients: readonly RecipientFacts[], change: Change = {}): (readonly Need[])[] => planDeliveries(message({ ...change, recipients })).map((delivery) => delivery.needs)

  test('RT-20 each has its own row', () => {
    const rows = planDeliveries(message({ recipients: [recipient(), person, recipient({ address: 'a@delinde.test' })] })).map(({ row }) => row)
    expect(rows).toEqual(['RT-06', 'RT-03', 'RT-00'])
  })

  test('PV-12 a missing number holds that recipient only', () => {
    const chosen = planDeliveries(message({ recipients: [person, recipient({ address: 'a.smit@mailbox.test', kind: 'person', ...noNumber }), recipient()] })).map((delivery) => delivery.chosen)
    expect(chosen).toEqual(['portal', 'hold', 'direct'])
  })

  test('RT-25 several external recipients are confirmed once, own ones are not', () => {
    expect(needs([recipient(), person, recipient({ address: 'a@delinde.test' })])).toEqual([['confirmRecipients'], ['confirmRecipients'], []])
  })

  test.each<readonly [string, Change, readonly RecipientFacts[]]>([
    ['one external recipient', {}, [recipient(), recipient({ address: 'a@delinde.test' })]],
    ['the same address twice', {}, [recipient(), recipient({ address: 'ARTS@kliniek.test' })]],
    ['what may be plain', may, [recipient(), person]],
    ['one that goes nowhere', {}, [recipient(), recipient({ address: 'b@weg.test', status: 'noSuchDomain' })]],
  ])('RT-25 does not ask for %s', (_name, change, recipients) => {
    expect(needs(recipients, change).flat()).not.toContain('confirmRecipients')
  })

  test('RT-25 counts every one whom the rows for health information fixed', () => {
    expect(needs([recipient(), person], plainAccount)).toEqual([['confirmRecipients', 'secureAccount'], ['confirmRecipients', 'secureAccount']])
    expect(needs([recipient(), person], { provider: down })).toEqual([['confirmRecipients', 'retry'], ['confirmRecipients', 'retry']])
  })

  test('RT-25 counts those whom a rule sends securely', () => {
    const change: Change = { ...may, practice: { allSecureTo: ['H.Bakker@mailbox.test', 'arts@kliniek.test'] } }
    expect(needs([recipient(), person], change)).toEqual([['confirmRecipients'], ['confirmRecipients']])
    expect(needs([recipient(), recipient({ address: 'c@kliniek.test' })], change)).toEqual([[], []])
  })
})
