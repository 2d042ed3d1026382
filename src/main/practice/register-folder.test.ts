import { createHash, generateKeyPairSync, sign as signWith } from 'node:crypto'
import { expect, test } from 'vitest'
import { stateDatabase } from '../../../test/vault/state-database.ts'
import { NOW, hashOf } from '../../../test/register/workstation.ts'
import { makeInvitation, openInvitation } from './joining/invitation.ts'
import { makeJoinRequest } from './joining/join-request.ts'
import { dropRequest, keepRequest, openRequests } from './register-folder.ts'

const root = hashOf('De Linde')
const opened = openInvitation(makeInvitation({
  practice: { name: 'De Linde', root }, person: { id: 'bas', name: 'Bas Jansen', function: 'assistent', address: 'bas@delinde.test' }, register: { folder: 'Praktijk/Praktijkpost-register' },
  account: { imap: { host: 'mail.delinde.test', port: 993, security: 'tls' }, smtp: { host: 'mail.delinde.test', port: 465, security: 'tls' }, user: 'bas', auth: 'password', ca: null },
}, NOW).file, 'unknown')
if (opened.kind !== 'invitation') throw new Error(opened.kind)
const { invitation } = opened
const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(12)
const device = { id: createHash('sha256').update(raw).digest('hex'), signKey: raw.toString('base64url'), sealKey: raw.toString('base64url'), label: 'Balie' }

/** One more request; each has its own moment, and so its own hash. */
const requestAt = (at: number) => ({ ...makeJoinRequest({ invitation, root, device, sign: (text) => signWith(null, Buffer.from(text), privateKey), at }), at })

test('after years of joining somebody can still ask; what was turned down does not ask again', () => {
  using state = stateDatabase()
  const { database: db } = state
  const requests = Array.from({ length: 230 }, (_, at) => requestAt(NOW + at))
  for (const [place, request] of requests.entries()) {
    keepRequest(db, request)
    if (place < 210) dropRequest(db, request.hash)
  }
  expect(openRequests(db).map(({ at }) => at)).toEqual(requests.slice(210).map(({ at }) => at))
  keepRequest(db, requests[0]!)
  expect(openRequests(db)).toHaveLength(20)
})

test('of more than anybody can look through the latest are shown; one that others push out of sight is there again when they were turned down', () => {
  using state = stateDatabase()
  const { database: db } = state
  const requests = Array.from({ length: 205 }, (_, at) => requestAt(NOW + at))
  for (const request of requests.toReversed()) keepRequest(db, request)
  expect(openRequests(db).map(({ at }) => at)).toEqual(requests.slice(5).map(({ at }) => at))
  for (const { hash } of requests.slice(5)) dropRequest(db, hash)
  expect(openRequests(db).map(({ at }) => at)).toEqual(requests.slice(0, 5).map(({ at }) => at))
})
