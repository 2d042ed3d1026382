import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Box, cacheKey, segmentKey } from '../../../../test/mailbox/open-box.ts'
import type { FromTrust, ReceivingAccount } from './trust-messages.ts'
import { restartAfterMs, startTrust, type TrustHost } from './trust-host.ts'

let directory: string
let host: TrustHost | undefined
beforeEach(() => { directory = mkdtempSync(path.join(tmpdir(), 'trust-')) })
afterEach(async () => {
  await host?.close()
  rmSync(directory, { recursive: true, force: true })
})

test('a thread that cannot even begin is started again by itself, and meanwhile nobody waits for it', async () => {
  // given a store that is no folder
  const store = path.join(directory, 'store')
  writeFileSync(store, '')
  const told: Extract<FromTrust, { kind: 'domain' }>[] = []
  let times = 0
  const [once, twice] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()]
  host = startTrust({ directory: store, cacheKey: new Uint8Array(32), segmentKey: new Uint8Array(32), lookUps: { upstream: { kind: 'system' }, trustAnchor: null } }, {
    known: () => [], found: () => undefined, reports: () => undefined, broke: () => undefined, domain: (message) => { told.push(message) },
    gaveUp() {
      times++
      ;(times === 1 ? once : twice).resolve(undefined)
    },
  })
  host.lookAt(['kliniek.test'])
  await once.promise
  // when
  host.lookAt(['lab.test'])
  // then
  expect(told.map(({ domain, found: { status } }) => [domain, status])).toEqual([['kliniek.test', 'lookupFailed'], ['lab.test', 'lookupFailed']])
  await twice.promise
})

test('mail whose attachments are on the server alone says that nothing is known of it, and does not wait for ever', async () => {
  // given
  using box = new Box()
  const id = box.add(1, { attachment: { name: 'brief.bin', bytes: Buffer.alloc(150_000, 7) } })
  box.writer.makeLean([id])
  const { promise, resolve } = Promise.withResolvers<readonly number[]>()
  host = startTrust({ directory: box.directory, cacheKey: new Uint8Array(cacheKey), segmentKey: new Uint8Array(segmentKey), lookUps: { upstream: { kind: 'system' }, trustAnchor: null } }, {
    known: () => [], found: ({ notWhole }) => { resolve(notWhole) }, reports: () => undefined, broke: () => undefined, domain: () => undefined, gaveUp: () => undefined,
  })
  // when
  const practice = { accountAddress: 'praktijk@delinde.test' } as unknown as ReceivingAccount['practice']
  host.accounts([{ accountId: box.account, address: 'praktijk@delinde.test', practice }])
  host.wake()
  // then
  expect(await promise).toEqual([id])
})

test('ever slower, and never slower than ten minutes', () => {
  expect([0, 1, 2].map(restartAfterMs)).toEqual([2_000, 4_000, 8_000])
  expect(restartAfterMs(500)).toBe(600_000)
})
