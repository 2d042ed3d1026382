import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readAccount } from '../../bench/account.ts'

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'

test.each([['a path', 'ca.pem'], ['PEM text', null]])('the CA of an account to be measured may be %s', (_, name) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-account-'))
  onTestFinished(() => { rmSync(folder, { recursive: true }) })
  writeFileSync(path.join(folder, 'ca.pem'), PEM)
  const account = { host: 'mail.delinde.test', port: 993, user: 'anja@delinde.test', password: 'x' }
  const file = path.join(folder, 'account.json')
  writeFileSync(file, JSON.stringify({ ...account, ca: name === null ? PEM : path.join(folder, name) }))
  expect(readAccount(file)).toEqual({ ...account, secure: true, ca: PEM })
  writeFileSync(file, JSON.stringify(account))
  expect(readAccount(file).ca).toBeNull()
})
