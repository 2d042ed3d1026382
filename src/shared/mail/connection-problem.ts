/** Why a mail server could not be reached: the part of the contract's problems that a socket or TLS can name. */
export type NetworkProblem =
  | 'unknown-host' | 'refused' | 'timeout' | 'offline' | 'certificate-expired' | 'certificate-name' | 'certificate-untrusted'
  | 'tls-too-old' | 'no-tls' | 'dropped'

/** What an error of a socket or of TLS says about itself; libraries keep the system's code apart when they put their own over it. */
export type ErrorFacts = { readonly code?: unknown; readonly originalCode?: unknown; readonly cause?: unknown; readonly errors?: unknown }

const MEANINGS: Readonly<Record<NetworkProblem, readonly string[]>> = {
  'unknown-host': ['ENOTFOUND', 'ENODATA', 'EBADNAME', 'EAI_NONAME', 'EAI_NODATA'],
  'refused': ['ECONNREFUSED', 'EACCES', 'EPERM'],
  'timeout': ['ETIMEDOUT', 'ESOCKETTIMEDOUT', 'ERR_SOCKET_CONNECTION_TIMEOUT', 'ERR_TLS_HANDSHAKE_TIMEOUT'],
  // No name server and no road out are the same thing for whoever looks at it: this computer has no network.
  'offline': ['EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'EHOSTDOWN', 'EADDRNOTAVAIL', 'ESERVFAIL'],
  // A certificate of tomorrow is as far outside its time as one of yesterday; both also mean a wrong clock.
  'certificate-expired': ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'ERROR_IN_CERT_NOT_AFTER_FIELD', 'ERROR_IN_CERT_NOT_BEFORE_FIELD'],
  'certificate-name': ['ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_TLS_CERT_ALTNAME_FORMAT', 'HOSTNAME_MISMATCH'],
  'certificate-untrusted': [
    'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_GET_CRL', 'UNABLE_TO_DECRYPT_CERT_SIGNATURE', 'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
    'CERT_CHAIN_TOO_LONG', 'CERT_REVOKED', 'CERT_REJECTED', 'CERT_UNTRUSTED', 'CERT_SIGNATURE_FAILURE', 'INVALID_CA', 'INVALID_PURPOSE',
    'PATH_LENGTH_EXCEEDED', 'OUT_OF_MEM', 'ERR_TLS_REQUIRED_SERVER_NAME',
  ],
  'tls-too-old': [
    'ERR_SSL_UNSUPPORTED_PROTOCOL', 'ERR_SSL_VERSION_TOO_LOW', 'ERR_SSL_WRONG_SSL_VERSION', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY', 'ERR_SSL_DH_KEY_TOO_SMALL',
    'ERR_SSL_EE_KEY_TOO_SMALL', 'ERR_SSL_CA_KEY_TOO_SMALL', 'ERR_SSL_CA_MD_TOO_WEAK', 'ERR_SSL_NO_PROTOCOLS_AVAILABLE', 'ERR_SSL_NO_SHARED_CIPHER',
    'ERR_SSL_WRONG_SIGNATURE_TYPE', 'ERR_SSL_LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED', 'ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED',
    'ERR_SSL_NO_CIPHERS_AVAILABLE', 'ERR_SSL_BAD_ECPOINT', 'ERR_SSL_INAPPROPRIATE_FALLBACK',
  ],
  // What answers is no TLS at all: a clear-text server on this port.
  'no-tls': ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'ERR_SSL_HTTP_REQUEST', 'ERR_SSL_HTTPS_PROXY_REQUEST', 'ERR_SSL_UNKNOWN_PROTOCOL'],
  'dropped': [
    'ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_SOCKET_CLOSED', 'ENOTCONN', 'ERR_SSL_UNEXPECTED_EOF_WHILE_READING',
    'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC', 'ERR_SSL_SSL/TLS_ALERT_BAD_RECORD_MAC', 'ERR_SSL_BAD_RECORD_TYPE',
  ],
}

const problems = new Map(
  (Object.keys(MEANINGS) as NetworkProblem[]).flatMap((problem) => MEANINGS[problem].map((code) => [code, problem] as const)),
)

const isObject = (value: unknown): value is ErrorFacts => typeof value === 'object' && value !== null

/**
 * What a failed connection means for a person, from the error's codes only: texts differ by version and language. Looks
 * through wrapping (`originalCode`, `cause`, the parts of an AggregateError, which a host with several addresses gives).
 * Null: no connection error; who raised it knows better.
 */
export function connectionProblemOf(error: unknown, depth = 0): NetworkProblem | null {
  if (!isObject(error) || depth > 4) return null
  const { originalCode, code, cause, errors } = error
  const inner = Array.isArray(errors) ? (errors as unknown[]).slice(0, 20) : []
  return problemOf(originalCode) ?? problemOf(code)
    ?? [cause, ...inner].reduce<NetworkProblem | null>((found, one) => found ?? connectionProblemOf(one, depth + 1), null)
}

const problemOf = (code: unknown): NetworkProblem | null => (typeof code === 'string' ? problems.get(code) ?? null : null)
