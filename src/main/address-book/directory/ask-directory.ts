import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectSecure, getCACertificates, type ConnectionOptions, type TLSSocket } from 'node:tls'
import {
  AndFilter, BusyError, Client, ConfidentialityRequiredError, InappropriateAuthError, InsufficientAccessError, InvalidCredentialsError, InvalidDNSyntaxError, NoSuchObjectError, OrFilter,
  PresenceFilter, ResultCodeError, StrongAuthRequiredError, SubstringFilter, UnavailableError, UnwillingToPerformError, type Entry, type Filter,
} from 'ldapts'
import { cleanName, isMailAddress } from '../../../shared/mail/address.ts'
import { connectionProblemOf, type NetworkProblem } from '../../../shared/mail/connection-problem.ts'
import { folded } from '../contact-rows.ts'
import { DIRECTORY_BYTES, DIRECTORY_CONNECT_MS, DIRECTORY_MS, DIRECTORY_RESULTS, DIRECTORY_WATCH_MS, DIRECTORY_WORDS, NAME_CHARS } from '../limits.ts'
import type { DirectorySettings } from './settings.ts'

/** Why a directory gave nothing. */
export type DirectoryProblem = NetworkProblem | 'login-refused' | 'no-such-base' | 'server-busy' | 'garbled' | 'ca-file-unreadable'

/** Somebody in a directory. */
export interface Listed { readonly name: string; readonly address: string; readonly organisation: string }

export type DirectoryAnswer = { readonly kind: 'found'; readonly people: readonly Listed[]; /** There are more than these. */ readonly more: boolean } | { readonly kind: 'problem'; readonly problem: DirectoryProblem }

export interface Login { readonly settings: DirectorySettings; readonly secret: string; /** PEM; null: the public CAs only. */ readonly ca: string | null }

/** People of whom every word begins or is in one of the searched attributes; bounded in number, time and bytes. */
export async function searchDirectory(login: Login, text: string): Promise<DirectoryAnswer> {
  const { settings } = login
  const filter = filterOf(text, settings.searched)
  if (filter === null) return { kind: 'found', people: [], more: false }
  const { name, mail, organisation } = settings.attributes
  return withSession(login, async (client) => {
    const { searchEntries } = await client.search(settings.base, {
      scope: 'sub', derefAliases: 'never', filter, sizeLimit: DIRECTORY_RESULTS + 1, timeLimit: Math.floor(DIRECTORY_MS / 1000) - 2,
      attributes: [...new Set([name, mail, organisation].filter((attribute) => attribute !== ''))],
    })
    const people = searchEntries.flatMap((entry) => listedOf(entry, settings) ?? [])
    return { kind: 'found', people: people.slice(0, DIRECTORY_RESULTS), more: searchEntries.length > DIRECTORY_RESULTS }
  })
}

/** Logs in and looks whether the base is there: what a search needs. */
export const testDirectory = (login: Login): Promise<DirectoryAnswer> => withSession(login, async (client) => {
  await client.search(login.settings.base, { scope: 'base', filter: new PresenceFilter({ attribute: 'objectClass' }), sizeLimit: 2, timeLimit: 5, attributes: ['1.1'] })
  return { kind: 'found', people: [], more: false }
})

/** The values stand in the filter as they are: built, not written, so that no sign in them means anything (RFC 4515 section 5). */
export function filterOf(text: string, searched: readonly string[]): Filter | null {
  const words = text.normalize('NFC').match(/[\p{L}\p{N}\p{M}@._-]+/gu)?.filter((word) => folded(word).length > 1).slice(0, DIRECTORY_WORDS) ?? []
  if (words.length === 0 || searched.length === 0) return null
  return new AndFilter({ filters: words.map((word) => new OrFilter({ filters: searched.map((attribute) => new SubstringFilter({ attribute, any: [word.slice(0, 100)] })) })) })
}

async function withSession(login: Login, work: (client: Client) => Promise<DirectoryAnswer>): Promise<DirectoryAnswer> {
  const { host, port, security, user } = login.settings
  const tlsOptions = tlsOf(login.ca)
  const line = watchedLine()
  const client = new Client({
    url: `${security === 'tls' ? 'ldaps' : 'ldap'}://${host.includes(':') ? `[${host}]` : host}:${String(port)}`, timeout: DIRECTORY_MS, connectTimeout: DIRECTORY_CONNECT_MS,
    createConnection: line.plain, createSecureConnection: line.secure,
    // Given these, ldapts speaks TLS from the first byte, whatever the URL says.
    ...(security === 'tls' ? { tlsOptions } : {}),
  })
  try {
    if (security === 'starttls') await client.startTLS({ ...tlsOptions, host, ...(isAddress(host) ? {} : { servername: host }) })
    await client.bind(user, login.secret)
    return await work(client)
  } catch (error) {
    return { kind: 'problem', problem: line.wasCut() ? 'timeout' : problemOf(error) }
  } finally {
    await client.unbind().catch(() => undefined)
    line.end()
  }
}

interface WatchedLine {
  readonly plain: typeof connectPlain
  readonly secure: typeof connectSecure
  /** It took too long, or brought too much. */
  wasCut(): boolean
  end(): void
}

/** One deadline for everything, and one bound for what comes in: a directory that trickles or floods is left. */
function watchedLine(): WatchedLine {
  const sockets: Socket[] = []
  let isCut = false
  const kept = <Made extends Socket>(socket: Made): Made => {
    sockets.push(socket)
    return socket
  }
  const cut = (): void => {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  const late = setTimeout(cut, DIRECTORY_MS)
  const watch = setInterval(() => { if (sockets.some(({ bytesRead }) => bytesRead > DIRECTORY_BYTES)) cut() }, DIRECTORY_WATCH_MS)
  return {
    plain: ((...args: unknown[]) => kept(Reflect.apply(connectPlain, undefined, args) as Socket)),
    secure: ((...args: unknown[]) => kept(Reflect.apply(connectSecure, undefined, args) as TLSSocket)),
    wasCut: () => isCut,
    end() {
      clearTimeout(late)
      clearInterval(watch)
      for (const socket of sockets) socket.destroy()
    },
  }
}

const isAddress = (host: string): boolean => /^[\d.]+$/.test(host) || host.includes(':')

/** TLS 1.2 or later, the certificate always checked (N-17). */
const tlsOf = (ca: string | null): ConnectionOptions => ({
  minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(ca === null ? {} : { ca: [...getCACertificates('default'), ca] }),
})

function problemOf(error: unknown): DirectoryProblem {
  if (error instanceof NoSuchObjectError || error instanceof InvalidDNSyntaxError) return 'no-such-base'
  if (error instanceof BusyError || error instanceof UnavailableError) return 'server-busy'
  if (error instanceof InvalidCredentialsError || error instanceof InsufficientAccessError || error instanceof InappropriateAuthError) return 'login-refused'
  if (error instanceof StrongAuthRequiredError || error instanceof ConfidentialityRequiredError || error instanceof UnwillingToPerformError) return 'login-refused'
  const network = connectionProblemOf(error)
  if (network !== null) return network
  if (error instanceof ResultCodeError) return 'garbled'
  // ldapts says it in words only.
  return error instanceof Error && /time(?:d )?out|timeout/i.test(error.message) ? 'timeout' : error instanceof Error && /connection (?:was )?closed|socket/i.test(error.message) ? 'dropped' : 'garbled'
}

const firstText = (value: Entry[string] | undefined): string => {
  const first: unknown = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' ? cleanName(first.slice(0, NAME_CHARS * 2)).slice(0, NAME_CHARS) : ''
}

/** Null for who has no address that can be mailed to. */
function listedOf(entry: Entry, { attributes: { name, mail, organisation } }: DirectorySettings): Listed | null {
  const of = (attribute: string): string => firstText(entry[attribute] ?? entry[Object.keys(entry).find((key) => key.toLowerCase() === attribute.toLowerCase()) ?? ''])
  const address = of(mail).replace(/^smtp:/i, '')
  return isMailAddress(address) ? { name: of(name), address, organisation: organisation === '' ? '' : of(organisation) } : null
}
