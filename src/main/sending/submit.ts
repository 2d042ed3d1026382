import { Readable } from 'node:stream'
import type SmtpConnection from 'nodemailer/lib/smtp-connection'
import type { SMTPConnectionSendInfo } from 'nodemailer/lib/smtp-connection'
import { connectionProblemOf } from '../../shared/mail/connection-problem.ts'
import type { ConnectionProblem } from '../../shared/contract/accounts.ts'
import { factsOf, replyCodeOf, replyCodesOf } from './smtp-problem.ts'
import { farewell } from './smtp-session.ts'
import { submittedCopy, type Copy, type Marking } from './submitted-copy.ts'

export interface Submission {
  readonly from: string
  readonly to: readonly string[]
  readonly sizeBytes: number
  /** The exact bytes, in pieces: 7-bit, as the mime room writes them. */
  readonly pieces: AsyncIterable<Uint8Array>
  /** What a provider is told on this copy, which then goes to nobody else (PV-02); absent or null: nothing. */
  readonly marking?: Marking | null
  /**
   * Called once, after all pieces but the last have been handed over and before the last one is: from here on the server may
   * have the whole message. What it notes must be durable when it returns; when it throws, the end is never sent.
   */
  readonly beforeEnd: () => void
}

/** A recipient that the server would not take while it took others. `code` as in RFC 5321: 4yz for now, 5yz for good. */
export interface RefusedRecipient {
  readonly address: string
  readonly code: number
}

export type SubmissionResult =
  /** The server has it, for everybody but `refused`. `reply`: its codes. */
  | { readonly kind: 'accepted'; readonly reply: string; readonly refused: readonly RefusedRecipient[] }
  /** The server said no, or its provider cannot be told what it must know (`marker`: RT-23, PV-04); nobody gets it. */
  | { readonly kind: 'refused'; readonly code: number | null; readonly reply: string; readonly because: RefusalReason }
  /** Nobody has it: the server said "later", or the line broke before the end was sent. */
  | { readonly kind: 'later'; readonly code: number | null; readonly reply: string; readonly problem: ConnectionProblem | 'server-said-later' }
  /** The end may have been sent and no answer came: SMTP cannot tell. */
  | { readonly kind: 'unclear' }
  /** The bytes could not be read, or `beforeEnd` threw: nobody has it. */
  | { readonly kind: 'not-sent'; readonly error: unknown }

export type RefusalReason = 'sender' | 'recipients' | 'message' | 'too-large' | 'marker'

/**
 * Hands over one message in one transaction (RFC 5321 section 3.3) and says exactly how far it got. Until the final dot a server
 * has nothing (section 4.1.1.4), so a break before it is safe to repeat; after it only an answer makes it certain.
 */
export async function submit(connection: SmtpConnection, submission: Submission, answerMs: number): Promise<SubmissionResult> {
  const copy = await copyFor(connection, submission)
  if (copy.kind === 'copy') return handOver(connection, { ...submission, ...copy.copy }, answerMs)
  connection.close()
  return copy
}

/** The bytes of this submission: the message, or its copy with what the provider is told. */
async function copyFor(connection: SmtpConnection, { sizeBytes, pieces, marking = null, to }: Submission): Promise<{ kind: 'copy'; copy: Copy } | Extract<SubmissionResult, { kind: 'refused' | 'not-sent' }>> {
  if (marking === null) return { kind: 'copy', copy: { sizeBytes, pieces } }
  try {
    const marked = await submittedCopy({ sizeBytes, pieces }, marking, { connectedHost: connection.host, to })
    return marked.kind === 'copy' ? marked : { kind: 'refused', code: null, reply: '', because: 'marker' }
  } catch (error) {
    return { kind: 'not-sent', error }
  }
}

async function handOver(connection: SmtpConnection, submission: Submission, answerMs: number): Promise<SubmissionResult> {
  const progress: Progress = { end: 'not-sent', cut: null }
  const timer = setTimeout(() => {
    progress.cut = 'timeout'
    connection.close()
  }, answerMs)
  const message = Readable.from(paced(submission, progress, () => clearTimeout(timer)), { objectMode: false })
  const result = await send(connection, submission, message).then(
    // An answer to a message that was never finished, final dot and all, is no answer to ours.
    (info) => (progress.end === 'sent' && info.messageSize >= submission.sizeBytes + FINAL_DOT_BYTES ? accepted(info) : EARLY_ANSWER),
    (error: unknown) => failed(error, progress),
  )
  clearTimeout(timer)
  progress.cut ??= 'over'
  message.destroy()
  if (result.kind === 'accepted') farewell(connection)
  else connection.close()
  return result
}

const EARLY_ANSWER: SubmissionResult = { kind: 'later', code: null, reply: '', problem: 'garbled' }

/** A full stop on a line of its own. */
const FINAL_DOT_BYTES = 3

interface Progress {
  end: 'not-sent' | 'sent'
  /** Why nothing more may be handed over; null while it may. */
  cut: 'timeout' | 'over' | SourceFailed | null
}

class SourceFailed extends Error {}

/** The pieces, the last one held back until `beforeEnd` has noted that it goes. Reading starts when the server says 354. */
async function* paced({ pieces, beforeEnd }: Submission, progress: Progress, onStart: () => void): AsyncGenerator<Uint8Array> {
  onStart()
  try {
    let held: Uint8Array | null = null
    for await (const piece of pieces) {
      if (piece.length === 0) continue
      if (held !== null) yield held
      held = piece
    }
    if (held === null || progress.cut !== null) throw new Error('nothing to send')
    beforeEnd()
    progress.end = 'sent'
    yield held
  } catch (error) {
    progress.cut ??= new SourceFailed('the message could not be handed over', { cause: error })
    throw error
  }
}

/** Settles at an answer, and also when the connection ends without telling the sender so. */
function send(connection: SmtpConnection, { from, to, sizeBytes }: Submission, message: Readable): Promise<SMTPConnectionSendInfo> {
  return new Promise((resolve, reject) => {
    // In the next turn: the library first closes, then tells the sender why.
    connection.once('end', () => setImmediate(() => reject(Object.assign(new Error('the connection ended'), { code: 'ECONNECTION' }))))
    connection.send({ from, to: [...to], size: sizeBytes }, message, (error, info) => (error === null ? resolve(info) : reject(error)))
  })
}

function accepted(info: SMTPConnectionSendInfo): SubmissionResult {
  const refused = (info.rejectedErrors ?? []).map((error) => ({ address: error.recipient ?? '', code: replyCodeOf(factsOf(error)) ?? 550 }))
  return { kind: 'accepted', reply: replyCodesOf(info.response), refused }
}

function failed(error: unknown, { end, cut }: Progress): SubmissionResult {
  if (cut instanceof SourceFailed) return { kind: 'not-sent', error: cut.cause }
  const facts = factsOf(error)
  const code = replyCodeOf(facts)
  const reply = replyCodesOf(facts.response)
  // Only an answer to the end itself decides; a farewell on a breaking line may belong to anything.
  if (end === 'sent' && (facts.code !== 'EMESSAGE' || code === null)) return { kind: 'unclear' }
  if (cut === 'timeout') return { kind: 'later', code: null, reply: '', problem: 'timeout' }
  if (facts.code === 'EMESSAGE' && facts.command === 'MAIL FROM') return { kind: 'refused', code: null, reply: '', because: 'too-large' }
  const isAnswer = facts.code === 'EENVELOPE' || facts.code === 'EMESSAGE'
  if (isAnswer && code !== null && code >= 500 && code !== WRONG_ORDER) return { kind: 'refused', code, reply, because: reasonOf(facts.command, code) }
  if (code !== null) return { kind: 'later', code, reply, problem: 'server-said-later' }
  return { kind: 'later', code: null, reply: '', problem: connectionProblemOf(error) ?? (facts.code === 'ECONNECTION' ? 'dropped' : 'garbled') }
}

/** 503 speaks of the session, not of the message (RFC 5321 section 4.2.4). */
const WRONG_ORDER = 503
/** RFC 5321: over the limit of storage for this message. */
const TOO_MUCH = 552

function reasonOf(command: unknown, code: number): Exclude<RefusalReason, 'marker'> {
  if (command === 'RCPT TO') return 'recipients'
  if (code === TOO_MUCH) return 'too-large'
  return command === 'MAIL FROM' ? 'sender' : 'message'
}
