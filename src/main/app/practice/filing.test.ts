import { describe, expect, test } from 'vitest'
import { stateDatabase } from '../../../../test/vault/state-database.ts'
import { appendEntry } from '../../audit/journal.ts'
import type { Database } from '../../store/store.ts'
import { isFilingDue, keepBetween, keepFromNext, waitingSegments } from './filing.ts'

const write = (db: Database): void => void appendEntry(db, {
  class: 'lock', outcome: 'done', reason: null, at: 1, offsetMinutes: 60, mailbox: null, messageId: null, patient: null, detail: { because: 'idle' },
  actor: { person: 'Anja', role: null, onBehalfOf: null, device: 'balie', factor: null, appVersion: '0.1.0', ruleVersion: null },
})

describe('what a workstation that leaves a practice has not filed', () => {
  test('goes to no other: neither entries nor segments that waited for the folder', () => {
    // given
    using state = stateDatabase()
    const { database: db } = state
    write(db)
    db.prepare('INSERT INTO segment_outgoing (hash, bytes) VALUES (?, ?)').run('h', Buffer.from('segment'))
    expect(isFilingDue(db, 0)).toBe(true)
    // when
    keepFromNext(db)
    // then
    expect(waitingSegments(db, { from: '', at: 0 })).toEqual([])
    expect(isFilingDue(db, 0)).toBe(false)
    // when something happens before the next practice
    write(db)
    keepBetween(db)
    // then
    expect(isFilingDue(db, 0)).toBe(false)
    write(db)
    expect(isFilingDue(db, 0)).toBe(true)
  })

  test('a first practice is told from the beginning of the journal', () => {
    using state = stateDatabase()
    write(state.database)
    keepBetween(state.database)
    expect(isFilingDue(state.database, 0)).toBe(true)
  })
})
