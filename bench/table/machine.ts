import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, loadavg, release, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { openDatabase, stateMigrations } from '../../src/main/store/store.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { serverEnvironment } from '../../test/practice/servers/keep.ts'

export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memoryGb: number
  readonly system: string
  /** Of the folder in which everything is written that is measured. */
  readonly disk: string
  /** What else kept it busy: the load of the last minute as the run began. */
  readonly loadAtStart: number
  readonly versions: Readonly<Record<string, string>>
}

/** The first line that says a number, or what is lacking. */
function versionOf(command: readonly string[]): string {
  const [file = '', ...args] = command
  try {
    const said = execFileSync(file, args, { encoding: 'utf8', env: serverEnvironment, stdio: ['ignore', 'pipe', 'ignore'] })
    return said.split('\n').find((line) => /\d/.test(line))?.trim() ?? 'unknown'
  } catch {
    return 'not installed'
  }
}

function sqliteVersion(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'bench-version-'))
  try {
    const opened = openDatabase({ file: path.join(directory, 'state.db'), key: new Uint8Array(32), migrations: stateMigrations, mode: 'write', durability: 'normal' })
    if (opened.kind !== 'open') return opened.kind
    const { database } = opened
    const version = database.prepare<[], string>("SELECT sqlite_version() || ', ' || sqlite3mc_version()").pluck().get() ?? 'unknown'
    database.close()
    return version
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

const systemName = (): string => /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown'

export function machineFacts(): Machine {
  const processors = cpus()
  return {
    processor: processors[0]?.model ?? 'unknown', cores: processors.length, memoryGb: Math.round(totalmem() / 1e9), system: `${systemName()}, Linux ${release()}`,
    disk: versionOf(['findmnt', '--noheadings', '--output', 'FSTYPE,SIZE,SOURCE', '--target', tmpdir()]).replace(/\s+/g, ' '), loadAtStart: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    versions: {
      node: process.version, sqlite: sqliteVersion(), dovecot: versionOf(['dovecot', '--version']), mbsync: versionOf(['mbsync', '--version']), notmuch: versionOf(['notmuch', '--version']),
      chromium: versionOf([process.env.PRAKTIJKPOST_CHROMIUM ?? 'chromium', '--version']), revision: versionOf(['git', '-C', import.meta.dirname, 'rev-parse', '--short', 'HEAD']),
    },
  }
}
