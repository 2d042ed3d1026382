import type { BodyOf } from './event.ts'
import type { Draft, LogKeyEntry, PersonEntry, Said, SealedLogKey } from './law.ts'
import { givingKey, type LawKind } from './may-say.ts'

interface Effect<Kind extends LawKind | 'founded'> { readonly law: Draft; readonly body: BodyOf<Kind>; readonly said: Said }

/** What each kind changes. Nothing is looked at here: whether it may be said was decided before. */
const effects: { readonly [Kind in LawKind | 'founded']: (effect: Effect<Kind>) => void } = {
  'founded': ({ law, body, said }) => {
    law.name = body.name
    law.founder = body.person.id
    addPerson(law, body.person, said)
    law.devices.set(body.device.id, { device: body.device, person: body.person.id, admitted: said, revoked: null, reference: body.reference })
    for (const role of ['beheerder', 'logbeheerder'] as const) giveRole({ law, body: { person: body.person.id, role }, said })
  },
  'person-added': ({ law, body, said }) => addPerson(law, body.person, said),
  'person-changed': ({ law, body }) => changePerson(law, body.person.id, { person: body.person }),
  'person-ended': ({ law, body, said }) => changePerson(law, body.person, { ended: { ...said, until: body.until } }),
  // Whom a manager ended at the same time was ended by the manager, with the day that was named.
  'person-left': ({ law, body, said }) => changePerson(law, body.person, { ended: law.people.get(body.person)?.ended ?? { ...said, until: said.at } }),
  'device-added': ({ law, body, said }) => {
    const invited = law.invitations.get(body.invitation)
    if (invited !== undefined) law.invitations.set(body.invitation, { ...invited, usedBy: body.device.id })
    law.devices.set(body.device.id, { device: body.device, person: body.person, admitted: said, revoked: null, reference: body.reference })
  },
  'device-revoked': ({ law, body, said }) => {
    const entry = law.devices.get(body.device)
    if (entry !== undefined) law.devices.set(body.device, { ...entry, revoked: entry.revoked ?? { ...said, because: body.because } })
  },
  'role-given': giveRole,
  'role-withdrawn': ({ law, body }) => {
    const roles = new Map(law.people.get(body.person)?.roles)
    roles.delete(body.role)
    changePerson(law, body.person, { roles })
  },
  'invitation-given': ({ law, body, said }) => void law.invitations.set(body.invitation.id, { invitation: body.invitation, given: said, withdrawn: null, usedBy: null }),
  'invitation-withdrawn': ({ law, body, said }) => {
    const entry = law.invitations.get(body.invitation)
    if (entry !== undefined) law.invitations.set(body.invitation, { ...entry, withdrawn: entry.withdrawn ?? said })
  },
  'mailbox-described': ({ law, body: { mailbox }, said }) => {
    const before = law.mailboxes.get(mailbox.id)
    // The first stays: another description does not put off the look at its use (R4).
    law.mailboxes.set(mailbox.id, { mailbox, described: before?.described ?? said, ended: null, secret: before?.secret ?? null })
    noteMembers(law, mailbox.id, said)
  },
  'mailbox-ended': ({ law, body, said }) => {
    const entry = law.mailboxes.get(body.mailbox)
    if (entry !== undefined) law.mailboxes.set(body.mailbox, { ...entry, ended: said })
    noteMembers(law, body.mailbox, said)
  },
  'mailbox-secret': ({ law, body, said }) => {
    const entry = law.mailboxes.get(body.mailbox)
    const { sealed, of: origin } = body
    // Who seals an earlier password once more had not seen the later one: that one stays.
    if (entry === undefined || (origin !== undefined && origin !== entry.secret?.origin)) return
    const had = new Set([...(origin === undefined ? [] : entry.secret?.had ?? []), ...sealed.boxes.map(({ device }) => device)])
    law.mailboxes.set(body.mailbox, { ...entry, secret: { sealed, said, origin: origin ?? said.hash, had: [...had] } })
  },
  'grant-given': ({ law, body: { grant }, said }) => {
    law.grants.set(grant.id, { grant, given: said, withdrawn: null })
    addTo(law.grantsTo, grant.receiver, grant.id)
    addTo(law.grantsOn, `${grant.receiver} ${grant.mailbox}`, grant.id)
    noteMembers(law, grant.mailbox, said)
  },
  'grant-withdrawn': ({ law, body, said }) => {
    const entry = law.grants.get(body.grant)
    if (entry === undefined) return
    law.grants.set(body.grant, { ...entry, withdrawn: entry.withdrawn ?? said })
    noteMembers(law, entry.grant.mailbox, said)
  },
  'private-agreed': ({ law, body, said }) => changePerson(law, body.person, { privateAgreed: law.people.get(body.person)?.privateAgreed ?? said }),
  'rule-set': ({ law, body, said }) => void law.rules.set(body.rule, { value: body.value, set: said }),
  'log-key-set': ({ law, body, said }) => { law.logKey = keptLogKey(law.logKey, body, said) },
}

/** Another key takes the place of the one before it; one that was there already is sealed once more, for others, and stays where it is. */
function keptLogKey(now: LogKeyEntry | null, { key, sealed }: SealedLogKey, set: Said): LogKeyEntry {
  const had = sealed.boxes.map(({ device }) => device)
  if (now === null) return { key, sealed, set, had, earlier: [] }
  if (key === now.key) return { ...now, sealed, had: [...new Set([...now.had, ...had])] }
  if (now.earlier.some((one) => one.key === key)) return { ...now, earlier: now.earlier.map((one) => (one.key === key ? { key, sealed } : one)) }
  return { key, sealed, set, had, earlier: [...now.earlier, { key: now.key, sealed: now.sealed }] }
}

const addTo = (lists: Map<string, readonly string[]>, key: string, id: string): void => void lists.set(key, [...lists.get(key) ?? [], id])

function addPerson(law: Draft, person: PersonEntry['person'], said: Said): void {
  law.people.set(person.id, { person, added: said, ended: null, roles: new Map(), privateAgreed: null })
}

function changePerson(law: Draft, id: string, change: Partial<PersonEntry>): void {
  const entry = law.people.get(id)
  if (entry !== undefined) law.people.set(id, { ...entry, ...change })
}

function giveRole({ law, body, said }: Effect<'role-given'>): void {
  const key = givingKey(body.person, body.role)
  law.givings.set(key, [...law.givings.get(key) ?? [], { clock: said.clock, hash: said.hash }])
  changePerson(law, body.person, { roles: new Map(law.people.get(body.person)?.roles).set(body.role, said) })
  if (body.role === 'beheerder' && !law.managers.includes(body.person)) law.managers.push(body.person)
}

/** Work is judged by who was a member when it was done, so the members of a shared mailbox are kept over time. */
function noteMembers(law: Draft, mailbox: string, { clock, hash }: Said): void {
  const entry = law.mailboxes.get(mailbox)
  if (entry === undefined) return
  const members = entry.ended === null ? entry.mailbox.members.filter(({ may }) => may.includes('claim')).map(({ person }) => person) : []
  const granted = [...law.grants.values()]
    .filter(({ grant, withdrawn }) => entry.ended === null && withdrawn === null && grant.mailbox === mailbox && grant.acts.includes('claim'))
    .map(({ grant }) => grant.receiver)
  law.members.set(mailbox, [...law.members.get(mailbox) ?? [], { from: { clock, hash }, owner: entry.mailbox.owner, claimants: new Set([...members, ...granted]) }])
}

export function takeEffect<Kind extends LawKind | 'founded'>(law: Draft, saying: { kind: Kind; body: BodyOf<Kind> }, said: Said): void {
  const effect: (effect: Effect<Kind>) => void = effects[saying.kind]
  effect({ law, body: saying.body, said })
}
