import { expect, test } from 'vitest'
import { assignRoles, byUse, type ListedFolder } from './folder-roles.ts'

const folder = (path: string, flags: readonly string[] = [], shared = false): ListedFolder => {
  const parts = path.split('/')
  return { path, name: parts.at(-1) ?? '', depth: parts.length - 1, flags: new Set(flags), shared }
}
const rolesOf = (...folders: ListedFolder[]) => Object.fromEntries(assignRoles(folders))

test('what the server marks goes before what a name suggests', () => {
  expect(rolesOf(folder('INBOX'), folder('Sent'), folder('Postvak uit', ['\\Sent']))).toEqual({ 'INBOX': 'inbox', 'Postvak uit': 'sent' })
})

test('Dutch and English names count where nothing is marked', () => {
  expect(rolesOf(
    folder('Inbox'), folder('Verzonden items'), folder('Concepten'), folder('Verwijderde items'), folder('Ongewenste e-mail'), folder('Archief'),
  )).toEqual({
    'Inbox': 'inbox', 'Verzonden items': 'sent', 'Concepten': 'drafts', 'Verwijderde items': 'trash', 'Ongewenste e-mail': 'junk', 'Archief': 'archive',
  })
})

test('folders below INBOX count, deeper ones do not', () => {
  expect(rolesOf(folder('INBOX'), folder('INBOX/Trash'), folder('Projecten/2024/Archief'))).toEqual({ 'INBOX': 'inbox', 'INBOX/Trash': 'trash' })
})

test('a shared mailbox lends us no role', () => {
  expect(rolesOf(folder('INBOX'), folder('Praktijk/info/Prullenbak', ['\\Trash'], true), folder('Praktijk/Sent', [], true))).toEqual({ INBOX: 'inbox' })
})

test('one folder per role, the shallowest', () => {
  expect(rolesOf(folder('Oud/Sent', ['\\Sent']), folder('Sent', ['\\Sent']))).toEqual({ Sent: 'sent' })
})

test('the order of use: inbox, what is shared, then the rest, the bin last', () => {
  const some = [
    { path: 'Trash', role: 'trash' as const, shared: false }, { path: 'B', role: 'none' as const, shared: false },
    { path: 'Praktijk/info', role: 'none' as const, shared: true }, { path: 'INBOX', role: 'inbox' as const, shared: false },
    { path: 'Sent', role: 'sent' as const, shared: false }, { path: 'A', role: 'none' as const, shared: false },
  ]
  expect(some.toSorted(byUse).map(({ path }) => path)).toEqual(['INBOX', 'Praktijk/info', 'Sent', 'A', 'B', 'Trash'])
})
