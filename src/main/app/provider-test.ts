import { randomUUID } from 'node:crypto'
import { domainToASCII } from 'node:url'
import type { HandlerOutcome, ParsedInputOf } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import { SMTP_TEST_MS } from '../../shared/limits.ts'
import { domainOf, isMailAddress } from '../../shared/mail/address.ts'
import { messageIdAt } from '../../shared/mail/message-id.ts'
import { readMobile } from '../../shared/norm/mobile-number.ts'
import { translator } from '../../shared/text/table.ts'
import type { Account } from '../accounts/accounts.ts'
import { writeMessage } from '../mime/write.ts'
import { wireAddress } from '../sending/manuscript.ts'
import { openSmtp } from '../sending/smtp-session.ts'
import { submit, type SubmissionResult } from '../sending/submit.ts'
import { readSettings } from '../settings/settings.ts'
import { inTransaction } from '../store/store.ts'
import { record } from './journal.ts'
import type { Session } from './session.ts'
import { lineBy, type Line } from './submitter.ts'

type Answered = HandlerOutcome<'providers.sendTest'>
type Ready = Extract<Line, { kind: 'ready' }>

/**
 * Sends a test message with the provider's marker, so that somebody can tell what the reader sees (PV-05). It says nothing of
 * anybody, is told of in the journal before it goes, and is no mail of the outbox: whoever sends it waits for the answer.
 */
export async function sendProviderTest(session: Session, { accountId, to, mobile }: ParsedInputOf<'providers.sendTest'>): Promise<Answered> {
  const { accounts, providers } = session
  const account = accounts.get(accountId)
  if (account === null) return refused('no-such-account')
  const reader = to.trim()
  if (!isMailAddress(reader) || !/^[!-~]+@/.test(reader)) return refused('not-an-address')
  const { hasPortal } = providers.routingProvider(accountId)
  const number = mobile === null || mobile.trim() === '' ? null : readMobile(mobile)
  if (number === null && (hasPortal || (mobile ?? '').trim() !== '')) return refused('not-a-mobile')
  const submission = providers.testSubmissionOf(accountId, { route: hasPortal ? 'portal' : 'direct', to: wireAddress(reader), mobile: number })
  const line = await lineBy(session, accountId, submission)
  switch (line.kind) {
    case 'refused': return refused('not-complete')
    case 'unavailable': return unavailable(line.problem)
    case 'ready': return handIn(session, { account, reader, line })
  }
}

function unavailable(problem: Extract<Line, { kind: 'unavailable' }>['problem']): Answered {
  if (problem === 'secret-lost') return refused('no-secret')
  if (problem === 'keychain-unavailable') return refused('keychain-unavailable')
  if (problem === 'ca-file-unreadable') return done({ kind: 'problem', problem, code: null })
  return problem === 'account-gone' ? refused('no-such-account') : refused('not-complete')
}

interface HandIn { readonly account: Account; readonly reader: string; readonly line: Ready }

async function handIn(session: Session, { account, reader, line }: HandIn): Promise<Answered> {
  const { db, journal, providers } = session
  const profile = providers.of(account.id).settings?.profile ?? 'plain'
  const note = (change: string): void => { record(journal, { class: 'provider', detail: { account: account.id, profile, change } }) }
  const { messageId, raw } = await testMessage(session, account, reader)
  note('test-begins')
  const opening = await openSmtp(line.login, { connectMs: SMTP_TEST_MS, answerMs: SMTP_TEST_MS, endAnswerMs: SMTP_TEST_MS })
  if (opening.kind === 'problem') return done({ kind: 'problem', problem: opening.problem, code: null })
  const result = await submit(opening.connection, {
    from: wireAddress(account.address), to: [wireAddress(reader)], sizeBytes: raw.length, pieces: whole(raw), marking: line.marking, beforeEnd: () => undefined,
  }, SMTP_TEST_MS)
  if (result.kind !== 'accepted') return notTaken(result)
  const testId = randomUUID()
  inTransaction(db, () => {
    providers.noteTest({ id: testId, accountId: account.id, reader, messageId, sentBy: journal.actor.person })
    note('test-sent')
  })
  return done({ kind: 'sent', testId })
}

/** A server that took it for nobody has refused it: it went to one. */
function notTaken(result: Exclude<SubmissionResult, { kind: 'accepted' }>): Answered {
  switch (result.kind) {
    case 'refused': return result.because === 'marker' ? refused('not-complete') : done({ kind: 'problem', problem: 'server-refused', code: result.code })
    case 'later': return done({ kind: 'problem', problem: result.problem, code: result.code })
    case 'unclear': return done({ kind: 'problem', problem: 'unclear', code: null })
    case 'not-sent': throw new Error('a test message that cannot be read', { cause: result.error })
  }
}

async function testMessage({ db }: Session, { address, displayName }: Account, reader: string): Promise<{ messageId: string; raw: Uint8Array }> {
  const t = translator(readSettings(db).language)
  const messageId = messageIdAt(domainToASCII(domainOf(address)), randomUUID())
  const written = await writeMessage({
    from: { name: displayName, address: wireAddress(address) }, to: [{ name: '', address: wireAddress(reader) }], cc: [], subject: t('provider.testSubject'), date: new Date(), messageId,
    text: t('provider.testText'), html: '', attachments: [],
  })
  if (written.kind === 'refused') throw new Error(`the test message cannot be written: ${written.field}`)
  return { messageId, raw: written.raw }
}

async function* whole(raw: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(raw)
}
