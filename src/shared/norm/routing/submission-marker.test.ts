import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withoutTriggers } from '../provider-triggers.ts'
import { mayCarryMarker, submissionMarker, type MarkerForm } from './submission-marker.ts'

const subject: MarkerForm = { place: 'subject', template: 'SMS {mobile}', number: 'national', position: 'end' }
const header: MarkerForm = { place: 'header', name: 'zivver-access-right', template: '{address} sms {mobile}', number: 'e164' }
const patient = { address: 'h.bakker@mailbox.test', mobile: '+31612345678' } as const

describe('the marker on the submitted copy', () => {
  test.each([
    ['PV-07 the 06 form', subject, patient, { kind: 'subject', text: 'SMS 0612345678', position: 'end' }],
    ['PV-07 the international form', header, patient, { kind: 'header', name: 'zivver-access-right', value: 'h.bakker@mailbox.test sms +31612345678' }],
    ['PV-07 no 06 form of a number from abroad', subject, { ...patient, mobile: '+32470123456' }, { kind: 'lacking', what: 'mobile' }],
    ['PV-04 no number', subject, { ...patient, mobile: null }, { kind: 'lacking', what: 'mobile' }],
    ['PV-04 position unknown', { ...subject, position: null }, patient, { kind: 'lacking', what: 'position' }],
    ['PV-06 number form not in the contract yet', { ...subject, number: null }, patient, { kind: 'lacking', what: 'number-form' }],
    ['PV-04 header name unknown', { ...header, name: null }, patient, { kind: 'lacking', what: 'name' }],
    ['PV-13 marker not agreed', { place: null, template: null, number: 'none' }, patient, { kind: 'lacking', what: 'place' }],
    ['a word needs no number', { ...subject, template: 'veiligmailen', number: 'none' }, { ...patient, mobile: null }, { kind: 'subject', text: 'veiligmailen', position: 'end' }],
    ['an address that would break out', header, { ...patient, address: 'a@b.test\r\nBcc: x@y.test' }, { kind: 'lacking', what: 'address' }],
    ['a number that would break out', header, { ...patient, mobile: '+31612345678\r\nBcc: x@y.test' }, { kind: 'lacking', what: 'mobile' }],
  ] as const)('%s', (_name, form, to, expected) => {
    expect(submissionMarker(form, to)).toEqual(expected)
  })

  test('PV-03 a subject carries one number: each recipient has a marker, and so a message, of its own', () => {
    const texts = ['+31612345678', '+31687654321'].map((mobile) => submissionMarker(subject, { ...patient, mobile }))
    expect(texts).toEqual([{ kind: 'subject', text: 'SMS 0612345678', position: 'end' }, { kind: 'subject', text: 'SMS 0687654321', position: 'end' }])
  })

  test.each([
    ['PV-02 the provider', 'SMTP.zivver.com', 'smtp.zivver.com', true], ['PV-02 another', 'smtp.zivver.com.evil.test', 'smtp.zivver.com', false],
    ['PV-02 nobody knows which', 'smtp.zivver.com', null, false], ['PV-02 nothing', '', '', false],
  ] as const)('%s', (_name, connected, provider, may) => {
    expect(mayCarryMarker(connected, provider)).toBe(may)
  })
})

test('N-06: what was put into a subject is taken out of answers; no line break gets in', () => {
  const digits = fc.stringMatching(/^\+316\d{8}$/)
  fc.assert(fc.property(fc.oneof(digits, fc.string()), fc.oneof(fc.constant(patient.address), fc.string()), (mobile, address) => {
    for (const form of [subject, header]) {
      const marker = submissionMarker(form, { address, mobile })
      if (marker.kind === 'subject') expect(withoutTriggers(`Uw afspraak ${marker.text}`)).toBe('Uw afspraak')
      if (marker.kind === 'header') expect(marker.value).not.toMatch(/[\r\n\0]/)
    }
  }), { numRuns: 2_000 })
})
