import { createHash, generateKeyPairSync, randomBytes, sign as signWith, type KeyObject } from 'node:crypto'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Session } from '../../src/main/imap/session.ts'
import { judgeRequest, type Desk } from '../../src/main/practice/joining/admission.ts'
import { isInvitedTo, makeInvitation, openInvitation, type OpenedInvitation } from '../../src/main/practice/joining/invitation.ts'
import { makeJoinRequest, readJoinRequest, type JoinRequest } from '../../src/main/practice/joining/join-request.ts'
import { readWordList, sixWords } from '../../src/main/practice/joining/six-words.ts'
import { envelopeId, readEnvelope, writeEnvelope } from '../../src/main/practice/line/envelope.ts'
import { uidsNamed } from '../../src/main/practice/line/filed.ts'
import { findRegister } from '../../src/main/practice/rights/find-register.ts'
import { foundRegisterFolder, letMembersIn } from '../../src/main/practice/rights/register-folder.ts'
import type { Device } from '../../src/shared/practice/person.ts'
import { accountOf } from './imap-desk.ts'
import { TestLine } from './register/line-desk.ts'
import { startPractice, type Practice } from './servers/practice.ts'

let practice: Practice
beforeAll(async () => { practice = await startPractice({ only: ['imap'] }) })
afterAll(() => practice[Symbol.asyncDispose]())

const anja = 'anja@delinde.test'
const bas = 'bas@delinde.test'
const words = readWordList(path.resolve(import.meta.dirname, '../../resources/words/nl.txt'))
const root = createHash('sha256').update('the founding event').digest('hex')
const until = Date.UTC(2026, 11, 1)

async function sessionOf(address: string): Promise<Session & AsyncDisposable> {
  const opened = await Session.open({ ...accountOf(practice, address) }, new AbortController().signal)
  if (opened.kind === 'problem') throw new Error(opened.problem)
  const { session } = opened
  return Object.assign(session, { [Symbol.asyncDispose]: () => session.close() })
}

function workstation(): { readonly device: Device; readonly key: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(12)
  return { key: privateKey, device: { id: createHash('sha256').update(raw).digest('hex'), signKey: raw.toString('base64url'), sealKey: randomBytes(32).toString('base64url'), label: 'Balie' } }
}

/** Where the manager keeps the register, with its founding event in it. */
async function found(session: Session): Promise<string> {
  const founded = await foundRegisterFolder(session, { keeper: anja, members: [], suffix: '-join' })
  if (founded.kind !== 'ready') throw new Error(founded.kind)
  const { raw } = writeEnvelope({ kind: 'event', hash: root, from: anja, at: until, body: Buffer.from('{}') })
  await session.run((client) => client.append(founded.path, Buffer.from(raw)))
  return founded.path
}

const requestIn = (raw: Uint8Array): JoinRequest[] => {
  const envelope = readEnvelope(raw)
  const read = envelope.kind === 'join' ? readJoinRequest(envelope.body) : null
  return read?.kind === 'request' ? [read.request] : []
}

test('a newcomer finds the register by what he typed, asks, and both sides see the same words; who swaps the key on the way is seen', async () => {
  await using manager = await sessionOf(anja)
  const folder = await found(manager)
  const made = makeInvitation({
    practice: { name: 'De Linde', root }, person: { id: 'bas', name: 'Bas Jansen', function: 'assistent', address: bas },
    account: { imap: accountOf(practice, bas).imap, smtp: accountOf(practice, bas).imap, user: bas, auth: 'password', ca: accountOf(practice, bas).ca },
    register: { folder },
  }, until)

  // Bas, with the code and his own password: first he sees nothing, then the manager's program lets his login in.
  const opened = openInvitation(made.code, until - 1)
  if (opened.kind !== 'invitation') throw new Error(opened.kind)
  {
    await using early = await sessionOf(bas)
    expect(await findRegister(early, opened.invitation.root)).toEqual({ kind: 'not-visible' })
  }
  await letMembersIn(manager, folder, [bas])
  await using his = await sessionOf(bas)
  const place = await findRegister(his, opened.invitation.root)
  expect(place).toEqual({ kind: 'found', folder: `Gedeeld/${anja}/${folder}`, uid: 1 })
  expect(await findRegister(his, 'f'.repeat(32))).toEqual({ kind: 'other-practice', folders: [`Gedeeld/${anja}/${folder}`] })
  expect(isInvitedTo(opened.invitation, root)).toBe(true)
  if (place.kind !== 'found') return

  await using line = new TestLine({ connection: accountOf(practice, bas), folder: place.folder })
  await using hers = new TestLine({ connection: accountOf(practice, anja), folder })
  const mine = workstation()
  const ask = ({ device, key }: ReturnType<typeof workstation>, invitation: OpenedInvitation) => makeJoinRequest({
    invitation, root, device, at: until, sign: (text) => signWith(null, Buffer.from(text), key),
  })
  const mail = ({ hash, body }: ReturnType<typeof ask>) => writeEnvelope({ kind: 'join', hash, from: bas, at: until, body })
  const asked = mail(ask(mine, opened.invitation))
  line.line.send(asked)
  // Somebody who read the invitation along asks as well, with keys of his own.
  line.line.send(mail(ask(workstation(), opened.invitation)))
  await hers.until(() => hers.messages.length === 3)

  const requests = hers.messages.flatMap((message) => (message.kind === 'whole' ? requestIn(message.raw) : []))
  const said = { clock: 1, hash: root, by: 'anja', at: 0 }
  const person = { id: 'bas', name: 'Bas', function: '', address: bas, rank: 1, employed: true, clinician: false, kind: 'staff' as const, from: 0, until: null }
  const desk: Desk = {
    root, at: until - 1, words,
    law: {
      devices: new Map(), invitations: new Map([[made.given.id, { invitation: made.given, given: said, withdrawn: null, usedBy: null }]]),
      people: new Map([['bas', { person, added: said, ended: null, roles: new Map(), privateAgreed: null }]]),
    },
  }
  const judged = requests.map((request) => judgeRequest(desk, request, requests))
  const onHisScreen = sixWords(words, { root, signKey: mine.device.signKey, sealKey: mine.device.sealKey, proofKey: opened.invitation.proof.key })
  expect(judged).toMatchObject([{ kind: 'asks', words: onHisScreen, contested: true }, { kind: 'asks', contested: true }])
  expect(judged[1]?.kind === 'asks' && judged[1].words).not.toEqual(onHisScreen)

  await manager.select(folder, { readOnly: true })
  const [uid] = await uidsNamed(manager, asked.id)
  for await (const { source } of manager.fetch(String(uid), { uid: true, source: true })) expect(requestIn(source ?? new Uint8Array())).toEqual([requests[0]])
  expect(await uidsNamed(manager, envelopeId({ kind: 'segment', hash: root }))).toEqual([])
})
