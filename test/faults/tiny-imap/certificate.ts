import { mkdirSync, readFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { certificates, type KeyPair } from '../../practice/servers/certificates.ts'

export type CertificateName = 'server' | 'expired' | 'wrongName' | 'selfSigned'

export interface TestCertificates {
  readonly ca: string
  readonly pairs: Readonly<Record<CertificateName, KeyPair>>
}

let made: Promise<TestCertificates> | undefined

/** The test CA and what it issued, good and bad; made once per process. */
export const testCertificates = (): Promise<TestCertificates> => (made ??= make())

async function make(): Promise<TestCertificates> {
  const folder = path.join(tmpdir(), `praktijkpost-test-${userInfo().username}`, `tiny-imap-${process.pid}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { caFile, server, bad } = await certificates(folder)
  return { ca: readFileSync(caFile, 'utf8'), pairs: { server, ...bad } }
}
