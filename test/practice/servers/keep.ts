import { spawn, type ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'

/** Servers live in sbin, which is not on everybody's path. */
export const serverEnvironment = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`, LC_ALL: 'C.UTF-8' }

/**
 * Keeps a program for as long as its standard input stays open, so that it ends with whoever started it, however that one
 * ends. Ctrl-C in the terminal is not for the program: it is stopped in order, by its starter. What does not end in time
 * (Dovecot just after its start: its parts wait for one another) is killed with all its children.
 */
const keeper = `
trap '' INT HUP
stop=$1; tenths=$2; shift 2
exec 3<&0 4>&2 2>/dev/null
setsid "$@" </dev/null 2>&4 3<&- 4>&- & program=$!
{
  cat >/dev/null
  kill -s "$stop" -- "-$program"
  for tenth in $(seq "$tenths"); do sleep 0.1; kill -0 "$program" || exit; done
  kill -s KILL -- "-$program"
} <&3 4>&- & watch=$!
exec 4>&-
wait "$program"; status=$?
kill "$watch"
exit "$status"
`

export type KeepOptions = {
  /** File descriptors, or a pipe to read from `child.stdout`. */
  readonly output: number | 'pipe'
  readonly errors: number | 'inherit'
  readonly stopBy: 'TERM' | 'KILL'
  readonly graceSeconds: number
  /** Puts sudo before the keeper itself: nobody else could stop what it keeps. */
  readonly through?: (command: readonly string[]) => readonly string[]
}

export type Kept = { readonly child: ChildProcess; readonly ended: Promise<void>; readonly hasEnded: () => boolean; stop(): Promise<void> }

/** Starts a program that cannot outlive this process. */
export function keep(command: readonly string[], options: KeepOptions): Kept {
  const { through = (plain: readonly string[]) => plain } = options
  const [file = '', ...args] = through(['sh', '-c', keeper, 'keeper', options.stopBy, String(options.graceSeconds * 10), ...command])
  const child = spawn(file, args, {
    stdio: ['pipe', options.output, options.errors], env: serverEnvironment, cwd: '/',
    // Out of reach of a signal for the whole terminal; but sudo must still find the terminal where it asked for the password.
    detached: file !== 'sudo',
  })
  const letGo = releasing(child)
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => { resolve() })
    child.once('exit', () => {
      letGo()
      resolve()
    })
  })
  const stop = async (): Promise<void> => {
    child.ref()
    letGo()
    await ended
  }
  return { child, ended, stop, hasEnded: () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null }
}

/** What is kept keeps no process alive that has nothing else to do; the returned function closes its input, which ends it. */
function releasing(child: ChildProcess): () => void {
  const input = child.stdin as Socket
  child.unref()
  input.unref()
  input.on('error', () => undefined)
  return () => input.end()
}
