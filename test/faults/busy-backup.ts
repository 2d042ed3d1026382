import { openDatabase, stateMigrations } from '../../src/main/store/store.ts'
import { restoreBackup, writeBackup } from '../../src/main/backup/backup.ts'
import path from 'node:path'

/** Writes drafts, backs them up and puts backups back, over and over, until it is killed; says a line for each thing that was done. */
const [directory = ''] = process.argv.slice(2)
const key = new Uint8Array(32).fill(3)
const say = (line: string): void => { process.stdout.write(`${line}\n`) }
const parts = { directory, key, blobsOf: () => [] }

for (let round = 0; ; round++) {
  const opened = openDatabase({ file: path.join(directory, 'state.db'), key, migrations: stateMigrations, mode: 'write', durability: 'full' })
  if (opened.kind !== 'open') throw new Error(opened.kind)
  const add = opened.database.prepare('INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)')
  for (let at = 0; at < 20; at++) add.run(`round-${round}-${at}`, JSON.stringify('Jansen belt over de uitslag '.repeat(40)))
  opened.database.close()
  say(`wrote ${round}`)
  const written = await writeBackup({ ...parts, now: Date.UTC(2026, 0, 1) + round * 1_000 })
  say(`${written.kind} ${round}`)
  const restored = restoreBackup({ ...parts, prepare: (database) => { database.prepare('INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)').run('restored', String(round)) }, now: Date.UTC(2026, 1, 1) + round * 1_000 })
  say(`${restored.kind} ${round}`)
}
