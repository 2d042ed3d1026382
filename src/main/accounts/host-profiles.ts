import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { endpoint } from '../../shared/contract/accounts.ts'
import type { Endpoint } from '../../shared/contract/accounts.ts'

const domain = z.string().regex(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/)

/** What a provider has published about its servers, with where it did so. Nothing in it is a guess (N-13). */
const hostProfile = z.strictObject({
  provider: z.string().min(1),
  source: z.url({ protocol: /^https$/ }),
  /** Anybody can have an address in these. */
  domains: z.array(domain),
  /** Endings of mail exchangers: a practice's own domain that is delivered there has its mailboxes there. */
  exchangers: z.array(domain),
  imap: endpoint,
  smtp: endpoint,
})

const publicList = z.strictObject({ note: z.string(), domains: z.array(domain) })

export interface HostProfile {
  readonly provider: string
  readonly domains: readonly string[]
  readonly exchangers: readonly string[]
  readonly imap: Endpoint
  readonly smtp: Endpoint
}

export interface HostProfiles {
  readonly profiles: readonly HostProfile[]
  /** Every domain where anybody can have an address. */
  readonly publicDomains: ReadonlySet<string>
}

const PUBLIC_LIST = 'public-domains.json'

/** Reads `resources/hosts`. A file that breaks the schema is a mistake of ours and throws. */
export function readHostProfiles(directory: string): HostProfiles {
  const read = (name: string): unknown => JSON.parse(readFileSync(path.join(directory, name), 'utf8'))
  const names = readdirSync(directory).filter((name) => name.endsWith('.json') && name !== PUBLIC_LIST).sort()
  const profiles = names.map((name) => hostProfile.parse(read(name)))
  const others = publicList.parse(read(PUBLIC_LIST)).domains
  return { profiles, publicDomains: new Set([...profiles.flatMap(({ domains }) => domains), ...others]) }
}
