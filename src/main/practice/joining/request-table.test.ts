import { createHash, generateKeyPairSync, sign as signWith } from 'node:crypto'
import { expect, test } from 'vitest'
import { stateDatabase } from '../../../../test/vault/state-database.ts'
import { NOW, hashOf } from '../../../../test/register/workstation.ts'
import { makeInvitation, openInvitation } from './invitation.ts'
import { makeJoinRequest } from './join-request.ts'
import type { Standing } from './admission.ts'
import { REQUESTS_CROWDED_OUT_NAMED, REQUESTS_KEPT, REQUESTS_PER_INVITATION } from './limits.ts'
import { boundRequests, crowdedOutRequests, dropRequest, keepRequest, openRequests } from './request-table.ts'

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

/** One more request; each has its own moment, and so its own hash. `id`: of the invitation that it names. */
const requestAt = (at: number, id = invitation.id) =>
  ({ ...makeJoinRequest({ invitation: { ...invitation, id }, root, device, sign: (text) => signWith(null, Buffer.from(text), privateKey), at }), at })
const times = (requests: readonly { at: number }[]): number[] => requests.map(({ at }) => at)

const invited: Standing = { kind: 'invited', person: 'bas', until: NOW + 1 }
/** As if nobody had given any other invitation. */
const byInvitation = (request: { invitation: string }): Standing => (request.invitation === invitation.id ? invited : { kind: 'refused', because: 'unknown-invitation' })

test('after years of joining somebody can still ask; what was turned down does not ask again', () => {
  using state = stateDatabase()
  const { database: db } = state
  const requests = Array.from({ length: 230 }, (_, at) => requestAt(NOW + at))
  for (const [place, request] of requests.entries()) {
    keepRequest(db, request)
    if (place < 225) dropRequest(db, request.hash)
    boundRequests(db, byInvitation)
  }
  expect(times(openRequests(db))).toEqual(times(requests.slice(225)))
  keepRequest(db, requests[0]!)
  boundRequests(db, byInvitation)
  expect(openRequests(db)).toHaveLength(5)
  expect(crowdedOutRequests(db)).toEqual([])
})

test('a thousand requests of a stranger crowd out nobody who was invited, and each other; the latest that went are named', () => {
  using state = stateDatabase()
  const { database: db } = state
  const genuine = requestAt(NOW)
  keepRequest(db, genuine)
  for (let at = 1; at <= 1_000; at++) keepRequest(db, requestAt(NOW + at, `stranger-${String(at % 400)}`))
  boundRequests(db, byInvitation)
  const kept = openRequests(db)
  expect(kept).toHaveLength(REQUESTS_KEPT)
  expect(kept[0]!.hash).toBe(genuine.hash)
  expect(crowdedOutRequests(db)).toHaveLength(REQUESTS_CROWDED_OUT_NAMED)
  expect(db.prepare('SELECT count(*) FROM join_request').pluck().get()).toBe(REQUESTS_KEPT + REQUESTS_CROWDED_OUT_NAMED)
})

test('of many with one secret the newest stay; one that was crowded out does not come back, and can be waved away', () => {
  using state = stateDatabase()
  const { database: db } = state
  const requests = Array.from({ length: REQUESTS_PER_INVITATION + 2 }, (_, at) => requestAt(NOW + at))
  for (const request of requests.toReversed()) keepRequest(db, request)
  boundRequests(db, byInvitation)
  expect(times(openRequests(db))).toEqual(times(requests.slice(2)))
  expect(times(crowdedOutRequests(db))).toEqual(times(requests.slice(0, 2)))
  keepRequest(db, requests[0]!)
  dropRequest(db, requests[0]!.hash)
  boundRequests(db, byInvitation)
  expect(times(crowdedOutRequests(db))).toEqual([NOW + 1])
})

test('what a workstation asked that was let in meanwhile is settled', () => {
  using state = stateDatabase()
  const { database: db } = state
  keepRequest(db, requestAt(NOW))
  boundRequests(db, () => ({ kind: 'member' }))
  expect(openRequests(db)).toEqual([])
  expect(crowdedOutRequests(db)).toEqual([])
})
