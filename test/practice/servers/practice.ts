import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { certificates, type Certificates } from './certificates.ts'
import { deliver, type Route } from './deliver.ts'
import { configureSigner, dkimKeys } from './dkim.ts'
import { configureAuthority, configureResolver } from './dns.ts'
import { configureDovecot, maildirOf, sharedMaildir } from './dovecot.ts'
import { configureDirectory } from './ldap.ts'
import { people, sharedMailboxes, type Person } from './people.ts'
import { placeSampleMail } from '../mail/place.ts'
import type { Kept } from './keep.ts'
import { claimPorts, type Ports } from './ports.ts'
import { configurePostfix } from './postfix.ts'
import { requireServers, requireUsable, type Part } from './requirements.ts'
import { identity, run, startServer, type Identity, type ServerSpec } from './running.ts'
import { signZones, type SignedZones } from './zones.ts'

export type { Part } from './requirements.ts'
export type { Ports } from './ports.ts'
export type { Person } from './people.ts'

export type PracticeOptions = {
  /** Kept between starts; without it a temporary folder that is removed at the end. */
  readonly directory?: string
  /** `sample` puts six weeks of mail in the mailboxes, once. Default: none. */
  readonly mail?: 'sample' | 'none'
  /** Only these parts; `smtp` brings `imap` with it. Default: all. */
  readonly only?: readonly Part[]
  readonly onStep?: (text: string) => void
}

export type ServerName = 'nsd' | 'unbound' | 'slapd' | 'opendkim' | 'dovecot' | 'postfix'

export type Practice = AsyncDisposable & {
  readonly directory: string
  /** Connect here; the certificate is valid for it. */
  readonly host: string
  readonly ports: Ports
  readonly caFile: string
  /** The private root's DS record, for a validating client; empty without `dns`. */
  readonly trustAnchorFile: string
  readonly resolver: { readonly host: string; readonly port: number }
  readonly people: readonly Person[]
  person(address: string): Person
  /** Hands a message to a mailbox as another mail server would; by default it is in the mailbox when this resolves. */
  deliver(raw: Uint8Array | string, to: string, route?: Route): Promise<void>
  /** Lets `write` put files into a mailbox's Maildir (its inbox), and then gives them to the mail server. */
  fill<T>(address: string, write: (maildir: string) => Promise<T>): Promise<T>
  readonly doveadm: (args: readonly string[]) => Promise<string>
  stopServer(name: ServerName): Promise<void>
  startServer(name: ServerName): Promise<void>
}

type Site = {
  readonly directory: string
  readonly ports: Ports
  readonly who: Identity
  readonly parts: ReadonlySet<Part>
  readonly at: (...names: string[]) => string
  readonly log: (name: string) => string
  readonly step: (text: string) => void
  readonly hasSampleMail: boolean
}

type Prepared = { readonly made: Certificates; readonly zones: SignedZones | undefined; readonly specs: readonly ServerSpec[]; readonly newMail: number }

const allParts: readonly Part[] = ['imap', 'smtp', 'dns', 'ldap']

function wantedParts(only: readonly Part[] = allParts): ReadonlySet<Part> {
  const parts = new Set(only)
  if (parts.has('smtp')) parts.add('imap')
  return parts
}

const temporary = /^praktijk-(\d+)-/

/** A killed test cannot clean up behind itself; the next one does it. */
async function sweep(): Promise<void> {
  const left = (await readdir(tmpdir())).filter((name) => {
    const owner = temporary.exec(name)?.[1]
    return owner !== undefined && !existsSync(`/proc/${owner}`)
  })
  await Promise.all(left.map((name) => rm(path.join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)))
}

async function openFolder(directory: string | undefined): Promise<{ directory: string; isTemporary: boolean }> {
  if (directory === undefined) await sweep()
  const folder = directory === undefined ? await mkdtemp(path.join(tmpdir(), `praktijk-${String(process.pid)}-`)) : path.resolve(directory)
  await mkdir(path.join(folder, 'log'), { recursive: true })
  await chmod(folder, 0o755)
  return { directory: folder, isTemporary: directory === undefined }
}

/** Everything below the folder belongs to the servers' user, except what Postfix keeps for itself. */
async function handOver({ who, at }: Site, names: readonly string[]): Promise<void> {
  if (!who.isRoot) return
  await run(['chown', '-R', `${who.user}:${who.group}`, ...names.map((name) => at(name))])
}

/** Writes all keys, zones and configuration files; nothing runs yet. */
async function prepare(site: Site): Promise<Prepared> {
  const { parts, at, ports, who, log } = site
  const [made, dkim] = await Promise.all([certificates(at('certs')), parts.has('smtp') || parts.has('dns') ? dkimKeys(at('dkim')) : new Map<string, string>()])
  const zones = parts.has('dns') ? await signZones(at('dns'), { ports, now: new Date(), dkim }) : undefined
  const plan = { ports, who, log, certificates: made }
  const specs = await Promise.all([
    ...(zones === undefined ? [] : [configureAuthority({ ...plan, folder: at('dns'), zones }), configureResolver({ ...plan, folder: at('dns'), zones })]),
    ...(parts.has('ldap') ? [configureDirectory({ ...plan, folder: at('ldap') })] : []),
    ...(parts.has('smtp') ? [configureSigner({ ...plan, folder: at('dkim'), trustAnchorFile: zones?.trustAnchorFile })] : []),
    ...(parts.has('imap') ? [configureDovecot({ ...plan, folder: at('imap') })] : []),
    ...(parts.has('smtp') ? [configurePostfix({ ...plan, folder: at('postfix') })] : []),
  ])
  const owned = ['certs', ...(['dns', 'ldap', 'imap'] as const).filter((part) => parts.has(part)), ...(dkim.size > 0 ? ['dkim'] : [])]
  const newMail = site.hasSampleMail && parts.has('imap') ? await placeSampleMail(at('imap'), new Date()) : 0
  if (newMail > 0) site.step(`sample mail: ${String(newMail)} messages`)
  await handOver(site, owned)
  return { made, zones, specs, newMail }
}

/** The servers of one practice: stopped in the opposite order of their start. */
class Servers implements AsyncDisposable {
  readonly #specs: ReadonlyMap<string, ServerSpec>
  readonly #who: Identity
  readonly #running = new Map<string, Kept>()

  constructor(specs: readonly ServerSpec[], who: Identity) {
    this.#who = who
    this.#specs = new Map(specs.map((spec) => [spec.name, spec]))
  }

  async startAll(step: (text: string) => void): Promise<void> {
    const names = [...this.#specs.keys()] as ServerName[]
    await Promise.all(names.filter((name) => name !== 'postfix').map((name) => this.start(name)))
    // Whoever tries a port of Postfix makes it ask the signer, who has to be ready for that.
    if (this.#specs.has('postfix')) await this.start('postfix')
    step(`servers running: ${[...this.#specs.keys()].join(', ')}`)
  }

  async start(name: ServerName): Promise<void> {
    const spec = this.#specs.get(name)
    if (spec === undefined) throw new Error(`${name} is not a part of this practice`)
    if (!this.#running.has(name)) this.#running.set(name, await startServer(spec, this.#who))
  }

  async stop(name: ServerName): Promise<void> {
    const server = this.#running.get(name)
    this.#running.delete(name)
    await server?.stop()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running.keys()].map((name) => this.stop(name as ServerName)))
  }
}

/**
 * Starts the sample practice on loopback and resolves when every server accepts. The servers end with the returned
 * value's disposal, and also when this process ends in any other way. Throws with a sentence on what is missing.
 */
export async function startPractice(options: PracticeOptions = {}): Promise<Practice> {
  const who = identity()
  const parts = wantedParts(options.only)
  await requireServers([...parts], who)
  const step = options.onStep ?? ((): void => undefined)
  await using stack = new AsyncDisposableStack()
  const { directory, isTemporary } = await openFolder(options.directory)
  if (isTemporary) stack.defer(() => removeFolder(directory, who))
  await requireUsable(directory, who)
  const { ports } = stack.use(await claimPorts(isTemporary ? undefined : path.join(directory, 'ports')))
  const at = (...names: string[]): string => path.join(directory, ...names)
  const site: Site = { directory, ports, who, parts, at, log: (name) => at('log', `${name}.log`), step, hasSampleMail: options.mail === 'sample' }
  const { made, zones, specs, newMail } = await prepare(site)
  step('keys, zones and configuration ready')
  const servers = stack.use(new Servers(specs, who))
  await servers.startAll(step)
  const practice = face(site, { made, zones, servers })
  if (newMail > 0) await readSharedMail(practice)
  return { ...practice, [Symbol.asyncDispose]: endOf(stack.move()) }
}

/** What is seen in a shared mailbox is each person's own, and kept by the server: everything but the last day was read by all. */
async function readSharedMail({ doveadm }: Pick<Practice, 'doveadm'>): Promise<void> {
  const readers = sharedMailboxes.flatMap(({ path: mailbox, rights }) => Object.keys(rights).map((reader) => ({ mailbox, reader })))
  for (const { mailbox, reader } of readers) await doveadm(['flags', 'add', '-u', reader, '\\Seen', 'mailbox', mailbox, 'before', '1d'])
}

const endOf = (stack: AsyncDisposableStack) => (): Promise<void> => stack.disposeAsync()

async function removeFolder(directory: string, who: Identity): Promise<void> {
  await run(who.asRoot(['rm', '-rf', path.join(directory, 'postfix')])).catch(() => undefined)
  await rm(directory, { recursive: true, force: true, maxRetries: 5 })
}

function face(site: Site, { made, zones, servers }: { made: Certificates; zones: SignedZones | undefined; servers: Servers }): Omit<Practice, typeof Symbol.asyncDispose> {
  const { directory, ports, who, at } = site
  return {
    directory, ports, people,
    host: '127.0.0.1',
    caFile: made.caFile,
    trustAnchorFile: zones?.trustAnchorFile ?? '',
    resolver: { host: '127.0.0.1', port: ports.resolver },
    person: (address) => {
      const found = people.find((person) => person.address === address)
      if (found === undefined) throw new Error(`${address} is nobody in the sample practice`)
      return found
    },
    deliver: (raw, to, route = 'lmtp') => deliver({ raw, to, route }, ports),
    fill: async (address, write) => {
      const isShared = sharedMailboxes.some((shared) => shared.address === address)
      const maildir = isShared ? sharedMaildir(at('imap'), address) : maildirOf(at('imap'), address)
      const written = await write(maildir)
      await handOver(site, [path.relative(directory, maildir)])
      return written
    },
    doveadm: (args) => run(who.asUser(['doveadm', '-c', at('imap', 'dovecot.conf'), ...args])),
    stopServer: (name) => servers.stop(name),
    startServer: (name) => servers.start(name),
  }
}
