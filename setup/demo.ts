/**
 * The client with a sample practice, to try without an account and without a security key:
 *   npm run demo [-- --smoke] [--people N] [--state DIR]
 * Everything it starts ends with it.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { sendFreshPostOnce } from '../test/practice/mail/fresh-post.ts'
import { startGateway, type Gateway } from '../test/practice/gateways/gateway.ts'
import { startPractice, type Practice } from '../test/practice/servers/practice.ts'
import { startPages } from './demo/pages.ts'
import { colleagues, writeSampleAccount } from './demo/sample-account.ts'
import { openWindow } from './demo/window.ts'

const usage = `npm run demo [-- options]
  --smoke      without a window: unlock, sync, read, reply, see it arrive, lock; the exit code tells
  --people N   windows for so many colleagues of the practice, each with a store and a security key of their own: 1, 2 or 3
  --state DIR  where the practice and the client keep their state between starts (at most 60 characters)
`

const began = performance.now()
const say = (line: string): void => { process.stdout.write(`demo: ${line} (${((performance.now() - began) / 1000).toFixed(1)} s)\n`) }

/** The servers' own user must be able to reach it: root's home is closed to others. */
function usualState(): string {
  if (process.getuid?.() === 0) return '/var/lib/praktijkpost-demo'
  return path.join(process.env['XDG_STATE_HOME'] ?? path.join(homedir(), '.local/state'), 'praktijkpost-demo')
}

/** Resolves with the name of the first signal; a second one ends the process at once, and with it everything it started. */
const signalled = (): Promise<string> => new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      resolve(signal)
      process.once(signal, () => process.exit(130))
    })
  }
})

/** Mail whose origin can be proven has to come in now: old mail proves nothing afterwards. */
const freshPost = async (practice: Practice): Promise<string> =>
  `today's post, with every kind of badge: ${await sendFreshPostOnce(practice) ? 'sent' : 'was sent before'}`

/** ZorgMail's triggers show most: a number in the subject, a community, direct delivery and a portal. It is a stand-in, on this computer only. */
async function provider(practice: Practice): Promise<Gateway> {
  const gateway = await startGateway('zorgmail-hosted', { practice })
  say(`a stand-in of a secure-mail provider; its text messages are files in ${gateway.textFolder}`)
  return gateway
}

/** A fresh practice, a fresh client, no window; nothing is kept. */
async function smoke(): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), 'praktijkpost-smoke-'))
  try {
    await using practice = await startPractice({ mail: 'sample', onStep: say })
    const starting = provider(practice)
    say(await freshPost(practice))
    await using gateway = await starting
    const account = await writeSampleAccount(folder, { practice, gateway })
    await using pages = await startPages({ data: path.join(folder, 'client'), account, port: practice.ports.shell })
    say('client ready')
    // The browser's part is loaded only here: the demo itself needs none of it.
    const { runSmoke } = await import('../test/e2e/smoke.ts')
    return await runSmoke({ practice, url: pages.url, say }) ? 0 : 1
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function show({ practice, gateway, people }: { practice: Practice; gateway: Gateway; people: number }, stopped: Promise<string>): Promise<number> {
  await using windows = new AsyncDisposableStack()
  const closed: Promise<string>[] = []
  for (const [index, who] of colleagues.slice(0, people).entries()) {
    // The manager's workstation is where it always was; each other has a folder, and by its port an origin, of its own.
    const state = index === 0 ? practice.directory : path.join(practice.directory, 'colleagues', who)
    await mkdir(state, { recursive: true })
    const account = await writeSampleAccount(state, { practice, gateway, who })
    closed.push(windows.use(await openWindow({ state, account, port: index === 0 ? practice.ports.shell : 0, who, nth: index, say })).closed)
  }
  const why = await Promise.race([...closed, stopped])
  say(`stopping: ${why}`)
  return why === 'the client stopped by itself' ? 1 : 0
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { smoke: { type: 'boolean' }, people: { type: 'string', default: '1' }, state: { type: 'string' }, help: { type: 'boolean' } } })
  if (values.help === true) {
    process.stdout.write(usage)
    return 0
  }
  const people = Number(values.people)
  if (!Number.isInteger(people) || people < 1 || people > colleagues.length) throw new Error(`--people is 1, 2 or ${String(colleagues.length)}`)
  const stopped = signalled()
  if (values.smoke === true) return Promise.race([smoke(), stopped.then(() => 130)])
  const state = path.resolve(values.state ?? usualState())
  await mkdir(state, { recursive: true })
  say(`state is kept in ${state}`)
  await using practice = await startPractice({ directory: state, mail: 'sample', onStep: say })
  const starting = provider(practice)
  say(await freshPost(practice))
  await using gateway = await starting
  return await show({ practice, gateway, people }, stopped)
}

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
process.exit()
