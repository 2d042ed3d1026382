import type { Claim } from '../../../src/shared/contract/claims.ts'
import type { Handlers, OutputOf, ParsedInputOf } from '../../../src/shared/contract/contract.ts'
import type { Attention } from '../../../src/shared/contract/attention.ts'
import type { ShownDeed } from '../../../src/shared/contract/deeds.ts'
import { done, refused } from '../../../src/shared/contract/declare.ts'
import type { JoinRequest, PracticeSummary, SetRule, ShownGrant, Staffed } from '../../../src/shared/contract/practice.ts'
import type { Person } from '../../../src/shared/practice/person.ts'
import { ruleDefaults, type PracticeRule } from '../../../src/shared/practice/practice-rules.ts'
import type { SharedMailbox } from '../../../src/shared/practice/shared-mailbox.ts'
import type { FakeCore } from './fake-core.ts'
import { folderIds } from './sample.ts'

type Some<Prefix extends string> = { [Name in keyof Handlers as Name extends `${Prefix}.${string}` ? Name : never]: Handlers[Name] }

const DAY = 86_400_000
const someone = (id: string, name: string, more: Partial<Person>, now: number): Person =>
  ({ id, name, function: 'assistent', address: `${id}@delinde.test`, rank: 3, employed: true, clinician: false, kind: 'staff', from: now - 400 * DAY, until: null, ...more })

const deviceOf = (letter: string, label: string, more: Partial<Staffed['devices'][number]> = {}) => ({ id: letter.repeat(64), label, isThis: false, revoked: false, ...more })

/** A practice of five people as one of them sees it; what is asked of it changes it. */
export class FakePractice {
  readonly now: number
  state: PracticeSummary = { kind: 'none' }
  people: Staffed[] = []
  requests: JoinRequest[] = []
  mailboxes: SharedMailbox[] = []
  undescribed: string[] = []
  logins: OutputOf<'practice.mailboxes'>['logins'] = []
  grants: ShownGrant[] = []
  rules: SetRule[] = (['R1', 'R2', 'R3', 'R4', 'R7', 'R10'] as const).map((rule) => ({ rule: { rule, value: ruleDefaults[rule] } as PracticeRule, setBy: null, setAt: null }))
  problems: OutputOf<'practice.problems'> = []
  claims = new Map<number, Claim>()
  history = new Map<number, OutputOf<'claims.history'>>()
  deeds: ShownDeed[] = []
  attention: Attention[] = []
  away: OutputOf<'deeds.whileAway'> = null
  leaving: OutputOf<'practice.leaving'> = null
  checks: OutputOf<'deeds.checks'> = { last: [], dueAt: 0, everyMonths: 3, mayCheck: true }
  /** What stands in the way of the grant that is being typed. */
  refusal: OutputOf<'practice.previewGrant'>['refusal'] = null
  isUnknown = false
  /** In whose name beside one's own may be written. */
  senders: OutputOf<'send.senders'> = []

  constructor(now: number) {
    this.now = now
  }

  /** Anja manages; `as` other roles for looking at what others see. */
  fill(roles: ('beheerder' | 'logbeheerder' | 'ict')[] = ['beheerder']): void {
    const { now } = this
    const anja = someone('anja', 'Anja de Vries', { function: 'praktijkmanager', rank: 1 }, now)
    const tom = someone('tom', 'Tom Bos', { function: 'huisarts', rank: 1, clinician: true }, now)
    const mia = someone('mia', 'Mia Smit', {}, now)
    const bas = someone('bas', 'Bas Jansen', { rank: 2, function: 'praktijkondersteuner', clinician: true }, now)
    const iris = someone('iris', 'Iris van den Berg-Hoogendoorn', { function: 'waarnemend huisarts', kind: 'locum', employed: false, clinician: true, until: now + 12 * DAY }, now)
    const old = someone('kees', 'Kees de Groot', { kind: 'locum', until: now - 40 * DAY }, now)
    const staffed = (person: Person, devices: Staffed['devices'], more: Partial<Staffed> = {}): Staffed => ({ person, roles: [], devices, ended: false, invitedUntil: null, ...more })
    this.people = [
      staffed(anja, [deviceOf('a', 'Balie 1', { isThis: true })], { roles }),
      staffed(tom, [deviceOf('b', 'Spreekkamer 2'), deviceOf('c', 'Laptop thuis', { revoked: true })], { roles: ['logbeheerder'] }),
      staffed(bas, [deviceOf('d', 'Spreekkamer 3')]),
      staffed(mia, [], { invitedUntil: now + 5 * DAY }),
      staffed(iris, [deviceOf('e', 'Spreekkamer 1')]),
      staffed(old, [deviceOf('f', 'Spreekkamer 1', { revoked: true })], { ended: true }),
    ]
    this.requests = [{ id: 'r1', name: 'Mia Smit', label: 'Balie 2', words: ['anker', 'bloem', 'citroen', 'deken', 'emmer', 'fiets'], askedAt: now - 120_000, contested: true }]
    this.mailboxes = [
      { id: 'info', address: 'info@delinde.test', name: 'Algemene post', access: 'acl', path: 'Gedeeld/info@delinde.test', owner: 'anja', purpose: 'Vragen van patiënten en collega’s', strangersMayExpect: 'Antwoord binnen een werkdag; niet voor spoed', passesOn: 'De assistent van de balie', members: [{ person: 'anja', may: ['read', 'mark', 'file', 'send', 'claim'] }, { person: 'bas', may: ['read', 'mark', 'claim'] }], reviewAt: now - 3 * DAY },
      { id: 'recepten', address: 'recepten@delinde.test', name: 'Recepten', access: 'password', path: null, owner: 'tom', purpose: 'Herhaalrecepten', strangersMayExpect: 'Verwerking op werkdagen', passesOn: 'Mia Smit', members: [{ person: 'anja', may: ['read'] }], reviewAt: now + 90 * DAY },
    ]
    this.logins = [{ mailbox: 'recepten', state: 'to-change', ...invitedServers, user: 'recepten@delinde.test' }]
    this.undescribed = ['Gedeeld/oude-post@delinde.test']
    const grant = (id: string, more: Partial<ShownGrant['grant']>): ShownGrant['grant'] => ({
      id, kind: 'cover', giver: 'tom', receiver: 'mia', mailbox: 'tom', acts: ['read'], from: now - 2 * DAY, until: now + 9 * DAY, maxAgeDays: 7, careEpisodeOnly: false, reason: 'Vakantie', consent: '', writtenRequest: null, urgentFirst: true, ...more,
    })
    this.grants = [
      { grant: grant('g1', {}), words: 'Mia Smit leest tot en met 12 maart de berichten van Tom Bos, niet ouder dan 7 dagen, behalve privé', state: 'active', mine: 'other', keptBy: 'client' },
      { grant: grant('g2', { kind: 'mandate', receiver: 'anja', until: null, acts: ['send'], consent: 'Overleg 4 februari' }), words: 'Anja de Vries verstuurt namens Tom Bos', state: 'active', mine: 'received', keptBy: 'server' },
      { grant: grant('g3', { giver: 'anja', mailbox: 'anja', from: now - 60 * DAY, until: now - 50 * DAY }), words: 'Mia Smit las tot en met 4 januari de berichten van Anja de Vries, behalve privé', state: 'ended', mine: 'given', keptBy: 'client' },
    ]
    this.rules = this.rules.map((one) => (one.rule.rule === 'R2' ? { rule: { rule: 'R2', value: { mandate: true, delegation: false } }, setBy: 'Anja de Vries', setAt: now - 30 * DAY } : one))
    this.problems = [
      { name: 'forked', person: 'Tom Bos', at: now - DAY, event: 'c'.repeat(64) },
      { name: 'no-right', person: 'Bas Jansen', at: now - 2 * DAY, event: 'd'.repeat(64) },
      { name: 'something-newer', person: null, at: null, event: null },
    ]
    const deed = (id: string, what: ShownDeed['what'], hoursAgo: number, subject: string | null): ShownDeed =>
      ({ at: now - hoursAgo * 3_600_000, by: { id, name: id === 'bas' ? 'Bas Jansen' : 'Mia Smit' }, what, message: subject === null ? null : { id: 1, folderId: folderIds.info, subject } })
    this.deeds = [deed('mia', 'read', 1, 'Vraag over mijn uitslag'), deed('bas', 'filed', 3, 'Eindverslag'), deed('bas', 'answered', 26, 'Herhaalrecept'), deed('mia', 'deleted', 50, null)]
    this.attention = [
      { kind: 'password-to-change', mailbox: 'Recepten', workstations: ['Laptop thuis (Tom Bos)'] },
      { kind: 'request-refused', id: 'r0', label: 'Balie 3', name: 'Mia Smit', askedAt: now - 3 * DAY, because: 'expired' },
      { kind: 'other-reader', path: 'Gedeeld/info@delinde.test', who: 'ict-groep', isEverybody: false }, { kind: 'rights-not-ours', path: 'Gedeeld/recepten@delinde.test' },
    ]
    const { unkept } = { unkept: ['dates'] }
    this.state = {
      kind: 'member', name: 'Huisartsenpraktijk De Linde', me: anja, device: 'a'.repeat(64), roles, privateAgreed: false, line: { kind: 'in-step', waiting: 0 }, time: 'known',
      requests: roles.includes('beheerder') ? 1 : 0, problems: roles.includes('beheerder') ? 3 : 0, unkept,
    }
  }

  me(): Person | null {
    return this.state.kind === 'member' ? this.state.me : null
  }

  isMember(): boolean {
    return this.state.kind === 'member'
  }
}

const noClaim = (messageId: number): Claim => ({ messageId, to: null, note: null, answering: null, finished: null, mayClaim: true })

export const practiceHandlers = (core: FakeCore): Some<'practice'> => {
  const { practice } = core
  const whenMember = <Answer>(answer: () => Answer): { ok: true; value: Answer } | { ok: false; fail: 'not-member' } => (practice.isMember() ? done(answer()) : refused('not-member'))
  const act = (change: () => void) => {
    if (!practice.isMember()) return refused('not-member')
    change()
    core.changed('practice')
    return done({})
  }
  const staffed = (id: string): Staffed | undefined => practice.people.find(({ person }) => person.id === id)
  return {
    ...listHandlers(core, whenMember), ...joiningHandlers(core), ...grantHandlers(core),
    'practice.addPerson': ({ person }) => {
      if (practice.people.some((one) => one.person.address === person.address)) return refused('address-taken')
      const id = `p${practice.people.length}`
      const added = act(() => { practice.people.push({ person: { ...person, id }, roles: [], devices: [], ended: false, invitedUntil: null }) })
      return added.ok ? done({ id }) : added
    },
    'practice.changePerson': ({ person }) => act(() => { Object.assign(staffed(person.id) ?? {}, { person }) }),
    'practice.endPerson': ({ id, until }) => {
      if (staffed(id)?.roles.includes('beheerder') === true) return refused('last-manager')
      return act(() => { practice.people = practice.people.map((one) => (one.person.id === id ? { ...one, ended: true, person: { ...one.person, until } } : one)) })
    },
    'practice.leave': () => act(() => { practice.state = { kind: 'ended', name: 'Huisartsenpraktijk De Linde', because: 'left', waits: true } }),
    'practice.giveRole': ({ id, role }) => act(() => { staffed(id)?.roles.push(role) }),
    'practice.withdrawRole': ({ id, role }) => {
      const holders = practice.people.filter(({ roles }) => roles.includes(role))
      if (role === 'beheerder' && holders.length === 1) return refused('last-manager')
      return act(() => { practice.people = practice.people.map((one) => (one.person.id === id ? { ...one, roles: one.roles.filter((other) => other !== role) } : one)) })
    },
    'practice.revokeDevice': ({ device }) => act(() => {
      for (const { devices } of practice.people) for (const one of devices) if (one.id === device) one.revoked = true
    }),
    'practice.invite': ({ id, days }) => {
      const found = staffed(id)
      if (found === undefined) return refused('no-such-person')
      const until = core.now + days * DAY
      found.invitedUntil = until
      core.changed('practice')
      return done({ code: ['1A2B-3C4D-5E6F-7G8H', '2B3C-4D5E-6F7G-8H9J', '3C4D-5E6F-7G8H-9J0K', '4D5E-6F7G-8H9J-0K1M'].join('\n'), file: '{"uitnodiging":1}', until })
    },
    'practice.describeMailbox': ({ mailbox, login }) => {
      const tested = login === undefined ? null : tried(login.secret)
      if (tested?.imap.kind === 'problem') return done({ tested })
      practice.mailboxes = [...practice.mailboxes.filter(({ id }) => id !== mailbox.id), mailbox]
      practice.undescribed = practice.undescribed.filter((path) => path !== mailbox.path)
      if (login !== undefined) practice.logins = [...practice.logins.filter((one) => one.mailbox !== mailbox.id), { mailbox: mailbox.id, state: 'kept', imap: login.imap, smtp: login.smtp, user: login.user }]
      core.changed('practice')
      return done({ tested })
    },
    'practice.changeMailboxPassword': ({ id, secret }) => {
      const tested = tried(secret)
      if (tested.imap.kind === 'ok') practice.logins = practice.logins.map((one) => (one.mailbox === id ? { ...one, state: 'kept' } : one))
      core.changed('practice')
      return done(tested)
    },
    'practice.endMailbox': ({ id }) => act(() => { practice.mailboxes = practice.mailboxes.filter((one) => one.id !== id) }),
    'practice.agreePrivate': () => act(() => undefined),
    'practice.careOf': () => (practice.state.kind === 'member' ? done({ mayMark: practice.state.me.clinician, current: false }) : refused('not-member')),
    'practice.markCare': () => act(() => undefined),
    'practice.setRule': ({ rule }) => act(() => {
      practice.rules = practice.rules.map((one) => (one.rule.rule === rule.rule ? { rule, setBy: 'Anja de Vries', setAt: core.now } : one))
    }),
  }
}

type Listing = 'practice.state' | 'practice.people' | 'practice.mailboxes' | 'practice.grants' | 'practice.rules' | 'practice.problems' | 'practice.attention' | 'practice.requests' | 'practice.leaving'

const listHandlers = ({ practice }: FakeCore, whenMember: <Answer>(answer: () => Answer) => { ok: true; value: Answer } | { ok: false; fail: 'not-member' }): Pick<Handlers, Listing> => ({
  'practice.state': () => done(practice.state),
  'practice.people': () => whenMember(() => practice.people),
  'practice.mailboxes': () => whenMember(() => ({ described: practice.mailboxes, undescribed: practice.undescribed, logins: practice.logins, servers: { imap: invitedServers.imap, smtp: invitedServers.smtp } })),
  'practice.grants': () => whenMember(() => practice.grants),
  'practice.rules': () => whenMember(() => practice.rules),
  'practice.problems': () => whenMember(() => practice.problems),
  'practice.attention': () => whenMember(() => practice.attention),
  'practice.leaving': () => done(practice.leaving),
  'practice.requests': () => whenMember(() => practice.requests),
})

type Joining = 'practice.found' | 'practice.readInvitation' | 'practice.rowsOfCode' | 'practice.invitedAccount' | 'practice.join' | 'practice.stopJoining' | 'practice.admit' | 'practice.turnDown'

const joiningHandlers = (core: FakeCore): Pick<Handlers, Joining> => {
  const { practice } = core
  const decide = (id: string, admitted: boolean) => {
    const found = practice.requests.find((one) => one.id === id)
    if (found === undefined) return refused('no-such-request')
    practice.requests = practice.requests.filter((one) => one.id !== id)
    const who = practice.people.find(({ person }) => person.name === found.name)
    if (admitted && who !== undefined) who.devices.push(deviceOf('9', found.label))
    core.changed('practice')
    return done({})
  }
  return {
    'practice.found': ({ name, person }) => {
      practice.fill()
      if (practice.state.kind === 'member') practice.state = { ...practice.state, name, me: { ...person, id: 'anja' }, requests: 0, problems: 0 }
      practice.people = practice.people.slice(0, 1)
      Object.assign(practice, { requests: [], mailboxes: [], grants: [], problems: [] })
      core.changed('practice')
      return done({})
    },
    'practice.readInvitation': ({ code }) => {
      if (code.includes('oud')) return refused('expired')
      return code.startsWith('PP1') ? done({ practice: 'Huisartsenpraktijk De Linde', person: 'Mia Smit', address: 'mia@delinde.test', until: core.now + 5 * DAY, account: code.includes('bestand') ? invitedServers : null }) : refused(code.startsWith('PP0') ? 'damaged' : 'not-an-invitation')
    },
    'practice.rowsOfCode': ({ code }) => done(code.startsWith('PP0') ? ['1A2B-3C4D-5E6F-7G8H', '2B3C-4D5E-6F7G-8H9', '3C4D-5E6F-7G8H-9J0K', '4D5E-6F7G-8H9J-0K1M'].map((typed, at) => ({ typed, holds: at !== 1 })) : []),
    'practice.invitedAccount': () => done({
      ...invitedServers, kind: 'found', source: 'invitation', user: 'mia@delinde.test', caFile: null, provider: null, unprovenHosts: ['mail.elders.test'], ownDomains: ['delinde.test'],
      address: 'mia@delinde.test', displayName: 'Mia Smit', auth: 'password',
    }),
    'practice.join': () => {
      practice.state = { kind: 'asking', practice: 'Huisartsenpraktijk De Linde', words: ['anker', 'bloem', 'citroen', 'deken', 'emmer', 'fiets'], until: core.now + 5 * DAY }
      core.changed('practice')
      return done({})
    },
    'practice.stopJoining': () => {
      practice.state = { kind: 'none' }
      core.changed('practice')
      return done({})
    },
    'practice.admit': ({ id }) => decide(id, true),
    'practice.turnDown': ({ id }) => decide(id, false),
  }
}

/** Every password but one is wrong. */
const tried = (secret: string): OutputOf<'accounts.test'> => (secret === 'geheim'
  ? { imap: { kind: 'ok', tls: 'TLSv1.3' }, smtp: { kind: 'ok', tls: 'TLSv1.3' } }
  : { imap: { kind: 'problem', problem: 'login-refused' }, smtp: { kind: 'problem', problem: 'login-refused' } })

const invitedServers = {
  imap: { host: 'mail.delinde.test', port: 993, security: 'tls' as const }, smtp: { host: 'mail.elders.test', port: 587, security: 'starttls' as const },
}

/** Half a sentence of what was typed: enough to see that it follows. */
function typedWords({ people }: FakePractice, grant: ParsedInputOf<'practice.previewGrant'>['grant']): string {
  const name = (id: string): string => people.find(({ person }) => person.id === id)?.person.name ?? '…'
  return `${name(grant.receiver)} leest de berichten van ${name(grant.giver)}${grant.maxAgeDays === null ? '' : `, niet ouder dan ${grant.maxAgeDays} dagen`}, behalve privé`
}

const grantHandlers = (core: FakeCore): Pick<Handlers, 'practice.previewGrant' | 'practice.giveGrant' | 'practice.withdrawGrant'> => {
  const { practice } = core
  return {
    'practice.previewGrant': ({ grant }) => done({ words: typedWords(practice, grant), refusal: practice.refusal ?? (grant.receiver === '' ? 'not-complete' : null) }),
    'practice.giveGrant': ({ grant }) => {
      if (practice.refusal !== null) return refused(practice.refusal)
      const id = `g${practice.grants.length + 1}`
      practice.grants.push({ grant: { ...grant, id }, words: typedWords(practice, grant), state: 'active', mine: grant.giver === 'anja' ? 'given' : grant.receiver === 'anja' ? 'received' : 'other', keptBy: 'client' })
      core.changed('practice')
      return done({ id, keptBy: 'client' as const })
    },
    'practice.withdrawGrant': ({ id }) => {
      practice.grants = practice.grants.map((one) => (one.grant.id === id ? { ...one, state: 'withdrawn' } : one))
      core.changed('practice')
      return done({})
    },
  }
}

export const claimHandlers = (core: FakeCore): Some<'claims'> => {
  const { practice, mailbox } = core
  const isShared = (id: number): boolean => practice.isMember() && mailbox.find(id)?.row.folderId === folderIds.info
  const claimOf = (id: number): Claim => practice.claims.get(id) ?? noClaim(id)
  const me = () => ({ id: 'anja', name: 'Anja de Vries' })
  const put = (messageId: number, change: Partial<Claim>) => {
    if (!isShared(messageId)) return refused('not-shared')
    practice.claims.set(messageId, { ...claimOf(messageId), ...change })
    core.changed('practice')
    return done({})
  }
  const nameOf = (id: string): string => practice.people.find(({ person }) => person.id === id)?.person.name ?? ''
  return {
    'claims.of': ({ messageIds }) => done(messageIds.filter(isShared).map(claimOf)),
    'claims.history': ({ messageId }) => (isShared(messageId) ? done(practice.history.get(messageId) ?? []) : refused('not-shared')),
    'claims.claim': ({ messageId, over }) => {
      const { to } = claimOf(messageId)
      return to !== null && !to.isMe && !over ? refused('taken') : put(messageId, { to: { ...me(), isMe: true, since: core.now }, note: null, finished: null })
    },
    'claims.release': ({ messageId }) => put(messageId, { to: null, note: null }),
    'claims.handOver': ({ messageId, to, note }) => put(messageId, { to: { id: to, name: nameOf(to), isMe: false, since: core.now }, note: note === '' ? null : { text: note, by: me() } }),
    'claims.finish': ({ messageId, how }) => put(messageId, { to: null, note: null, finished: { how, by: me(), at: core.now } }),
    'claims.answering': ({ messageId }) => {
      if (!isShared(messageId)) return refused('not-shared')
      const { answering } = claimOf(messageId)
      return done({ others: answering === null ? [] : [{ id: answering.id, name: answering.name }] })
    },
    'claims.waiting': () => (practice.isMember() ? done(waitingOf(core, claimOf)) : refused('not-member')),
    'claims.colleagues': ({ messageId }) => (isShared(messageId) ? done(practice.people.filter(({ ended, person }) => !ended && person.id !== 'anja').map(({ person }) => ({ id: person.id, name: person.name }))) : refused('not-shared')),
  }
}

const waitingOf = ({ mailbox, now }: FakeCore, claimOf: (id: number) => Claim): OutputOf<'claims.waiting'> => mailbox.list(folderIds.info)
  .filter(({ row }) => claimOf(row.id).finished === null)
  .map(({ row }) => ({
    messageId: row.id, folderId: row.folderId, mailbox: 'Algemene post', from: row.from.name, subject: row.subject, receivedAt: row.receivedAt, to: claimOf(row.id).to,
    due: { promise: row.seen ? 'answer' as const : 'read' as const, at: row.receivedAt + DAY, late: row.receivedAt + DAY < now },
  }))
  .sort((one, other) => one.receivedAt - other.receivedAt)
