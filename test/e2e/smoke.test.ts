import { expect, test } from 'vitest'
import { startPractice } from '../practice/servers/practice.ts'
import { startClient } from './client.ts'
import { runSmoke } from './smoke.ts'

test('the main road, from nothing to a reply that arrived', async () => {
  await using practice = await startPractice({ mail: 'sample', only: ['imap', 'smtp', 'dns'] })
  await using client = await startClient({ practice })
  const said: string[] = []
  const good = await runSmoke({ practice, url: client.url, say: (line) => { said.push(line) } })
  expect(good, said.join('\n')).toBe(true)
  expect(said).toHaveLength(9)
})
