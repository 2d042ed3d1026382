import { isRegisterFolder } from '../../imap/folder-list.ts'
import type { Session } from '../../imap/session.ts'
import { uidsNamed } from '../line/filed.ts'

export type FoundRegister =
  | { readonly kind: 'found'; readonly folder: string; /** Number of the founding event in it. */ readonly uid: number }
  /** There are registers to be seen, and none of them is this practice's. */
  | { readonly kind: 'other-practice'; readonly folders: readonly string[] }
  /** None is to be seen: the manager has yet to let this login in. */
  | { readonly kind: 'not-visible' }

/**
 * Where this login sees the register of a practice: beside the shared mailboxes, below a colleague's name, or in its own account.
 * `root`: hash of the founding event, or its start where a code was typed. What is found is checked by whoever reads it.
 * On a session of its own: Dovecot looks once an hour at who shares with a login that is there already.
 */
export async function findRegister(session: Session, root: string): Promise<FoundRegister> {
  const folders = await registerFolders(session)
  for (const folder of folders) {
    const opened = await session.select(folder, { readOnly: true })
    const [uid] = opened.kind === 'selected' ? await uidsNamed(session, root) : []
    if (uid !== undefined) return { kind: 'found', folder, uid }
  }
  return folders.length === 0 ? { kind: 'not-visible' } : { kind: 'other-practice', folders }
}

/** Every folder with the name of a register, in all namespaces. */
export async function registerFolders(session: Session): Promise<readonly string[]> {
  const { delimiter } = session.personal
  const found = new Set<string>()
  for (const prefix of ['', ...session.sharedPrefixes]) {
    for (const { path, flags } of await session.list(prefix, { counts: false })) {
      if (isRegisterFolder(path, delimiter) && !flags.has('\\Noselect') && !flags.has('\\NonExistent')) found.add(path)
    }
  }
  return [...found]
}
