import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Account } from '../src/main/accounts/accounts.ts'
import { openState } from '../src/main/app/stores/state-store.ts'
import { startSyncThread } from '../src/main/app/threads/sync-host.ts'
import { startVerdicts, type Verdicts } from '../src/main/app/verdicts.ts'
import { everythingOpen } from '../src/main/imap/reading-policy.ts'
import { readTrustAnchor } from '../src/main/dns/trust-anchor.ts'
import { openMailboxReader } from '../src/main/mailbox/mailbox.ts'
import { FrozenVerdicts } from '../src/main/trust/frozen-verdicts.ts'
import { accounts } from '../test/corpora/forged/accounts.ts'
import type { AssessJob, OnceFigures } from './assess.ts'

/** One first copy by the session's own threads, with or without the one that assesses, in a process of its own. */
const job = JSON.parse(readFileSync(process.stdin.fd, 'utf8')) as AssessJob
const ACCOUNT_ID = 'bench'

const start = () => ({ directory: job.store, cacheKey: Uint8Array.from(cacheKey), segmentKey: Uint8Array.from(segmentKey) })
const cacheKey = randomBytes(32)
const segmentKey = randomBytes(32)

async function measure(): Promise<OnceFigures> {
  const begin = performance.now()
  const cpu = process.cpuUsage()
  const seconds = (): number => Math.round(performance.now() - begin) / 1_000
  const whole = Promise.withResolvers<undefined>()
  let verdicts: Verdicts | undefined
  const thread = await startSyncThread(start(), {
    serverTime: () => undefined,
    broke: (error) => { whole.reject(error instanceof Error ? error : new Error('the sync thread broke')) },
    hear(message) {
      if (message.kind === 'changed' && message.topics.includes('messages')) verdicts?.wake()
      if (message.kind === 'account' && message.news.connection.kind === 'stopped') whole.reject(new Error(`the server: ${message.news.connection.problem}`))
      if (message.kind === 'account' && message.news.progress === null && message.news.lastSyncedAt !== null) whole.resolve(undefined)
    },
  })
  const state = openState(job.store, randomBytes(32), 'write')
  const reading = openMailboxReader(start())
  if (thread.kind !== 'open' || state.kind !== 'open' || reading.kind !== 'open') throw new Error('the store did not open')
  const { host: sync } = thread
  const { reader } = reading
  const frozen = new FrozenVerdicts(state.database)
  if (job.lookUps !== null) {
    verdicts = startVerdicts({
      frozen, sync, start: { ...start(), lookUps: { upstream: { kind: 'udp', ...job.lookUps.resolver }, trustAnchor: anchorsIn(job.lookUps.trustAnchorFile) } },
      receiving: () => [{ accountId: ACCOUNT_ID, address: job.account.user, practice: { ...accounts.linde, knownDomains: frozen.readyDomains() } }],
      received: () => undefined, domainFound: () => undefined, reported: () => undefined, onBug: (_, error) => { whole.reject(error instanceof Error ? error : new Error('a bug')) },
    })
  }
  sync.tell({ kind: 'connect', account: connection(), reading: everythingOpen })
  await whole.promise
  const copied = seconds()
  const { user, system } = process.cpuUsage(cpu)
  while (verdicts !== undefined && reader.unassessed(Number.MAX_SAFE_INTEGER, 1).length > 0) await delay(20)
  const assessed = seconds()
  await Promise.all([sync.close(), verdicts?.close()])
  const states = state.database.prepare<[], { state: string; count: number }>('SELECT state, count(*) AS count FROM verdict GROUP BY state').all()
  reader.close()
  state.database.close()
  return { copied, copiedCpu: Math.round((user + system) / 1_000) / 1_000, assessed, states: Object.fromEntries(states.map(({ state: name, count }) => [name, count])) }
}

function anchorsIn(file: string) {
  const read = readTrustAnchor(readFileSync(file, 'utf8'))
  if (read.kind !== 'anchor') throw new Error(`${file} is no trust anchor`)
  return read.records
}

function connection() {
  const { host, port, user, password, ca, secure } = job.account
  const security: Account['imap']['security'] = secure ? 'tls' : 'starttls'
  return { id: ACCOUNT_ID, address: user, user, auth: 'password' as const, secret: password, ca, imap: { host, port, security } }
}

process.stdout.write(`${JSON.stringify(await measure())}\n`)
