import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { copyFile, open, readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { keep, serverEnvironment as environment, type Kept } from './keep.ts'
import { untilClosed, untilOpen } from './ports.ts'

/** As whom the servers run: Postfix's master needs root, all the others run as one ordinary user. */
export type Identity = {
  readonly user: string
  readonly group: string
  readonly isRoot: boolean
  readonly asUser: (command: readonly string[]) => readonly string[]
  readonly asRoot: (command: readonly string[]) => readonly string[]
}

/** Root hands the servers to Dovecot's own system user; anybody else runs them as himself and lends Postfix sudo. */
export function identity(): Identity {
  const isRoot = process.getuid?.() === 0
  if (!isRoot) {
    const { username, gid } = userInfo()
    const group = groupName(gid) ?? username
    return { user: username, group, isRoot, asUser: (command) => command, asRoot: (command) => ['sudo', '--', ...command] }
  }
  const user = 'dovecot'
  const dropped = ['setpriv', '--reuid', user, '--regid', user, '--clear-groups', '--']
  return { user, group: user, isRoot, asUser: (command) => [...dropped, ...command], asRoot: (command) => command }
}

const groupName = (gid: number): string | undefined =>
  readFileSync('/etc/group', 'utf8').split('\n').map((line) => line.split(':')).find((fields) => fields[2] === String(gid))?.[0]

export const programPath = (name: string): string | undefined =>
  environment.PATH.split(':').map((folder) => `${folder}/${name}`).find((file) => existsSync(file))

/**
 * What to run for a program that AppArmor holds to the files of its package: a copy, which no profile names. Elsewhere
 * the program itself.
 */
export async function freeProgram(name: string, folder: string): Promise<string> {
  const isOn = (await readFile('/sys/module/apparmor/parameters/enabled', 'utf8').catch(() => '')).startsWith('Y')
  const original = programPath(name)
  if (!isOn || original === undefined || !existsSync(`/etc/apparmor.d/usr.sbin.${name}`)) return name
  const copy = path.join(folder, name)
  await copyFile(original, copy)
  return copy
}

/** Runs a short command and gives its output; a failing one throws with what it said. */
export async function run(command: readonly string[], options: { cwd?: string; input?: string } = {}): Promise<string> {
  const [file = '', ...args] = command
  const running = promisify(execFile)(file, args, { env: environment, maxBuffer: 64 << 20, ...(options.cwd === undefined ? {} : { cwd: options.cwd }) })
  running.child.stdin?.on('error', () => undefined)
  running.child.stdin?.end(options.input)
  const { stdout } = await running
  return stdout
}

export type ServerSpec = {
  readonly name: string
  readonly command: readonly string[]
  /** Default: the servers' user. */
  readonly runsAs?: 'root'
  readonly ports: readonly number[]
  /** What is done once the ports accept, before anybody else comes. */
  readonly firstOfAll?: () => Promise<void>
  /** OpenDKIM keeps nothing and takes five seconds to end by itself. Default: TERM. */
  readonly stopBy?: 'TERM' | 'KILL'
  /** Where its output goes; the end of it is quoted when the server does not come up. */
  readonly log: string
}

const lastLines = (file: string): string =>
  existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n') : ''

/**
 * Starts a server and resolves when all its ports accept; throws with the end of its log when it does not come up. It has stopped
 * when none of them does: the children of Postfix hold its ports a moment longer than itself.
 */
export async function startServer(spec: ServerSpec, who: Identity): Promise<Kept> {
  const log = await open(spec.log, 'a')
  const command = spec.runsAs === 'root' ? spec.command : who.asUser(spec.command)
  const server = keep(command, {
    output: log.fd, errors: log.fd, stopBy: spec.stopBy ?? 'TERM', graceSeconds: 2,
    ...(spec.runsAs === 'root' ? { through: who.asRoot } : {}),
  })
  await log.close()
  const stop = async (): Promise<void> => {
    await server.stop()
    await Promise.all(spec.ports.map((port) => untilClosed(port)))
  }
  const opened = await Promise.all(spec.ports.map((port) => untilOpen(port, server.hasEnded)))
  if (opened.every(Boolean)) await spec.firstOfAll?.()
  if (opened.every(Boolean) && !server.hasEnded()) return { ...server, stop }
  await server.stop()
  throw new Error(`${spec.name} did not start; the end of ${spec.log}:\n${lastLines(spec.log)}`)
}
