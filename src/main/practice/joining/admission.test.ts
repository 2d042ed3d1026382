import { createHash, generateKeyPairSync, randomBytes, sign as signWith } from 'node:crypto'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Device, Person } from '../../../shared/practice/person.ts'
import type { DeviceEntry, InvitationEntry, PersonEntry, Said } from '../../../shared/practice/law.ts'
import { admittingBody, invitingEvents, judgeRequest, type Desk } from './admission.ts'
import { makeInvitation, openInvitation, type InvitationDetails, type MadeInvitation } from './invitation.ts'
import { makeJoinRequest, readJoinRequest, type JoinRequest } from './join-request.ts'
import { readWordList, sixWords } from './six-words.ts'

const words = readWordList(path.resolve(import.meta.dirname, '../../../../resources/words/nl.txt'))
const root = createHash('sha256').update('De Linde').digest('hex')
const until = Date.UTC(2026, 11, 1)
const at = until - 3_600_000
const said: Said = { clock: 1, hash: root, by: 'anja', at: 0 }
const sealed = { ephemeral: 'A'.repeat(43), boxes: [] }
const bas: Person = { id: 'bas', name: 'Bas Jansen', function: 'assistent', address: 'bas@delinde.test', rank: 2, employed: true, clinician: false, kind: 'staff', from: 0, until: null }

const details: InvitationDetails = {
  practice: { name: 'De Linde', root }, person: { id: 'bas', name: 'Bas Jansen', function: 'assistent', address: 'bas@delinde.test' },
  account: { imap: { host: 'mail.delinde.test', port: 993, security: 'tls' }, smtp: { host: 'mail.delinde.test', port: 465, security: 'tls' }, user: 'bas', auth: 'password', ca: null },
  register: { folder: 'Praktijk/Praktijkpost-register' },
}

/** A workstation with keys of its own. */
function workstation(label = 'Balie 1'): { device: Device; sign: (text: string) => Uint8Array } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(12)
  const device = { id: createHash('sha256').update(raw).digest('hex'), signKey: raw.toString('base64url'), sealKey: randomBytes(32).toString('base64url'), label }
  return { device, sign: (text) => signWith(null, Buffer.from(text), privateKey) }
}

function requestOf(made: MadeInvitation, { device, sign } = workstation(), change: { root?: string; text?: string } = {}): { request: JoinRequest; body: Uint8Array } {
  const opened = openInvitation(change.text ?? made.file, 'unknown')
  if (opened.kind !== 'invitation') throw new Error(opened.kind)
  const { body } = makeJoinRequest({ invitation: opened.invitation, root: change.root ?? root, device, sign, at: 5 })
  const read = readJoinRequest(body)
  if (read.kind !== 'request') throw new Error(read.kind)
  return { request: read.request, body }
}

const personEntry = (person: Person, ended: PersonEntry['ended'] = null): PersonEntry => ({ person, added: said, ended, roles: new Map(), privateAgreed: null })
const deviceEntry = (device: Device, revoked: DeviceEntry['revoked'] = null): DeviceEntry => ({ device, person: 'bas', admitted: said, revoked, reference: sealed })

function desk(made: MadeInvitation, change: { invitation?: Partial<InvitationEntry>; devices?: readonly DeviceEntry[]; person?: PersonEntry | null } & Partial<Pick<Desk, 'at' | 'root'>> = {}): Desk {
  const person = change.person === undefined ? personEntry(bas) : change.person
  return {
    root, at, words, ...change,
    law: {
      invitations: new Map([[made.given.id, { invitation: made.given, given: said, withdrawn: null, usedBy: null, ...change.invitation }]]),
      devices: new Map((change.devices ?? []).map((entry) => [entry.device.id, entry])),
      people: new Map(person === null ? [] : [[person.person.id, person]]),
    },
  }
}

describe('a request', () => {
  test('reads as it was made; the manager and the newcomer see the same six words', () => {
    const made = makeInvitation(details, until)
    const { device, sign } = workstation()
    const { request } = requestOf(made, { device, sign })
    expect(request).toMatchObject({ practice: root, invitation: made.given.id, device, at: 5 })
    const hers = judgeRequest(desk(made), request, [request])
    const opened = openInvitation(made.code, 'unknown')
    if (opened.kind !== 'invitation') throw new Error(opened.kind)
    expect(hers).toEqual({ kind: 'asks', person: 'bas', contested: false, words: sixWords(words, { root, signKey: device.signKey, sealKey: device.sealKey, proofKey: opened.invitation.proof.key }) })
  })

  test.each(['signKey', 'sealKey', 'label', 'id', 'proofKey', 'invitation', 'practice', 'at'])('with another %s than was signed is forged, or none', (field) => {
    const { body } = requestOf(makeInvitation(details, until))
    const outer = JSON.parse(Buffer.from(body).toString()) as { request: string }
    const other = requestOf(makeInvitation(details, until)).body
    const theirs = JSON.parse((JSON.parse(Buffer.from(other).toString()) as { request: string }).request) as Record<string, unknown> & { device: Record<string, unknown> }
    const mine = JSON.parse(outer.request) as Record<string, unknown> & { device: Record<string, unknown> }
    if (field in mine.device) mine.device[field] = field === 'label' ? 'Anders' : theirs.device[field]
    else mine[field] = field === 'at' ? 6 : field === 'practice' ? 'f'.repeat(64) : theirs[field]
    expect(readJoinRequest(Buffer.from(JSON.stringify({ ...outer, request: JSON.stringify(mine) })))).toEqual({ kind: 'forged' })
  })

  test('whatever lies in the folder, nothing throws', () => {
    fc.assert(fc.property(fc.oneof(fc.uint8Array(), fc.json().map((text) => Buffer.from(text))), (body) => {
      expect(readJoinRequest(body).kind).toBe('no-request')
    }), { numRuns: 100 })
  })
})

describe('what a request is worth', () => {
  const made = makeInvitation(details, until)
  const { device, sign } = workstation()
  const { request } = requestOf(made, { device, sign })
  const because = (judged: ReturnType<typeof judgeRequest>): string => (judged.kind === 'refused' ? judged.because : judged.kind)

  test.each([
    ['expired', desk(made, { at: until })],
    ['time-unknown', desk(made, { at: 'unknown' })],
    ['used', desk(made, { invitation: { usedBy: 'f'.repeat(64) } })],
    ['withdrawn', desk(made, { invitation: { withdrawn: said } })],
    ['unknown-invitation', desk(makeInvitation(details, until))],
    ['other-practice', desk(made, { root: 'f'.repeat(64) })],
    ['no-such-person', desk(made, { person: null })],
    ['no-such-person', desk(made, { person: personEntry(bas, { ...said, until: 1 }) })],
    ['revoked-keys', desk(made, { devices: [deviceEntry(device, { ...said, because: 'lost' })] })],
    ['member', desk(made, { devices: [deviceEntry(device)], invitation: { usedBy: device.id } })],
    ['asks', desk(made)],
  ])('%s', (outcome, at) => { expect(because(judgeRequest(at, request, []))).toBe(outcome) })

  test('who knows the name of an invitation and not its secret is refused', () => {
    const { request: theirs } = requestOf(makeInvitation(details, until))
    expect(because(judgeRequest(desk(made), { ...theirs, invitation: made.given.id }, []))).toBe('wrong-secret')
  })

  test('the secret of this practice is another one in the next', () => {
    const elsewhere = makeInvitation({ ...details, practice: { name: 'Elders', root: 'e'.repeat(64) } }, until)
    const { request: theirs } = requestOf(elsewhere, workstation(), { root: 'e'.repeat(64) })
    expect(because(judgeRequest(desk(made), theirs, []))).toBe('other-practice')
    const { secret } = JSON.parse(elsewhere.file) as { secret: string }
    expect(made.file).not.toContain(secret)
  })

  test('two who ask with one invitation: each has words of its own, and it is said', () => {
    const other = requestOf(made).request
    const [one, two] = [judgeRequest(desk(made), request, [request, other]), judgeRequest(desk(made), other, [request, other])]
    expect([one, two]).toMatchObject([{ kind: 'asks', contested: true }, { kind: 'asks', contested: true }])
    expect(one.kind === 'asks' && two.kind === 'asks' && one.words.join() !== two.words.join()).toBe(true)
  })

  test('what the manager writes: the person once, the invitation, and then the workstation', () => {
    expect(invitingEvents({ people: new Map() }, bas, made.given).map(({ kind }) => kind)).toEqual(['person-added', 'invitation-given'])
    expect(invitingEvents({ people: new Map([['bas', personEntry(bas)]]) }, bas, made.given).map(({ kind }) => kind)).toEqual(['invitation-given'])
    expect(admittingBody(request, 'bas', sealed)).toEqual({ person: 'bas', device, invitation: made.given.id, reference: sealed })
  })
})
