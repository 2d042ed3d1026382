import { describe, expect, test } from 'vitest'
import { VISIBLE_GROUP_MOST } from '../../../shared/mail/limits.ts'
import { hideOutside, visibleGroup } from './visible-group.ts'

const own = ['DeLinde.test']
const people = (count: number, at = 'mailbox.test') => Array.from({ length: count }, (_, index) => ({ name: '', address: `p${String(index)}@${at}` }))

describe('many people outside who see each other (RT-25, U5)', () => {
  test('is said from one more than a conversation has, To and Cc together', () => {
    expect(visibleGroup({ to: people(VISIBLE_GROUP_MOST), cc: [] }, own)).toBe(0)
    expect(visibleGroup({ to: people(VISIBLE_GROUP_MOST), cc: people(1, 'elders.test') }, own)).toBe(VISIBLE_GROUP_MOST + 1)
  })

  test('colleagues and half-typed words do not count', () => {
    expect(visibleGroup({ to: people(50, 'delinde.test'), cc: [...people(VISIBLE_GROUP_MOST), { name: '', address: 'half' }] }, own)).toBe(0)
  })

  test('all of them are hidden at once, nobody twice, and colleagues stay', () => {
    const [first, second] = [people(2), people(2, 'DELINDE.test')]
    expect(hideOutside({ to: [...first, ...second], cc: people(3), bcc: people(1) }, own)).toEqual({ to: second, cc: [], bcc: people(3) })
  })
})
