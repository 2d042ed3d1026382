import { randomUUID } from 'node:crypto'
import type { Handlers, OutputOf, ParsedInputOf } from '../../../shared/contract/contract.ts'
import { done, refused } from '../../../shared/contract/declare.ts'
import { grant as grantShape, type Grant, type GrantObstacle } from '../../../shared/practice/grant.ts'
import { grantInWords } from '../../../shared/practice/grant-words.ts'
import { grantObstacle, granterObstacle, hasOtherDelegate } from '../../../shared/practice/grant-terms.ts'
import { keptHereOnly } from '../../practice/rights/share-folders.ts'
import type { GrantEntry } from '../../../shared/practice/law.ts'
import { readSettings } from '../../settings/settings.ts'
import type { Event } from '../journal.ts'
import type { Session } from '../session.ts'
import { withMember } from './people-operations.ts'
import type { Member } from './room.ts'

export type GrantHandlers = Pick<Handlers, 'practice.grants' | 'practice.previewGrant' | 'practice.giveGrant' | 'practice.withdrawGrant'>
type Typed = ParsedInputOf<'practice.giveGrant'>['grant']

/** Mandate, delegation, cover and reading for somebody else (FM-05 to FM-09). */
export function grantOperations(current: () => Session): GrantHandlers {
  const language = () => readSettings(current().db).language
  const touched = (): void => { current().changes.touch(['practice', 'folders', 'messages', 'journal']) }
  return {
    'practice.grants': () => withMember(current().practice, (member) => done([...member.state.law.grants.values()]
      .filter((entry) => maySee(member, entry)).map((entry) => shownGrant(member, entry, language())))),
    'practice.previewGrant': ({ grant }) => withMember(current().practice, (member) => {
      const made = madeOf(grant)
      return done(made === null ? { words: '', refusal: 'not-complete' } : { words: grantInWords(member.state, made, { language: language(), at: member.at === 'unknown' ? 0 : member.at }), refusal: obstacleOf(member, made) })
    }),
    'practice.giveGrant': ({ grant }) => withMember(current().practice, (member) => {
      const made = madeOf(grant)
      if (made === null) return refused('not-complete')
      const obstacle = obstacleOf(member, made)
      if (obstacle !== null) return refused(obstacle)
      const said = current().practice.say([{ kind: 'grant-given', body: { grant: made } }], {
        class: 'E10', onBehalfOf: nameIn(member, made.giver), mailbox: addressIn(member, made.mailbox), detail: { change: 'given', ...grantTold(made) },
      })
      if (!said.ok) return refused(said.fail)
      touched()
      return done({ id: made.id, keptBy: keptBy(member, made) })
    }),
    'practice.withdrawGrant': ({ id }) => withMember(current().practice, (member) => {
      const entry = member.state.law.grants.get(id)
      if (entry === undefined || entry.withdrawn !== null) return refused('no-such-grant')
      const said = current().practice.say([{ kind: 'grant-withdrawn', body: { grant: id } }], {
        class: 'E10', onBehalfOf: nameIn(member, entry.grant.giver), mailbox: addressIn(member, entry.grant.mailbox), detail: { change: 'withdrawn', ...grantTold(entry.grant) },
      })
      if (!said.ok) return refused(said.fail)
      touched()
      return done({})
    }),
  }
}

/** What E10 says of a grant. Consent and written request themselves stand in the register's event, which the entry names by its hash. */
const grantTold = ({ id, kind, giver, receiver, from, until, consent, writtenRequest }: Grant): Event<'E10'>['detail'] => ({
  right: kind, grant: id, giver, grantee: receiver, startsAt: from,
  ...(until === null ? {} : { endsAt: until }), ...(consent === '' ? {} : { consent: 'recorded' }), ...(writtenRequest === null ? {} : { request: 'recorded' }),
})

const nameIn = ({ state: { law } }: Member, person: string): string => law.people.get(person)?.person.name ?? person
const addressIn = ({ state: { law } }: Member, mailbox: string): string =>
  law.mailboxes.get(mailbox)?.mailbox.address ?? law.people.get(mailbox)?.person.address ?? mailbox

/** Null: what is typed is not a grant yet. */
function madeOf(typed: Typed): Grant | null {
  const read = grantShape.safeParse({ ...typed, id: `g-${randomUUID()}` })
  return read.success ? read.data : null
}

/** What the register's rules say against it, by name; null: nothing. */
function obstacleOf({ state: { law }, me }: Member, grant: Grant): GrantObstacle | 'no-right' | null {
  const granter = { person: me.person.id, has: (role: Parameters<typeof me.roles.has>[0]) => me.roles.has(role) }
  return granterObstacle(law, granter, grant) ?? grantObstacle(law, grant) ?? (hasOtherDelegate(law, grant) ? 'one-delegate' : null)
}

/** One's own, and for who manages them all of them. */
const maySee = ({ me }: Member, { grant }: GrantEntry): boolean =>
  grant.giver === me.person.id || grant.receiver === me.person.id || me.roles.has('beheerder') || me.roles.has('ict')

function shownGrant(member: Member, { grant, withdrawn }: GrantEntry, language: 'nl' | 'en'): OutputOf<'practice.grants'>[number] {
  const { me, at, state } = member
  return {
    grant, words: grantInWords(state, grant, language), keptBy: keptBy(member, grant),
    mine: grant.giver === me.person.id ? 'given' : grant.receiver === me.person.id ? 'received' : 'other',
    state: withdrawn !== null ? 'withdrawn' : at === 'unknown' ? 'coming' : at < grant.from ? 'coming' : grant.until !== null && at >= grant.until ? 'ended' : 'active',
  }
}

/** Whether the server keeps every limit of the grant too. Whoever has a mailbox's password has all of it. */
function keptBy({ state }: Member, grant: Grant): 'server' | 'client' {
  const shared = state.law.mailboxes.get(grant.mailbox)?.mailbox
  return keptHereOnly(grant, { acl: shared?.access !== 'password' }).length === 0 ? 'server' : 'client'
}
