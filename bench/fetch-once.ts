import { readFileSync } from 'node:fs'
import { ImapFlow } from 'imapflow'
import { FetchLine } from '../src/main/imap/fetch/fetch-line.ts'
import { PIECE_BYTES } from '../src/shared/limits.ts'
import type { BenchAccount } from './account.ts'
import { fetchBare } from './bare-fetch.ts'
import type { FetchFigures, FetchJob } from './fetching.ts'

/** Every message of every folder once, the bytes thrown away; in a process of its own, so that its processor time is its own. */
const { account, reader } = JSON.parse(readFileSync(process.stdin.fd, 'utf8')) as FetchJob

interface Tally { messages: number; bytes: number }
type Folder = { readonly path: string; readonly wireName: string }

async function listed({ host, port, secure, user, password, ca }: BenchAccount): Promise<{ device: ImapFlow; folders: readonly Folder[] }> {
  const device = new ImapFlow({
    host, port, secure, auth: { user, pass: password }, logger: false, disableAutoIdle: true, disableCompression: true,
    ...(secure ? {} : { doSTARTTLS: true }), ...(ca === null ? {} : { tls: { ca } }),
  })
  await device.connect()
  const folders = (await device.list()).filter(({ flags }) => !flags.has('\\Noselect'))
  return { device, folders: folders.map(({ path, pathAsListed }) => ({ path, wireName: pathAsListed })) }
}

async function byLine(folders: readonly Folder[], tally: Tally): Promise<void> {
  const { host, port, secure, user, password, ca } = account
  const opened = await FetchLine.open({ imap: { host, port, security: secure ? 'tls' : 'starttls' }, user, auth: 'password', secret: password, ca }, new AbortController().signal)
  if (opened.kind === 'problem') throw new Error(`the server: ${opened.problem}`)
  const onMessage = ({ raw }: { raw: Buffer }): void => {
    tally.messages += 1
    tally.bytes += raw.length
  }
  for (const { wireName } of folders) {
    if ((await opened.line.examine(wireName)).kind === 'examined') await opened.line.fetch('1:*', { maxBytes: PIECE_BYTES, onMessage })
  }
  await opened.line.close()
}

async function byLibrary(device: ImapFlow, folders: readonly Folder[], tally: Tally): Promise<void> {
  for (const { path } of folders) {
    const { exists } = await device.mailboxOpen(path, { readOnly: true })
    if (exists === 0) continue
    for await (const { source } of device.fetch('1:*', { uid: true, flags: true, internalDate: true, source: { maxLength: PIECE_BYTES } }, { uid: true })) {
      tally.messages += 1
      tally.bytes += source?.length ?? 0
    }
  }
}

async function measure(): Promise<FetchFigures> {
  const { device, folders } = await listed(account)
  const tally: Tally = { messages: 0, bytes: 0 }
  const start = performance.now()
  const before = process.cpuUsage()
  if (reader === 'bare') tally.bytes = await fetchBare(account, folders.map(({ wireName }) => wireName))
  else await (reader === 'line' ? byLine(folders, tally) : byLibrary(device, folders, tally))
  const { user, system } = process.cpuUsage(before)
  const seconds = (performance.now() - start) / 1_000
  await device.logout()
  return { ...tally, seconds: round(seconds), cpuSeconds: round((user + system) / 1e6) }
}

const round = (seconds: number): number => Math.round(seconds * 100) / 100

process.stdout.write(`${JSON.stringify(await measure())}\n`)
