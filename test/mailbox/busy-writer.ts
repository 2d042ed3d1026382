/**
 * Works on a mailbox without end, from a fixed beginning: adds, flags, moves, expunges, rewrites. Says on standard output what
 * is committed. Run as a process of its own so that it can be killed, or run into a full disk, at any point.
 */
import { firstRowId } from '../../src/main/mailbox/row-id.ts'
import { isDiskFull } from '../../src/main/store/store.ts'
import { busyMail } from './busy-mail.ts'
import { minute, openWriter, serverFolder } from './open-box.ts'

const [directory = '', rounds = '1000000'] = process.argv.slice(2)
const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

function work(): void {
  using writer = openWriter(directory)
  const folders = writer.replaceFolders('praktijk', [serverFolder('INBOX', 'inbox'), serverFolder('Archief', 'archive')])
  const [{ id: inbox, uidNext } = { id: 0, uidNext: null }] = folders
  let uid = uidNext ?? 1
  for (let round = 0; round < Number(rounds); round++) {
    const batch = Array.from({ length: 1 + (round * 7) % 20 }, (_, index) => uid + index)
    writer.addMessages(inbox, batch.map((number) => ({ uid: number, flags: [], receivedAt: minute(number), raw: busyMail(number) })))
    uid += batch.length
    writer.saveFolderState(inbox, { uidNext: uid })
    say(`added ${uid - 1}`)
    writer.updateFlags(inbox, batch.map((number) => ({ uid: number, flags: number % 2 === 0 ? ['\\Seen'] : ['$Label'] })))
    // Every third goes for good: segments become mostly dead only through many of these.
    const gone = batch.filter((number) => number % 3 === 0)
    writer.expunge(inbox, gone)
    say(`expunged ${gone.join(' ')}`)
    // Of the rest every second leaves what is large on the server, and some of it comes back.
    const left = batch.filter((number) => number % 3 !== 0 && number % 2 === 0)
    writer.makeLean(left.map((number) => firstRowId(minute(number), number)))
    for (const number of left.filter((one) => one % 4 === 0)) writer.bringBack(firstRowId(minute(number), number), busyMail(number), minute(number))
    if (round % 10 === 9) writer.compactSegments()
  }
}

try {
  work()
  say('done')
} catch (error) {
  const isFullAtOpening = error instanceof Error && error.message === 'disk-full'
  if (!isDiskFull(error) && !isFullAtOpening) throw error
  say('disk-full')
}
