import { mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { dkimSign } from 'mailauth/lib/dkim/sign.js'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { readTrustAnchor } from '../../src/main/dns/trust-anchor.ts'
import { softKey } from '../vault/authenticator.ts'
import { addAccount, folderOf, letter, openDesk, ORIGIN, type Desk } from './core.ts'
import { forgedSubject, freshLetters, sampleReceiving, sendFreshPost } from './mail/fresh-post.ts'
import { startPractice, type Practice } from './servers/practice.ts'

const anja = 'anja@delinde.test'

let practice: Practice
beforeAll(async () => { practice = await startPractice({ only: ['smtp', 'dns'] }) })
afterAll(async () => practice[Symbol.asyncDispose]())

/** Until the test ends or starts it again. Only once its mail is in the mailbox: without name servers the mail server takes none in. */
async function stopLookUps(): Promise<void> {
  await practice.stopServer('unbound')
  onTestFinished(() => practice.startServer('unbound'))
}

async function lookUps() {
  const anchor = readTrustAnchor(await readFile(practice.trustAnchorFile, 'utf8'))
  if (anchor.kind !== 'anchor') throw new Error('the practice has no trust anchor')
  return { upstream: { kind: 'udp' as const, ...practice.resolver }, trustAnchor: anchor.records }
}

const HALF_A_YEAR_AGO = Date.now() - 180 * 86_400_000

/** As the pharmacy's server would have signed it then. */
async function signedAt(raw: string, moment: number): Promise<string> {
  const signer = {
    signingDomain: 'apotheekzuid.test', selector: 'linde', privateKey: await readFile(path.join(practice.directory, 'dkim/apotheekzuid.test.pem'), 'utf8'),
  }
  const { signatures } = await dkimSign(raw, {
    ...signer, signatureData: [signer],
    signTime: new Date(moment), canonicalization: 'relaxed/relaxed',
    headerList: ['From', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Content-Type', 'X-NTA7516'],
  })
  return signatures + raw
}

/** As if it had come in half a year ago: Dovecot's date of receipt is that of the file. */
async function ageMail(address: string): Promise<void> {
  await practice.fill(address, async (maildir) => {
    const aged = HALF_A_YEAR_AGO / 1_000
    for (const folder of ['new', 'cur']) {
      for (const name of await readdir(path.join(maildir, folder))) await utimes(path.join(maildir, folder, name), aged, aged)
    }
  })
}

const inbox = async (desk: Desk, holds: (verdicts: Record<string, string | null>) => boolean) => {
  const folder = await folderOf(desk, 'inbox')
  const { rows } = await desk.until('mail.rows', { folderId: folder.id, offset: 0, limit: 50 }, (found) => holds(Object.fromEntries(found.rows.map(({ subject, verdict }) => [subject, verdict]))))
  return rows
}

async function originOf(desk: Desk, subject: string) {
  const rows = await inbox(desk, () => true)
  const row = rows.find((each) => each.subject === subject)
  if (row === undefined) throw new Error(`no ${subject}`)
  return desk.get('trust.origin', { messageId: row.id })
}

const isDone = (verdicts: Record<string, string | null>): boolean => !Object.values(verdicts).includes('pending')

/** What is left when the copy of the mail has been taken away. */
async function withoutCopy(directory: string): Promise<void> {
  for (const name of await readdir(directory)) if (/^(cache\.db|segment)/.test(name)) await rm(path.join(directory, name), { recursive: true })
}

const key = () => softKey({ origin: ORIGIN })

test('mail of today has the badge that it can prove, and keeps it with its evidence when the copy of the mail is made anew (IN-11)', async () => {
  // given
  const directory = await mkdtemp(path.join(tmpdir(), 'praktijkpost-verdicts-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  const own = key()
  const letterOf = freshLetters[0]!
  let first
  {
    await using desk = await openDesk({ directory, key: own, lookUps: await lookUps() })
    const accountId = await addAccount(desk, practice, anja)
    await desk.get('trust.setReceiving', { accountId, receiving: sampleReceiving })
    // when
    await sendFreshPost(practice)
    // then
    const rows = await inbox(desk, (verdicts) => Object.keys(verdicts).length === freshLetters.length + 1 && isDone(verdicts))
    const expected = [...freshLetters.map(({ subject, state }) => [subject, state]), [forgedSubject, 'suspicious']]
    expect(rows.map(({ subject, verdict }) => [subject, verdict]).sort()).toEqual(expected.sort())
    first = await originOf(desk, letterOf.subject)
    expect(first).toMatchObject({ kind: 'found', state: 'safe', row: 'IN-03', frozen: true, evidence: { sender: { domain: 'apotheekzuid.test', status: 'ready' } } })
    expect(await originOf(desk, forgedSubject)).toMatchObject({ row: 'IN-07a', reasons: [{ code: 'looksLike', params: { domain: 'de-linde.test', known: 'delinde.test' } }] })
    expect(JSON.stringify(first).length).toBeLessThan(8_192)
  }
  // when
  await withoutCopy(directory)
  await stopLookUps()
  await using again = await openDesk({ directory, key: own, lookUps: await lookUps() })
  await again.until('folders.list', {}, (folders) => folders.some(({ role }) => role === 'inbox'))
  const rows = await inbox(again, (verdicts) => Object.keys(verdicts).length === freshLetters.length + 1 && isDone(verdicts))
  await practice.startServer('unbound')
  // then
  expect(rows.filter(({ verdict }) => verdict === 'safe').map(({ subject }) => subject)).toEqual([letterOf.subject])
  expect(await originOf(again, letterOf.subject)).toEqual(first)
})

test('what cannot be looked up is unknown, not frozen, and looked at again; never safe meanwhile', async () => {
  // given
  const directory = await mkdtemp(path.join(tmpdir(), 'praktijkpost-verdicts-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  const own = key()
  const mia = 'mia@delinde.test'
  await sendFreshPost(practice, [{ ...freshLetters[0]!, to: mia }])
  await expect.poll(() => practice.doveadm(['search', '-u', mia, 'mailbox', 'INBOX', 'all']), { timeout: 60_000 }).not.toBe('')
  await stopLookUps()
  {
    await using desk = await openDesk({ directory, key: own, lookUps: await lookUps() })
    await addAccount(desk, practice, mia)
    const [row] = await inbox(desk, isDone)
    expect(row?.verdict).toBe('unknown')
    expect(await originOf(desk, freshLetters[0]!.subject)).toMatchObject({ kind: 'found', state: 'unknown', frozen: false })
  }
  // when
  await practice.startServer('unbound')
  await using again = await openDesk({ directory, key: own, lookUps: await lookUps() })
  await again.until('folders.list', {}, (folders) => folders.some(({ role }) => role === 'inbox'))
  // then
  await inbox(again, (verdicts) => Object.values(verdicts).includes('safe'))
  expect(await originOf(again, freshLetters[0]!.subject)).toMatchObject({ state: 'safe', frozen: true })
})

test('mail of long ago that is seen for the first time is unknown afterwards, however well it is signed; what is forged stays suspicious', async () => {
  const bas = 'bas@delinde.test'
  const raw = letter({ from: 'balie@apotheekzuid.test', to: bas, subject: 'Van toen' }).replace('MIME-Version', 'X-NTA7516: secure\r\nMIME-Version')
  await practice.deliver(await signedAt(raw, HALF_A_YEAR_AGO - 60_000), bas)
  await practice.deliver(letter({ from: 'Anja de Vries <anja@de-linde.test>', to: bas, subject: 'Nagemaakt van toen' }), bas)
  // The server remembers another date of receipt.
  await ageMail(bas)
  await using desk = await openDesk({ lookUps: await lookUps() })
  await addAccount(desk, practice, bas)
  const rows = await inbox(desk, (verdicts) => Object.keys(verdicts).length === 2 && isDone(verdicts))
  expect(Object.fromEntries(rows.map(({ subject, verdict }) => [subject, verdict]))).toEqual({ 'Van toen': 'unknown', 'Nagemaakt van toen': 'suspicious' })
  const origin = await originOf(desk, 'Van toen')
  expect(origin).toMatchObject({ frozen: true, evidence: { afterwards: true } })
  if (origin.kind === 'found') expect(origin.reasons.map(({ code }) => code)).toContain('afterwards')
})
