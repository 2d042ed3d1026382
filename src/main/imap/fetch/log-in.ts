import { SessionLost } from '../problems.ts'
import type { SessionLogin } from '../session.ts'
import type { AnswerLine } from './answer-line.ts'
import { commandWith, type CommandParts } from './command-text.ts'
import type { Talk } from './talk.ts'

type Abilities = ReadonlySet<string>

/** From no connection to being logged in, over TLS only. Throws `SessionLost`, which never holds the secret. */
export async function logIn(talk: Talk, login: SessionLogin): Promise<void> {
  const greeting = await greeted(talk, login)
  let answer = greeting
  if (answer?.name !== 'PREAUTH') {
    answer = await talk.command(loginCommand(login, await abilities(talk, answer)))
    if (answer.name !== 'OK') throw new SessionLost(isNotThePassword(answer) ? 'server-busy' : 'login-refused')
  }
  await readNamesAsListed(talk, await abilities(talk, answer))
  talk.loggedIn()
}

/** The greeting, where TLS protects it. */
async function greeted(talk: Talk, login: SessionLogin): Promise<AnswerLine | null> {
  if (login.imap.security === 'tls') return talk.connect(login)
  const { name } = await talk.connectPlain(login)
  // Who is logged in before TLS can no longer be asked for it: somebody on the line said so.
  if (name === 'PREAUTH' || !(await abilities(talk, null)).has('STARTTLS')) throw new SessionLost('no-tls')
  await talk.upgrade(login)
  return null
}

/** What the server can do, from its last answer where that told. */
async function abilities(talk: Talk, said: AnswerLine | null): Promise<Abilities> {
  if (said?.code === 'CAPABILITY') return inCapitals(said.words)
  let words: readonly string[] = []
  const { name } = await talk.command(['CAPABILITY'], {
    untagged: (line) => { if (line.name === 'CAPABILITY') ({ words } = line) },
  })
  if (name !== 'OK') throw new SessionLost('garbled')
  return inCapitals(words)
}

const inCapitals = (words: readonly string[]): Abilities => new Set(words.map((word) => word.toUpperCase()))

const base64 = (...fields: readonly string[]): string => Buffer.from(fields.join('')).toString('base64')

/** The same choice as that of the client for everything else, so that who gets in there gets in here. */
function loginCommand(login: SessionLogin, can: Abilities): CommandParts {
  if (login.auth === 'oauth2') return tokenCommand(login, can)
  const { user, secret } = login
  // Exchange takes `domain\user/mailbox` only there.
  const isExchangeName = /[\\/]/.test(user)
  if (!isExchangeName && can.has('AUTH=PLAIN')) return ['AUTHENTICATE PLAIN', base64('\0', user, '\0', secret)]
  if (!isExchangeName && can.has('AUTH=LOGIN')) return ['AUTHENTICATE LOGIN', base64(user), base64(secret)]
  if (can.has('LOGINDISABLED')) throw new SessionLost('login-refused')
  return commandWith('LOGIN', user, secret)
}

/** The last part answers the reason of a refusal, after which the refusal comes (RFC 7628 section 3.2.3). */
function tokenCommand({ user, secret, imap: { host, port } }: SessionLogin, can: Abilities): CommandParts {
  if (can.has('AUTH=OAUTHBEARER')) {
    return [`AUTHENTICATE OAUTHBEARER ${base64(`n,a=${user},\x01host=${host}\x01port=${port}\x01auth=Bearer ${secret}\x01\x01`)}`, base64('\x01')]
  }
  if (can.has('AUTH=XOAUTH2') || can.has('AUTH=XOAUTH')) return [`AUTHENTICATE XOAUTH2 ${base64(`user=${user}\x01auth=Bearer ${secret}\x01\x01`)}`, '']
  throw new SessionLost('login-refused')
}

/** Codes of RFC 5530 (and RFC 3501) with which a server says that it is not the password. */
const NOT_THE_PASSWORD: ReadonlySet<string | null> = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'ALERT', 'CONTACTADMIN'])
const isNotThePassword = ({ code }: AnswerLine): boolean => NOT_THE_PASSWORD.has(code)

/**
 * Names of folders come from a list on the other connection, which asked for UTF-8 where that can be had (RFC 6855, RFC 9051
 * appendix E): they mean the same here only when this one has asked for it too.
 */
async function readNamesAsListed(talk: Talk, can: Abilities): Promise<void> {
  if (!can.has('ENABLE') && !can.has('IMAP4REV2')) return
  const wanted = ['UTF8=ACCEPT', 'IMAP4REV2'].filter((name) => can.has(name))
  if (wanted.length === 0) return
  const { name } = await talk.command([`ENABLE ${wanted.join(' ')}`])
  // Some refuse the whole for IMAP4rev2, which they say that they have.
  if (name !== 'OK' && wanted.length > 1) await talk.command(['ENABLE UTF8=ACCEPT'])
}
