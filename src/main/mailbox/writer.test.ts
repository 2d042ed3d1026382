import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkBox } from '../../../test/mailbox/check-box.ts'
import { Box, minute, serverFolder } from '../../../test/mailbox/open-box.ts'
import { sampleMail } from '../../../test/mailbox/sample-mail.ts'

describe('folders', () => {
  test('keep their ids and progress; what is no longer listed goes with its mail', () => {
    using box = new Box()
    box.add(1, { subject: 'Weg' }, { folder: box.archive })
    box.writer.saveFolderState(box.inbox, { uidValidity: 4_000_000_000, uidNext: 9, highestModseq: 2n ** 62n, complete: true })
    const states = box.writer.replaceFolders(box.account, [serverFolder('Nieuw'), { ...serverFolder('INBOX', 'inbox'), name: 'Postvak IN' }])
    expect(states).toEqual([
      { id: states[0]!.id, path: 'Nieuw', role: 'none', shared: false, uidValidity: null, uidNext: null, highestModseq: null, complete: false },
      { id: box.inbox, path: 'INBOX', role: 'inbox', shared: false, uidValidity: 4_000_000_000, uidNext: 9, highestModseq: 2n ** 62n, complete: true },
    ])
    expect(states[0]!.id).toBeGreaterThan(box.trash)
    expect(box.reader.folders().map(({ name }) => name)).toEqual(['Nieuw', 'Postvak IN'])
    expect(box.found('weg')).toEqual([])
    expect(box.reader.rows(box.archive, { offset: 0, limit: 9 })).toBeNull()
  })

  test('say what the person may do there', () => {
    using box = new Box()
    box.writer.replaceFolders('gedeeld', [{ ...serverFolder('info'), shared: true, rights: { read: true, flag: false, insert: true, remove: false } }])
    expect(box.reader.folders().at(-1)).toMatchObject({ accountId: 'gedeeld', shared: true, rights: { read: true, flag: false, insert: true, remove: false } })
  })

  test('an account that nobody knows has none', () => {
    using box = new Box()
    expect(box.writer.folderStates('onbekend')).toEqual([])
    expect(box.writer.folderStates(box.account)).toHaveLength(4)
    expect(box.writer.addMessages(999, [{ uid: 1, flags: [], receivedAt: 0, raw: sampleMail() }])).toEqual({ added: 0 })
  })
})

describe('adding', () => {
  test('gives the message back byte for byte', () => {
    using box = new Box()
    const raw = sampleMail({ subject: 'Heen', attachment: { name: 'x.bin', bytes: Buffer.alloc(5_000, 7) } })
    box.writer.addMessages(box.inbox, [{ uid: 1, flags: ['\\Seen', '$Label'], receivedAt: minute(1), raw }])
    const outcome = box.reader.raw(box.idOf(box.inbox, 1))
    expect(outcome.kind === 'raw' && raw.equals(outcome.raw)).toBe(true)
    expect(box.writer.flagsOf(box.inbox)).toEqual(new Map([[1, ['\\Seen', '$Label']]]))
  })

  test('the same batch again adds nothing, and takes its flags as news', () => {
    using box = new Box()
    const batch = [1, 2, 3].map((uid) => ({ uid, flags: [], receivedAt: minute(uid), raw: sampleMail({ subject: `Nr ${uid}` }) }))
    expect(box.writer.addMessages(box.inbox, [...batch, batch[0]!])).toEqual({ added: 3 })
    expect(box.writer.addMessages(box.inbox, batch.map((message) => ({ ...message, flags: ['\\Seen'] })))).toEqual({ added: 0 })
    expect(box.counts()).toEqual({ total: 3, unread: 0 })
    expect([...box.writer.knownUids(box.inbox)]).toEqual([1, 2, 3])
    box.close()
    checkBox(box.directory)
    box.reopen()
  })

  test('a thousand messages of one second each have their own place, in the order of their numbers', () => {
    using box = new Box()
    const batch = Array.from({ length: 1_000 }, (_, index) => ({ uid: index + 1, flags: [], receivedAt: minute(0), raw: sampleMail({ subject: `Nr ${index + 1}` }) }))
    box.writer.addMessages(box.inbox, batch)
    box.add(1, { subject: 'Elders' }, { folder: box.sent })
    expect(box.subjects().slice(0, 2)).toEqual(['Nr 1000', 'Nr 999'])
    expect(box.counts().total).toBe(1_000)
  })

  test.each<[string, Buffer]>([
    ['nothing at all', Buffer.alloc(0)],
    ['zero bytes', Buffer.alloc(10_000)],
    ['noise', Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7919) % 256))],
    ['a header without end', Buffer.from(`Subject: ${'x'.repeat(200_000)}`)],
  ])('%s is a message too', (_name, raw) => {
    using box = new Box()
    expect(box.writer.addMessages(box.inbox, [{ uid: 1, flags: [], receivedAt: minute(1), raw }])).toEqual({ added: 1 })
    const outcome = box.reader.raw(box.idOf(box.inbox, 1))
    expect(outcome.kind === 'raw' && raw.equals(outcome.raw)).toBe(true)
  })

  test('a server that tells no date does not keep a batch out', () => {
    using box = new Box()
    const raw = sampleMail({ subject: 'Zonder datum' })
    expect(box.writer.addMessages(box.inbox, [{ uid: 1, flags: [], receivedAt: Number.NaN, raw }, { uid: 2, flags: [], receivedAt: minute(2) + 0.5, raw }])).toEqual({ added: 2 })
    expect(box.reader.rows(box.inbox, { offset: 0, limit: 9 })?.rows.map(({ receivedAt }) => receivedAt)).toEqual([minute(2), Date.UTC(2026, 2, 2, 9)])
  })

  test('a batch that fails leaves nothing, in the index neither', () => {
    using box = new Box()
    const good = { uid: 1, flags: [], receivedAt: minute(1), raw: sampleMail({ subject: 'Goed' }) }
    expect(() => box.writer.addMessages(box.inbox, [good, { ...good, uid: 1.5 }])).toThrow('datatype mismatch')
    expect(box.counts()).toEqual({ total: 0, unread: 0 })
    box.add(2, { subject: 'Later' })
    expect(box.found('goed')).toEqual([])
    box.close()
    checkBox(box.directory)
    box.reopen()
  })

  test('notices come once a transaction, and only when something changed', () => {
    using box = new Box()
    box.add(1)
    box.add(1)
    box.writer.updateFlags(box.inbox, [{ uid: 1, flags: [] }, { uid: 99, flags: ['\\Seen'] }])
    box.writer.saveFolderState(box.inbox, { uidNext: 2 })
    box.writer.updateFlags(box.inbox, [{ uid: 1, flags: ['\\Seen'] }])
    expect(box.notices).toEqual([['messages', 'folders', 'status'], ['messages', 'folders']])
  })
})

describe('removing', () => {
  test('what the server expunged is nowhere any more', () => {
    using box = new Box()
    const id = box.add(1, { subject: 'Vertrouwelijk' })
    box.writer.expunge(box.inbox, [1, 2])
    expect(box.reader.raw(id)).toEqual({ kind: 'no-such-message' })
    expect(box.reader.conversation(id)).toBeNull()
    expect(box.found('vertrouwelijk')).toEqual([])
    expect(box.counts()).toEqual({ total: 0, unread: 0 })
  })

  test('after a new UIDVALIDITY nothing of the folder is known, changes under way included', () => {
    using box = new Box()
    const moved = box.add(1, { subject: 'Een' })
    box.add(2, { subject: 'Twee' })
    box.add(3, { subject: 'Blijft' }, { folder: box.archive })
    box.writer.applyMove('taak', [moved], box.archive)
    box.writer.saveFolderState(box.inbox, { uidValidity: 1, uidNext: 3, highestModseq: 8n, complete: true })
    box.writer.resetFolder(box.inbox, 2)
    expect([box.subjects(), box.subjects(box.archive)]).toEqual([[], ['Blijft']])
    expect(box.writer.folderStates(box.account)[0]).toMatchObject({ uidValidity: 2, uidNext: null, highestModseq: null, complete: false })
    expect([...box.writer.knownUids(box.inbox)]).toEqual([])
    box.close()
    checkBox(box.directory)
    box.reopen()
  })

  test('an account goes whole and leaves the others', () => {
    using box = new Box()
    const [other] = box.writer.replaceFolders('ander', [serverFolder('INBOX', 'inbox')])
    box.add(1, { subject: 'Weg' })
    box.add(1, { subject: 'Blijft' }, { folder: other!.id })
    box.writer.applyMove('taak', [box.idOf(box.inbox, 1)], box.trash)
    box.writer.removeAccount(box.account)
    box.writer.removeAccount('onbekend')
    expect(box.reader.folders().map(({ accountId }) => accountId)).toEqual(['ander'])
    expect(box.found('is:ongelezen')).toEqual(['Blijft'])
    box.close()
    checkBox(box.directory)
    box.reopen()
  })
})

describe('raw mail that is not as it was written', () => {
  const spoil = (box: Box, change: (bytes: Buffer) => Buffer): void => {
    const folder = path.join(box.directory, 'segments')
    const file = path.join(folder, readdirSync(folder)[0]!)
    writeFileSync(file, change(readFileSync(file)))
  }
  const flip = (bytes: Buffer): Buffer => {
    bytes[200]! ^= 1
    return bytes
  }

  test('has a name, is fetched again, and only that message', () => {
    using box = new Box()
    const ids = [box.add(1, { subject: 'Een' }), box.add(2, { subject: 'Twee' })]
    spoil(box, flip)
    expect(ids.map((id) => box.reader.raw(id).kind)).toEqual(['damaged', 'raw'])
    box.writer.fetchAgain([ids[0]!, 424242])
    expect(box.reader.raw(ids[0]!)).toEqual({ kind: 'missing' })
    expect(box.writer.uidsToFetchAgain(box.inbox)).toEqual([1])
    expect(box.writer.addMessages(box.inbox, [{ uid: 1, flags: [], receivedAt: minute(1), raw: sampleMail({ subject: 'Een' }) }])).toEqual({ added: 0 })
    expect(box.writer.uidsToFetchAgain(box.inbox)).toEqual([])
    expect(box.reader.raw(ids[0]!).kind).toBe('raw')
    expect(box.subjects()).toEqual(['Twee', 'Een'])
  })

  test('a file that was cut is gone on with in a new one', () => {
    using box = new Box()
    const id = box.add(1)
    box.close()
    spoil(box, (bytes) => bytes.subarray(0, 100))
    box.reopen()
    expect(box.reader.raw(id)).toEqual({ kind: 'damaged' })
    expect(box.reader.raw(box.add(2)).kind).toBe('raw')
    expect(readdirSync(path.join(box.directory, 'segments'))).toHaveLength(2)
  })

  test('a header that was changed is not written behind', () => {
    using box = new Box()
    box.add(1)
    box.close()
    spoil(box, (bytes) => Buffer.concat([Buffer.from('x'), bytes.subarray(1)]))
    box.reopen()
    expect(box.reader.raw(box.add(2)).kind).toBe('raw')
  })
})
