import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withoutTriggers } from './provider-triggers.ts'

test.each([
  ['Uitslag SMS 0612345678', 'Uitslag'], ['@SMS 06-12345678 Uitslag', 'Uitslag'], ['Re: sms +31 6 12 34 56 78 - uitslag', 'Re: uitslag'],
  ['veiligmailen Recept', 'Recept'], ['Recept [veilig mailen]', 'Recept'], ['Recept - Veilig Mailen', 'Recept'], ['SMS 0031612345678', ''],
  // What is no trigger stays as it stands.
  ['Uw  sms over de afspraak', 'Uw  sms over de afspraak'], ['Belt u 0612345678?', 'Belt u 0612345678?'], ['Klantnummer 06123456789', 'Klantnummer 06123456789'],
  ['sms 061234567899', 'sms 061234567899'], ['Onveiligmailen', 'Onveiligmailen'], ['veilig-mailen-dag', 'veilig-mailen-dag'], ['', ''],
])('%j becomes %j (IN-17)', (subject, expected) => {
  expect(withoutTriggers(subject)).toBe(expected)
})

test('whatever the subject, no trigger is left, and doing it twice is doing it once', () => {
  const piece = fc.constantFrom('SMS ', '@sms', '06', '12345678', '+31 6', ' ', 'veilig', 'mailen', 'Veiligmailen', '-', ':', '[', ']', 'recept', '0612345678')
  fc.assert(fc.property(fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')), (subject) => {
    const bare = withoutTriggers(subject)
    expect(withoutTriggers(bare)).toBe(bare)
  }), { numRuns: 2_000 })
})
