import type { BogusReason, UnreachableReason } from './look-up.ts'
import type { Message } from './message.ts'

/** What a resolver said to one question: something to judge, or why there is nothing. */
export type Reply =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'unreachable'; readonly why: UnreachableReason }
  | { readonly kind: 'bogus'; readonly why: BogusReason }

export const unreachable = (why: UnreachableReason): Reply => ({ kind: 'unreachable', why })

const [noError, serverFailure, noSuchName] = [0, 2, 3]

/** RFC 8914: codes by which a resolver says that its own validation failed. */
const isAboutProof = (code: number): boolean => code >= 6 && code <= 12

/**
 * With CD set a resolver does not validate, so SERVFAIL means that it got no answer. One that validates all the same says
 * so in an extended error; that is unsigned talk, but all it can do is keep us from an answer, which silence does as well.
 */
export function judgeReply(message: Message): Reply {
  const { rcode, answers, isRecursive, isAuthoritative, extendedErrors } = message
  if (rcode === serverFailure) return extendedErrors.some(isAboutProof) ? { kind: 'bogus', why: 'resolver-says-bogus' } : unreachable('resolver-failed')
  if (rcode !== noError && rcode !== noSuchName) return unreachable('resolver-refused')
  // A server that neither knows nor looks further refers to another one: no answer to us.
  if (answers.length === 0 && !isRecursive && !isAuthoritative) return unreachable('resolver-refused')
  return { kind: 'message', message }
}

/** Where a resolver listens. */
export type Server = { readonly host: string; readonly port: number }

/** Why a question came to its end without an answer. */
export const whyEnded = (end: AbortSignal): UnreachableReason => (end.reason === 'stopped' ? 'stopped' : 'timed-out')

const offline = ['ENETUNREACH', 'ENETDOWN', 'EHOSTUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN']
const aboutCertificate = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/

/** What a network error means to who waits. */
export function reasonOf(error: Error & { readonly code?: unknown }): UnreachableReason {
  const code = typeof error.code === 'string' ? error.code : ''
  if (offline.includes(code)) return 'offline'
  if (code === 'ETIMEDOUT') return 'timed-out'
  return aboutCertificate.test(code) ? 'untrusted-resolver' : 'connection-refused'
}
