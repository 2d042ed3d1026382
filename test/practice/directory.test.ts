import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { searchDirectory, testDirectory, type DirectoryAnswer } from '../../src/main/address-book/directory/ask-directory.ts'
import { readDirectoryProfiles, type DirectorySettings } from '../../src/main/address-book/directory/settings.ts'
import { DIRECTORY_RESULTS } from '../../src/main/address-book/limits.ts'
import { ORIGIN, openDesk } from './core.ts'
import { softKey } from '../vault/authenticator.ts'
import { ldapReader } from './servers/ldap.ts'
import { startPractice, type Practice } from './servers/practice.ts'

let practice: Practice
let ca: string
beforeAll(async () => {
  practice = await startPractice({ only: ['ldap'] })
  ca = await readFile(practice.caFile, 'utf8')
})
afterAll(() => practice[Symbol.asyncDispose]())

const settings = (change: Partial<DirectorySettings> = {}): DirectorySettings => ({
  profile: 'generic', name: 'Zorgadressen', host: '127.0.0.1', port: practice.ports.ldaps, security: 'tls', user: ldapReader.dn, base: ldapReader.base, caFile: practice.caFile,
  attributes: { name: 'cn', mail: 'mail', organisation: 'o' }, searched: ['cn', 'mail', 'o'], ...change,
})
const search = (text: string, change: Partial<DirectorySettings> = {}): Promise<DirectoryAnswer> => searchDirectory({ settings: settings(change), secret: ldapReader.password, ca }, text)
const tried = (change: Partial<DirectorySettings> = {}, { secret = ldapReader.password, own = ca }: { secret?: string; own?: string | null } = {}): Promise<DirectoryAnswer> => testDirectory({ settings: settings(change), secret, ca: own })

const problem = (name: string) => ({ kind: 'problem', problem: name })
const nobody = { kind: 'found', people: [], more: false }

describe('a directory on a real slapd', () => {
  test('finds by parts of name, address and organisation, each word somewhere', async () => {
    const cardiology = { name: 'Polikliniek Cardiologie', address: 'cardiologie@ziekenhuis.test', organisation: 'Ziekenhuis Oost' }
    for (const text of ['cardio', 'CARDIO zieken', 'cardiologie@ziekenhuis.test', 'oost polikliniek']) expect(await search(text)).toEqual({ kind: 'found', people: [cardiology], more: false })
    expect(await search('cardio apotheek')).toEqual(nobody)
  })

  test('by TLS from the first byte, and by the mandatory upgrade', async () => {
    expect(await tried()).toEqual(nobody)
    expect(await tried({ security: 'starttls', port: practice.ports.ldap })).toEqual(nobody)
    expect(await search('cardio', { security: 'starttls', port: practice.ports.ldap })).toMatchObject({ people: [{ address: 'cardiologie@ziekenhuis.test' }] })
  })

  test('gives no more than a screen holds, and says that there are more', async () => {
    const found = await search('zorgadressen')
    expect(found).toMatchObject({ kind: 'found', more: true })
    expect(found.kind === 'found' && found.people.length).toBe(DIRECTORY_RESULTS)
  })

  test('what is typed is looked for and never obeyed', async () => {
    for (const text of ['*', '**', '*)(objectClass=*', 'cardio)(|(cn=*', '\\2a', '\u0000', 'a', ' ', '', '(', '\\']) {
      const found = await search(text)
      expect([text, found.kind === 'found' ? found.people.filter(({ name }) => !name.toLowerCase().includes('cardio')) : found]).toEqual([text, []])
    }
    await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom('*', '(', ')', '|', '&', '=', '\\', 'cn', 'bos', '\u0000', '*)(cn=*', '\u00eb'), { maxLength: 6 }).map((parts) => parts.join('')), async (text) => {
      const found = await search(text)
      const words = text.normalize('NFC').toLowerCase().match(/[\p{L}\p{N}\p{M}@._-]+/gu)?.filter((word) => word.length > 1) ?? []
      expect(found.kind).toBe('found')
      if (found.kind === 'found') for (const { name, address, organisation } of found.people) for (const word of words) expect(`${name} ${address} ${organisation}`.toLowerCase()).toContain(word)
    }), { numRuns: 40 })
  })

  test('what is wrong is named: login, base, and who answers', async () => {
    expect(await tried({}, { secret: 'fout' })).toEqual(problem('login-refused'))
    expect(await tried({ user: '' }, { secret: '' })).toEqual(problem('login-refused'))
    expect(await tried({ base: 'dc=elders,dc=test' })).toEqual(problem('no-such-base'))
    expect(await tried({ base: 'geen naam' })).toEqual(problem('no-such-base'))
    expect(await tried({ port: practice.ports.closed })).toEqual(problem('refused'))
    expect(await tried({ host: 'bestaat-niet.test' })).toEqual(problem('unknown-host'))
    expect(await tried({ port: practice.ports.ldap })).toMatchObject({ kind: 'problem' })
  })
})

describe('a certificate is always checked (N-17)', () => {
  const certs = (name: string): Promise<Buffer> => readFile(path.join(practice.directory, 'certs', name))

  /** Something that answers TLS with this certificate, and does this next. */
  async function badServer(name: string, then: (write: (bytes: Buffer) => boolean) => void = () => undefined): Promise<Server> {
    const server = createTlsServer({ cert: await certs(`${name}.crt`), key: await certs(`${name}.key`) }, (socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => { then((bytes) => socket.write(bytes)) })
    })
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
    return server
  }
  const portOf = (server: Server): number => (server.address() as AddressInfo).port

  test('one that nobody vouches for, of another name, or of before', async () => {
    expect(await tried({}, { own: null })).toEqual(problem('certificate-untrusted'))
    for (const [name, expected] of [['self-signed', 'certificate-untrusted'], ['wrong-name', 'certificate-name'], ['expired', 'certificate-expired']] as const) {
      const server = await badServer(name)
      expect(await tried({ port: portOf(server) })).toEqual(problem(expected))
      server.close()
    }
  })

  test('a directory that floods is left', async () => {
    const server = await badServer('server', (write) => {
      const flood = Buffer.alloc(1_048_576, 0x30)
      const pour = (): void => { for (let more = 0; more < 32; more++) write(flood) }
      pour()
    })
    expect(await tried({ port: portOf(server) })).toMatchObject({ kind: 'problem' })
    server.close()
  })

  test('one that never answers is given up on', async () => {
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => { silent.listen(0, '127.0.0.1', resolve) })
    expect(await tried({ port: portOf(silent) })).toEqual(problem('timeout'))
    silent.close()
  })
})

test('what a provider does not publish is empty in its profile, and asked for (N-13)', () => {
  const profiles = readDirectoryProfiles(path.resolve(import.meta.dirname, '../../resources/directories'))
  const zorgmail = profiles.find(({ id }) => id === 'zorgmail')
  expect(zorgmail).toMatchObject({ host: '', port: null, base: '', attributes: { name: '', mail: '', organisation: '' }, unpublished: ['host', 'port', 'base', 'user', 'attributes'] })
})

test('through the core: tried, kept with its password in the keychain, asked again after a restart, and let go of', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'praktijkpost-directory-'))
  const key = softKey({ origin: ORIGIN })
  const kept = { ...settings(), attributes: { ...settings().attributes }, searched: [...settings().searched] }
  try {
    {
      await using desk = await openDesk({ directory, key })
      expect(await desk.get('book.testDirectory', { id: null, settings: kept, secret: 'fout' })).toEqual(problem('login-refused'))
      expect(await desk.ask('book.testDirectory', { id: null, settings: kept, secret: null })).toEqual({ ok: false, fail: 'no-secret' })
      expect(await desk.get('book.testDirectory', { id: null, settings: kept, secret: ldapReader.password })).toEqual(nobody)
      await desk.get('book.saveDirectory', { id: null, settings: kept, secret: ldapReader.password })
      const missing = path.join(directory, 'geen-ca.pem')
      await writeFile(missing, 'geen certificaat')
      expect(await desk.get('book.testDirectory', { id: null, settings: { ...kept, caFile: missing }, secret: ldapReader.password })).toEqual(problem('ca-file-unreadable'))
    }
    for (const file of ['state.db', 'state.db-wal']) {
      expect((await readFile(path.join(directory, file)).catch(() => Buffer.alloc(0))).includes(ldapReader.password)).toBe(false)
    }
    await using desk = await openDesk({ directory, key })
    const [known] = await desk.get('book.directories', {})
    expect(known?.settings).toEqual(kept)
    const [answered] = await desk.get('book.searchDirectories', { text: 'cardio' })
    expect(answered).toMatchObject({ name: 'Zorgadressen', answer: { people: [{ address: 'cardiologie@ziekenhuis.test', organisation: 'Ziekenhuis Oost' }] } })
    const { id } = await desk.get('book.addListed', { person: { name: 'Polikliniek Cardiologie', address: 'cardiologie@ziekenhuis.test', organisation: 'Ziekenhuis Oost' } })
    expect((await desk.get('book.contact', { id })).contact).toMatchObject({ kind: 'professional', source: 'directory', mobile: null })
    await desk.get('book.removeDirectory', { id: known?.id ?? '' })
    expect([await desk.get('book.directories', {}), await desk.get('book.searchDirectories', { text: 'cardio' })]).toEqual([[], []])
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})
