import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { providerProfile, type ProviderId, type ProviderProfile } from './profile-schema.ts'

export type { MarkerForm, ProviderId, ProviderProfile } from './profile-schema.ts'

/** `field` is the path of what does not fit, '' for the whole; `problem` says why. */
export type ProfileFault = { readonly field: string; readonly problem: string }

export type ProfileReading = { readonly kind: 'profile'; readonly profile: ProviderProfile } | { readonly kind: 'malformed'; readonly faults: readonly ProfileFault[] }

/** A profile from JSON text. Wrong types, unknown fields and what could break out of a header are named, never mended. */
export function readProfile(text: string): ProfileReading {
  const value = parsed(text)
  if (value === undefined) return { kind: 'malformed', faults: [{ field: '', problem: 'not JSON' }] }
  const result = providerProfile.safeParse(value)
  if (result.success) return { kind: 'profile', profile: result.data }
  return { kind: 'malformed', faults: result.error.issues.map((issue) => ({ field: issue.path.join('.'), problem: issue.message })) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export type ProviderProfiles = ReadonlyMap<ProviderId, ProviderProfile>

/** A file in the folder of profiles that cannot be used. The message names file and fields, never a value. */
export class MalformedProfile extends Error {
  readonly file: string
  readonly faults: readonly ProfileFault[]

  constructor(file: string, faults: readonly ProfileFault[]) {
    super(`provider profile ${file}: ${faults.map(({ field, problem }) => `${field === '' ? 'the whole' : field}: ${problem}`).join('; ')}`)
    this.name = 'MalformedProfile'
    this.file = file
    this.faults = faults
  }
}

/** Reads `resources/providers`. The files are ours: one that breaks the schema, or is not called by its id, throws {@link MalformedProfile}. */
export function readProviderProfiles(directory: string): ProviderProfiles {
  const files = readdirSync(directory).filter((file) => file.endsWith('.json')).sort()
  return new Map(files.map((file) => {
    const reading = readProfile(readFileSync(path.join(directory, file), 'utf8'))
    if (reading.kind === 'malformed') throw new MalformedProfile(file, reading.faults)
    const { profile } = reading
    if (`${profile.id}.json` !== file) throw new MalformedProfile(file, [{ field: 'id', problem: 'is not the name of the file' }])
    return [profile.id, profile]
  }))
}

/** The paths of all that the provider has not published and set-up has to ask for. */
export function emptyFields(profile: ProviderProfile): string[] {
  return pathsOfNull(profile, '')
}

function pathsOfNull(value: unknown, at: string): string[] {
  if (value === null) return [at]
  if (typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) => pathsOfNull(inner, at === '' ? key : `${at}.${key}`))
}
