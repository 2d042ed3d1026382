import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { takeBack } from '../../src/main/sending/take-back.ts'
import { UNDO_SEND_MS } from '../../src/shared/limits.ts'
import { anja, openDesk, to, type Desk } from './sending/desk.ts'
import { scriptedServer } from './sending/scripted-server.ts'
import { certificates } from './servers/certificates.ts'
import { hasSmallDisks, smallDisk } from './small-disk.ts'

/** Everything that somebody wrote, wherever it is by now. */
const subjects = (desk: Desk): string[] => [...desk.outbox().map(({ subject }) => subject), ...desk.drafts.list().map(({ fields }) => fields.subject)].sort()

test.skipIf(!hasSmallDisks)('a disk that is really full: each act says so, the outbox stays whole, and all goes on once there is room', async () => {
  using disk = smallDisk(16)
  if (disk === null) return
  const keys = await certificates(path.join(disk.directory, 'certs'))
  await using smtp = await scriptedServer({ tls: { cert: readFileSync(keys.server.certificate), key: readFileSync(keys.server.key) }, security: 'tls' })
  const ca = readFileSync(keys.caFile, 'utf8')
  const directory = path.join(disk.directory, 'state')
  mkdirSync(directory)
  const key = randomBytes(32)
  {
    await using desk = openDesk({ directory, key })
    const [first = ''] = await desk.send({ to: to('bas@delinde.test'), subject: 'eerste' })
    const second = await desk.write({ to: to('bas@delinde.test'), subject: 'tweede', html: `<p>${'woord '.repeat(60_000)}</p>` })
    disk.fill()

    expect(await desk.confirm(second)).toEqual({ ok: false, fail: 'disk-full' })
    expect(desk.drafts.save({ id: second, revision: 1, fields: { accountId: 'anja', to: [], cc: [], bcc: [], subject: 'x', html: 'y'.repeat(900_000) } })).toEqual({ ok: false, fail: 'disk-full' })
    const begun = await desk.drafts.attaching.begin({ id: second, name: 'a', type: 'b/c', sizeBytes: 900_000 })
    if (begun.ok) expect(await desk.drafts.attaching.addBytes({ id: second, attachmentId: begun.value.attachmentId, offset: 0, bytes: randomBytes(900_000) })).toEqual({ ok: false, fail: 'disk-full' })
    else expect(begun.fail).toBe('disk-full')
    // A small act may still fit in room that the log had taken before.
    const taken = await takeBack(desk.parts, first)
    if (!taken.ok) expect(taken.fail).toBe('disk-full')

    desk.pass(UNDO_SEND_MS)
    const stuck: unknown[] = []
    const dispatcher = desk.dispatch(
      { kind: 'ready', ownDomains: anja.ownDomains, login: { smtp: { host: '127.0.0.1', port: smtp.port, security: 'tls' }, user: 'anja', auth: 'password', secret: 'x', ca } },
      { onStuck: (error) => { stuck.push(error) } },
    )
    await dispatcher.idle()
    await dispatcher[Symbol.asyncDispose]()
    expect(smtp.received.length).toBeLessThanOrEqual(1)
    expect(subjects(desk)).toEqual(['eerste', 'tweede'])
  }
  disk.empty()
  await using desk = openDesk({ directory, key })
  expect(subjects(desk)).toEqual(['eerste', 'tweede'])
  const draft = desk.drafts.list().find(({ fields }) => fields.subject === 'tweede')
  for (const { id, complete } of draft?.attachments ?? []) if (!complete) await desk.drafts.attaching.detach(draft?.id ?? '', id)
  expect((await desk.confirm(draft?.id ?? '')).ok).toBe(true)
})
