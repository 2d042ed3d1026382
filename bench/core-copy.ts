import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { FIRST_ROWS } from '../src/shared/limits.ts'
import { openDesk, ORIGIN, type Desk } from '../test/practice/core.ts'
import { softKey } from '../test/vault/authenticator.ts'
import { addBehindVault, unreached } from './behind-the-vault.ts'
import { round } from './spread.ts'
import { watched } from './watch-thread.ts'
import type { CoreAnswer, CoreJob } from './whole-core.ts'

/** One first copy by the whole core in a process of its own, so that its memory is its own. Reads the job as JSON from its input. */
const { account, directory, messages } = JSON.parse(readFileSync(process.stdin.fd, 'utf8')) as CoreJob
const key = softKey({ origin: ORIGIN })

/** A vault whose owner has an account already, and none of its mail here. */
async function newWorkstation() {
  const first = await openDesk({ directory, key })
  await first[Symbol.asyncDispose]()
  const caFile = account.ca === null ? null : path.join(directory, 'practice-ca.pem')
  if (caFile !== null) writeFileSync(caFile, account.ca ?? '')
  const { host, port, user, password, secure } = account
  return addBehindVault(directory, first.recoveryCode ?? '', {
    secret: password, settings: { ...unreached.settings, address: user, user, caFile, imap: { host, port, security: secure ? 'tls' : 'starttls' } },
  })
}

const inboxOf = async (desk: Desk) => (await desk.get('folders.list', {})).find(({ role }) => role === 'inbox')

/** The first screen of the list, asked for as often as a screen would be told of changes. */
async function untilFirstRows(desk: Desk): Promise<void> {
  for (const wanted = Math.min(FIRST_ROWS, messages); ;) {
    const inbox = await inboxOf(desk)
    if (inbox !== undefined && (await desk.get('mail.rows', { folderId: inbox.id, offset: 0, limit: FIRST_ROWS })).rows.length >= wanted) return
    await delay(5)
  }
}

/** Until the copy is whole; meanwhile somebody scrolls and searches. */
async function untilWhole(desk: Desk): Promise<void> {
  for (let round = 0; ; round += 1) {
    const [state] = await desk.get('accounts.list', {})
    if (state?.connection.kind === 'stopped' || state?.connection.kind === 'waiting') throw new Error(`the server: ${state.connection.problem}`)
    if (state?.progress === null && state.lastSyncedAt !== null) return
    const inbox = await inboxOf(desk)
    if (inbox !== undefined) await desk.get('mail.rows', { folderId: inbox.id, offset: (round % 5) * 100, limit: 100 })
    await desk.get('mail.search', { text: 'rec', folderId: null, offset: 0, limit: 50 })
    await delay(100)
  }
}

async function measure(): Promise<CoreAnswer> {
  const { accountId, cacheKey, segmentKey } = await newWorkstation()
  const start = performance.now()
  await using desk = await openDesk({ directory, key })
  let firstRowsMs = 0
  const stall = await watched(async () => {
    await untilFirstRows(desk)
    firstRowsMs = Math.round(performance.now() - start)
    await untilWhole(desk)
  })
  const completeSeconds = round((performance.now() - start) / 1_000)
  const total = (await inboxOf(desk))?.total ?? 0
  if (total !== messages) throw new Error(`${String(total)} of ${String(messages)} messages are there`)
  return {
    messages, firstRowsMs, completeSeconds, rssMb: Math.round(process.resourceUsage().maxRSS / 1_024), stall,
    accountId, cacheKey: Buffer.from(cacheKey).toString('base64'), segmentKey: Buffer.from(segmentKey).toString('base64'),
  }
}

process.stdout.write(`${JSON.stringify(await measure())}\n`)
