import { describe, expect, test } from 'vitest'
import type { Delivery, RecipientFacts } from '../../../shared/norm/routing/routing-facts.ts'
import type { Submission } from '../../providers/face.ts'
import { toldProvider } from './told-provider.ts'

const recipient: RecipientFacts = {
  address: 'a@b.test', kind: 'professional', status: 'ready', hasNoMailHost: false, community: null, mobile: null, isMobileVerified: false, isOutsideEea: false, isNew: false,
}
const direct: Delivery = { to: 'a@b.test', row: 'RT-06', permitted: ['direct'], chosen: 'direct', needs: ['checkAddress'] }
const lacking = (what: Extract<Submission, { kind: 'lacking' }>['what']) => (): Submission => ({ kind: 'lacking', what })
const ready = (): Submission => ({ kind: 'provider', profile: 'zivver', server: null, host: 'h', markers: [], factor: 'none' })
const told = (delivery: Delivery, submissionOf: () => Submission, more: Partial<RecipientFacts> = {}, detection: 'none' | 'possible' = 'none', isSaferWished = false) =>
  toldProvider(delivery, { recipient: { ...recipient, ...more }, detection, isSaferWished, submissionOf })

describe('what the provider must be told is known while writing', () => {
  test('a delivery that can be told stays as it is', () => {
    expect(told(direct, ready)).toBe(direct)
  })

  test.each<readonly [string, Partial<RecipientFacts>, string]>([
    ['no number', {}, 'mobile'], ['one that nobody verified', { mobile: '+31612345678' }, 'verifyMobile'],
  ])('PV-12: a provider that wants a number for every route holds who has none: %s', (_, more, need) => {
    expect(told(direct, lacking('mobile'), more)).toEqual({ ...direct, permitted: ['hold'], chosen: 'hold', needs: [need, 'checkAddress'] })
  })

  test('a number that was verified and that the provider does not take is not to be verified again', () => {
    expect(told(direct, lacking('mobile'), { mobile: '+32470123456', isMobileVerified: true }).needs).toEqual(['checkAddress', 'otherChannel'])
  })

  test.each(['marker', 'excluded', 'set-up', 'provider'] as const)('RT-23: what cannot be told is refused (%s)', (what) => {
    expect(told(direct, lacking(what))).toEqual({ ...direct, row: 'RT-23', permitted: ['refuse'], chosen: 'refuse', needs: ['checkAddress', 'marker'] })
  })

  test('RT-11: a safe route that takes a question is none at hand', () => {
    const plain: Delivery = { ...direct, row: 'RT-11', permitted: ['plain', 'direct'], needs: [] }
    expect(told(plain, lacking('mobile'))).toEqual({ ...plain, permitted: ['plain'], chosen: 'plain' })
    expect(told(plain, lacking('mobile'), {}, 'possible')).toEqual({ ...plain, permitted: ['plain', 'hold'], chosen: 'hold', needs: ['confirmClass'] })
  })

  test('RT-24: who picked a safer way is asked, and never given ordinary mail in its place', () => {
    const plain: Delivery = { ...direct, row: 'RT-11', permitted: ['plain', 'direct'], needs: [] }
    expect(told(plain, lacking('mobile'), {}, 'none', true)).toEqual({ ...plain, permitted: ['hold'], chosen: 'hold', needs: ['mobile'] })
    expect(told(plain, lacking('marker'), {}, 'none', true)).toMatchObject({ row: 'RT-23', chosen: 'refuse' })
  })

  test.each<Partial<Delivery>>([
    { row: 'RT-00', permitted: ['community'], chosen: 'community' }, { row: 'RT-11', permitted: ['plain'], chosen: 'plain' }, { permitted: ['hold'], chosen: 'hold' }, { row: 'RT-02', permitted: ['refuse'], chosen: 'refuse' },
  ])('what does not go by the provider is not asked about: %j', (change) => {
    const other = { ...direct, ...change }
    expect(told(other, () => { throw new Error('asked') })).toBe(other)
  })

  test('never less safe: a lacking marker permits nothing that was not permitted', () => {
    for (const what of ['mobile', 'marker', 'excluded'] as const) {
      for (const delivery of [direct, { ...direct, row: 'RT-05' as const, permitted: ['community' as const], chosen: 'community' as const }]) {
        expect(told(delivery, lacking(what)).permitted).not.toContain('plain')
      }
    }
  })
})
