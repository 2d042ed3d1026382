import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Grant } from '../../shared/practice/grant.ts'
import type { DeviceEntry, GrantEntry, MailboxEntry, MailboxSecret, PersonEntry, Said } from '../../shared/practice/law.ts'
import { passwordsToChange } from './joining/lost-device.ts'
import { lacksKeepers, openLogin, sealLogin, type Keeping, type MailboxLogin } from './mailbox-login.ts'
import type { DeviceKeys } from './register/device-keys.ts'
import { sealFor } from './register/sealing.ts'

const at = 1_000_000
const said: Said = { clock: 1, hash: 'a'.repeat(64), by: 'anja', at: 0 }
const empty = { ephemeral: 'A'.repeat(43), boxes: [] }
const login: MailboxLogin = { imap: { host: 'mail.delinde.test', port: 993, security: 'tls' }, smtp: { host: 'mail.delinde.test', port: 587, security: 'starttls' }, user: 'info', password: 'geheim', ca: null }

function keysOf(label: string): DeviceKeys {
  const sealing = generateKeyPairSync('x25519')
  const jwk = (key: KeyObject): string => key.export({ format: 'jwk' }).x ?? ''
  const id = createHash('sha256').update(label).digest('hex')
  return { device: { id, signKey: 'A'.repeat(43), sealKey: jwk(sealing.publicKey), label }, sealSecret: sealing.privateKey, sign: () => new Uint8Array() }
}
const [anja, bas, mia] = [keysOf('anja'), keysOf('bas'), keysOf('mia')]

const person = (id: string, change: Partial<PersonEntry> = {}): [string, PersonEntry] => [id, {
  person: { id, name: id, function: '', address: `${id}@delinde.test`, rank: 1, employed: true, clinician: false, kind: 'staff', from: 0, until: null },
  added: said, ended: null, roles: new Map(), privateAgreed: null, ...change,
}]
const device = ({ device: mine }: DeviceKeys, change: Partial<DeviceEntry> = {}): [string, DeviceEntry] =>
  [mine.id, { device: mine, person: mine.label, admitted: said, revoked: null, reference: empty, ...change }]

interface Practice { members?: readonly string[]; secret?: MailboxEntry['secret']; people?: [string, PersonEntry][]; devices?: [string, DeviceEntry][]; grants?: readonly Grant[] }

/** Anja manages and is no member; Bas is one; Mia is nothing, unless it is said otherwise. */
const practice = ({ members = ['bas'], secret = null, people = [], devices = [], grants = [] }: Practice = {}): Keeping => ({
  rules: new Map(), grantsTo: new Map(),
  people: new Map([person('anja', { roles: new Map([['beheerder', said]]) }), person('bas'), person('mia'), ...people]),
  devices: new Map([device(anja), device(bas), device(mia), ...devices]),
  mailboxes: new Map([['info', {
    described: said, ended: null, secret,
    mailbox: { id: 'info', address: 'info@delinde.test', name: 'Info', access: 'password', path: null, owner: 'anja', purpose: 'x', strangersMayExpect: 'x', passesOn: 'x', members: members.map((id) => ({ person: id, may: ['read'] })), reviewAt: 1 },
  }]]),
  grants: new Map(grants.map((grant): [string, GrantEntry] => [grant.id, { grant, given: said, withdrawn: null }])),
  grantsOn: new Map(grants.map(({ id, receiver, mailbox }) => [`${receiver} ${mailbox}`, [id]])),
})
/** As the register has it: `before`, an earlier sealing of the same password. */
const kept = (law: ReturnType<typeof practice>, before: MailboxEntry['secret'] = null): MailboxSecret => {
  const sealed = sealLogin(law, { mailbox: 'info', at, login })
  return { said, sealed, origin: said.hash, had: [...new Set([...before?.had ?? [], ...sealed.boxes.map(({ device }) => device)])] }
}
const entryIn = (law: ReturnType<typeof practice>): MailboxEntry => law.mailboxes.get('info')!

test('members and managers open it, nobody else, and in no other mailbox', () => {
  const law = practice({ secret: kept(practice()) })
  expect([anja, bas, mia].map((keys) => openLogin(keys, entryIn(law)))).toEqual([login, login, null])
  const { mailbox, secret } = entryIn(law)
  expect(openLogin(bas, { mailbox: { ...mailbox, id: 'recepten' }, secret })).toBeNull()
  expect(JSON.stringify(secret)).not.toContain(Buffer.from('geheim').toString('base64url').slice(0, 6))
})

test('a new member lacks it until a manager seals it once more', () => {
  const first = kept(practice())
  const law = practice({ members: ['bas', 'mia'], secret: first })
  expect(lacksKeepers(law, entryIn(law), at)).toBe(true)
  const after = practice({ members: ['bas', 'mia'], secret: kept(law, first) })
  expect(lacksKeepers(after, entryIn(after), at)).toBe(false)
  expect(openLogin(mia, entryIn(after))).toEqual(login)
})

test.each([
  ['taken out of the mailbox', practice({ members: [] })],
  ['out of the practice', practice({ people: [person('bas', { ended: { ...said, until: 1 } })] })],
  ['past the end date', practice({ people: [person('bas', { person: { ...person('bas')[1].person, until: at } })] })],
  ['with a lost workstation', practice({ devices: [device(bas, { revoked: { ...said, because: 'lost' } })] })],
])('whoever is %s leaves the password marked, also when it is sealed again for others, until there is another', (_, law) => {
  const first = kept(practice())
  const out = { ...law, mailboxes: new Map([['info', { ...entryIn(law), secret: first }]]) }
  expect(passwordsToChange(out, at)).toEqual([{ mailbox: 'info', devices: [bas.device.id] }])
  const again = { ...out, mailboxes: new Map([['info', { ...entryIn(law), secret: kept(out, first) }]]) }
  expect(openLogin(bas, entryIn(again))).toBeNull()
  expect(passwordsToChange(again, at)).toEqual([{ mailbox: 'info', devices: [bas.device.id] }])
  const changed = { ...out, mailboxes: new Map([['info', { ...entryIn(law), secret: kept(out) }]]) }
  expect(passwordsToChange(changed, at)).toEqual([])
})

const cover = { id: 'g', kind: 'cover', giver: 'bas', receiver: 'mia', mailbox: 'info', acts: ['read'], from: 0, until: at + 1, reason: 'Vakantie' } as unknown as Grant

test('a cover has it for as long as it runs', () => {
  const law = practice({ grants: [cover] })
  const secret = kept(law)
  expect(openLogin(mia, { ...entryIn(law), secret })).toEqual(login)
  expect(passwordsToChange(practice({ grants: [cover], secret }), at + 1)).toEqual([{ mailbox: 'info', devices: [mia.device.id] }])
})

test('a cover of somebody who is out of the mailbox opens nothing: the password that it gave is to be changed, and the next one stays away', () => {
  const secret = kept(practice({ members: ['bas', 'anja'], grants: [cover] }))
  const after = practice({ members: ['anja'], grants: [cover], secret })
  expect(passwordsToChange(after, at)).toEqual([{ mailbox: 'info', devices: [bas.device.id, mia.device.id] }])
  expect(openLogin(mia, { ...entryIn(after), secret: kept(after) })).toBeNull()
})

test.each(['geen JSON', '', '{"version":2}', 'null', '{"version":1}'])('what was sealed and is no login (%s) is none, and stops nothing', (text) => {
  const sealed = sealFor([bas.device], Buffer.from(text), 'mailbox info')
  expect(openLogin(bas, { ...entryIn(practice()), secret: { said, sealed, origin: said.hash, had: [] } })).toBeNull()
})
