import type { FolderRole } from '../../shared/contract/mail.ts'
import type { Refusal } from './face.ts'
import { nameToCreate } from './folder-roles.ts'
import { refusalOf } from './acts.ts'
import { atom, quoted } from './raw-command.ts'
import type { Session } from './session.ts'

export type MadeFolder = { readonly kind: 'made'; readonly path: string } | { readonly kind: 'refused'; readonly reason: Refusal }

/** Makes the folder for a role, marked as such where the server can (RFC 6154 section 3), and subscribes to it. */
export async function makeFolder(session: Session, role: FolderRole): Promise<MadeFolder> {
  if (role === 'inbox' || role === 'none' || role === 'all') return { kind: 'refused', reason: 'folder-gone' }
  const path = `${session.personal.prefix}${nameToCreate[role]}`
  const use = session.facts.createSpecialUse ? [[atom('USE'), [atom(`\\${role[0]?.toUpperCase() ?? ''}${role.slice(1)}`)]]] : []
  const answer = await session.command('CREATE', [quoted(path), ...use])
  // There already, or made by a colleague's desk in this second: as good.
  if (answer.kind === 'ok' || (answer.kind === 'no' && answer.code === 'ALREADYEXISTS')) {
    await session.command('SUBSCRIBE', [quoted(path)])
    return { kind: 'made', path }
  }
  return { kind: 'refused', reason: refusalOf(answer) }
}
