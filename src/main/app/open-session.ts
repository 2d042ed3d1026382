import path from 'node:path'
import { DISK_FULL_RETRY_MS } from '../../shared/limits.ts'
import { createAccounts, type Accounts } from '../accounts/accounts.ts'
import { readCaFile } from '../accounts/ca-file.ts'
import { readHostProfiles } from '../accounts/host-profiles.ts'
import { clearLeftovers, finishRestore } from '../backup/backup.ts'
import { createDrafts } from '../drafts/drafts.ts'
import { draftBlobs } from '../drafts/draft-rows.ts'
import type { ConnectionProblem } from '../imap/face.ts'
import { openMailboxReader, type MailboxReader } from '../mailbox/mailbox.ts'
import { createAccountProviders } from '../providers/account-providers.ts'
import { readProviderProfiles } from '../providers/profiles.ts'
import { outboxBlobs } from '../sending/outbox.ts'
import { FrozenVerdicts } from '../trust/frozen-verdicts.ts'
import { isDamaged, openBlobArea, takeStores, type BlobArea, type Database } from '../store/store.ts'
import { keepLook } from '../settings/look-file.ts'
import { checkClock } from '../../shared/norm/checked-clock.ts'
import { readSettings } from '../settings/settings.ts'
import { SecretStoreUnavailable } from '../vault/secret-store.ts'
import type { Keys } from '../vault/keys.ts'
import type { Unlocked } from '../vault/session.ts'
import { startCare } from './care.ts'
import { createCheckedClock, type CheckedClock } from './checked-clock.ts'
import { createAccountBoard, type AccountBoard } from './account-board.ts'
import { createActs, type Acts } from './acts.ts'
import { createBookImports } from './book-imports.ts'
import type { Changes } from './changes.ts'
import { startCopyHold, type Power } from './copying.ts'
import type { CoreOptions, OnBug } from './core-options.ts'
import { startDetecting } from './threads/detect-host.ts'
import { takeReports } from './delivery-operations.ts'
import { startDraftCopies } from './draft-copies.ts'
import { createConsulting, digestOf } from './consulting.ts'
import { noteUnlock, openJournal } from './journal.ts'
import { forgetLogins } from './forget-logins.ts'
import { createHandOver } from './hand-over.ts'
import type { GoingBack } from './going-back.ts'
import type { MailCopy } from './mail-copy.ts'
import { openBook, openDirectories } from './open-book.ts'
import { startPosting } from './posting.ts'
import { forgetOldLog } from './practice/kept-log.ts'
import { createGathering } from './practice/gathering.ts'
import { openPractice, type RoomParts } from './practice/practice-room.ts'
import type { PracticeRoom } from './practice/room.ts'
import { mailboxOfAccount } from './practice/mailboxes.ts'
import { withSealed } from './practice/sealed-accounts.ts'
import { sealedSessions } from './practice/sealed-sessions.ts'
import { createRecipientDomains } from './routing/recipient-domains.ts'
import { setUpSampleProvider } from './sample-provider.ts'
import { startReading, type ReadingHost } from './threads/reading-host.ts'
import type { Session } from './session.ts'
import { routingOf } from './routing/session-routing.ts'
import { startSparing } from './sparing.ts'
import { keepTwin, type TwinKeeper } from './stores/twin-keeper.ts'
import { startSyncThread, type SyncHost, type SyncListener } from './threads/sync-host.ts'
import { lookUpsOf } from './routing/look-ups.ts'
import { receivingAccounts } from './receiving-accounts.ts'
import type { FromSync, NotOpened, SyncStart } from './threads/thread-messages.ts'
import { tellActs, tellAnswered } from './told-acts.ts'
import { askingTime } from './ask-time.ts'
import { patientAt, patientReferenceOf, ruleVersion, tellReceived } from './told-received.ts'
import { startVerdicts } from './verdicts.ts'
import { watchedReader } from './watched-reader.ts'

export interface SessionOpening {
  options: CoreOptions
  keys: Keys
  unlocked: Unlocked
  changes: Changes
  power: Power
  mailCopy: MailCopy
  goingBack: GoingBack
  onBug: OnBug
  /** Something broke that keeps the session from going on: it has to be closed. */
  onBroken: () => void
  /** The time of somebody who was here for a time is over: nothing of it may stay (FM-11). */
  onOver: () => void
  now: () => number
}

export type OpenedSession = { kind: 'open'; session: Session } | { kind: NotOpened | 'damaged-copy' | 'in-use' }

const resources = path.resolve(import.meta.dirname, import.meta.url.endsWith('.ts') ? '../../../resources' : '../../resources')

/** Opens databases and threads, in the order in which they need each other; whatever fails, also by throwing, closes what was opened. */
export async function openSession(opening: SessionOpening): Promise<OpenedSession> {
  const { options, keys, mailCopy } = opening
  await using undo = new AsyncDisposableStack()
  const taken = takeStores(options.dataDirectory)
  if (taken.kind === 'in-use') return taken
  undo.use(taken.hold)
  finishRestore(options.dataDirectory)
  clearLeftovers(options.dataDirectory)
  const { opened, mended } = opening.goingBack.open({ keys, unlocked: opening.unlocked, version: options.version, now: opening.now() })
  if (opened.kind !== 'open') return { kind: opened.kind }
  const db = opened.database
  const twin = keepTwin({ directory: options.dataDirectory, db, onBug: (error) => { opening.onBug('the twin of the state', error) } })
  undo.defer(() => twin.close())
  const start = { directory: options.dataDirectory, cacheKey: Uint8Array.from(keys.cache), segmentKey: Uint8Array.from(keys.segments) }
  undo.defer(() => { forgetKeys(start) })
  const listener = lateListener(opening)
  if (mailCopy.prepare(db) === 'damaged') return { kind: 'damaged-copy' }
  const thread = await startSyncThread(start, listener)
  if (thread.kind !== 'open') return { kind: mailCopy.refusalOf(thread.kind) }
  undo.defer(() => thread.host.close())
  const cache = openMailboxReader(start)
  if (cache.kind !== 'open') return { kind: mailCopy.refusalOf(cache.kind) }
  undo.defer(() => { cache.reader.close() })
  const blobs = openBlobArea({ directory: blobDirectory(options), key: keys.blobs })
  undo.defer(() => blobs.close())
  await blobs.collectOrphans(new Set([...draftBlobs(db), ...outboxBlobs(db)]))
  const reader = watchedReader(cache.reader, () => {
    mailCopy.foundDamaged()
    opening.onBroken()
  })
  const session = lookingAfter(furnish(opening, { db, sync: thread.host, reader, reading: startReading(start), blobs, start, twin }), { ...opening, hold: taken.hold, start, stateKey: keys.state, twin })
  undo.move()
  await using end = new AsyncDisposableStack()
  end.defer(() => session.close('not-opened'))
  listener.attach(session)
  noteUnlock(session.journal, opening.unlocked)
  if (mended === 'mended' || mended === 'mended-but-end') session.journal.note({ class: 'store', detail: { change: mended } })
  if (mended === 'mended') session.care.mended()
  keepLook(options.dataDirectory, readSettings(db))
  mailCopy.opened(session.journal)
  end.move()
  setUpSampleProvider(session, options.demo).catch((error: unknown) => { opening.onBug('the sample provider', error) })
  // Not waited for: a keychain that asks the person something must not keep the mail from being read, nor the door from being locked.
  for (const { id } of session.accounts.list()) session.connect(id).catch((error: unknown) => { opening.onBug('connecting', error) })
  return { kind: 'open', session }
}

/** The stores are looked after for as long as they are open; another program may have them once all of it is closed. */
function lookingAfter(session: Omit<Session, 'care'>, { hold, start, stateKey, twin, mailCopy, goingBack, now, onBug }: Pick<SessionOpening, 'mailCopy' | 'goingBack' | 'now' | 'onBug'> & { hold: Disposable; start: SyncStart; stateKey: Uint8Array; twin: TwinKeeper }): Session {
  const { db, reader, sync, changes, accounts, board, practice } = session
  const mailboxes = () => [...accounts.list(), ...practice.sealed().map(({ account }) => account)]
  const care = startCare({
    db, twin, reader, sync, changes, now, onBug, start: { ...start, stateKey }, onDamagedCopy: () => { mailCopy.foundDamaged() }, onDamagedState: () => { goingBack.foundDamaged() },
    mailboxes: () => mailboxes().map(({ id, address }) => ({ accountId: id, address, isOnline: board.isOnline(id), inStepAt: board.inStepAt(id) })),
  })
  return {
    ...session, care,
    async close(because) {
      await care.close()
      await session.close(because).finally(() => { hold[Symbol.dispose]() })
    },
  }
}

const blobDirectory = ({ dataDirectory }: CoreOptions): string => path.join(dataDirectory, 'blobs')

/** The threads had copies of their own, which went with them. */
function forgetKeys({ cacheKey, segmentKey }: SyncStart): void {
  cacheKey.fill(0)
  segmentKey.fill(0)
}

/** A right that a colleague's workstation gives on the server follows within some seconds what the register says. */
const REREAD_AFTER_MS = [0, 4_000, 12_000]

/** What may be read here is told to the sync thread, again a little later. */
function openRoom(parts: Omit<RoomParts, 'onRights' | 'askTime'>, { sync, isOver, connect, dropped }: { sync: SyncHost; isOver: () => boolean; connect: (accountId: string) => Promise<void>; dropped: (accountId: string) => void }): PracticeRoom {
  const tell = (): void => {
    if (isOver()) return
    for (const { id: accountId } of parts.accounts.list()) sync.tell({ kind: 'read', accountId, policy: practice.policy() })
    sealed.align().catch((error: unknown) => { parts.onBug('shared mailboxes with a login', error) })
  }
  const sealed = sealedSessions({
    directory: parts.directory, reader: parts.reader, sealed: () => practice.sealed(), connect,
    forget(accountId) {
      sync.tell({ kind: 'forget', accountId, alsoMail: true })
      dropped(accountId)
    },
    limit: ({ account: { id: accountId }, limits }) => { sync.tell({ kind: 'read', accountId, policy: { others: limits, mailboxes: [] } }) },
  })
  const practice = openPractice({ ...parts, askTime: askingTime({ sync, ...parts }), onRights: () => { for (const afterMs of REREAD_AFTER_MS) setTimeout(tell, afterMs).unref() } })
  return practice
}

interface Opened { db: Database; sync: SyncHost; reader: MailboxReader; reading: ReadingHost; blobs: BlobArea; start: SyncStart; twin: TwinKeeper }

function furnish({ options, keys, unlocked, changes, power, onBug, onOver, now }: SessionOpening, { db, sync, reader, reading, blobs, start, twin }: Opened): Omit<Session, 'care'> {
  let ended = false
  const profiles = readHostProfiles(path.join(resources, 'hosts'))
  if (options.secrets.kind === 'unavailable') throw new SecretStoreUnavailable('no keychain, no session')
  const accounts = withSealed(createAccounts({ db, secrets: options.secrets, key: keys.secrets, publicDomains: profiles.publicDomains, now }), () => practice.sealed(), (mailbox) => practice.mayTryLogin(mailbox))
  const providerProfiles = readProviderProfiles(path.join(resources, 'providers'))
  const providers = createAccountProviders({ db, profiles: providerProfiles, secrets: options.secrets, key: keys.secrets, accountOf: (id) => accounts.get(id), now })
  const board = createAccountBoard(changes, now)
  const [copyHold, spares] = [startCopyHold({ db, sync, power, changes }), startSparing({ db, sync, changes, now })]
  const drafts = createDrafts({ db, blobs, now })
  const draftCopies = startDraftCopies({ db, blobs, accounts, sync, now, onBug })
  const journal = openJournal({ db, unlocked, version: options.version, now, ruleVersion: ruleVersion(), standing: () => practice.standing(), patientOf: (address) => patientAt(addressBook, address), referenceOf: (patient) => patientReferenceOf({ addressBook, practice }, patient) })
  const handOver = createHandOver({ db, accounts, draftCopies, posting: () => posting, practice: () => practice, onBug, onDone: () => { forgetLogins({ secrets: options.secrets, accounts: accounts.list(), directories: directories.list() }).then(onOver, (error: unknown) => { onBug('ending', error); onOver() }) } })
  const connecting = (accountId: string): Promise<void> => connect({ accounts, board, sync, acts, practice, isOver: () => ended }, accountId)
  const practice = openRoom(
    { db, directory: options.dataDirectory, accounts, reader, changes, journal: () => journal, now, onBug, onOver: (forMs) => { if (forMs === null) handOver.stop(); else handOver.begin(forMs) } },
    { sync, isOver: () => ended, connect: (id) => connecting(id).then(() => { if (!ended) verdicts.accountsChanged() }), dropped: (id) => { acts.giveUp(id, () => ended || accounts.get(id) !== null).catch((error: unknown) => { onBug('giving up', error) }); board.drop(id); verdicts.accountsChanged() } },
  )
  const toldActs = tellActs({ accounts, practice, reader, journal })
  const acts = createActs({ db, reader, sync, changes, told: toldActs, now })
  const [bookImports, gathering] = [createBookImports(), createGathering({ db, accounts, practice, now, onBug, onChange: () => { changes.touch(['journal']) } })]
  const directories = openDirectories({ db, secrets: options.secrets, key: keys.secrets, journal, changes, now })
  const addressBook = openBook({ db, reader, accounts, publicDomains: profiles.publicDomains, journal, changes, now })
  const detecting = startDetecting({ blobs: blobDirectory(options), blobKey: Uint8Array.from(keys.blobs), practice: unlocked.person?.practice ?? null })
  const domains = createRecipientDomains({ lookAt: (names) => { verdicts.lookAt(names) }, onFound: () => { changes.touch(['routes']) }, now })
  const routing = routingOf({ db, accounts, addressBook, providers, domains })
  const posting = startPosting({ db, blobs, accounts, providers, addressBook, acts, sync, journal, changes, routing, detecting, sendingAs: (mailbox) => practice.sendingAs(mailbox), onBehalfOf: (mailbox) => practice.onBehalfOf(mailbox), answered: (messageId, how) => { tellAnswered({ reader, practice }, messageId, how) }, digestOf: (id) => { const header = reader.header(id); return header === null ? null : digestOf(header).digest ?? null }, now, onBug })
  const frozen = new FrozenVerdicts(db)
  const verdicts = startVerdicts({
    frozen, received: tellReceived({ reader, practice, journal }), sync, start: { ...start, lookUps: lookUpsOf(options, readSettings(db).resolver) }, onBug,
    receiving: () => receivingAccounts({ db, accounts, sealed: practice.sealed().map(({ account }) => account), reader, frozen, publicDomains: profiles.publicDomains, demo: options.demo }),
    domainFound: (domain, found) => { domains.found(domain, found) },
    reported: (reports) => { takeReports({ db, journal, changes, onBug }, reports) },
  })
  const clock = watchClock({ verdicts, domains, changes }, (confirmed) => { forgetOldLog(options.dataDirectory, { confirmed, own: now() }).catch((error: unknown) => { onBug('what was kept of a log', error) }) })
  return {
    clock, directory: options.dataDirectory, db, blobs, reader, reading, sync, copyHold, spares, accounts, profiles, providers, providerProfiles, board, acts, drafts, draftCopies, posting, addressBook, bookImports, directories, journal, practice, gathering, consulting: createConsulting({ db, practice, journal }), toldActs, verdicts, detecting, domains, routing, changes,
    connect: connecting,
    lookAt(folderId) {
      const folder = reader.folders().find(({ id }) => id === folderId)
      if (folder !== undefined) sync.tell({ kind: 'look', accountId: folder.accountId, folderId })
    },
    async close(because) {
      ended = true
      domains.close()
      for (const part of [copyHold, spares]) part[Symbol.dispose]()
      clock[Symbol.dispose]()
      handOver[Symbol.dispose]()
      draftCopies[Symbol.dispose]()
      addressBook[Symbol.dispose]()
      // Side by side: what is slow to end keeps nothing else open.
      gathering.forget()
      await Promise.all([practice[Symbol.asyncDispose](), posting[Symbol.asyncDispose](), drafts[Symbol.asyncDispose](), sync.close(), reading.close(), verdicts.close(), bookImports.close(), detecting.close()])
      reader.close()
      if (because !== 'not-opened') journal.note({ class: 'lock', detail: { because } })
      await blobs.close()
      await twin.close()
      forgetKeys(start)
    },
  }
}

/** What goes by the time is looked at anew when this computer's turns out to be another. */
const watchClock = ({ verdicts, domains, changes }: Pick<Session, 'verdicts' | 'domains' | 'changes'>, onConfirmed: (now: number) => void): CheckedClock => createCheckedClock({
  onConfirmed,
  onChange(behindMs) {
    verdicts.clockChanged(behindMs)
    domains.forget()
    changes.touch(['status'])
  },
})

interface Connecting { accounts: Accounts; board: AccountBoard; sync: SyncHost; acts: Acts; practice: PracticeRoom; isOver: () => boolean }

async function connect({ accounts, board, sync, acts, practice, isOver }: Connecting, accountId: string): Promise<void> {
  const account = accounts.get(accountId)
  if (account === null) return
  const stopped = (problem: ConnectionProblem) => {
    board.note(accountId, { connection: { kind: 'stopped', problem }, progress: null, lastSyncedAt: null })
  }
  const [ca, secret] = await Promise.all([readCaFile(account.caFile), accounts.secretOf(accountId)])
  // While the keychain was asked it may have locked, or the account have gone.
  if (isOver() || accounts.get(accountId) === null) return
  sync.tell({ kind: 'forget', accountId, alsoMail: false })
  if (ca.kind === 'unreadable') {
    stopped('ca-file-unreadable')
    return
  }
  // A password that is gone or cannot be read is typed once more, as after a change at the provider.
  if (secret.kind !== 'known') {
    stopped('login-refused')
    return
  }
  const { id, address, imap, user, auth } = account
  const sealed = practice.sealed().find((one) => one.account.id === id)
  sync.tell({
    kind: 'connect', account: { id, address, imap, user, auth, secret: secret.secret, ca: ca.pem, ...(sealed === undefined ? {} : { sharedAs: address }) },
    reading: sealed === undefined ? practice.policy() : { others: sealed.limits, mailboxes: [] },
  })
  acts.resume(accountId)
  practice.reconnect(accountId)
}

function noteAccount({ board, posting, practice, sync }: Session, { accountId, news }: Extract<FromSync, { kind: 'account' }>): void {
  const isBack = news.connection.kind === 'online' && !board.isOnline(accountId)
  const isRefused = news.connection.kind === 'stopped' && news.connection.problem === 'login-refused'
  const mailbox = isBack || isRefused ? mailboxOfAccount(accountId) : null
  if (mailbox !== null) practice.loginTold(mailbox, isRefused)
  board.note(accountId, news)
  if (isBack) posting.retryAccount(accountId, 'reachable')
  // Room comes back without telling; to a session that has ended the word means nothing.
  if (news.connection.kind === 'stopped' && news.connection.problem === 'disk-full') {
    setTimeout(() => { sync.tell({ kind: 'refresh', accountId }) }, DISK_FULL_RETRY_MS).unref()
  }
}

/** The sync thread speaks from its start; who listens comes a moment later, and by then nothing has been said but of the cache. */
function lateListener({ mailCopy, onBug, onBroken }: SessionOpening): SyncListener & { attach(session: Session): void } {
  let session: Session | undefined
  return {
    attach(opened) { session = opened },
    broke(error) {
      if (isDamaged(error)) mailCopy.foundDamaged()
      else onBug('the sync thread', error)
      onBroken()
    },
    hear(message) {
      switch (message.kind) {
        case 'changed':
          session?.changes.touch([...message.topics, 'status'])
          if (message.topics.includes('messages')) session?.verdicts.wake()
          return
        case 'account':
          if (session === undefined) return
          noteAccount(session, message)
          mailCopy.heard(session)
          return
        case 'new-mail': session?.changes.tell({ kind: 'new-mail', folderId: message.folderId, count: message.count }); return
        case 'task': session?.acts.hear(message.result); return
        case 'measured': session?.care.measured(message.accountId, message.found); return
        case 'to-mend': session?.care.noted(message.accountId, message.outcome)
      }
    },
    serverTime(time, accountId) {
      session?.clock.hear(time)
      if (checkClock(time).kind !== 'unsure') session?.practice.serverSays(time, accountId)
    },
  }
}
