import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { Session } from '../session.ts'
import type { Member, PracticeRoom } from './room.ts'

type Sender = OutputOf<'send.senders'>[number]

/**
 * In whose name the person may write now: their own addresses, the shared mailboxes in which they may send (FM-02), and the people who
 * gave them a mandate or delegation for it (FM-05).
 */
export function sendersOf({ accounts, practice }: Pick<Session, 'accounts' | 'practice'>): Sender[] {
  const own = accounts.list().map(({ id, address, displayName }): Sender => ({ kind: 'own', mailbox: null, accountId: id, address, name: displayName, of: '' }))
  const member = practice.member()
  const accountId = own.find((one) => one.accountId === practice.home()?.accountId)?.accountId ?? own[0]?.accountId
  return member === null || accountId === undefined ? own : [...own, ...inOthersNames(practice, member).map((one) => ({ ...one, accountId }))]
}

function inOthersNames(practice: PracticeRoom, { state: { law }, me }: Member): Omit<Sender, 'accountId'>[] {
  const shared = [...law.mailboxes.values()].flatMap(({ mailbox: { id, name: of }, ended }) => {
    const as = ended === null ? practice.sendingAs(id) : 'refused'
    return as === null || as === 'refused' ? [] : [{ kind: 'shared' as const, mailbox: id, address: as.address, name: as.name, of }]
  })
  const givers = new Set((law.grantsTo.get(me.person.id) ?? []).flatMap((id) => law.grants.get(id)?.grant.mailbox ?? []))
  const people = [...givers].flatMap((id) => {
    const giver = law.people.get(id)?.person
    const as = giver === undefined ? 'refused' : practice.sendingAs(id)
    if (giver === undefined || as === 'refused') return []
    // Who was delegated to writes in their own name.
    return [as === null ? { kind: 'delegation' as const, mailbox: id, address: me.person.address, name: me.person.name, of: giver.name } : { kind: 'mandate' as const, mailbox: id, address: as.address, name: as.name, of: giver.name }]
  })
  return [...shared, ...people]
}
