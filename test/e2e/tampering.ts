import { randomUUID } from 'node:crypto'
import { mkdir, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileSecrets } from '../../src/main/app/secret-store.ts'
import { openState } from '../../src/main/app/stores/state-store.ts'
import { createVault } from '../../src/main/vault/vault.ts'
import { letter } from '../practice/core.ts'
import type { Practice } from '../practice/servers/practice.ts'

/** Changes what an entry of the journal says, as somebody with the recovery code and this computer can: the client is not running. */
export async function changeJournal(directory: string, recoveryCode: string): Promise<void> {
  await using vault = createVault({ directory, secrets: fileSecrets(directory), origin: [], rpId: 'localhost', now: Date.now })
  const opened = await vault.unlockWithRecovery({ code: recoveryCode })
  if (!opened.ok) throw new Error(opened.fail)
  const state = openState(directory, vault.keys().state, 'write')
  if (state.kind !== 'open') throw new Error(state.kind)
  const { database } = state
  database.exec('DROP TRIGGER journal_is_not_changed')
  const { changes } = database.prepare("UPDATE journal SET outcome = 'failed' WHERE sequence = 3").run()
  database.close()
  if (changes !== 1) throw new Error('there is no third entry')
}

/** Lays a letter in somebody's inbox as if it had come so many days ago. */
export async function layOldLetter(practice: Practice, { to, subject, days }: { to: string; subject: string; days: number }): Promise<void> {
  await practice.fill(to, async (maildir) => {
    const at = Math.floor(Date.now() / 1000) - days * 86_400
    const file = path.join(maildir, 'new', `${String(at)}.${randomUUID()}.old`)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, letter({ to, subject }))
    await utimes(file, at, at)
  })
}
