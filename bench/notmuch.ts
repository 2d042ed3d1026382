import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { run, programPath } from '../test/practice/servers/running.ts'
import { round } from './spread.ts'

/** The words of a Maildir in notmuch's index, kept apart from the mail; gone at the end. */
export class PeerIndex implements Disposable {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'notmuch-'))
  readonly #environment: NodeJS.ProcessEnv

  constructor(maildir: string) {
    const file = path.join(this.#folder, 'config')
    mkdirSync(path.join(this.#folder, 'index'))
    writeFileSync(file, `[database]
path=${path.join(this.#folder, 'index')}
mail_root=${maildir}
[user]
name=Bench
primary_email=bench@delinde.test
[new]
tags=inbox
ignore=.mbsyncstate;.uidvalidity
[search]
exclude_tags=
[maildir]
synchronize_flags=false
`)
    this.#environment = { ...process.env, NOTMUCH_CONFIG: file }
  }

  static get isInstalled(): boolean { return programPath('notmuch') !== undefined }

  /** Reads and indexes what is new; wall seconds. */
  async readNew(): Promise<number> {
    const start = performance.now()
    await run(['env', `NOTMUCH_CONFIG=${this.#environment.NOTMUCH_CONFIG ?? ''}`, 'notmuch', 'new', '--quiet'])
    return round((performance.now() - start) / 1_000)
  }

  /** Milliseconds until it has printed the first so many hits; the start of the program is part of it, as it is for whoever uses it. */
  time(query: string, rows: number): number {
    const start = performance.now()
    const { status, stderr } = spawnSync('notmuch', ['search', `--limit=${String(rows)}`, query], { env: this.#environment, encoding: 'utf8' })
    if (status !== 0) throw new Error(`notmuch: ${stderr}`)
    return performance.now() - start
  }

  /** Message-IDs of all hits. */
  find(query: string): string[] {
    const { stdout } = spawnSync('notmuch', ['search', '--output=messages', query], { env: this.#environment, encoding: 'utf8' })
    return stdout.split('\n').filter((line) => line.startsWith('id:')).map((line) => line.slice(3))
  }

  [Symbol.dispose](): void { rmSync(this.#folder, { recursive: true, force: true }) }
}
