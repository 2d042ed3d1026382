import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { MarkerAnswers, ProviderSettings } from '../../../src/shared/contract/providers.ts'
import { keep } from '../servers/keep.ts'
import { claimNamed } from '../servers/ports.ts'
import type { Practice } from '../servers/practice.ts'
import { identity, startServer } from '../servers/running.ts'
import type { Handled, ProcessPlan } from './process.ts'
import type { GatewayId, Neighbourhood } from './policy.ts'
import type { TextMessage } from './portal.ts'
import { configureGateway } from './postfix.ts'

export type { GatewayId } from './policy.ts'
export type { Handled } from './process.ts'
export type { TextMessage } from './portal.ts'

/** In the sample world: the pharmacy is in the same community, the hospital can receive safely, all others fetch their mail. */
const around: Neighbourhood = { ownDomains: ['delinde.test'], communityDomains: ['apotheekzuid.test'], readyDomains: ['ziekenhuis.test'], numberOnFile: '+31612345678' }

const noMarker: MarkerAnswers = { isRequired: null, numbered: null, bare: null, place: null, name: null, template: null, number: null, position: null }

/** What the letter about the connection says: what the provider does not publish. */
const answers: Readonly<Record<GatewayId, Partial<ProviderSettings>>> = {
  'zorgmail-safe-relay': { marker: { ...noMarker, number: 'national', position: 'start' } },
  'zorgmail-hosted': { marker: { ...noMarker, number: 'national', position: 'start' } },
  'zivver': { goesDirectUnmarked: true },
  'secumailer': {},
  'smartlockr': { marker: { ...noMarker, place: 'subject', template: '[veilig]', position: 'end' }, secondFactor: 'sms', excludedDomains: [] },
  'cryptshare': { marker: { ...noMarker, name: 'X-Classificatie', template: 'vertrouwelijk' }, secondFactor: 'sms' },
  'generic-nta': { marker: { ...noMarker, isRequired: true, place: 'header', name: 'X-Veilig', template: '{mobile}', number: 'e164' }, hasPortal: true, secondFactor: 'sms' },
}

/** These are reached by the practice's own server, which passes mail on. */
const passedOn: readonly GatewayId[] = ['zorgmail-safe-relay', 'secumailer']

export interface Gateway extends AsyncDisposable {
  readonly id: GatewayId
  readonly endpoint: { readonly host: string; readonly port: number; readonly security: 'starttls' }
  readonly login: { readonly user: string; readonly password: string }
  /** What somebody fills in to use it. */
  readonly settings: ProviderSettings
  /** Where its text messages lie, a file each: the demo has no telephone. */
  readonly textFolder: string
  /** What became of each message that was handed in. */
  handled(): Promise<Handled[]>
  /** The text messages that were sent, the oldest first. */
  texts(): Promise<TextMessage[]>
}

export interface GatewayOptions {
  readonly practice: Practice
  /** Kept between starts, with the ports; by default a folder of the practice. */
  readonly folder?: string
}

const script = path.resolve(import.meta.dirname, 'process.ts')
const login = { user: 'praktijk-de-linde', password: 'sleutel-van-de-linde' }

/**
 * Starts a stand-in of a secure-mail service on loopback: a real Postfix that takes mail from who may log in, with a filter of our own
 * that acts on the provider's marker. What is let through goes to the mail server of the sample practice's world. It ends with the
 * returned value, and with this process.
 */
export async function startGateway(id: GatewayId, { practice, folder = path.join(practice.directory, 'gateways', id) }: GatewayOptions): Promise<Gateway> {
  await using stack = new AsyncDisposableStack()
  const who = identity()
  const spool = path.join(folder, 'spool')
  await mkdir(spool, { recursive: true })
  await chmod(folder, 0o755)
  const { ports } = stack.use(await claimNamed(['claim', 'submission', 'milter', 'sasl', 'portal'] as const, path.join(folder, 'ports')))
  const certs = path.dirname(practice.caFile)
  const spec = await configureGateway({
    folder, who, ports, onward: practice.ports.inbound, signer: practice.ports.milter, certificate: { certificate: path.join(certs, 'server.crt'), key: path.join(certs, 'server.key') },
  })
  const plan: ProcessPlan = { id, ports, spool, logins: loginsFor(id, practice), around, notices: noticesBy(practice) }
  stack.use(await startFilter(folder, plan))
  const server = await startServer(spec, who)
  stack.defer(() => server.stop())
  const endpoint = { host: practice.host, port: ports.submission, security: 'starttls' as const }
  const kept = stack.move()
  return {
    id, endpoint, login, textFolder: path.join(spool, 'sms'),
    settings: {
      profile: id, endpoint: passedOn.includes(id) ? null : endpoint, user: passedOn.includes(id) ? null : login.user, marker: noMarker, goesDirectUnmarked: false, secondFactor: null,
      hasPortal: null, limitBytes: null, excludedDomains: null, onwardHost: null, ...answers[id],
    },
    handled: async () => (await readFile(path.join(spool, 'handled'), 'utf8').catch(() => '')).split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Handled),
    texts: async () => {
      const names = await readdir(path.join(spool, 'sms'))
      const texts = await Promise.all(names.map(async (name) => JSON.parse(await readFile(path.join(spool, 'sms', name), 'utf8')) as TextMessage))
      return texts.sort((one, other) => one.at - other.at)
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** A customer's own server knows its own people; a service knows its customers. */
function loginsFor(id: GatewayId, { people }: Practice): ProcessPlan['logins'] {
  if (!passedOn.includes(id)) return { [login.user]: login.password }
  return Object.fromEntries(people.filter(({ address }) => address.endsWith('@delinde.test')).map(({ address, password }) => [address, password]))
}

/** Notices leave as any other mail of the portal's own domain, and are signed as such. */
function noticesBy(practice: Practice): ProcessPlan['notices'] {
  const { host, ports, caFile } = practice
  const { address, password } = practice.person('melding@postportaal.test')
  return { host, port: ports.submissions, caFile, user: address, password }
}

async function startFilter(folder: string, plan: ProcessPlan): Promise<AsyncDisposable> {
  const file = path.join(folder, 'plan.json')
  await writeFile(file, JSON.stringify(plan), { mode: 0o600 })
  const filter = keep([process.execPath, script, file], { output: 'pipe', errors: 'inherit', stopBy: 'TERM', graceSeconds: 2 })
  const output = filter.child.stdout
  if (output === null) throw new Error('the stand-in has no output')
  const [first] = await Promise.race([once(createInterface({ input: output }), 'line') as Promise<[string]>, filter.ended.then(() => [''])])
  if (first !== 'ready') throw new Error(`the stand-in of ${plan.id} did not start`)
  return { [Symbol.asyncDispose]: () => filter.stop() }
}
