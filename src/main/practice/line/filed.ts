import type { Session } from '../../imap/session.ts'

export type FoundFiled =
  | { readonly kind: 'found'; readonly raw: Uint8Array }
  | { readonly kind: 'not-there' }
  /** No such folder, or not for us. */
  | { readonly kind: 'no-folder' }

/** One message of the register's folder, however long, by its Message-ID without brackets: a part of a journal that was filed. */
export async function readFiled(session: Session, folder: string, id: string): Promise<FoundFiled> {
  const opened = await session.select(folder, { readOnly: true })
  if (opened.kind !== 'selected') return { kind: 'no-folder' }
  const uids = await uidsNamed(session, id)
  for (const uid of uids) {
    for await (const { source } of session.fetch(String(uid), { uid: true, source: true })) {
      if (source !== undefined) return { kind: 'found', raw: Uint8Array.from(source) }
    }
  }
  return { kind: 'not-there' }
}

export async function uidsNamed(session: Session, id: string): Promise<readonly number[]> {
  const found = await session.run((client) => client.search({ header: { 'message-id': `<${id}` } }, { uid: true }))
  return Array.isArray(found) ? found : []
}
