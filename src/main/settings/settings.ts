import { settings as schema } from '../../shared/contract/app.ts'
import type { Settings } from '../../shared/contract/app.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { Outcome } from '../../shared/contract/declare.ts'
import { inTransaction, isDiskFull } from '../store/store.ts'
import type { Database } from '../store/store.ts'

/** As the product comes: it follows the system, and leaves room. */
export const defaultSettings: Settings = { theme: 'system', density: 'comfortable', language: 'nl', shortcuts: true, listWidth: 380, resolver: '', copyPaused: false, attachmentsKept: 'always' }

type Name = keyof Settings
export type SettingsChange = { readonly [Key in Name]?: Settings[Key] | undefined }

const names = Object.keys(defaultSettings) as Name[]

/** Every setting. One that was never changed, is unknown to this version or does not read has its default. */
export function readSettings(database: Database): Settings {
  const rows = database.prepare<[], { name: string; value: string }>('SELECT name, value FROM setting').all()
  const stored = new Map(rows.map(({ name, value }) => [name, value]))
  const read = names.map((name) => [name, valueOf(name, stored.get(name)) ?? defaultSettings[name]])
  return Object.fromEntries(read) as Settings
}

/** Stores what the change names and leaves the rest, also settings of a newer version. */
export function writeSettings(database: Database, change: SettingsChange): Outcome<Record<string, never>, 'disk-full'> {
  const write = database.prepare('INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
  try {
    inTransaction(database, () => {
      for (const name of names) if (change[name] !== undefined) write.run(name, JSON.stringify(change[name]))
    })
    return done({})
  } catch (error) {
    if (isDiskFull(error)) return refused('disk-full')
    throw error
  }
}

/** Undefined when there is none that fits today's contract. */
function valueOf(name: Name, stored: string | undefined): Settings[Name] | undefined {
  if (stored === undefined) return undefined
  try {
    return schema.shape[name].safeParse(JSON.parse(stored)).data
  } catch {
    return undefined
  }
}
