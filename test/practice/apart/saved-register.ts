import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { REGISTER_FOLDER } from '../../../src/main/imap/folder-list.ts'
import { deviceOf } from '../imap-desk.ts'
import type { Practice } from '../servers/practice.ts'

/** What lies in the register's folder now, as files: what anybody has who could ever read it. */
export async function savedRegister(practice: Practice, keeper: string): Promise<AsyncDisposable & { directory: string; segments: number }> {
  const directory = await mkdtemp(path.join(tmpdir(), 'praktijkpost-filed-'))
  const device = await deviceOf(practice, keeper)
  let segments = 0
  try {
    const register = (await device.list()).find(({ path: at }) => at.endsWith(REGISTER_FOLDER))
    await device.mailboxOpen(register?.path ?? '', { readOnly: true })
    for await (const { uid, source = Buffer.alloc(0), envelope } of device.fetch('1:*', { uid: true, source: true, envelope: true })) {
      if (envelope?.subject?.includes('deel van een logboek') === true) segments++
      await writeFile(path.join(directory, `${String(uid).padStart(5, '0')}.eml`), source)
    }
  } finally {
    await device.logout()
  }
  return { directory, segments, [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }) }
}
