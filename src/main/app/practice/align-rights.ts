import type { MailAct } from '../../../shared/practice/act.ts'
import type { PracticeState } from '../../../shared/practice/fold.ts'
import { sameMailbox } from '../../../shared/mail/address.ts'
import { may } from '../../../shared/practice/may.ts'
import type { AccountConnection } from '../../imap/face.ts'
import { quoted } from '../../imap/raw-command.ts'
import type { Session as ImapSession } from '../../imap/session.ts'
import { onServer } from '../../practice/rights/on-server.ts'
import { letMembersOut } from '../../practice/rights/register-folder.ts'
import { alignMailbox, alignOwnFolders, type Aligned, type WantedRights } from '../../practice/rights/share-folders.ts'
import type { Member, ServerRights } from './room.ts'
import { isSentName, SENT_FOLDER } from './sending-as.ts'

const everyAct: readonly MailAct[] = ['read', 'mark', 'file', 'delete', 'send']

/**
 * What the server is to let each colleague do in one's own folders: what was given, for as long as it was given (FM-05 to FM-07).
 * Whom the register never gave anything keeps what another program gave them, and is told of; who has left keeps nothing.
 */
export function wantedInOwn({ state, me, at }: Pick<Member, 'state' | 'me' | 'at'>): WantedRights[] {
  const ours = colleagues(state, me.person.id).filter(({ id }) => state.law.people.get(id)?.ended !== null || everGiven(state, me.person.id, id).length > 0)
  return ours.map(({ id, address }) => ({
    login: address,
    acts: at === 'unknown' ? [] : [...new Set(grantsOf(state, me.person.id, id).filter(({ from, until }) => at >= from && (until === null || at < until)).flatMap(({ acts }) => acts))],
  }))
}

/** The same for each shared mailbox that has a folder: what its description lets each colleague do. */
export function wantedInShared(state: PracticeState): { path: string; wanted: WantedRights[] }[] {
  return [...state.law.mailboxes.values()].flatMap(({ mailbox, ended }) => (mailbox.path === null || mailbox.access !== 'acl' ? [] : [{
    path: mailbox.path,
    // Whoever has left is out, also where the description still names them.
    wanted: colleagues(state, null).map(({ id, address }) => ({ login: address, acts: ended === null && state.law.people.get(id)?.ended === null ? mailbox.members.find(({ person }) => person === id)?.may.filter((act) => everyAct.includes(act)) ?? [] : [] })),
  }]))
}

/** Everybody whose rights the register speaks of: also who has left, so that nothing stays open behind them. */
const colleagues = ({ law }: PracticeState, without: string | null) =>
  [...law.people.values()].map(({ person }) => person).filter(({ id }) => id !== without)

/** Who left of their own accord and did not come back: whom a manager ends, the manager's workstation shuts out of the register there and then. */
export function leftTheRegister({ law }: PracticeState): string[] {
  const [here, left] = [[...law.people.values()].filter(({ ended }) => ended === null), [...law.people.values()].filter(({ person, ended }) => ended?.by === person.id)]
  return left.map(({ person }) => person.address).filter((address) => !here.some(({ person }) => sameMailbox(person.address, address)))
}

/** On the giver's own mail, also what was withdrawn or is over. */
const everGiven = ({ law }: PracticeState, giver: string, receiver: string) => (law.grantsTo.get(receiver) ?? []).flatMap((id) => {
  const entry = law.grants.get(id)
  return entry?.grant.giver === giver && entry.grant.mailbox === giver ? [entry] : []
})

const grantsOf = (state: PracticeState, giver: string, receiver: string) =>
  (state.law.people.get(receiver)?.ended === null ? everGiven(state, giver, receiver) : []).filter(({ withdrawn }) => withdrawn === null).map(({ grant }) => grant)

/** Whether this person may say who is in the practice's shared mailboxes. */
const managesMailboxes = ({ state, me, device, at }: Member): boolean =>
  may(state, { person: me.person.id, device: device.id, act: 'describe-mailbox', mailbox: null, message: null, at }).allowed

/** Where copies of what goes out in a shared mailbox's name lie, made where there is none. */
async function makeSentFolder(session: ImapSession, path: string): Promise<void> {
  const { delimiter } = session.personal
  const below = (await session.list(path, { counts: false })).filter((folder) => folder.path.startsWith(path + delimiter))
  if (!below.some(({ name }) => isSentName(name))) await session.command('CREATE', [quoted(`${path}${delimiter}${SENT_FOLDER}`)])
}

/** All that would be asked of the server, to see whether anything changed. */
export const wantedText = (member: Member): string => JSON.stringify([wantedInOwn(member), ...(managesMailboxes(member) ? [wantedInShared(member.state), leftTheRegister(member.state)] : [])])

const together = (found: readonly Aligned[]): ServerRights => ({
  hasAcl: found.every(({ kind }) => kind === 'aligned'),
  others: found.flatMap((one) => (one.kind === 'aligned' ? one.others : [])), notOurs: found.flatMap((one) => (one.kind === 'aligned' ? one.notOurs : [])),
})

/**
 * Brings the server's rights in line with the register, as far as this person may say them: in their own folders, and of shared
 * mailboxes and of the register's `folder` where they manage the practice. Safe to repeat; null: a line broke it off.
 */
export async function alignRights(member: Member, { connection, folder }: { connection: AccountConnection; folder: string }, signal: AbortSignal): Promise<ServerRights | null> {
  const done = await onServer(connection, signal, async (session) => {
    if (managesMailboxes(member)) await letMembersOut(session, folder, leftTheRegister(member.state))
    const found = [await alignOwnFolders(session, { me: connection.user, wanted: wantedInOwn(member) })]
    for (const { path, wanted } of managesMailboxes(member) ? wantedInShared(member.state) : []) {
      // Before the rights: it gets those of the mailbox, and members need not be able to make folders.
      await makeSentFolder(session, path)
      found.push(await alignMailbox(session, path, { me: connection.user, wanted }))
    }
    return { kind: 'done' as const, rights: together(found) }
  })
  return done.kind === 'done' ? done.rights : null
}
