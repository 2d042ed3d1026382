import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { copyFile, open, readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { userInfo } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { untilOpen } from './ports.ts'

/** As whom the servers run: Postfix's master needs root, all the others run as one ordinary user. */
export type Identity = {
  readonly user: string
  readonly group: string
  readonly isRoot: boolean
  asUser(command: readonly string[]): readonly string[]
  asRoot(command: readonly string[]): readonly string[]
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

/** Servers live in sbin, which is not on everybody's path. */
export const environment = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`, LC_ALL: 'C.UTF-8' }

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

/**
 * Keeps a server for as long as its standard input stays open, so that it ends with whoever started it, however that one
 * ends. Ctrl-C in the terminal is not for the server: it is stopped in order, by its starter. A server that does not end
 * within two seconds (Dovecot just after its start: its parts wait for one another) is killed with all its children.
 */
const keeper = `
trap '' INT HUP
stop=$1; shift
exec 3<&0
setsid "$@" </dev/null 3<&- & server=$!
{
  cat >/dev/null
  kill -s "$stop" -- "-$server"
  for tenth in $(seq 20); do sleep 0.1; kill -0 "$server" || exit; done
  kill -s KILL -- "-$server"
} <&3 2>/dev/null & watch=$!
wait "$server"; status=$?
kill "$watch" 2>/dev/null
exit "$status"
`

export type ServerSpec = {
  readonly name: string
  readonly command: readonly string[]
  /** Default: the servers' user. */
  readonly runsAs?: 'root'
  readonly ports: readonly number[]
  /** OpenDKIM keeps nothing and takes five seconds to end by itself. Default: TERM. */
  readonly stopBy?: 'TERM' | 'KILL'
  /** Where its output goes; the end of it is quoted when the server does not come up. */
  readonly log: string
}

export type RunningServer = { stop(): Promise<void> }

const lastLines = (file: string): string =>
  existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n') : ''

/** With sudo the keeper itself runs as root: nobody else could stop what it keeps. */
function keptCommand(spec: ServerSpec, who: Identity): readonly string[] {
  const keep = ['sh', '-c', keeper, spec.name, spec.stopBy ?? 'TERM']
  return spec.runsAs === 'root' ? who.asRoot([...keep, ...spec.command]) : [...keep, ...who.asUser(spec.command)]
}

/** Starts a server and resolves when all its ports accept; throws with the end of its log when it does not come up. */
export async function startServer(spec: ServerSpec, who: Identity): Promise<RunningServer> {
  const log = await open(spec.log, 'a')
  const [file = '', ...args] = keptCommand(spec, who)
  const child = spawn(file, args, {
    stdio: ['pipe', log.fd, log.fd], env: environment, cwd: '/',
    // Out of reach of a signal for the whole terminal; but sudo must still find the terminal where it asked for the password.
    detached: file !== 'sudo',
  })
  await log.close()
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null
  const letGo = releasing(child)
  const ended = new Promise<void>((resolve) => child.once('exit', () => {
    letGo()
    resolve()
  }))
  const stop = async (): Promise<void> => {
    child.ref()
    letGo()
    await ended
  }
  const opened = await Promise.all(spec.ports.map((port) => untilOpen(port, hasEnded)))
  if (opened.every(Boolean) && !hasEnded()) return { stop }
  await stop()
  throw new Error(`${spec.name} did not start; the end of ${spec.log}:\n${lastLines(spec.log)}`)
}

/** A running server keeps no process alive that has nothing else to do; the returned function closes its input, which ends it. */
function releasing(child: ChildProcess): () => void {
  const input = child.stdin as Socket
  child.unref()
  input.unref()
  input.on('error', () => undefined)
  return () => input.end()
}
