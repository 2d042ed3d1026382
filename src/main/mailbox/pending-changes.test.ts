import { describe, expect, test } from 'vitest'
import { Box, minute } from '../../../test/mailbox/open-box.ts'
import { sampleMail } from '../../../test/mailbox/sample-mail.ts'

const seen = (box: Box, id: number): boolean | undefined => box.reader.header(id)?.seen

describe('a flag', () => {
  test('is shown at once, counted, and stays against news from the server', () => {
    using box = new Box()
    const id = box.add(1)
    box.writer.applyFlag('taak', [id], { flag: 'seen', on: true })
    expect(seen(box, id)).toBe(true)
    expect(box.counts()).toEqual({ total: 1, unread: 0 })
    box.writer.updateFlags(box.inbox, [{ uid: 1, flags: ['\\Answered'] }])
    expect(box.reader.header(id)).toMatchObject({ seen: true, answered: true })
    expect(box.writer.flagsOf(box.inbox).get(1)).toEqual(['\\Answered'])
  })

  test('settled it is what the server has', () => {
    using box = new Box()
    const id = box.add(1)
    box.writer.applyFlag('taak', [id], { flag: 'flagged', on: true })
    box.writer.settle('taak')
    expect(box.writer.flagsOf(box.inbox).get(1)).toEqual(['\\Flagged'])
    expect(box.writer.pendingTaskIds()).toEqual([])
    box.writer.updateFlags(box.inbox, [{ uid: 1, flags: [] }])
    expect(box.reader.header(id)?.flagged).toBe(false)
  })

  test('turned back it leaves later changes', () => {
    using box = new Box()
    const id = box.add(1)
    box.writer.applyFlag('een', [id], { flag: 'seen', on: true })
    box.writer.applyFlag('twee', [id], { flag: 'flagged', on: true })
    box.writer.applyFlag('drie', [id], { flag: 'seen', on: true })
    expect(box.writer.pendingTaskIds()).toEqual(['een', 'twee', 'drie'])
    box.writer.turnBack('een')
    expect(box.reader.header(id)).toMatchObject({ seen: true, flagged: true })
    box.writer.turnBack('drie')
    expect(box.reader.header(id)).toMatchObject({ seen: false, flagged: true })
    expect(box.counts().unread).toBe(1)
  })

  test('what an answer leaves on its original is shown and settled like any other', () => {
    using box = new Box()
    const id = box.add(1)
    box.writer.applyFlag('antwoord', [id], { flag: 'answered', on: true })
    box.writer.applyFlag('doorgestuurd', [id], { flag: 'forwarded', on: true })
    expect(box.reader.rows(box.inbox, { offset: 0, limit: 1 })?.rows[0]).toMatchObject({ answered: true, forwarded: true, seen: false })
    box.writer.settle('antwoord')
    box.writer.turnBack('doorgestuurd')
    expect(box.writer.flagsOf(box.inbox).get(1)).toEqual(['\\Answered'])
    expect(box.reader.rows(box.inbox, { offset: 0, limit: 1 })?.rows[0]).toMatchObject({ answered: true, forwarded: false })
  })

  test('told twice is told once', () => {
    using box = new Box()
    const id = box.add(1)
    box.writer.applyFlag('taak', [id], { flag: 'seen', on: true })
    box.writer.applyFlag('taak', [id], { flag: 'seen', on: true })
    box.writer.turnBack('taak')
    expect(seen(box, id)).toBe(false)
  })

  test('survives the end of the process', () => {
    using box = new Box()
    const id = box.add(1)
    box.writer.applyFlag('taak', [id], { flag: 'seen', on: true })
    box.reopen()
    expect(seen(box, id)).toBe(true)
    expect(box.writer.pendingTaskIds()).toEqual(['taak'])
  })
})

describe('a move', () => {
  test('is shown at once; the server has it where it was', () => {
    using box = new Box()
    const id = box.add(7, { subject: 'Weg' })
    box.writer.applyMove('taak', [id], box.archive)
    expect([box.subjects(), box.subjects(box.archive)]).toEqual([[], ['Weg']])
    expect([box.counts().total, box.counts(box.archive).total]).toEqual([0, 1])
    expect(box.writer.locate([id])).toEqual([{ messageId: id, accountId: 'praktijk', folderId: box.inbox, uid: 7 }])
  })

  test('keeps its id and raw mail under its new number', () => {
    using box = new Box()
    const id = box.add(7, { subject: 'Weg' })
    box.writer.applyMove('taak', [id], box.archive)
    box.writer.expunge(box.inbox, [7])
    expect(box.subjects(box.archive)).toEqual(['Weg'])
    box.writer.settle('taak', { movedUids: new Map([[7, 70]]) })
    expect(box.writer.locate([id])).toMatchObject([{ folderId: box.archive, uid: 70 }])
    expect([...box.writer.knownUids(box.inbox), ...box.writer.knownUids(box.archive)]).toEqual([70])
    expect(box.reader.raw(id).kind).toBe('raw')
  })

  test('that was fetched at its new place before the answer came is one message', () => {
    using box = new Box()
    const id = box.add(7, { subject: 'Weg' })
    box.writer.applyMove('taak', [id], box.archive)
    box.add(70, { subject: 'Weg' }, { folder: box.archive })
    box.writer.settle('taak', { movedUids: new Map([[7, 70]]) })
    expect(box.subjects(box.archive)).toEqual(['Weg'])
    expect(box.idOf(box.archive, 70)).toBe(id)
  })

  test('on a server that does not tell the new number is known again by its Message-ID', () => {
    using box = new Box()
    const mail = { subject: 'Weg', messageId: 'm@x' }
    const id = box.add(7, mail)
    box.writer.applyMove('taak', [id], box.archive)
    box.writer.settle('taak')
    expect(box.subjects(box.archive)).toEqual(['Weg'])
    expect(box.writer.locate([id])).toEqual([])
    box.writer.addMessages(box.archive, [{ uid: 70, flags: ['\\Seen'], receivedAt: minute(7), raw: sampleMail(mail) }])
    expect(box.writer.locate([id])).toMatchObject([{ folderId: box.archive, uid: 70 }])
    expect(box.counts(box.archive)).toEqual({ total: 1, unread: 0 })
  })

  test('of two equal messages on such a server stays two', () => {
    using box = new Box()
    const mail = { subject: 'Dubbel', messageId: 'm@x' }
    box.writer.applyMove('taak', [box.add(7, mail)], box.archive)
    box.writer.settle('taak')
    box.writer.addMessages(box.archive, [70, 71].map((uid) => ({ uid, flags: [], receivedAt: minute(7), raw: sampleMail(mail) })))
    expect([...box.writer.knownUids(box.archive)]).toEqual([70, 71])
    expect(box.subjects(box.archive)).toEqual(['Dubbel', 'Dubbel'])
  })

  test('without a new number and never seen again is gone at the next start, to be fetched like any other', () => {
    using box = new Box()
    const id = box.add(7)
    box.writer.applyMove('taak', [id], box.archive)
    box.writer.settle('taak')
    box.reopen()
    expect(box.reader.header(id)).toBeNull()
    expect(box.counts(box.archive)).toEqual({ total: 0, unread: 0 })
  })

  test('turned back is where it was, or gone when it went from there meanwhile', () => {
    using box = new Box()
    const [stays, goes] = [box.add(1, { subject: 'Blijft' }), box.add(2, { subject: 'Gaat' })]
    box.writer.applyMove('taak', [stays, goes], box.archive)
    box.writer.expunge(box.inbox, [2])
    box.writer.turnBack('taak')
    expect([box.subjects(), box.subjects(box.archive)]).toEqual([['Blijft'], []])
  })

  test('of which the server moved only a part shows the rest where it is', () => {
    using box = new Box()
    const ids = [box.add(1, { subject: 'Een' }), box.add(2, { subject: 'Twee' })]
    box.writer.applyMove('taak', ids, box.archive)
    box.writer.settle('taak', { movedUids: new Map([[1, 10]]) })
    expect([box.subjects(), box.subjects(box.archive)]).toEqual([['Twee'], ['Een']])
  })

  test('from two folders is settled folder by folder: the same number may stand for two messages', () => {
    using box = new Box()
    const ids = [box.add(1, { subject: 'In' }), box.add(1, { subject: 'Uit' }, { folder: box.sent })]
    box.writer.applyMove('taak', ids, box.archive)
    box.writer.settle('taak', { movedUids: new Map([[1, 10]]), fromFolderId: box.inbox })
    box.writer.settle('taak', { movedUids: new Map([[1, 11]]), fromFolderId: box.sent })
    expect(box.writer.locate(ids).map(({ uid }) => uid)).toEqual([10, 11])
  })

  test('moved on before the first answer came ends in the last folder', () => {
    using box = new Box()
    const id = box.add(1, { subject: 'Snel' })
    box.writer.applyMove('een', [id], box.archive)
    box.writer.applyMove('twee', [id], box.trash)
    box.writer.settle('een', { movedUids: new Map([[1, 10]]) })
    expect([box.subjects(box.archive), box.subjects(box.trash)]).toEqual([[], ['Snel']])
    box.writer.settle('twee', { movedUids: new Map([[10, 100]]) })
    expect(box.writer.locate([id])).toMatchObject([{ folderId: box.trash, uid: 100 }])
  })

  test('to a folder that vanishes is back where it was', () => {
    using box = new Box()
    const id = box.add(1, { subject: 'Terug' })
    box.writer.applyMove('taak', [id], box.archive)
    const left = box.reader.folders().filter(({ id: folder }) => folder !== box.archive)
    box.writer.replaceFolders(box.account, left)
    expect(box.subjects()).toEqual(['Terug'])
    box.writer.settle('taak', { movedUids: new Map([[1, 2]]) })
    expect(box.subjects()).toEqual(['Terug'])
  })
})

describe('destroying', () => {
  test('hides at once and removes when the server has done it', () => {
    using box = new Box()
    const id = box.add(1, {}, { folder: box.trash })
    box.writer.applyDestroy('taak', [id])
    expect(box.reader.header(id)).toBeNull()
    expect(box.counts(box.trash)).toEqual({ total: 0, unread: 0 })
    box.writer.expunge(box.trash, [1])
    box.writer.settle('taak')
    expect(box.reader.raw(id)).toEqual({ kind: 'no-such-message' })
  })

  test('turned back shows it again', () => {
    using box = new Box()
    const id = box.add(1, { subject: 'Toch niet' }, { folder: box.trash })
    box.writer.applyDestroy('taak', [id])
    box.writer.turnBack('taak')
    expect(box.subjects(box.trash)).toEqual(['Toch niet'])
  })
})

test('what is not there any more is passed over', () => {
  using box = new Box()
  box.writer.applyMove('taak', [12345], box.archive)
  box.writer.settle('taak')
  box.writer.turnBack('onbekend')
  expect(box.writer.pendingTaskIds()).toEqual([])
})
