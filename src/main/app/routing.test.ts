import { expect, test } from 'vitest'
import { message, recipient } from '../../../test/corpora/routing/facts.ts'
import { notLookedUp } from './recipient-domains.ts'
import { createRouting, type RouteQuestion, type RoutingSources } from './routing.ts'

const question: RouteQuestion = {
  accountId: 'anja', recipients: [], messageClass: 'phi', detection: 'none', hasUnread: false, isAnswered: false, sizeBytes: 1, ground: null, emailCodeReason: '',
}

function sources(asked: string[][], fieldContext: 'CF-1' | 'CF-6' = 'CF-1'): RoutingSources {
  const { provider, practice } = message()
  return {
    account: () => ({ address: 'anja@delinde.test', ownDomains: ['DeLinde.test'] }),
    contactOf: (address) => ({
      ...recipient(), id: 'c', address, name: '', organisation: '', kind: 'person', mobile: null, mobileVerified: null, isAllSecure: false, isStaffPrivate: false, source: 'own',
      consent: { at: 1, by: 'Bas', scope: 'both' },
    }),
    isNewAddress: () => false, provider: () => ({ id: 'zivver', routing: provider }), communityOf: () => null, submissionOf: () => ({ kind: 'account' }),
    practice: () => ({ ...practice, fieldContext, fromBetraysField: false }), groundFor: () => 'contract', lastGround: () => null,
    domains: {
      known: (domain) => { asked.push([domain]); return null },
      find: (domains) => { asked.push([...domains]); return Promise.resolve(new Map(domains.map((domain) => [domain, { ...notLookedUp(1), status: 'ready' as const }]))) },
      found: () => undefined, forget: () => undefined, close: () => undefined,
    },
  }
}

test('RT-00: mail within the practice waits for no name server', async () => {
  const asked: string[][] = []
  const routing = createRouting(sources(asked))
  const recipients = ['bas@delinde.test', 'Mia@DELINDE.test']
  expect((await routing.planSurely({ ...question, recipients })).map(({ row }) => row)).toEqual(['RT-00', 'RT-00'])
  expect(routing.plan({ ...question, recipients }).map(({ isOpen }) => isOpen)).toEqual([false, false])
  expect(asked.flat()).toEqual([])
})

test('who is elsewhere is looked up, and so is the own domain, as both sides count', async () => {
  const asked: string[][] = []
  await createRouting(sources(asked)).planSurely({ ...question, recipients: ['bas@delinde.test', 'arts@kliniek.test'] })
  expect(asked).toEqual([['kliniek.test', 'delinde.test']])
})

test.each([['CF-1', false, 'hold'], ['CF-1', true, 'plain'], ['CF-6', true, 'hold']] as const)('RT-11 in %s: a doubt that was answered (%s) is not asked about again: %s', async (fieldContext, isAnswered, chosen) => {
  const routing = createRouting(sources([], fieldContext))
  const [planned] = await routing.planSurely({ ...question, recipients: ['h.bakker@mailbox.test'], messageClass: 'logistic', detection: 'possible', isAnswered })
  expect(planned?.chosen).toBe(chosen)
})
