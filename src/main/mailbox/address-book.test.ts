import { expect, test } from 'vitest'
import { Box, serverFolder } from '../../../test/mailbox/open-box.ts'

const suggested = (box: Box, typed: string): string[] => box.reader.completeAddress(typed).map(({ name, address }) => `${name} <${address}>`)

test('who the person writes to comes before who only writes', () => {
  using box = new Box()
  box.add(1, { from: 'Piet Bakker <piet@elders.test>' })
  box.add(2, { from: 'Piet Bakker <piet@elders.test>' })
  box.add(3, { to: 'Pieta Bos <pieta@delinde.test>' }, { folder: box.sent })
  expect(suggested(box, 'piet')).toEqual(['Pieta Bos <pieta@delinde.test>', 'Piet Bakker <piet@elders.test>'])
})

test('by the beginning of any word of name or address, accents aside', () => {
  using box = new Box()
  box.add(1, { from: 'Coördinatie Thuiszorg <planning@thuiszorg.test>' })
  for (const typed of ['coord', 'thuis coö', 'planning', 'planning@thuis', 'THUISZORG.TEST']) expect(suggested(box, typed)).toHaveLength(1)
  for (const typed of ['', ' ', '@', 'hui', 'coord elders']) expect(suggested(box, typed)).toEqual([])
})

test('look-alikes are never one (RT-26)', () => {
  using box = new Box()
  box.add(1, { to: 'Apotheek Zuid <info@apotheekzuid.test>' }, { folder: box.sent })
  box.add(2, { to: 'Apotheek Zuid <info@apotheekzu1d.test>' }, { folder: box.sent })
  box.add(3, { to: 'Apotheek Zuid <info@\u0430potheekzuid.test>' }, { folder: box.sent })
  box.add(4, { to: 'Apotheek Zuid <INFO@ApotheekZuid.test>' }, { folder: box.sent })
  expect(suggested(box, 'apotheek zuid')).toHaveLength(3)
  expect(suggested(box, 'info@apotheekzuid.test')).toEqual(['Apotheek Zuid <info@apotheekzuid.test>'])
})

test('the latest name stays, and an old message that is fetched later does not change it', () => {
  using box = new Box()
  box.add(5, { from: 'M. de Boer <mboer@elders.test>' })
  box.add(9, { from: 'Marie de Boer-Vos <mboer@elders.test>' })
  box.add(1, { from: 'Stagiair <mboer@elders.test>' })
  expect(suggested(box, 'marie')).toEqual(['Marie de Boer-Vos <mboer@elders.test>'])
  expect(suggested(box, 'stagiair')).toEqual([])
})

test('the bin and a mailing to many teach nothing; a removed account takes its people along', () => {
  using box = new Box()
  box.add(1, { from: 'Spam <spam@elders.test>' }, { folder: box.trash })
  box.add(2, { to: Array.from({ length: 40 }, (_, index) => `Lid ${index} <lid${index}@elders.test>`).join(', ') })
  expect(suggested(box, 'spam')).toEqual([])
  expect(suggested(box, 'lid')).toEqual([])
  expect(suggested(box, 'anja')).toHaveLength(1)
  box.writer.removeAccount(box.account)
  expect(suggested(box, 'anja')).toEqual([])
})

test('whom a mailbox of others names is known for as long as it is open here, and where it is only covered never (FM-06 to FM-08)', () => {
  using box = new Box()
  const folders = box.writer.replaceFolders(box.account, [serverFolder('INBOX', 'inbox'), { ...serverFolder('Praktijk/info'), shared: true }])
  const [own, shared] = [folders[0]!.id, folders[1]!.id]
  box.add(1, { from: 'Eigen <selin@mailbox.test>' }, { folder: own })
  box.add(1, { from: 'Samen <selin@mailbox.test>' }, { folder: shared })
  box.add(2, { from: 'Samen <hennie@mailbox.test>' }, { folder: shared })
  expect(suggested(box, 'mailbox')).toHaveLength(2)
  box.writer.coverFolder(shared, true)
  box.add(3, { from: 'Gedekt <covered@mailbox.test>' }, { folder: shared })
  expect(suggested(box, 'mailbox')).toEqual(['Eigen <selin@mailbox.test>'])
  box.writer.coverFolder(shared, false)
  box.add(4, { from: 'Samen <hennie@mailbox.test>' }, { folder: shared })
  expect(suggested(box, 'hennie')).toHaveLength(1)
  box.writer.closeFolder(shared)
  expect(suggested(box, 'mailbox')).toEqual(['Eigen <selin@mailbox.test>'])
})
