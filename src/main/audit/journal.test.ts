import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { stateDatabase } from '../../../test/vault/state-database.ts'
import { inTransaction } from '../store/store.ts'
import type { Database } from '../store/store.ts'
import { entryOf, firstBreak, verifyChain } from './chain.ts'
import { appendEntry } from './journal.ts'
import { offsetMinutesAt } from './journal-entry.ts'
import type { DetailOf, JournalEntry } from './journal-entry.ts'

const actor = {
  person: 'Anja de Vries', role: 'gp', onBehalfOf: null, device: 'balie-1', factor: { kind: 'prf', at: 1_000 },
  appVersion: '0.1.0', ruleVersion: null,
}
const entry = (change: Partial<Extract<JournalEntry, { class: 'E1' }>> = {}): JournalEntry => ({
  class: 'E1', outcome: 'done', reason: null, at: Date.UTC(2026, 2, 2, 8, 30), offsetMinutes: 60, actor,
  mailbox: 'info@delinde.test', messageId: '<1@delinde.test>', patient: null,
  detail: { recipients: ['bas@delinde.test'], route: 'direct', mime: 'ab'.repeat(32), tls: 'TLSv1.3', reply: '250 2.0.0' }, ...change,
})
const write = (database: Database, count: number) => {
  for (let at = 0; at < count; at++) expect(appendEntry(database, entry({ at })).kind).toBe('written')
}
/** As somebody would who has the key and another program. */
const unguarded = (database: Database, sql: string) => {
  database.exec('DROP TRIGGER journal_is_not_changed; DROP TRIGGER journal_is_not_shortened; DROP TRIGGER journal_is_not_replaced')
  database.exec(sql)
}

describe('the journal', () => {
  test('is a chain from the first entry on, over restarts', () => {
    using state = stateDatabase()
    expect(verifyChain(state.database)).toEqual({ entries: 0, head: null, breaks: [] })
    write(state.database, 3)
    const later = state.reopen()
    const appended = appendEntry(later, { ...entry(), class: 'lock', detail: { because: 'idle' } })
    const report = verifyChain(later)
    expect(report).toMatchObject({ entries: 4, breaks: [], head: { sequence: 4 } })
    expect(appended).toEqual({ kind: 'written', sequence: 4, hash: report.head?.hash })
  })

  test('an entry is written together with what it tells, or not at all', () => {
    using state = stateDatabase()
    expect(() => inTransaction(state.database, () => {
      appendEntry(state.database, entry())
      throw new Error('the act failed')
    })).toThrow('the act failed')
    expect(verifyChain(state.database).entries).toBe(0)
    write(state.database, 1)
    expect(verifyChain(state.database)).toMatchObject({ entries: 1, breaks: [] })
  })

  test('keeps every common field of the norm', () => {
    using state = stateDatabase()
    appendEntry(state.database, entry({ outcome: 'failed', reason: 'no-safe-route', actor: { ...actor, onBehalfOf: 'Mia Smit' }, patient: 'HIS-1' }))
    expect(state.database.prepare('SELECT * FROM journal').get()).toMatchObject({
      sequence: 1, class: 'E1', outcome: 'failed', reason: 'no-safe-route', at: Date.UTC(2026, 2, 2, 8, 30), offset_minutes: 60,
      person: 'Anja de Vries', role: 'gp', on_behalf_of: 'Mia Smit', device: 'balie-1', factor: 'prf', factor_at: 1_000,
      app_version: '0.1.0', mailbox: 'info@delinde.test', message_id: '<1@delinde.test>', patient: 'HIS-1',
      detail: JSON.stringify({ mime: 'ab'.repeat(32), recipients: ['bas@delinde.test'], reply: '250 2.0.0', route: 'direct', tls: 'TLSv1.3' }),
    })
  })

  test('the shape of an entry stays: these hashes were written by earlier versions', () => {
    using state = stateDatabase()
    appendEntry(state.database, entry())
    expect(verifyChain(state.database).head?.hash).toMatchInlineSnapshot(`"30c675ffddbae437141b22d61c2bb3eef857af0a242bc97feea211815f23a4bf"`)
  })

  test('takes the wall clock\'s distance from UTC', () => {
    expect(Math.abs(offsetMinutesAt(Date.UTC(2026, 0, 1)))).toBeLessThanOrEqual(14 * 60)
    expect(Object.is(offsetMinutesAt(0), -0)).toBe(false)
  })
})

describe('what the journal does not take (LOG-01)', () => {
  test.each([
    ['a subject', { subject: 'Uitslag' }],
    ['words of a server', { reply: '550 5.7.1 mail for Jan about his diabetes refused' }],
    ['a whole mobile number', { phone: '0612345678' }],
    ['free text as a route', { route: 'via de buurman' }],
    ['something that is no address', { recipients: ['Jan Jansen <jan@x.test>'] }],
  ])('%s is a mistake in the program', (_, detail) => {
    using state = stateDatabase()
    expect(() => appendEntry(state.database, entry({ detail: detail as DetailOf<'E1'> }))).toThrow('takes no such')
    expect(() => appendEntry(state.database, entry({ reason: 'said no, see attachment' }))).toThrow('takes names')
    expect(verifyChain(state.database).entries).toBe(0)
  })

  test('the types say so first', () => {
    expectTypeOf<DetailOf<'lock'>>().toEqualTypeOf<{ readonly because?: string } & { readonly patientRef?: string }>()
    expectTypeOf<DetailOf<'E1'>>().not.toHaveProperty('subject')
  })

  test('whatever a hostile Message-ID holds, the chain holds', () => {
    using state = stateDatabase()
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', maxLength: 3_000 }), (messageId, mailbox) => {
      expect(appendEntry(state.database, entry({ messageId: `${messageId}\ud800`, mailbox })).kind).toBe('written')
    }))
    expect(verifyChain(state.database).breaks).toEqual([])
  })
})

describe('tampering shows (LOG-02)', () => {
  const columns = ['class', 'outcome', 'reason', 'person', 'role', 'on_behalf_of', 'device', 'factor', 'app_version', 'rule_version',
    'mailbox', 'message_id', 'patient', 'detail']
  const entries = 6
  const middle = fc.integer({ min: 1, max: entries })

  const tampered = (sql: string) => {
    using state = stateDatabase()
    write(state.database, entries)
    unguarded(state.database, sql)
    return verifyChain(state.database).breaks
  }

  test('any changed field of any entry', () => {
    fc.assert(fc.property(middle, fc.constantFrom(...columns), (sequence, column) => {
      const value = column === 'outcome' ? "'refused'" : "'x'"
      expect(tampered(`UPDATE journal SET ${column} = ${value} WHERE sequence = ${sequence}`)).toEqual([{ kind: 'changed', sequence }])
    }), { numRuns: 40 })
    for (const column of ['at', 'offset_minutes', 'factor_at']) {
      expect(tampered(`UPDATE journal SET ${column} = 5 WHERE sequence = 3`)).toEqual([{ kind: 'changed', sequence: 3 }])
    }
  })

  test('any entry taken out, the last included', () => {
    fc.assert(fc.property(middle, (sequence) => {
      const breaks = tampered(`DELETE FROM journal WHERE sequence = ${sequence}`)
      expect(breaks).toContainEqual({ kind: 'gap', from: sequence, to: sequence })
    }), { numRuns: entries })
  })

  test('an entry taken out and the rest moved up', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: entries - 1 }), (sequence) => {
      expect(tampered(`DELETE FROM journal WHERE sequence = ${sequence}; UPDATE journal SET sequence = sequence - 1 WHERE sequence > ${sequence}`))
        .toContainEqual({ kind: 'unlinked', sequence })
    }), { numRuns: entries })
  })

  test('two entries in each other\'s place', () => {
    fc.assert(fc.property(middle, middle, (one, other) => {
      fc.pre(one !== other)
      const breaks = tampered(`UPDATE journal SET sequence = 99 WHERE sequence = ${one}; UPDATE journal SET sequence = ${one} WHERE sequence = ${other};
        UPDATE journal SET sequence = ${other} WHERE sequence = 99`)
      expect(breaks.filter(({ kind }) => kind === 'changed')).toHaveLength(2)
    }), { numRuns: 12 })
  })

  test('the first bad entry is named, whatever was done to a journal and how often', () => {
    const act = fc.record({ sequence: middle, kind: fc.constantFrom('changed', 'gone', 'cut') })
    fc.assert(fc.property(fc.array(act, { minLength: 1, maxLength: 4 }), (acts) => {
      using state = stateDatabase()
      write(state.database, entries)
      unguarded(state.database, acts.map(({ sequence, kind }) => ({
        changed: `UPDATE journal SET person = person || 'x' WHERE sequence = ${sequence};`, gone: `DELETE FROM journal WHERE sequence = ${sequence};`,
        cut: `DELETE FROM journal WHERE sequence >= ${sequence};`,
      })[kind]).join(''))
      const first = firstBreak(verifyChain(state.database))
      // What was changed first may have been cut off afterwards: then the cut shows.
      expect(first === null ? null : entryOf(first)).toBe(Math.min(...acts.map(({ sequence }) => sequence)))
    }), { numRuns: 20 })
  })

  test('an end that was cut off is not covered up by what comes after', () => {
    using state = stateDatabase()
    write(state.database, 5)
    unguarded(state.database, 'DELETE FROM journal WHERE sequence > 3')
    expect(verifyChain(state.database).breaks).toEqual([{ kind: 'gap', from: 4, to: 5 }])
    expect(appendEntry(state.database, entry())).toMatchObject({ kind: 'written', sequence: 6 })
    expect(verifyChain(state.database).breaks).toEqual([{ kind: 'gap', from: 4, to: 5 }])
  })

  test('reporting repairs nothing', () => {
    using state = stateDatabase()
    write(state.database, 3)
    unguarded(state.database, "UPDATE journal SET person = 'Bas' WHERE sequence = 2")
    const all = () => state.database.prepare('SELECT * FROM journal').all()
    const before = all()
    expect(verifyChain(state.database).breaks).toHaveLength(1)
    expect(all()).toEqual(before)
  })
})

describe('a journal that cannot be written (LOG-05)', () => {
  test('for want of room is said, so that sending stops', () => {
    using state = stateDatabase()
    write(state.database, 1)
    state.database.pragma(`max_page_count = ${Number(state.database.pragma('page_count', { simple: true }))}`)
    let last = appendEntry(state.database, entry())
    for (let tries = 0; last.kind === 'written' && tries < 1_000; tries++) last = appendEntry(state.database, entry())
    expect(last).toEqual({ kind: 'unwritable', because: 'disk-full' })
    state.database.pragma('max_page_count = 1000000')
    expect(appendEntry(state.database, entry()).kind).toBe('written')
    expect(verifyChain(state.database).breaks).toEqual([])
  })

  test('because nothing may be written is said', () => {
    using state = stateDatabase()
    state.database.pragma('query_only = ON')
    expect(appendEntry(state.database, entry())).toEqual({ kind: 'unwritable', because: 'not-writable' })
  })
})
