import { SUBJECT_THREAD_LOOKS, SUBJECT_THREAD_MS } from '../../shared/limits.ts'
import { normalSubject } from '../../shared/mail/subject.ts'
import { threadKeys } from '../../shared/mail/thread-keys.ts'
import type { ThreadFacts } from '../../shared/mail/thread-keys.ts'
import type { Database, Statement } from '../store/store.ts'
import { mailboxKeys, unpackPeople } from './message-people.ts'
import type { MessagePeople } from './message-people.ts'
import { textKey } from './text-key.ts'

export interface Newcomer extends ThreadFacts {
  readonly id: number
  readonly accountId: number
  readonly receivedAt: number
  readonly people: MessagePeople
}

/** Where a message belongs, and what its row keeps so that later ones find it. */
export interface Belonging {
  readonly threadId: number
  readonly messageKey: number | null
  readonly subjectKey: number | null
  /** An answer that names no message: may still be joined by subject. */
  readonly strayAnswer: boolean
}

/** Shorter subjects say nothing: everybody writes about *vraag* or *recept*. */
const TELLING_SUBJECT_CHARS = 8

interface Candidate {
  readonly threadId: number
  readonly people: string
}

/**
 * Puts each message of an account in its conversation: by the ids that it names, and only for an answer that names none by
 * subject, people and time. Ids that were named before they arrived are remembered, so that the order of arrival does not matter.
 */
export class Conversations {
  readonly #sql: ReturnType<typeof prepare>

  constructor(database: Database) {
    this.#sql = prepare(database)
  }

  place(newcomer: Newcomer): Belonging {
    const { ids, subject } = threadKeys(newcomer)
    const keys = ids.map(textKey)
    const folded = normalSubject(newcomer.subject).normalize('NFC').toLowerCase()
    const belonging = {
      messageKey: newcomer.messageId === null ? null : textKey(newcomer.messageId),
      subjectKey: folded.length < TELLING_SUBJECT_CHARS ? null : textKey(folded),
      strayAnswer: subject !== null && folded.length >= TELLING_SUBJECT_CHARS,
    }
    const threadId = this.#byIds(newcomer.accountId, keys) ?? this.#bySubject(newcomer, belonging) ?? this.#root(newcomer.id)
    for (const key of keys) this.#sql.remember.run(newcomer.accountId, key, threadId)
    return { ...belonging, threadId }
  }

  /** Ids of messages that are no longer there are kept, so that a conversation survives the removal of its middle; here they all go. */
  forget(accountId: number): void {
    this.#sql.forget.run(accountId)
  }

  /** The conversation that any of the ids is in. Only root, parent and own id may join two into one, so that no message joins dozens. */
  #byIds(accountId: number, keys: readonly number[]): number | null {
    const found = keys.map((key) => this.#threadOf(accountId, key))
    const closest = found.findLast((thread) => thread !== null) ?? null
    if (closest === null) return null
    const joining = new Set([found[0], found.at(-2), found.at(-1)].filter((thread) => typeof thread === 'number'))
    for (const thread of joining) if (thread !== closest) this.#merge(thread, closest)
    return closest
  }

  #threadOf(accountId: number, key: number): number | null {
    const thread = this.#sql.threadOfKey.get(accountId, key)
    return thread === undefined ? null : this.#root(thread)
  }

  #root(thread: number): number {
    return this.#sql.mergedInto.get(thread) ?? thread
  }

  #merge(from: number, into: number): void {
    this.#sql.moveMessages.run(into, from)
    this.#sql.redirect.run(into, from)
    this.#sql.merge.run(from, into)
  }

  #bySubject(newcomer: Newcomer, { subjectKey, strayAnswer }: Omit<Belonging, 'threadId'>): number | null {
    if (subjectKey === null) return null
    const { accountId, receivedAt } = newcomer
    const near = strayAnswer
      ? this.#sql.before.all(subjectKey, accountId, receivedAt - SUBJECT_THREAD_MS, receivedAt)
      : this.#sql.strayAfter.all(subjectKey, accountId, receivedAt, receivedAt + SUBJECT_THREAD_MS)
    return near.find((candidate) => areTalking(newcomer.people, unpackPeople(candidate.people)))?.threadId ?? null
  }
}

/** Each of the two is among those whom the other writes to: an answer, not two mails about the same thing. */
function areTalking(one: MessagePeople, other: MessagePeople): boolean {
  const reaches = (from: MessagePeople, to: MessagePeople): boolean => {
    const recipients = mailboxKeys(to.to, to.cc)
    return [...mailboxKeys(from.from)].some((key) => recipients.has(key))
  }
  return reaches(one, other) && reaches(other, one)
}

function prepare(database: Database) {
  const one = <Row>(sql: string): Statement<number[], Row> => database.prepare(sql)
  const candidates = 'SELECT thread_id AS threadId, people FROM message WHERE subject_key = ? AND account_id = ? AND received_at BETWEEN ? AND ?'
  return {
    threadOfKey: one<number>('SELECT thread_id FROM thread_key WHERE account_id = ? AND key = ?').pluck(),
    mergedInto: one<number>('SELECT into_id FROM thread_merge WHERE id = ?').pluck(),
    remember: one('INSERT OR IGNORE INTO thread_key (account_id, key, thread_id) VALUES (?, ?, ?)'),
    moveMessages: one('UPDATE message SET thread_id = ? WHERE thread_id = ?'),
    redirect: one('UPDATE thread_merge SET into_id = ? WHERE into_id = ?'),
    merge: one('INSERT OR REPLACE INTO thread_merge (id, into_id) VALUES (?, ?)'),
    forget: one('DELETE FROM thread_key WHERE account_id = ?'),
    before: one<Candidate>(`${candidates} ORDER BY id DESC LIMIT ${SUBJECT_THREAD_LOOKS}`),
    strayAfter: one<Candidate>(`${candidates} AND stray_answer = 1 ORDER BY id LIMIT ${SUBJECT_THREAD_LOOKS}`),
  }
}
