import { setImmediate as nextTurn } from 'node:timers/promises'
import { ASSESSED_AFTERWARDS_MS, EVIDENCE_CHARS, EVIDENCE_LIST, HASH_PIECE_BYTES } from './limits.ts'
import type { DmarcEvidence, InboundEvidence, ReceivingPractice, SignatureEvidence } from '../../shared/norm/inbound-evidence.ts'
import { judge, type InboundVerdict } from '../../shared/norm/inbound-verdict.ts'
import type { NtaFinding } from '../../shared/norm/nta-status.ts'
import type { Resolver } from '../dns/resolver.ts'
import { readArc } from './arc.ts'
import { alignmentOf, findDmarc } from './dmarc.ts'
import { readHeaderBlock, repeatedNames } from './header-block.ts'
import { readHops } from './hops.ts'
import { readMark } from './mark.ts'
import { openMessage } from './message-source.ts'
import { findReadiness } from './readiness.ts'
import { readReported } from './reported.ts'
import { readSender, type Sender } from './sender.ts'
import { verifySignatures, type VerifiedSignature } from './signatures.ts'

export type { ReceivingPractice } from '../../shared/norm/inbound-evidence.ts'

/** A verdict with what it rests on: plain JSON under 8 KB. */
export type Assessment = InboundVerdict & { readonly evidence: InboundEvidence }

export type AssessContext = {
  readonly practice: ReceivingPractice
  readonly resolver: Resolver
  /** Ms since 1970; keys and records are judged by the first, and `assessedAt` tells how much later this is. */
  readonly receivedAt: number
  readonly assessedAt: number
}

/**
 * Gathers the evidence about a received message and judges it (IN-01 to IN-10). Takes the raw bytes as stored by the server, whole
 * or as a stream that is hashed as it passes. Any content and any answer gives a state; only the stream's own errors reject.
 */
export async function assess(raw: Uint8Array | AsyncIterable<Uint8Array>, { practice, resolver, receivedAt, assessedAt }: AssessContext): Promise<Assessment> {
  const message = await openMessage(raw)
  const { fields, strange } = readHeaderBlock(message.head)
  const sender = readSender(fields)
  const counted = counting(message.body)
  const [verified, dmarc, nta] = await Promise.all([
    verifySignatures({ fields, body: counted.pieces, fromDomain: sender.domain, receivedAt }, resolver),
    sender.domain === null ? noDmarc : findDmarc(sender.domain, resolver),
    sender.domain === null ? null : findReadiness(sender.domain, { resolver, at: receivedAt, now: assessedAt }),
  ])
  const looked = verified.looked.map((signature) => aligned(signature, sender, dmarc))
  const evidence: InboundEvidence = {
    sender: { ...sender, ...readinessOf(nta) },
    signatures: { count: verified.count, looked },
    dmarc,
    reported: readReported(fields, {
      authservId: practice.authservId, receivingHosts: practice.receivingHosts, fromDomain: sender.domain,
      isAligned: (domain) => alignmentOf(sender.domain, domain, dmarc) === 'aligned',
    }),
    mark: readMark(fields, { signatures: looked, isStripped: practice.stripsForeignHeader }),
    hops: readHops(fields, practice.receivingHosts),
    arc: readArc(fields),
    structure: { repeated: repeatedNames(fields).slice(0, EVIDENCE_LIST).map((name) => name.slice(0, EVIDENCE_CHARS)), strange, bytes: message.head.length + counted.bytes() },
    ...(nta === null || nta.blind === null ? {} : { blind: nta.blind }),
    afterwards: assessedAt - receivedAt > ASSESSED_AFTERWARDS_MS,
  }
  return { ...judge(evidence, practice), evidence }
}

const noDmarc: DmarcEvidence = { kind: 'none', domain: null, policy: null, strictDkim: false }

function aligned(signature: VerifiedSignature, { domain }: Sender, dmarc: DmarcEvidence): SignatureEvidence {
  const alignment = alignmentOf(domain, signature.domain, dmarc)
  if (alignment === 'undecided' && signature.result === 'pass') return { ...signature, aligned: true, result: 'unproven', fault: 'alignmentUnknown' }
  return { ...signature, aligned: alignment !== 'none' }
}

const readinessOf = (nta: NtaFinding | null): Pick<InboundEvidence['sender'], 'status' | 'provider' | 'lastDay'> =>
  ({ status: nta?.status ?? 'absent', provider: nta?.record?.provider?.slice(0, EVIDENCE_CHARS) ?? null, lastDay: nta?.lastDay ?? null })

/** The body as it passes, in pieces after which answers of name servers can come in, and how much of it there was. */
function counting(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): { pieces: AsyncIterable<Uint8Array>; bytes: () => number } {
  let bytes = 0
  async function* pass(): AsyncGenerator<Uint8Array> {
    let sinceTurn = 0
    for await (const piece of body) {
      bytes += piece.length
      for (let at = 0; at < piece.length; at += HASH_PIECE_BYTES) {
        const part = piece.subarray(at, at + HASH_PIECE_BYTES)
        yield part
        sinceTurn += part.length
        if (sinceTurn < HASH_PIECE_BYTES) continue
        sinceTurn = 0
        await nextTurn()
      }
    }
  }
  return { pieces: pass(), bytes: () => bytes }
}
