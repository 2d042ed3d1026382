import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sampleReceiving } from '../../test/practice/mail/fresh-post.ts'
import type { Gateway } from '../../test/practice/gateways/gateway.ts'
import type { Practice } from '../../test/practice/servers/practice.ts'

/** The three colleagues of the sample practice, the manager first. */
export const colleagues = ['anja@delinde.test', 'bas@delinde.test', 'mia@delinde.test'] as const

/** Hands a colleague's account, and its provider, to the client: what set-up would otherwise have to ask. Gives the file's name. */
export async function writeSampleAccount(folder: string, { practice, gateway, who = colleagues[0] }: { practice: Practice; gateway: Gateway; who?: string }): Promise<string> {
  const file = path.join(folder, 'sample-account.json')
  const { address, name, password } = practice.person(who)
  const { host, ports, caFile, resolver, trustAnchorFile } = practice
  const account = {
    address, name, user: address, password, caFile, receiving: sampleReceiving, resolver: `${resolver.host}:${String(resolver.port)}`, trustAnchorFile,
    imap: { host, port: ports.imaps, security: 'tls' }, smtp: { host, port: ports.submissions, security: 'tls' },
    provider: { settings: gateway.settings, secret: gateway.login.password, reader: 'h.bakker@mailbox.test' },
  }
  await writeFile(file, `${JSON.stringify({ virtualAuthenticator: true, account })}\n`, { mode: 0o600 })
  return file
}
