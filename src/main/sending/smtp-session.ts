import { connect as connectSocket } from 'node:net'
import type { LookupFunction, Socket } from 'node:net'
import { getCACertificates, TLSSocket } from 'node:tls'
import type { ConnectionOptions } from 'node:tls'
import SmtpConnection from 'nodemailer/lib/smtp-connection'
import XOAuth2 from 'nodemailer/lib/xoauth2'
import type { ConnectionProblem, Endpoint } from '../../shared/contract/accounts.ts'
import { MAX_SMTP_ANSWER_BYTES, SMTP_ANSWER_MS, SMTP_CONNECT_MS, SMTP_END_ANSWER_MS, SMTP_GOODBYE_MS } from '../../shared/limits.ts'
import { connectProblem } from './smtp-problem.ts'

/** What it takes to log in for submission; lives in memory only, for as long as the vault is open. */
export interface SmtpLogin {
  readonly smtp: Endpoint
  readonly user: string
  /** `none`: a gateway on site that asks for none. */
  readonly auth: 'password' | 'oauth2' | 'none'
  readonly secret: string
  /** The practice's own CA as PEM text, on top of the public ones. */
  readonly ca: string | null
  /** How the host's name becomes an address; without it the system decides. */
  readonly lookup?: LookupFunction
}

/** How long each stage may take; other than the limits only in tests. */
export interface SmtpPatience {
  readonly connectMs: number
  readonly answerMs: number
  readonly endAnswerMs: number
}

export const fullPatience: SmtpPatience = { connectMs: SMTP_CONNECT_MS, answerMs: SMTP_ANSWER_MS, endAnswerMs: SMTP_END_ANSWER_MS }

export type SmtpOpening =
  | { readonly kind: 'open'; readonly connection: SmtpConnection; readonly tls: string }
  | { readonly kind: 'problem'; readonly problem: ConnectionProblem }

/** Says nothing about the workstation (NTA-6.1.11): the literal that RFC 5321 section 4.1.3 has for whoever has no name. */
const CLIENT_NAME = '[127.0.0.1]'

class OverTime extends Error {
  readonly code = 'ETIMEDOUT'
}

/**
 * Connects, protects the line with TLS 1.2 or later, checks the certificate and logs in. There is no way around the first three,
 * and around the last only where a server is set up as one that asks for no login. The connection is the caller's to close; after
 * a problem, an abort included, there is none.
 */
export async function openSmtp(login: SmtpLogin, patience: SmtpPatience = fullPatience, signal?: AbortSignal): Promise<SmtpOpening> {
  let connection: SmtpConnection | null = null
  const stop = (): void => connection?.close()
  signal?.addEventListener('abort', stop)
  try {
    const socket = await reach(login, patience.connectMs, signal)
    connection = connectionOver(socket, { login, patience })
    const opened = connection
    await inTime(patience.connectMs, () => greet(opened))
    const tls = protectionOf(opened)
    if (tls === null) return refuse(opened, 'no-tls')
    if (login.auth === 'none') return { kind: 'open', connection: opened, tls }
    if (!opened.allowsAuth) return refuse(opened, 'no-such-service')
    await inTime(patience.answerMs, () => logIn(opened, login))
    return { kind: 'open', connection: opened, tls }
  } catch (error) {
    connection?.close()
    return { kind: 'problem', problem: connectProblem(error) }
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

function refuse(connection: SmtpConnection, problem: ConnectionProblem): SmtpOpening {
  connection.close()
  return { kind: 'problem', problem }
}

async function inTime<Result>(limitMs: number, work: () => Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  try {
    return await Promise.race([work(), new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new OverTime('no answer in time')), limitMs)
    })])
  } finally {
    clearTimeout(timer)
  }
}

/** Our own socket, so that the system resolves the name and every address of the host is tried (RFC 8305). */
function reach({ smtp, lookup }: SmtpLogin, limitMs: number, signal: AbortSignal | undefined): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectSocket({ host: smtp.host, port: smtp.port, ...(lookup === undefined ? {} : { lookup }) })
    const giveUp = (): void => void socket.destroy(new OverTime('no connection in time'))
    const timer = setTimeout(giveUp, limitMs)
    signal?.addEventListener('abort', giveUp)
    const settled = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
    }
    socket.once('error', reject)
    socket.once('close', settled)
    socket.once('connect', () => {
      settled()
      socket.removeListener('error', reject)
      socket.pause()
      resolve(socket)
    })
    if (signal?.aborted === true) giveUp()
  })
}

function connectionOver(socket: Socket, { login, patience }: { login: SmtpLogin; patience: SmtpPatience }): SmtpConnection {
  const connection = new SmtpConnection({
    connection: socket, host: login.smtp.host, port: login.smtp.port, name: CLIENT_NAME, tls: tlsOptions(login.ca),
    secure: login.smtp.security === 'tls', requireTLS: login.smtp.security === 'starttls',
    connectionTimeout: patience.connectMs, greetingTimeout: patience.connectMs, socketTimeout: patience.endAnswerMs,
    socketCloseTimeout: 0, maxResponseSize: MAX_SMTP_ANSWER_BYTES,
  })
  // Whoever waits for an answer hears of it through that; an error between two questions shows at the next.
  connection.on('error', () => undefined)
  return connection
}

/** Nothing in the program or its environment turns the check off (N-17). */
function tlsOptions(ca: string | null): ConnectionOptions {
  const always = { minVersion: 'TLSv1.2', rejectUnauthorized: true } as const
  return ca === null ? always : { ...always, ca: [...getCACertificates('default'), ca] }
}

function greet(connection: SmtpConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject)
    connection.once('end', () => reject(new Error('closed before the greeting')))
    connection.connect((error) => (error == null ? resolve() : reject(error)))
  })
}

/** The TLS version in use; null when the line is not what was asked for, whatever the library made of it. */
function protectionOf(connection: SmtpConnection): string | null {
  const socket = connection._socket
  return connection.secure && socket instanceof TLSSocket && socket.authorized ? socket.getProtocol() : null
}

function logIn(connection: SmtpConnection, { user, auth, secret }: SmtpLogin): Promise<void> {
  const credentials = auth === 'oauth2'
    ? { method: 'XOAUTH2', user, oauth2: new XOAuth2({ user, accessToken: secret }) }
    : { user, pass: secret, credentials: { user, pass: secret } }
  return new Promise((resolve, reject) => {
    connection.once('error', reject)
    connection.once('end', () => reject(new Error('closed during the login')))
    connection.login(credentials, (error) => (error === null ? resolve() : reject(error)))
  })
}

/** RFC 5321 section 4.1.1.10: a client says QUIT. Nobody waits for it; whoever does not answer is cut off. */
export function farewell(connection: SmtpConnection): void {
  const timer = setTimeout(() => connection.close(), SMTP_GOODBYE_MS).unref()
  connection.once('end', () => clearTimeout(timer))
  connection.quit()
}
