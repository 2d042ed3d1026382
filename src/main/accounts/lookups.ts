import { Resolver } from 'node:dns/promises'
import type { SrvRecord } from 'node:dns'
import { request } from 'node:https'
import type { IncomingMessage } from 'node:http'
import { connect, isIP } from 'node:net'
import type { LookupFunction } from 'node:net'
import { rootCertificates } from 'node:tls'
import { DISCOVER_ANSWER_MS, MAX_AUTOCONFIG_BYTES, MAX_AUTOCONFIG_REDIRECTS } from '../../shared/limits.ts'

/**
 * What discovery asks of the network. Every answer is best effort: what fails, times out or is aborted says "nothing", so
 * that one dead name server costs its own source and not the others.
 */
export interface Lookups {
  resolveSrv(name: string, signal: AbortSignal): Promise<SrvRecord[]>
  /** Names of mail exchangers, the preferred first. */
  resolveMx(domain: string, signal: AbortSignal): Promise<string[]>
  /** The body of a 200 over HTTPS with a valid certificate, up to a limit; null for anything else. */
  fetchText(url: string, signal: AbortSignal): Promise<string | null>
  /** Whether something accepts TCP connections there. */
  isOpen(endpoint: { host: string; port: number }, signal: AbortSignal): Promise<boolean>
}

export interface LookupOptions {
  /** Which name server to ask; without it the system's. */
  readonly resolver?: Resolver
  /** A CA (PEM) that counts beside the public ones. */
  readonly ca?: string
  /** Where HTTPS really listens, for a stand-in on an unprivileged port. */
  readonly httpsPort?: number
}

/** Look-ups over the real network. */
export function networkLookups(options: LookupOptions = {}): Lookups {
  const resolver = options.resolver ?? new Resolver({ timeout: DISCOVER_ANSWER_MS, tries: 1 })
  const lookup = options.resolver === undefined ? undefined : lookupThrough(options.resolver)
  return {
    resolveSrv: (name, signal) => within(resolver.resolveSrv(name), [], signal),
    resolveMx: async (domain, signal) =>
      (await within(resolver.resolveMx(domain), [], signal)).sort((a, b) => a.priority - b.priority).map(({ exchange }) => exchange),
    fetchText: (url, signal) => within(fetchText(url, { options, lookup, signal: answerSignal(signal) }), null, signal),
    isOpen: ({ host, port }, signal) => within(isOpen({ host, port, lookup, signal: answerSignal(signal) }), false, signal),
  }
}

const answerSignal = (signal: AbortSignal): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(DISCOVER_ANSWER_MS)])

/** The answer, or `nothing` when it fails or comes too late. A resolver cannot be aborted, so its late answer is dropped. */
async function within<Answer>(answer: Promise<Answer>, nothing: Answer, signal: AbortSignal): Promise<Answer> {
  const limit = answerSignal(signal)
  const late = new Promise<Answer>((resolve) => {
    if (limit.aborted) resolve(nothing)
    limit.addEventListener('abort', () => resolve(nothing), { once: true })
  })
  return Promise.race([answer.catch(() => nothing), late])
}

/** Names by the resolver that was given, instead of by the system. */
export function lookupThrough(resolver: Resolver): LookupFunction {
  return (name, options, callback) => {
    void Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]).then((answers) => {
      const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])).map((address) => ({ address, family: isIP(address) }))
      const [first] = addresses
      if (first === undefined) callback(Object.assign(new Error('no such host'), { code: 'ENOTFOUND' }), '', 0)
      else if (options.all === true) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

interface Fetching {
  readonly options: LookupOptions
  readonly lookup: LookupFunction | undefined
  readonly signal: AbortSignal
}

async function fetchText(url: string, fetching: Fetching): Promise<string | null> {
  let next = new URL(url)
  for (let redirects = 0; redirects <= MAX_AUTOCONFIG_REDIRECTS; redirects++) {
    if (next.protocol !== 'https:' || next.username !== '') return null
    const response = await get(next, fetching)
    const { statusCode = 0, headers: { location } } = response
    if (statusCode >= 300 && statusCode < 400 && location !== undefined) {
      response.destroy()
      next = new URL(location, next)
      continue
    }
    if (statusCode === 200) return await body(response)
    response.destroy()
    return null
  }
  return null
}

function get(url: URL, { options, lookup, signal }: Fetching): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      signal, agent: false, minVersion: 'TLSv1.2', headers: { accept: 'application/xml, text/xml' },
      ...(options.httpsPort === undefined ? {} : { port: options.httpsPort }),
      ...(options.ca === undefined ? {} : { ca: [...rootCertificates, options.ca] }),
      ...(lookup === undefined ? {} : { lookup }),
    }, resolve)
    asked.on('error', reject)
    asked.end()
  })
}

async function body(response: IncomingMessage): Promise<string | null> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of response as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > MAX_AUTOCONFIG_BYTES) return null
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

interface Opening {
  readonly host: string
  readonly port: number
  readonly lookup: LookupFunction | undefined
  readonly signal: AbortSignal
}

function isOpen({ host, port, lookup, signal }: Opening): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, signal, ...(lookup === undefined ? {} : { lookup }) })
    const end = (answer: boolean): void => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => end(true))
    socket.on('error', () => end(false))
  })
}
