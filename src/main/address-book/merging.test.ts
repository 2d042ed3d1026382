import { expect, test } from 'vitest'
import { openBookDesk, typed } from '../../../test/address-book/book-desk.ts'

const idOf = (outcome: { ok: true; value: { id: string } } | { ok: false; fail: string }): string => {
  if (!outcome.ok) throw new Error(outcome.fail)
  return outcome.value.id
}

test('the same name is told once, unless at different organisations; a family that shares a number is not', () => {
  using it = openBookDesk()
  for (const [address, name, organisation, mobile] of [
    ['hennie@mailbox.test', 'Hennie Bakker', '', '0612345678'], ['h.bakker@elders.test', 'hennie bakker', '', '0612345678'], ['joost@mailbox.test', 'Joost van Dam', '', '0612345678'],
    ['a@fysio.test', 'Anna Bos', 'De Brug', ''], ['anna@ggz.test', 'Anna Bos', 'GGZ Oost', ''], ['hb@mailbox.test', 'H. Bakker', '', '0612345678'],
  ] as const) idOf(it.book.save(null, typed({ address, name, organisation, mobile }), 'Anja'))
  const told = () => it.book.duplicates().map(({ one, other, because }) => [[one.address, other.address].sort().join(' '), because])
  expect(told().sort()).toEqual([
    ['h.bakker@elders.test hb@mailbox.test', 'same-mobile'], ['h.bakker@elders.test hennie@mailbox.test', 'same-name'], ['hb@mailbox.test hennie@mailbox.test', 'same-mobile'],
  ])
  // when
  const [first] = it.book.duplicates()
  expect(it.book.keepApart({ oneId: first!.other.id, otherId: first!.one.id })).toEqual({ ok: true, value: {} })
  // then
  expect(told().map(([pair]) => pair)).not.toContain([first!.one.address, first!.other.address].sort().join(' '))
})

test('merging fills in what the kept one lacks; a verified number counts for more, the safer flag stands, the other\'s consent ends', () => {
  using it = openBookDesk()
  const keep = idOf(it.book.save(null, typed({ name: '', kind: 'unknown', mobile: '0611111111' }), 'Anja'))
  const gone = idOf(it.book.save(null, typed({ address: 'oud@mailbox.test', organisation: 'Thuis', mobile: '0612345678', isVerified: true, isAllSecure: true }), 'Bas'))
  it.book.giveConsent(gone, 'both', 'Bas')
  it.notes.length = 0
  // when
  expect(it.book.merge({ keepId: keep, goneId: gone }, 'Mia')).toEqual({ ok: true, value: {} })
  // then
  expect(it.book.get(keep)).toMatchObject({
    address: 'h.bakker@mailbox.test', name: 'Hennie Bakker', organisation: 'Thuis', kind: 'person', mobile: '+31612345678', mobileVerified: { by: 'Bas', at: 1_000 }, isAllSecure: true, consent: null,
  })
  expect([it.book.find('oud@mailbox.test'), it.book.consentsOf(gone)[0]?.withdrawnBy]).toEqual([null, 'Mia'])
  expect(it.notes).toEqual([
    { change: 'consent-withdrawn', contact: gone }, { change: 'contacts-merged', contact: keep, phone: '678' }, { change: 'contact-removed', contact: gone },
  ])
})

test('a number that somebody verified is not replaced, and a contact merges with another only', () => {
  using it = openBookDesk()
  const keep = idOf(it.book.save(null, typed({ mobile: '0611111111', isVerified: true }), 'Anja'))
  const gone = idOf(it.book.save(null, typed({ address: 'oud@mailbox.test', mobile: '0612345678', isVerified: true }), 'Bas'))
  expect(it.book.merge({ keepId: keep, goneId: keep }, 'Mia')).toEqual({ ok: false, fail: 'same-contact' })
  expect(it.book.merge({ keepId: keep, goneId: 'weg' }, 'Mia')).toEqual({ ok: false, fail: 'no-such-contact' })
  it.book.merge({ keepId: keep, goneId: gone }, 'Mia')
  expect(it.book.get(keep)).toMatchObject({ mobile: '+31611111111', mobileVerified: { by: 'Anja', at: 1_000 } })
})
