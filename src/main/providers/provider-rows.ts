import { providerSettings, type AccountProvider, type ProviderSettings, type Seen } from '../../shared/contract/providers.ts'
import type { Database } from '../store/store.ts'

/** The settings of an account; null when nothing was set up, or when what is stored is not what this version knows. */
export function readSettings(database: Database, accountId: string): ProviderSettings | null {
  const text = database.prepare<[string], string>('SELECT settings FROM account_provider WHERE account_id = ?').pluck().get(accountId)
  return text === undefined ? null : providerSettings.safeParse(JSON.parse(text)).data ?? null
}

export function writeSettings(database: Database, accountId: string, { settings, digest, at }: { settings: ProviderSettings; digest: string; at: number }): void {
  database.prepare(`INSERT INTO account_provider (account_id, profile, settings, digest, changed_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (account_id) DO UPDATE SET profile = excluded.profile, settings = excluded.settings, digest = excluded.digest, changed_at = excluded.changed_at`)
    .run(accountId, settings.profile, JSON.stringify(settings), digest, at)
}

export const removeSettings = (database: Database, accountId: string): boolean => database.prepare('DELETE FROM account_provider WHERE account_id = ?').run(accountId).changes > 0

export interface NewTest {
  readonly id: string
  readonly accountId: string
  readonly digest: string
  readonly reader: string
  readonly messageId: string
  readonly sentBy: string
  readonly sentAt: number
}

export function insertTest(database: Database, test: NewTest): void {
  database.prepare('INSERT INTO provider_test (id, account_id, digest, reader, message_id, sent_by, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(test.id, test.accountId, test.digest, test.reader, test.messageId, test.sentBy, test.sentAt)
}

/** The account of the test, or null when there is none by this name. What somebody saw can be told again: the last word counts. */
export function recordSeen(database: Database, id: string, { saw, by, at }: { saw: Seen; by: string; at: number }): string | null {
  const accountId = database.prepare<[string], string>('SELECT account_id FROM provider_test WHERE id = ?').pluck().get(id)
  if (accountId !== undefined) database.prepare('UPDATE provider_test SET saw = ?, seen_by = ?, seen_at = ? WHERE id = ?').run(saw, by, at, id)
  return accountId ?? null
}

interface TestRow {
  readonly id: string
  readonly digest: string
  readonly reader: string
  readonly sentBy: string
  readonly sentAt: number
  readonly saw: Seen | null
  readonly seenBy: string | null
  readonly seenAt: number | null
}

/** The tests of an account, the newest first. `digest`: of the settings as they are now. */
export function readTests(database: Database, accountId: string, digest: string | null): AccountProvider['tests'] {
  const rows = database.prepare<[string], TestRow>(`
    SELECT id, digest, reader, sent_by AS sentBy, sent_at AS sentAt, saw, seen_by AS seenBy, seen_at AS seenAt
    FROM provider_test WHERE account_id = ? ORDER BY sent_at DESC, id LIMIT 20`).all(accountId)
  return rows.map(({ digest: of, ...row }) => ({ ...row, isOutdated: of !== digest }))
}
