import type { Accounts } from '../accounts/accounts.ts'
import type { AddressBook } from '../address-book/address-book.ts'
import type { Directories } from '../address-book/directory/directories.ts'
import type { HostProfiles } from '../accounts/host-profiles.ts'
import type { Drafts } from '../drafts/drafts.ts'
import type { MailboxReader } from '../mailbox/mailbox.ts'
import type { AccountProviders } from '../providers/face.ts'
import type { ProviderProfiles } from '../providers/profiles.ts'
import type { BlobArea, Database } from '../store/store.ts'
import type { LockHook } from '../vault/session.ts'
import type { Care } from './care.ts'
import type { CheckedClock } from './checked-clock.ts'
import type { AccountBoard } from './account-board.ts'
import type { Acts } from './acts.ts'
import type { BookImports } from './book-imports.ts'
import type { Changes } from './changes.ts'
import type { CopyHold } from './copying.ts'
import type { DetectHost } from './threads/detect-host.ts'
import type { DraftCopies } from './draft-copies.ts'
import type { Consulting } from './consulting.ts'
import type { Journal } from './journal.ts'
import type { Posting } from './posting.ts'
import type { Gathering } from './practice/gathering.ts'
import type { PracticeRoom } from './practice/room.ts'
import type { RecipientDomains } from './routing/recipient-domains.ts'
import type { ReadingHost } from './threads/reading-host.ts'
import type { Routing } from './routing/routing.ts'
import type { Spares } from './sparing.ts'
import type { SyncHost } from './threads/sync-host.ts'
import type { ToldActs } from './told-acts.ts'
import type { Verdicts } from './verdicts.ts'

/** All that is open between an unlock and a lock. */
export interface Session {
  /** Where everything of this workstation is kept. */
  readonly directory: string
  readonly db: Database
  readonly blobs: BlobArea
  readonly reader: MailboxReader
  readonly reading: ReadingHost
  readonly sync: SyncHost
  readonly copyHold: CopyHold
  readonly spares: Spares
  readonly accounts: Accounts
  readonly clock: CheckedClock
  readonly profiles: HostProfiles
  readonly providers: AccountProviders
  readonly providerProfiles: ProviderProfiles
  readonly board: AccountBoard
  readonly acts: Acts
  readonly drafts: Drafts
  readonly draftCopies: DraftCopies
  readonly posting: Posting
  readonly addressBook: AddressBook
  readonly bookImports: BookImports
  readonly directories: Directories
  readonly journal: Journal
  readonly practice: PracticeRoom
  readonly gathering: Gathering
  readonly consulting: Consulting
  readonly toldActs: ToldActs
  readonly verdicts: Verdicts
  readonly detecting: DetectHost
  readonly domains: RecipientDomains
  readonly routing: Routing
  readonly changes: Changes
  readonly care: Care
  /** Starts an account's sync, or starts it anew with what is now known of it. */
  connect(accountId: string): Promise<void>
  /** The person looks at this folder: its news comes first. */
  lookAt(folderId: number): void
  close(because: Parameters<LockHook>[0]): Promise<void>
}
