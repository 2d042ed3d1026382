import { expect, test } from 'vitest'
import { openBookDesk, typed } from '../../../test/address-book/book-desk.ts'
import { Box } from '../../../test/mailbox/open-box.ts'
import type { BookDesk } from '../../../test/address-book/book-desk.ts'

const shown = (desk: BookDesk, text: string): string[] =>
  desk.book.complete(text).map(({ name, address, isChecked, writtenAt, looksLike }) =>
    `${name} <${address}>${isChecked ? ' checked' : ''}${writtenAt === null ? '' : ' written'}${looksLike === null ? '' : ` like ${looksLike}`}`)

test('whom one writes to comes first, then whom somebody checked, then who was only seen; each once', () => {
  using box = new Box()
  using desk = openBookDesk(box.reader)
  box.add(1, { from: 'Piet Bakker <piet@elders.test>' })
  box.add(2, { to: 'Pieta Bos <pieta@delinde.test>' }, { folder: box.sent })
  box.add(3, { from: 'Pieternel <pieternel@delinde.test>' })
  desk.book.save(null, typed({ address: 'Pieternel@delinde.test', name: 'Pieternel de Groot' }), 'Anja')
  desk.book.save(null, typed({ address: 'p@fysio.test', name: 'Fysio Pieters' }), 'Anja')
  expect(shown(desk, 'piet')).toEqual([
    'Pieta Bos <pieta@delinde.test> written', 'Pieternel de Groot <Pieternel@delinde.test> checked', 'Fysio Pieters <p@fysio.test> checked', 'Piet Bakker <piet@elders.test>',
  ])
  expect(shown(desk, ' ')).toEqual([])
})

test('look-alikes stand apart, each says of the other that it is one, and when there was contact (RT-26)', () => {
  using box = new Box()
  using desk = openBookDesk(box.reader)
  box.add(1, { to: 'Apotheek Zuid <info@apotheekzuid.test>' }, { folder: box.sent })
  box.add(2, { from: 'Apotheek Zuid <info@apotheekzu1d.test>' })
  expect(shown(desk, 'apotheek zuid')).toEqual([
    'Apotheek Zuid <info@apotheekzuid.test> written like info@apotheekzu1d.test', 'Apotheek Zuid <info@apotheekzu1d.test> like info@apotheekzuid.test',
  ])
  // Only one of them is found: the other is named all the same.
  expect(shown(desk, 'info@apotheekzu1d')).toEqual(['Apotheek Zuid <info@apotheekzu1d.test> like info@apotheekzuid.test'])
  expect(shown(desk, 'info@apotheekzuid')).toEqual(['Apotheek Zuid <info@apotheekzuid.test> written'])
})

test('two that were both checked are told apart as well', () => {
  using desk = openBookDesk()
  for (const address of ['h.bakker@mailbox.test', 'h.baker@mailbox.test']) desk.book.save(null, typed({ address }), 'Anja')
  expect(shown(desk, 'hennie').sort()).toEqual([
    'Hennie Bakker <h.baker@mailbox.test> checked like h.bakker@mailbox.test', 'Hennie Bakker <h.bakker@mailbox.test> checked like h.baker@mailbox.test',
  ])
})

test('when somebody last wrote, and when there was contact', () => {
  using box = new Box()
  using desk = openBookDesk(box.reader)
  box.add(5, { to: 'bas@delinde.test' }, { folder: box.sent })
  box.add(9, { from: 'bas@delinde.test' })
  box.add(3, { to: 'Bas@delinde.test' }, { folder: box.sent })
  const [bas] = desk.book.complete('bas')
  expect([desk.book.lastSentTo('BAS@delinde.test'), desk.book.lastContactWith('bas@delinde.test')]).toEqual([bas?.writtenAt, bas?.lastAt])
  expect(bas!.lastAt! - bas!.writtenAt!).toBe(4 * 60_000)
  expect([desk.book.lastSentTo('anja@delinde.test'), desk.book.lastSentTo('mia@delinde.test'), desk.book.lastContactWith('mia@delinde.test')]).toEqual([null, null, null])
})
