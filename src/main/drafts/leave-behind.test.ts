import { expect, test } from 'vitest'
import { stateDatabase } from '../../../test/vault/state-database.ts'
import { insertManuscript, manuscript, type Manuscript } from './draft-rows.ts'
import { makeReadyToLeave } from './leave-behind.ts'
import { draftsOnlyHere, draftsToUpload, markUploaded } from './server-copy.ts'

const draft = (id: string, change: Partial<Manuscript> = {}): Manuscript => ({
  id, revision: 1, kind: 'new', sourceMessageId: null, inReplyTo: null, references: [], quoteHtml: null, savedAt: 0, messageClass: 'unknown', classFloor: 'general',
  answersPatient: false, answeredLevel: 'none', attachments: [], fields: { accountId: 'anja', to: [], cc: [], bcc: [], subject: 'Recept', html: '<p>Hallo</p>' }, ...change,
})
const file = (id: string, complete: boolean) => ({ id, name: `<${id}>.pdf`, type: 'application/pdf', sizeBytes: 10, complete, blobId: id })
const addressOf = (id: string): string | null => (id === 'gone' ? null : `${id}@delinde.test`)
const leaving = { accountFor: (id: string) => (id === 'gone' ? 'anja' : null), lacking: (names: readonly string[]) => `Ontbreekt: ${names.join(', ')}` }

test('what is attached by half is told of in the draft, and all drafts can go to the server', () => {
  // given
  using state = stateDatabase()
  const db = state.database
  const all = [
    draft('whole'), draft('half', { attachments: [file('a', true), file('b', false)] }), draft('attached', { revision: 0, attachments: [file('c', true)] }),
    draft('orphan', { fields: { ...draft('').fields, accountId: 'gone' } }), draft('untouched', { revision: 0 }), draft('forward', { revision: 0, kind: 'forward', attachments: [file('d', true)] }),
  ]
  for (const one of all) insertManuscript(db, one)
  const due = () => draftsToUpload(db, { now: 1_000_000, addressOf }).map(({ draftId }) => draftId).sort()
  expect(due()).toEqual(['whole'])
  expect(draftsOnlyHere(db, addressOf)).toBe(4)
  // when
  makeReadyToLeave(db, leaving)
  // then
  expect(due()).toEqual(['attached', 'half', 'orphan', 'whole'])
  expect(manuscript(db, 'half')).toMatchObject({ revision: 2, attachments: [{ id: 'a' }], fields: { html: '<p><strong>Ontbreekt: &lt;b&gt;.pdf</strong></p><p>Hallo</p>' } })
  expect(manuscript(db, 'orphan')).toMatchObject({ fields: { accountId: 'anja' } })
  // when it is done once more
  const before = all.map(({ id }) => manuscript(db, id))
  makeReadyToLeave(db, leaving)
  // then
  expect(all.map(({ id }) => manuscript(db, id))).toEqual(before)
})

test('a copy that the server refused is only here', () => {
  using state = stateDatabase()
  const db = state.database
  insertManuscript(db, draft('one'))
  const [upload] = draftsToUpload(db, { now: 1_000_000, addressOf })
  markUploaded(db, upload!, true)
  expect(draftsOnlyHere(db, addressOf)).toBe(1)
  markUploaded(db, upload!)
  expect(draftsOnlyHere(db, addressOf)).toBe(0)
})
