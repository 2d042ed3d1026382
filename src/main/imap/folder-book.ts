import type { FolderRole } from '../../shared/contract/mail.ts'
import { FLAG_COMPARE_MS } from '../../shared/limits.ts'
import { listFolders, type FolderOnServer, type FolderStatus } from './folder-list.ts'
import { everyRight, shownRights } from './folder-rights.ts'
import { byUse } from './folder-roles.ts'
import { FolderWork } from './folder-work.ts'
import { everythingOpen, isSameReading, readingOf, type ReadingLimits, type ReadingPolicy } from './reading-policy.ts'
import type { MailboxWriter, ServerFolder } from '../mailbox/mailbox.ts'
import type { Session } from './session.ts'

/** The folders of one account: what the server lists, what our copy holds, and which of them need a look. */
export class FolderBook {
  readonly #accountId: string
  readonly #copy: MailboxWriter
  #works: readonly FolderWork[] = []
  #listed = ''
  #policy: ReadingPolicy = everythingOpen
  readonly #sharedAs: string | undefined
  #delimiter = '/'

  /** Until the server has been asked, the folders are those of the copy: enough to show an act in the right place. */
  constructor(accountId: string, copy: MailboxWriter, sharedAs?: string) {
    this.#accountId = accountId
    this.#sharedAs = sharedAs
    this.#copy = copy
    this.#works = copy.folderStates(accountId).map((state) => new FolderWork(state, { shared: state.shared, rights: everyRight }, copy)).sort(byUse)
  }

  /** Which folders of others may be here, and how much of them: what no longer may leaves the copy at once, also without a line. */
  setPolicy(policy: ReadingPolicy): void {
    this.#policy = policy
    this.#listed = ''
    this.#works = this.#works.filter((work) => {
      const limits = readingOf(policy, work, this.#delimiter)
      if (typeof limits === 'object') limit(this.#copy, work, limits)
      else this.#copy.closeFolder(work.id)
      return typeof limits === 'object'
    })
  }

  /** In the order in which people use them. */
  get all(): readonly FolderWork[] {
    return this.#works
  }

  byPath(path: string): FolderWork | undefined {
    return this.#works.find((work) => work.path === path)
  }

  byId(id: number): FolderWork | undefined {
    return this.#works.find((work) => work.id === id)
  }

  byRole(role: FolderRole): FolderWork | undefined {
    return this.#works.find((work) => work.role === role)
  }

  /** Asks the server for its folders and their counts; marks those that have changed since we looked. */
  async refresh(session: Session, now: number): Promise<void> {
    // On a first start every folder is to be looked at anyway.
    const counts = this.#works.some(({ state }) => state.uidValidity !== null)
    this.#delimiter = session.personal.delimiter
    const owners = this.#policy.mailboxes.flatMap(({ place, opens }) => ('owner' in place && opens !== 'closed' ? [place.owner] : []))
    const found = (await listFolders(session, { counts, owners, sharedAs: this.#sharedAs })).filter((folder) => this.#readingOf(folder) !== 'closed')
    const listed = found.map(asServerFolder)
    const text = JSON.stringify(listed)
    if (text !== this.#listed) {
      this.#take(found, listed)
      this.#listed = text
    }
    for (const folder of found) {
      const work = this.byPath(folder.path)
      if (work === undefined) continue
      work.rights = folder.rights
      const limits = this.#readingOf(folder)
      work.closed = typeof limits === 'string'
      if (typeof limits === 'string') continue
      limit(this.#copy, work, limits)
      if (needsLook(work, folder.status, now)) work.dirty = true
      else if (work.missing === null && work.state.highestModseq !== null) work.settleUnlooked()
      work.unseen = folder.status?.unseen ?? null
    }
  }

  #readingOf = (folder: { path: string; shared: boolean }): 'closed' | 'named' | ReadingLimits => readingOf(this.#policy, folder, this.#delimiter)

  #take(found: readonly FolderOnServer[], listed: readonly ServerFolder[]): void {
    const states = this.#copy.replaceFolders(this.#accountId, listed)
    const works = states.flatMap((state) => {
      const folder = found.find(({ path }) => path === state.path)
      const before = this.#works.find(({ id, role, shared }) => id === state.id && role === state.role && shared === folder?.shared)
      return folder === undefined ? [] : [before ?? new FolderWork(state, folder, this.#copy)]
    })
    this.#works = works.sort(byUse)
  }
}

/** Mail that is too old goes at once; what else was copied under other limits is judged at the next look. */
function limit(copy: MailboxWriter, work: FolderWork, limits: ReadingLimits): void {
  copy.coverFolder(work.id, limits.hidesPrivate)
  const { limits: before } = work
  if (isSameReading(before, limits) && before.notBefore === limits.notBefore) return
  work.limitTo(limits)
  if (limits.notBefore !== null) copy.expunge(work.id, copy.uidsBefore(work.id, limits.notBefore))
}

const asServerFolder = ({ path, name, role, shared, rights }: FolderOnServer): ServerFolder => ({ path, name, role, shared, rights: shownRights(rights) })

/** Whether STATUS says something else than what we know. Without CONDSTORE it cannot say that a flag changed. */
function needsLook(work: FolderWork, status: FolderStatus | null, now: number): boolean {
  if (status === null) return true
  const { state } = work
  const knownNext = work.missing === null ? state.uidNext : work.serverNext
  if (status.uidValidity !== state.uidValidity || status.uidNext !== knownNext || status.messages !== work.expected) return true
  if (status.highestModseq !== null && state.highestModseq !== null) return status.highestModseq !== state.highestModseq
  if (work.unseen !== null && work.unseen !== status.unseen) work.comparedAt = 0
  const isWatched = work.role === 'inbox' || work.shared
  return work.comparedAt === 0 || (isWatched && now - work.comparedAt >= FLAG_COMPARE_MS)
}
