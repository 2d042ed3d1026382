import { expect, test } from 'vitest'
import { message, recipient } from '../../../../test/corpora/routing/facts.ts'
import { notLookedUp } from '../../trust/domain/recipient-domain.ts'
import { createRouting, type RouteQuestion, type RoutingSources } from './routing.ts'

const question: RouteQuestion = {
  accountId: 'anja', recipients: [], messageClass: 'phi', detection: 'none', hasUnread: false, isAnswered: false, sizeBytes: 1, ground: null, emailCodeReason: '', wish: null,
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
  expect((await routing.plan({ ...question, recipients })).map(({ isOpen }) => isOpen)).toEqual([false, false])
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

test('RT-24: a safer way that was picked goes instead of what would do, for everybody who can take it', async () => {
  const number = (given: RoutingSources): RoutingSources => ({ ...given, contactOf: (address) => ({ ...requireContact(given.contactOf(address)), mobile: '+31612345678', mobileVerified: { by: 'Bas', at: 1 } }) })
  const recipients = ['h.bakker@mailbox.test']
  const asked = { ...question, recipients, messageClass: 'logistic' } as const
  const chosen = async (wish: 'portal' | null, given = number(sources([]))): Promise<readonly unknown[]> => (await createRouting(given).planSurely({ ...asked, wish })).flatMap(({ chosen, grounds }) => [chosen, grounds.wish])
  expect(await chosen(null)).toEqual(['plain', null])
  expect(await chosen('portal')).toEqual(['portal', 'portal'])
  expect(await chosen('portal', sources([]))).toEqual(['hold', 'portal'])
})

test('a thousand addresses are planned in pieces: others go first, and everybody gets the route of who is alone', async () => {
  const recipients = Array.from({ length: 1_000 }, (_, at) => `r${String(at)}@kliniek${String(at % 40)}.test`)
  const slow = (): RoutingSources => ({ ...sources([]), isNewAddress: (address) => { spend(0.05); return address.startsWith('r1') } })
  let turns = 0
  const over = new AbortController()
  const others = (async () => { while (!over.signal.aborted) { await new Promise(setImmediate); turns++ } })()
  const planned = await createRouting(slow()).plan({ ...question, recipients })
  over.abort()
  await others
  expect(turns).toBeGreaterThanOrEqual(3)
  expect(planned.map(({ to }) => to)).toEqual(recipients)
  const [alone] = await createRouting(slow()).plan({ ...question, recipients: recipients.slice(1, 2) })
  expect({ ...planned[1], needs: planned[1]?.needs.filter((need) => need !== 'confirmRecipients') }).toEqual(alone)
})

/** So long nobody else can do anything. */
function spend(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}

function requireContact<Found>(found: Found | null): Found {
  if (found === null) throw new Error('nobody')
  return found
}
