import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sampleReceiving } from '../practice/mail/fresh-post.ts'
import type { Gateway } from '../practice/gateways/gateway.ts'
import type { Practice } from '../practice/servers/practice.ts'
import { PATIENCE_MS } from './patience.ts'

const root = path.resolve(import.meta.dirname, '../..')

export interface Client extends AsyncDisposable {
  readonly url: string
  readonly directory: string
  readonly process: ChildProcess
  /** As the power cut does it. */
  kill(): Promise<void>
  /** As SIGTERM does it: resolves with the exit code. */
  stop(): Promise<number | null>
}

/** What the demo hands the client: the sample account, so that nobody types server names to look around. */
export async function writeSampleAccount(practice: Practice, { address, gateway, file, imapPort = practice.ports.imaps }: { address: string; gateway: Gateway | null; file: string; imapPort?: number | undefined }): Promise<void> {
  const { name, password } = practice.person(address)
  const { host, ports, caFile, resolver, trustAnchorFile } = practice
  await writeFile(file, JSON.stringify({
    virtualAuthenticator: true,
    account: {
      address, name, user: address, password, caFile, receiving: sampleReceiving, resolver: `${resolver.host}:${String(resolver.port)}`, trustAnchorFile,
      imap: { host, port: imapPort, security: 'tls' }, smtp: { host, port: ports.submission, security: 'starttls' },
      ...(gateway === null ? {} : { provider: { settings: gateway.settings, secret: gateway.login.password, reader: 'h.bakker@mailbox.test' } }),
    },
  }), { mode: 0o600 })
}

interface ClientOptions {
  practice?: Practice
  /** The stand-in of a provider of safe mail, set up and tested. */
  gateway?: Gateway
  address?: string
  /** Kept at the end; without it a temporary one that goes with the client. */
  directory?: string
  /** The same again, as a restarted client has it; otherwise a free one. */
  port?: number
  /** Where it finds its mail server, when that is not the server itself but a line to it that can break. */
  imapPort?: number
  /** How far this workstation's clock is ahead of the true one. */
  aheadMs?: number
}

/** Runs before anything else of the program, in each of its threads. */
const clockAhead = (aheadMs: number): string => `data:text/javascript,const right = Date.now.bind(Date); Date.now = () => right() + ${String(aheadMs)}`

const firstLine = (child: ChildProcess) => new Promise<string>((resolve, reject) => {
  let text = ''
  const late = setTimeout(() => { reject(new Error('the loopback shell did not start')) }, PATIENCE_MS)
  child.once('exit', (code) => { clearTimeout(late); reject(new Error(`the loopback shell ended with ${String(code)}`)) })
  child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
    if (!text.includes('\n')) return
    clearTimeout(late)
    resolve(text.slice(0, text.indexOf('\n')))
  })
})

const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => {
  if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode)
  else child.once('exit', resolve)
})

/** Starts the loopback shell as its own process on its own folder, as a person would. */
export async function startClient(options: ClientOptions = {}): Promise<Client> {
  const directory = options.directory ?? await mkdtemp(path.join(tmpdir(), 'praktijkpost-'))
  const sample = `${directory}-sample.json`
  if (options.practice !== undefined) await writeSampleAccount(options.practice, { address: options.address ?? 'anja@delinde.test', gateway: options.gateway ?? null, file: sample, imapPort: options.imapPort })
  const demo = options.practice === undefined ? ['--secrets-in-file'] : ['--demo', sample]
  const port = options.port === undefined ? [] : ['--port', String(options.port)]
  const clock = options.aheadMs === undefined ? [] : ['--import', clockAhead(options.aheadMs)]
  const child = spawn(process.execPath, [...clock, 'src/main/shells/loopback/start.ts', '--data', directory, '--json', ...demo, ...port], {
    cwd: root, stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { url } = JSON.parse(await firstLine(child)) as { url: string }
  return {
    url, directory, process: child,
    async kill() { child.kill('SIGKILL'); await ended(child) },
    async stop() { child.kill('SIGTERM'); return ended(child) },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended(child)
      await rm(sample, { force: true })
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true })
    },
  }
}
