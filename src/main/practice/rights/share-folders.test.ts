import { expect, test } from 'vitest'
import type { MailAct } from '../../../shared/practice/act.ts'
import { keptHereOnly, lettersFor } from './share-folders.ts'

test.each<[readonly MailAct[], string]>([
  [['read'], 'lr'], [['read', 'mark'], 'lrsw'], [['read', 'file'], 'lrite'], [['read', 'delete'], 'lrte'], [['read', 'send'], 'lri'],
  [['read', 'mark', 'file', 'delete', 'export', 'draft', 'send', 'claim'], 'lrswite'], [['read', 'export', 'claim', 'draft'], 'lr'],
  // Who may not read may nothing: a right to remove alone would be a right to remove unseen.
  [['delete', 'mark'], ''], [[], ''],
])('%j needs %j of the server', (acts, letters) => { expect(lettersFor(acts)).toBe(letters) })

const cover = { acts: ['read' as const], until: 1, maxAgeDays: 7, careEpisodeOnly: true }
test('what no server keeps is said', () => {
  expect(keptHereOnly(cover, { acl: true })).toEqual(['age', 'care-episode', 'private-messages', 'end', 'no-export'])
  expect(keptHereOnly({ acts: ['read', 'export'], until: null, maxAgeDays: null, careEpisodeOnly: false }, { acl: true })).toEqual(['private-messages'])
  expect(keptHereOnly(cover, { acl: false })).toEqual(['everything'])
})
