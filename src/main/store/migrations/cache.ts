import type { Step } from '../migrate.ts'
import { mailbox } from './cache/0010-mailbox.ts'
import { verdicts } from './cache/0020-verdicts.ts'
import { indexHash } from './cache/0030-index-hash.ts'
import { writtenAt } from './cache/0040-written-at.ts'
import { openedAttachments } from './cache/0050-opened-attachments.ts'
import { peopleOfOthers } from './cache/0060-people-of-others.ts'
import { leanRecords } from './cache/0070-lean-records.ts'
import { opening } from './cache/0080-opening.ts'

/** The schema of `cache.db`, which can be fetched from the servers again at any time. This list only grows. */
export const cacheMigrations: readonly Step[] = [mailbox, verdicts, indexHash, writtenAt, openedAttachments, peopleOfOthers, leanRecords, opening]
