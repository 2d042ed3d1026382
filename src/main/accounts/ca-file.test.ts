import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readCaFile } from './ca-file.ts'

test('no file is no CA of its own', async () => {
  expect(await readCaFile(null)).toEqual({ kind: 'read', pem: null })
})

test.skipIf(process.platform === 'win32')('a pipe that nobody writes to and a device without an end are no files, at once', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ca-'))
  onTestFinished(() => { rmSync(folder, { recursive: true }) })
  const pipe = path.join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  for (const file of [pipe, '/dev/zero', folder, path.join(folder, 'absent')]) expect(await readCaFile(file)).toEqual({ kind: 'unreadable' })
})
