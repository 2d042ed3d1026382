import { describe, expect, test } from 'vitest'
import { dayText } from './days.ts'
import { emptyGrant, ofKind, typedGrant } from './grant-draft.ts'

const begun = { ...emptyGrant('tom', '2026-03-02'), receiver: 'mia' }

describe('a grant that is being typed', () => {
  test('is nothing to ask about until giver, receiver and days are there', () => {
    for (const part of [{ receiver: '' }, { giver: '' }, { from: '' }, { until: '2026-03-01' }, { until: '2026-02-31' }]) expect(typedGrant({ ...begun, ...part })).toBeNull()
  })

  test('lasts all of its last day, and one day is a day', () => {
    const typed = typedGrant({ ...begun, until: '2026-03-02' })
    expect(dayText((typed?.until ?? 0) - 1)).toBe('2026-03-02')
    expect(dayText(typed?.until ?? 0)).toBe('2026-03-03')
  })

  test('without a mailbox it is the own mail of the giver; an empty request is none', () => {
    expect(typedGrant(begun)).toMatchObject({ mailbox: 'tom', until: null, writtenRequest: null, acts: ['read'] })
    expect(typedGrant({ ...begun, mailbox: 'info', writtenRequest: ' brief ' })).toMatchObject({ mailbox: 'info', writtenRequest: 'brief' })
  })

  test('each kind begins with the limits of the norm', () => {
    expect(ofKind(begun, 'subordinate')).toMatchObject({ maxAgeDays: 7, careEpisodeOnly: true, acts: 'read' })
    expect(ofKind(begun, 'mandate')).toMatchObject({ maxAgeDays: null, careEpisodeOnly: false, acts: 'answer' })
    expect(ofKind(ofKind(begun, 'mandate'), 'cover')).toMatchObject({ maxAgeDays: 7, urgentFirst: true, receiver: 'mia' })
  })
})
