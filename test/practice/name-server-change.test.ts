import { afterAll, beforeAll, expect, test } from 'vitest'
import { addAccount, folderOf, openDesk } from './core.ts'
import { freshLetters, sendFreshPost } from './mail/fresh-post.ts'
import { startPractice, type Practice } from './servers/practice.ts'

let practice: Practice
beforeAll(async () => { practice = await startPractice({ only: ['smtp', 'dns'] }) })
afterAll(async () => practice[Symbol.asyncDispose]())

test('another name server counts at once: what could not be looked up is looked up again without a wait', async () => {
  // given
  const mia = 'mia@delinde.test'
  await sendFreshPost(practice, [{ ...freshLetters[0]!, to: mia }])
  await using desk = await openDesk({ lookUps: null })
  await desk.get('settings.set', { resolver: 'tcp://127.0.0.1:9' })
  await addAccount(desk, practice, mia)
  const inbox = await folderOf(desk, 'inbox')
  const { rows: [row] } = await desk.until('mail.rows', { folderId: inbox.id, offset: 0, limit: 10 }, ({ rows }) => rows.some(({ verdict }) => verdict === 'unknown'))
  if (row === undefined) throw new Error('no message')
  expect(await desk.get('trust.origin', { messageId: row.id })).toMatchObject({ kind: 'found', frozen: false })
  // when
  const { host, port } = practice.resolver
  await desk.get('settings.set', { resolver: `${host}:${port}` })
  // then: this tree of names has another root than the world's, so that nothing of it holds
  await desk.until('mail.rows', { folderId: inbox.id, offset: 0, limit: 10 }, ({ rows }) => rows.some(({ verdict }) => verdict === 'suspicious'))
  expect(await desk.get('trust.origin', { messageId: row.id })).toMatchObject({ kind: 'found', row: 'IN-07', frozen: true })
}, 60_000)
