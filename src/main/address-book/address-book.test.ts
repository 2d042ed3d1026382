import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openBookDesk, typed } from '../../../test/address-book/book-desk.ts'
import { isMobile } from '../../shared/norm/routing/portal-factor.ts'

const idOf = (outcome: { ok: true; value: { id: string } } | { ok: false; fail: string }): string => {
  if (!outcome.ok) throw new Error(outcome.fail)
  return outcome.value.id
}

describe('a contact', () => {
  test('is found by its mailbox, whatever the capitals, and is there at the next start', () => {
    using it = openBookDesk()
    const id = idOf(it.book.save(null, typed({ community: 'ZorgMail', isAllSecure: true }), 'Anja'))
    const kept = {
      id, address: 'h.bakker@mailbox.test', name: 'Hennie Bakker', organisation: '', kind: 'person', mobile: null, mobileVerified: null, community: 'zorgmail',
      isOutsideEea: false, consent: null, isAllSecure: true, isStaffPrivate: false, source: 'own',
    }
    expect(it.book.find(' H.Bakker@Mailbox.TEST')).toEqual(kept)
    expect(it.again().get(id)).toEqual(kept)
    expect([it.notes, it.changes]).toEqual([[{ change: 'contact-added', contact: id }], 1])
  })

  test('stands in the book once by its address', () => {
    using it = openBookDesk()
    const id = idOf(it.book.save(null, typed(), 'Anja'))
    const other = idOf(it.book.save(null, typed({ address: 'selin@mailbox.test' }), 'Anja'))
    expect(it.book.save(null, typed({ address: 'H.BAKKER@mailbox.test' }), 'Anja')).toEqual({ ok: false, fail: 'already-there' })
    expect(it.book.save(other, typed(), 'Anja')).toEqual({ ok: false, fail: 'already-there' })
    expect(it.book.save(id, typed({ name: 'H. Bakker' }), 'Anja').ok).toBe(true)
    expect(it.book.save('weg', typed(), 'Anja')).toEqual({ ok: false, fail: 'no-such-contact' })
  })

  test.each([['geen adres'], ['a@b'], ['a@b.nl, c@d.nl'], ['"a b"@c.nl'], ['a@b.nl\r\nBcc: c@d.nl']])('%j is no address', (address) => {
    using it = openBookDesk()
    expect(it.book.save(null, typed({ address }), 'Anja')).toEqual({ ok: false, fail: 'not-an-address' })
    expect(it.book.setMobile(address, '0612345678', 'Anja')).toEqual({ ok: false, fail: 'not-an-address' })
  })

  test('names lose hidden signs and line breaks', () => {
    using it = openBookDesk()
    idOf(it.book.save(null, typed({ name: 'Hennie\r\n\u202eBakker', organisation: 'De\tBrug' }), 'Anja'))
    expect(it.book.find('h.bakker@mailbox.test')).toMatchObject({ name: 'Hennie Bakker', organisation: 'De Brug' })
  })

  test('is searched by the beginnings of words, accents aside, in the order of names', () => {
    using it = openBookDesk()
    for (const [address, name, organisation] of [['z@fysio.test', 'Zo\u00eb de Wit', 'Fysio De Brug'], ['a@fysio.test', 'Anna Bos', 'Fysio De Brug'], ['info@gemeente.test', '', 'Gemeente']] as const) {
      idOf(it.book.save(null, typed({ address, name, organisation }), 'Anja'))
    }
    const found = (text: string): string[] => it.book.search(text, { offset: 0, limit: 10 }).contacts.map(({ address }) => address)
    expect(found('')).toEqual(['a@fysio.test', 'info@gemeente.test', 'z@fysio.test'])
    expect([found('zoe'), found('brug de'), found('fysio.test'), found('ruit'), found('%'), found('_')]).toEqual([['z@fysio.test'], ['a@fysio.test', 'z@fysio.test'], ['a@fysio.test', 'z@fysio.test'], [], found(''), found('')])
    expect(it.book.search('brug', { offset: 1, limit: 1 })).toMatchObject({ total: 2, contacts: [{ address: 'z@fysio.test' }] })
  })

  test('of which the journal cannot tell is not changed (LOG-05)', () => {
    using it = openBookDesk()
    const id = idOf(it.book.save(null, typed({ mobile: '0612345678' }), 'Anja'))
    const before = it.book.get(id)
    it.journal.broken = true
    for (const act of [
      () => it.book.save(null, typed({ address: 'selin@mailbox.test' }), 'Anja'), () => it.book.save(id, typed({ name: 'X' }), 'Anja'), () => it.book.remove(id, 'Anja'),
      () => it.book.setMobile('h.bakker@mailbox.test', '0687654321', 'Anja'), () => it.book.giveConsent(id, 'both', 'Anja'),
    ]) expect(act).toThrow('takes nothing')
    expect([it.book.get(id), it.book.search('', { offset: 0, limit: 9 }).total, it.book.consentsOf(id), it.changes]).toEqual([before, 1, [], 1])
  })
})

describe('a mobile number (PV-07, RT-21)', () => {
  test('is kept in one form with who verified it and when, and makes the contact when there is none', () => {
    using it = openBookDesk()
    const id = idOf(it.book.setMobile('Selin@mailbox.test', '06-1234 5678', 'Bas Jansen'))
    expect(it.book.find('selin@mailbox.test')).toMatchObject({ id, kind: 'unknown', mobile: '+31612345678', mobileVerified: { by: 'Bas Jansen', at: 1_000 } })
    expect(it.notes).toEqual([{ change: 'contact-added', contact: id }, { change: 'mobile-verified', contact: id, phone: '678' }])
    expect(it.book.setMobile('selin@mailbox.test', '070-1234567', 'Bas')).toEqual({ ok: false, fail: 'not-a-mobile' })
  })

  test('stays verified while it is the same, and is not once it differs', () => {
    using it = openBookDesk()
    const id = idOf(it.book.save(null, typed({ mobile: '0612345678', isVerified: true }), 'Anja'))
    it.clock.now = 2_000
    it.book.save(id, typed({ mobile: '+31 6 12345678', name: 'H. Bakker' }), 'Bas')
    expect(it.book.get(id)?.mobileVerified).toEqual({ by: 'Anja', at: 1_000 })
    it.book.save(id, typed({ mobile: '0687654321' }), 'Bas')
    expect(it.book.get(id)).toMatchObject({ mobile: '+31687654321', mobileVerified: null })
    it.book.save(id, typed({ mobile: '0687654321', isVerified: true }), 'Bas')
    expect(it.book.get(id)?.mobileVerified).toEqual({ by: 'Bas', at: 2_000 })
    it.book.save(id, typed({ mobile: '', isVerified: true }), 'Bas')
    expect(it.book.get(id)).toMatchObject({ mobile: null, mobileVerified: null })
    expect(it.notes.map(({ change }) => change)).toEqual(['contact-added', 'mobile-changed', 'mobile-verified', 'contact-changed', 'contact-changed', 'mobile-changed', 'contact-changed', 'mobile-verified', 'contact-changed', 'mobile-changed'])
  })

  test('no note tells more of it than three digits, and none tells an address or a name', () => {
    using it = openBookDesk()
    fc.assert(fc.property(fc.string(), fc.constantFrom('0612345678', '0687654321', ''), fc.boolean(), (name, mobile, isVerified) => {
      it.notes.length = 0
      const saved = it.book.save(it.book.find('a@b.test')?.id ?? null, typed({ address: 'a@b.test', name, mobile, isVerified }), 'Anja')
      expect(saved.ok).toBe(true)
      const kept = it.book.find('a@b.test')!
      expect(kept.mobile === null || isMobile(kept.mobile)).toBe(true)
      expect(kept.mobileVerified === null || kept.mobile !== null).toBe(true)
      for (const note of it.notes) {
        expect(Object.keys(note).every((key) => ['change', 'contact', 'phone'].includes(key))).toBe(true)
        expect(note.phone ?? '678').toMatch(/^\d{3}$/)
      }
    }), { numRuns: 60 })
  })
})

describe('a consent (CF-11)', () => {
  test('stands until it is withdrawn; what was is kept, also when the contact goes', () => {
    using it = openBookDesk()
    const id = idOf(it.book.save(null, typed(), 'Anja'))
    it.book.giveConsent(id, 'logistic', 'Anja')
    expect(it.book.get(id)?.consent).toEqual({ at: 1_000, by: 'Anja', scope: 'logistic' })
    it.clock.now = 2_000
    it.book.giveConsent(id, 'both', 'Bas')
    expect(it.book.find('h.bakker@mailbox.test')?.consent).toEqual({ at: 2_000, by: 'Bas', scope: 'both' })
    it.clock.now = 3_000
    expect(it.book.withdrawConsent(id, 'Mia')).toEqual({ ok: true, value: {} })
    expect(it.book.withdrawConsent(id, 'Mia')).toEqual({ ok: false, fail: 'no-consent' })
    it.book.giveConsent(id, 'general', 'Mia')
    it.book.remove(id, 'Bas')
    expect(it.book.get(id)).toBeNull()
    expect(it.book.consentsOf(id)).toEqual([
      { scope: 'general', givenBy: 'Mia', givenAt: 3_000, withdrawnBy: 'Bas', withdrawnAt: 3_000 },
      { scope: 'both', givenBy: 'Bas', givenAt: 2_000, withdrawnBy: 'Mia', withdrawnAt: 3_000 },
      { scope: 'logistic', givenBy: 'Anja', givenAt: 1_000, withdrawnBy: 'Bas', withdrawnAt: 2_000 },
    ])
    // The same address later is a contact of its own: an old consent does not come back to life.
    idOf(it.book.save(null, typed(), 'Anja'))
    expect(it.book.find('h.bakker@mailbox.test')?.consent).toBeNull()
  })

  test('is a patient\'s: a professional gives none, and who turns out to be one has none', () => {
    using it = openBookDesk()
    const id = idOf(it.book.save(null, typed({ kind: 'professional' }), 'Anja'))
    expect(it.book.giveConsent(id, 'both', 'Anja')).toEqual({ ok: false, fail: 'not-a-patient' })
    expect(it.book.giveConsent('weg', 'both', 'Anja')).toEqual({ ok: false, fail: 'no-such-contact' })
    it.book.save(id, typed({ kind: 'person' }), 'Anja')
    it.book.giveConsent(id, 'both', 'Anja')
    it.book.save(id, typed({ kind: 'professional' }), 'Bas')
    expect([it.book.get(id)?.consent, it.book.consentsOf(id)[0]?.withdrawnBy]).toEqual([null, 'Bas'])
  })
})

test('an own address and one of the book are looked like as well', () => {
  using it = openBookDesk()
  idOf(it.book.save(null, typed({ address: 'info@apotheekzuid.test' }), 'Anja'))
  expect(it.book.lookAlikesOf('info@apotheekzu1d.test')).toEqual(['info@apotheekzuid.test'])
  expect(it.book.lookAlikesOf('anja@de-linde.test')).toEqual(['anja@delinde.test'])
  expect(it.book.lookAlikesOf('anja@delinde.test')).toEqual([])
})
