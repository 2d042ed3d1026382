import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

/** An attribute's name (RFC 4512 section 2.5): no sign of it can end up in a filter as anything else. */
const attribute = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/)
const attributeOrNone = z.union([attribute, z.literal('')])

/** Where a directory is and how it is asked. Its password is in the keychain. */
export interface DirectorySettings {
  readonly profile: 'generic' | 'zorgmail'
  /** What people here call it. */
  readonly name: string
  readonly host: string
  readonly port: number
  /** `tls` from the first byte, or a mandatory upgrade: there is no third way (NTA-6.1.11). */
  readonly security: 'tls' | 'starttls'
  /** As whom we log in: a distinguished name, or whatever the server takes for one. */
  readonly user: string
  readonly base: string
  /** PEM file with a CA of its own, beside the public ones. */
  readonly caFile: string | null
  readonly attributes: { readonly name: string; readonly mail: string; readonly organisation: string }
  /** In which a word is looked for. */
  readonly searched: readonly string[]
}

const profile = z.object({
  id: z.enum(['generic', 'zorgmail']), name: z.string().max(60), host: z.string().max(253), port: z.number().int().min(1).max(65_535).nullable(), security: z.enum(['tls', 'starttls']),
  base: z.string().max(500), attributes: z.object({ name: attributeOrNone, mail: attributeOrNone, organisation: attributeOrNone }).strict(), searched: z.array(attribute).max(10),
  /** What the provider does not publish: set-up asks for it (N-13). */
  unpublished: z.array(z.enum(['host', 'port', 'base', 'user', 'attributes'])),
}).strict()

/** A kind of directory, as far as it is known; empty fields are asked for, never guessed (PV-11, N-13). */
export type DirectoryProfile = z.infer<typeof profile>

/** The profiles of a folder; one that does not fit is a mistake of ours and throws. */
export const readDirectoryProfiles = (folder: string): DirectoryProfile[] =>
  readdirSync(folder).filter((file) => file.endsWith('.json')).sort().map((file) => profile.parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8'))))
