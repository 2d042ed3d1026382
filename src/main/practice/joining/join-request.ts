import { createHash } from 'node:crypto'
import { z } from 'zod'
import { device, type Device } from '../../../shared/practice/person.ts'
import { base64url, id, moment, rawKey, sha256 } from '../../../shared/practice/plain-values.ts'
import type { OpenedInvitation } from './invitation.ts'
import { JOIN_REQUEST_BYTES } from './limits.ts'
import { isSignedBy } from './proof.ts'

const requestText = z.strictObject({
  asks: z.literal('to-join'), version: z.literal(1),
  /** Hash of the founding event. */
  practice: sha256,
  invitation: id,
  /** The public half of what the invitation's secret makes. */
  proofKey: rawKey,
  device,
  /** The newcomer's own clock: shown, never trusted. */
  at: moment,
})
const signed = z.strictObject({ request: z.string().max(4_000), proof: base64url.length(86), own: base64url.length(86) })

/** What a new workstation asks: to be let in under an invitation. Both signatures were checked. */
export interface JoinRequest {
  /** SHA-256 of its text, hex. */
  readonly hash: string
  readonly practice: string
  readonly invitation: string
  readonly proofKey: string
  readonly device: Device
  readonly at: number
}

export type ReadRequest =
  | { readonly kind: 'request'; readonly request: JoinRequest }
  /** The signatures do not fit what is asked: changed on the way, or in another's name. */
  | { readonly kind: 'forged' }
  | { readonly kind: 'newer-version' }
  | { readonly kind: 'no-request' }

export interface Asking {
  readonly invitation: OpenedInvitation
  /** The whole hash of the founding event that was found in the register's folder. */
  readonly root: string
  readonly device: Device
  /** With the workstation's own Ed25519 key; raw bytes of the signature. */
  readonly sign: (text: string) => Uint8Array
  readonly at: number
}

/** Signed with the invitation's proof, so that nobody else can ask in that name, and with the workstation's own key, so that it has it. */
export function makeJoinRequest({ invitation, root, device: mine, sign, at }: Asking): { readonly hash: string; readonly body: Uint8Array } {
  const { id: deviceId, signKey, sealKey, label } = mine
  const request = JSON.stringify({
    asks: 'to-join', version: 1, practice: root, invitation: invitation.id, proofKey: invitation.proof.key, device: { id: deviceId, signKey, sealKey, label }, at,
  })
  const body = JSON.stringify({ request, proof: invitation.proof.sign(spoken(request)), own: Buffer.from(sign(spoken(request))).toString('base64url') })
  return { hash: hashOf(request), body: Buffer.from(body) }
}

/** So that no signature under a request can be taken for one under anything else. */
const spoken = (request: string): string => `praktijkpost join request 1\n${request}`
const hashOf = (request: string): string => createHash('sha256').update(request).digest('hex')

/** Reads the body of a message of the register's folder. */
export function readJoinRequest(body: Uint8Array): ReadRequest {
  const read = readText(body)
  if (read.kind !== 'read') return read
  const { text, request, proof, own } = read
  const { device: asking, proofKey } = request
  const isItself = createHash('sha256').update(Buffer.from(asking.signKey, 'base64url')).digest('hex') === asking.id
  if (!isItself || !isSignedBy(proofKey, spoken(text), proof) || !isSignedBy(asking.signKey, spoken(text), own)) return { kind: 'forged' }
  return { kind: 'request', request }
}

/** One that was checked when it was kept here: its signatures are not verified a second time. */
export function keptJoinRequest(body: Uint8Array): JoinRequest | null {
  const read = readText(body)
  return read.kind === 'read' ? read.request : null
}

type ReadText = { readonly kind: 'read'; readonly text: string; readonly request: JoinRequest; readonly proof: string; readonly own: string } | { readonly kind: 'newer-version' } | { readonly kind: 'no-request' }

function readText(body: Uint8Array): ReadText {
  if (body.byteLength > JOIN_REQUEST_BYTES) return { kind: 'no-request' }
  const outer = signed.safeParse(parsed(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')))
  if (!outer.success) return { kind: 'no-request' }
  const { request: text, proof, own } = outer.data
  const inner = parsed(text)
  const claim = z.object({ asks: z.literal('to-join'), version: z.int() }).safeParse(inner)
  if (!claim.success) return { kind: 'no-request' }
  if (claim.data.version > 1) return { kind: 'newer-version' }
  const read = requestText.safeParse(inner)
  if (!read.success) return { kind: 'no-request' }
  const { practice, invitation, proofKey, device: asking, at } = read.data
  return { kind: 'read', text, request: { hash: hashOf(text), practice, invitation, proofKey, device: asking, at }, proof, own }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
