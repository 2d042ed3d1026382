import { describe, expect, test } from 'vitest'
import type { AccountState } from '../../../shared/contract/accounts.ts'
import type { Folder } from '../../../shared/contract/mail.ts'
import { firstPlace, folderPlace, navModel, sharedLabel } from './place.ts'

const account: AccountState = {
  id: 'a', address: 'anja@delinde.test', displayName: 'Anja', ownDomains: [], connection: { kind: 'online', since: 0 }, lastSyncedAt: null, progress: null,
}
const folder = (id: number, path: string, more: Partial<Folder> = {}): Folder => ({
  id, accountId: 'a', path, name: path.split('/').at(-1) ?? path, role: 'none', shared: false, unread: 0, total: 0,
  rights: { read: true, flag: true, insert: true, remove: true }, ...more,
})

describe('the navigation', () => {
  test('shows the folders with a role in their own order, the rest under Mappen', () => {
    const folders = [folder(3, 'Trash', { role: 'trash' }), folder(2, 'Sent', { role: 'sent' }), folder(1, 'INBOX', { role: 'inbox' }), folder(4, 'Scholing')]
    const [group] = navModel([account], folders).accounts
    expect(group?.standing.map(({ role }) => role)).toEqual(['inbox', 'sent', 'trash'])
    expect(group?.more.map(({ label }) => label)).toEqual(['Scholing'])
  })

  test('a second folder with the same role is not lost', () => {
    const [group] = navModel([account], [folder(1, 'Sent', { role: 'sent' }), folder(2, 'Verzonden', { role: 'sent' })]).accounts
    expect(group?.more.map(({ folder: { id } }) => id)).toEqual([2])
  })

  test('indents by what a path holds, whatever the delimiter', () => {
    const [group] = navModel([account], [folder(1, 'Werk'), folder(2, 'Werk.2024'), folder(3, 'Werk.2024.Q1'), folder(4, 'Werkbonnen')]).accounts
    expect(group?.more.map(({ depth }) => depth)).toEqual([0, 1, 2, 0])
  })

  test('shared mailboxes stand apart; one that may not be read is not shown', () => {
    const model = navModel([account], [
      folder(1, 'Shared/info@delinde.test', { shared: true }),
      folder(2, 'Shared/geheim@delinde.test', { shared: true, rights: { read: false, flag: false, insert: false, remove: false } }),
      folder(3, 'Shared/info@delinde.test/Archief', { shared: true }),
    ])
    expect(model.accounts[0]?.more).toEqual([])
    expect(model.shared.map(({ label }) => label)).toEqual(['info@delinde.test'])
    expect(model.sharedMore.map(({ label }) => label)).toEqual(['info@delinde.test · Archief'])
  })

  test('a folder within a shared mailbox says whose it is, also where the mailbox is called by no address', () => {
    const model = navModel([account], ['Praktijk/info', 'Praktijk/info/Verzonden', 'Praktijk/info/Archief/2025', 'Praktijk/informatie'].map((path, at) => folder(at + 1, path, { shared: true })))
    expect(model.shared.map(({ label }) => label)).toEqual(['info', 'informatie'])
    expect(model.sharedMore.map(({ label }) => label)).toEqual(['info · 2025', 'info · Verzonden'])
  })

  test.each([
    ['Shared/info@delinde.test/INBOX', 'INBOX', 'info@delinde.test'],
    ['Shared/info', 'info', 'info'],
    ['user.recepten@delinde.test', 'recepten@delinde.test', 'user.recepten@delinde.test'],
  ])('%s is called by its address where it has one', (path, name, label) => {
    expect(sharedLabel(folder(1, path, { name, shared: true }))).toContain(label.replace(/^user\./, ''))
  })

  test('one starts in the inbox, and the same place is the same object', () => {
    const model = navModel([account], [folder(9, 'Archive', { role: 'archive' }), folder(7, 'INBOX', { role: 'inbox' })])
    expect(firstPlace(model)).toBe(folderPlace(7))
    expect(firstPlace(navModel([account], []))).toBeNull()
  })
})
