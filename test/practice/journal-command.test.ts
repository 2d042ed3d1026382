import { execFile } from 'node:child_process'
import { generateKeyPairSync, sign as signWith } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { appendEntry } from '../../src/main/audit/journal.ts'
import { cutSegment } from '../../src/main/audit/segment.ts'
import { createLogKey } from '../../src/main/audit/segment-keys.ts'
import { stateDatabase } from '../vault/state-database.ts'

const start = path.resolve(import.meta.dirname, '../../src/main/shells/terminal/start.ts')
const praktijkpost = (...args: string[]) => new Promise<{ status: number; out: string; err: string }>((resolve) => {
  execFile(process.execPath, [start, ...args], (error, out, err) => { resolve({ status: typeof error?.code === 'number' ? error.code : 0, out, err }) })
})

/** A folder with one segment of three entries. */
function filed(): string {
  using state = stateDatabase()
  for (let at = 0; at < 3; at++) {
    appendEntry(state.database, {
      class: 'lock', outcome: 'done', reason: null, at, offsetMinutes: 60, mailbox: null, messageId: null, patient: null, detail: { because: 'idle' },
      actor: { person: 'Anja', role: null, onBehalfOf: null, device: 'balie', factor: null, appVersion: '0.1.0', ruleVersion: null },
    })
  }
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const signKey = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  const cut = cutSegment(state.database, { begins: true, signKey, logKey: createLogKey().publicKey, sign: (bytes) => signWith(null, bytes, privateKey) })
  const directory = mkdtempSync(path.join(tmpdir(), 'filed-'))
  onTestFinished(() => { rmSync(directory, { recursive: true }) })
  writeFileSync(path.join(directory, '1.jsonl'), cut?.bytes ?? '')
  return directory
}

test('filed journals need no key to be checked: well is 0, a change is 1 and named by its entry, no folder is 2', async () => {
  // given
  const directory = filed()
  // when, then
  expect(await praktijkpost('audit', 'verify', '--segments', directory)).toMatchObject({ status: 0, out: expect.stringContaining('3 regels, de keten klopt') as string })
  const file = path.join(directory, '1.jsonl')
  writeFileSync(file, readFileSync(file, 'utf8').replace('"sequence":2', '"sequence":7'))
  const changed = await praktijkpost('audit', 'verify', '--segments', directory, '--json')
  expect(changed.status).toBe(1)
  expect(JSON.parse(changed.out)).toMatchObject({ well: false, devices: [{ first: { sequence: 2, kind: 'gap', file: '1.jsonl' } }] })
  expect((await praktijkpost('audit', 'verify', '--segments', path.join(directory, 'nergens'))).status).toBe(2)
}, 60_000)
