import { readFile, rename, writeFile } from 'node:fs/promises'
import type { BrowserContext, CDPSession, Page } from 'playwright-core'

/**
 * The demo's own security key: the browser's test device, which says that the person was verified. Its credentials are
 * written to `file` whenever they change and put back at the next start.
 *
 * It has no PRF. What PRF derives from is not among what the browser gives out (`WebAuthn.getCredentials` has the private
 * key and the counter, nothing more), so a key with PRF would not open the vault at the second start. The demo therefore
 * walks the road of an authenticator without PRF, and the client's screens say that this slot is weaker and why.
 */
export async function plugIn(context: BrowserContext, page: Page, file: string): Promise<void> {
  const line = await context.newCDPSession(page)
  await line.send('WebAuthn.enable')
  const { authenticatorId } = await line.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true, hasPrf: false,
    },
  })
  for (const credential of await stored(file)) await line.send('WebAuthn.addCredential', { authenticatorId, credential })
  let saving = Promise.resolve()
  const save = (): void => { saving = saving.then(() => store(line, authenticatorId, file)).catch(() => undefined) }
  line.on('WebAuthn.credentialAdded', save)
  line.on('WebAuthn.credentialAsserted', save)
}

const credentialsOf = async (line: CDPSession, authenticatorId: string) => (await line.send('WebAuthn.getCredentials', { authenticatorId })).credentials
type Credentials = Awaited<ReturnType<typeof credentialsOf>>

const stored = async (file: string): Promise<Credentials> => JSON.parse(await readFile(file, 'utf8').catch(() => '[]')) as Credentials

async function store(line: CDPSession, authenticatorId: string, file: string): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(await credentialsOf(line, authenticatorId)), { mode: 0o600 })
  await rename(`${file}.new`, file)
}
