import { expect, test } from 'vitest'
import { unlimited } from '../../imap/reading-policy.ts'
import { accountOfMailbox } from './mailboxes.ts'
import type { SealedAccount } from './sealed-accounts.ts'
import { sealedSessions } from './sealed-sessions.ts'

const endpoint = { host: 'mail.delinde.test', port: 993, security: 'tls' as const }
const opened = (mailbox: string, said: string): SealedAccount => ({
  account: { id: accountOfMailbox(mailbox), address: `${mailbox}@delinde.test`, displayName: '', imap: endpoint, smtp: endpoint, user: mailbox, auth: 'password', caFile: null, ownDomains: [] },
  login: { imap: endpoint, smtp: endpoint, user: mailbox, password: said, ca: null }, said, limits: unlimited,
})

interface Bench { sealed: SealedAccount[]; connect: (id: string) => Promise<void> }

function bench(start: Bench) {
  const now = { ...start }
  const forgotten: string[] = []
  const sessions = sealedSessions({
    directory: '/nowhere', reader: { folders: () => [] }, sealed: () => now.sealed, connect: (id) => now.connect(id), forget: (id) => { forgotten.push(id) }, limit: () => undefined,
  })
  return { now, forgotten, align: () => sessions.align() }
}

test('a look that is slow does not put the earlier password in the place of the later one', async () => {
  const first = Promise.withResolvers<null>()
  const connected: string[] = []
  const desk = bench({ sealed: [opened('info', 'earlier')], connect: async () => {
    const said = desk.now.sealed[0]!.said
    if (said === 'earlier') await first.promise
    connected.push(said)
  } })
  const slow = desk.align()
  await Promise.resolve()
  desk.now.sealed = [opened('info', 'later')]
  const quick = desk.align()
  first.resolve(null)
  await Promise.all([slow, quick])
  expect(connected.at(-1)).toBe('later')
})

test('what may no longer be opened ends at once, also while another is being opened', async () => {
  const never = Promise.withResolvers<null>()
  const desk = bench({ sealed: [opened('info', 'x'), opened('recepten', 'x')], connect: async (id) => { if (id === accountOfMailbox('recepten')) await never.promise } })
  void desk.align()
  await new Promise((resolve) => { setImmediate(resolve) })
  desk.now.sealed = []
  void desk.align()
  expect(desk.forgotten.toSorted()).toEqual([accountOfMailbox('info'), accountOfMailbox('recepten')])
})

test('one that cannot be opened is told, keeps no other closed, and is tried again', async () => {
  const tried: string[] = []
  const desk = bench({ sealed: [opened('info', 'x'), opened('recepten', 'x')], connect: (id) => {
    tried.push(id)
    return id === accountOfMailbox('info') && tried.length === 1 ? Promise.reject(new Error('disk full')) : Promise.resolve()
  } })
  await expect(desk.align()).rejects.toThrow()
  expect(tried).toEqual([accountOfMailbox('info'), accountOfMailbox('recepten')])
  await desk.align()
  expect(tried.at(-1)).toBe(accountOfMailbox('info'))
})
