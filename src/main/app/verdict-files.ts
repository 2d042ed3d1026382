import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { MESSAGES_AT_ONCE, WHOLE_FILE_BYTES } from '../../shared/limits.ts'
import { toAscii } from '../dns/name.ts'
import { createResolver, type Resolver, type Upstream } from '../dns/resolver.ts'
import { readTrustAnchor } from '../dns/trust-anchor.ts'
import { assess, type Assessment, type ReceivingPractice } from '../trust/assess.ts'

export type { Assessment, ReceivingPractice } from '../trust/assess.ts'
export { readUpstream } from './routing/look-ups.ts'

export type Verdicts = {
  readonly practice: ReceivingPractice
  readonly upstream: Upstream
  /** DS records in presentation format; null: the root's own. */
  readonly trustAnchor: string | null
  /** When the messages were received and are assessed, in ms since 1970. */
  readonly at: number
}

/** `error` is what the file system said: `ENOENT`, `EISDIR`. */
export type FileVerdict = ({ readonly file: string } & Assessment) | { readonly file: string; readonly error: string }

export type FileVerdicts =
  | { readonly kind: 'verdicts'; readonly verdicts: AsyncIterable<FileVerdict> }
  /** `line` of the trust anchor is no DS record. */
  | { readonly kind: 'malformed-anchor'; readonly line: number }

/** Assesses messages in files, a few at a time, and gives the verdicts in the order asked. */
export function verdictsOf(files: readonly string[], { practice, upstream, trustAnchor, at }: Verdicts): FileVerdicts {
  const anchor = trustAnchor === null ? null : readTrustAnchor(trustAnchor)
  if (anchor?.kind === 'malformed') return { kind: 'malformed-anchor', line: anchor.line }
  const open = (): Resolver => createResolver({ upstream, ...(anchor === null ? {} : { trustAnchor: anchor.records }) })
  return { kind: 'verdicts', verdicts: inTurn(files, open, { practice, at }) }
}

async function* inTurn(files: readonly string[], open: () => Resolver, facts: Pick<Verdicts, 'practice' | 'at'>): AsyncGenerator<FileVerdict> {
  await using resolver = open()
  const waiting: Promise<FileVerdict>[] = []
  for (const file of files) {
    const first = waiting.length < MESSAGES_AT_ONCE ? undefined : waiting.shift()
    if (first !== undefined) yield await first
    waiting.push(verdictOf(file, resolver, facts))
  }
  for (const verdict of waiting) yield await verdict
}

async function verdictOf(file: string, resolver: Resolver, { practice, at }: Pick<Verdicts, 'practice' | 'at'>): Promise<FileVerdict> {
  try {
    const { size } = await stat(file)
    const raw = size <= WHOLE_FILE_BYTES ? await readFile(file) : createReadStream(file, { highWaterMark: 1 << 18 }) as AsyncIterable<Uint8Array>
    return { file, ...await assess(raw, { practice, resolver, receivedAt: at, assessedAt: at }) }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error && 'code' in error) return { file, error: String(error.code) }
    throw error
  }
}

export type AccountReading = { readonly kind: 'practice'; readonly practice: ReceivingPractice } | { readonly kind: 'malformed'; readonly field: string | null }

/** ACCOUNT.json. What is missing is as safe as nothing configured; what is of another type is named. */
export function readAccount(text: string): AccountReading {
  const found = objectIn(text)
  if (found === null) return { kind: 'malformed', field: null }
  const lists = ['domains', 'receivingHosts', 'webFormSenders', 'portalDomains', 'knownDomains'] as const
  for (const field of lists) if (found[field] !== undefined && !isNames(found[field])) return { kind: 'malformed', field }
  const { authservId = null, stripsForeignHeader = false } = found
  if (authservId !== null && typeof authservId !== 'string') return { kind: 'malformed', field: 'authservId' }
  if (typeof stripsForeignHeader !== 'boolean') return { kind: 'malformed', field: 'stripsForeignHeader' }
  const names = (field: typeof lists[number]): string[] => isNames(found[field]) ? found[field].map((name) => plainName(name)) : []
  return {
    kind: 'practice',
    practice: {
      authservId: authservId === null ? null : plainName(authservId), stripsForeignHeader,
      domains: names('domains'), receivingHosts: names('receivingHosts'), webFormSenders: names('webFormSenders'),
      portalDomains: names('portalDomains'), knownDomains: names('knownDomains'),
    },
  }
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Readonly<Record<string, unknown>> : null
  } catch {
    return null
  }
}

const isNames = (value: unknown): value is string[] => Array.isArray(value) && value.every((each) => typeof each === 'string')

/** As names are compared: lower case, A-labels, without a last dot. */
function plainName(name: string): string {
  const bare = name.trim()
  const at = bare.lastIndexOf('@')
  const domain = toAscii(bare.slice(at + 1)) ?? bare.slice(at + 1).toLowerCase()
  return bare.slice(0, at + 1).toLowerCase() + domain
}
