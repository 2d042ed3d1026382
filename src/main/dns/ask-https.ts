import { connect, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2'
import { DNS_LINE_IDLE_MS, DNS_MESSAGE_BYTES } from './limits.ts'
import { isAnswerTo, readMessage, writeQuery, type Question } from './message.ts'
import { reasonOf, unreachable, whyEnded, type Reply } from './reply.ts'
import type { Stream } from './stream.ts'

export type HttpsOptions = { readonly url: URL; readonly ca?: string | Buffer | undefined }

const mediaType = 'application/dns-message'

/** RFC 8484 section 4.1: the same question has the same bytes; TLS protects what an id protects elsewhere. */
const id = 0

type Session = { readonly session: ClientHttp2Session; hasAnswered: boolean }

const isUsable = ({ session }: Session): boolean => !session.closed && !session.destroyed

function openSession({ url, ca }: HttpsOptions): Session {
  const session = connect(url.origin, { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) })
  // Every stream hears of it too.
  session.on('error', () => undefined)
  session.setTimeout(DNS_LINE_IDLE_MS, () => { session.close() })
  return { session, hasAnswered: false }
}

/** One HTTP/2 session, the least that RFC 8484 section 5.2 recommends, for all questions; the certificate is always checked. */
export function openHttps(options: HttpsOptions): Stream {
  let current: Session | undefined
  const usable = (): Session => current !== undefined && isUsable(current) ? current : (current = openSession(options))
  return {
    ask: async (question, end) => {
      const used = usable()
      const { hasAnswered } = used
      const reply = await askOver(used, question, { url: options.url, end })
      // A server may end an idle session at any moment: once more, in a new one.
      const isLost = reply.kind === 'unreachable' && hasAnswered && !isUsable(used) && !end.aborted
      return isLost ? askOver(usable(), question, { url: options.url, end }) : reply
    },
    close: () => current?.session.destroy(),
  }
}

async function askOver(used: Session, question: Question, { url, end }: { url: URL; end: AbortSignal }): Promise<Reply> {
  if (end.aborted) return unreachable(whyEnded(end))
  const { session } = used
  session.ref()
  const query = writeQuery(id, question)
  const stream = session.request({
    ':method': 'POST', ':path': url.pathname + url.search, accept: mediaType, 'content-type': mediaType, 'content-length': query.length,
  })
  stream.end(query)
  const reply = await read(stream, question, end)
  // An idle session does not keep the program from ending.
  session.unref()
  used.hasAnswered ||= reply.kind === 'message'
  return reply
}

const causeOf = (error: Error): Error => (error.cause instanceof Error ? error.cause : error)

function read(stream: ClientHttp2Stream, question: Question, end: AbortSignal): Promise<Reply> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let [size, isAnswer] = [0, false]
    const settle = (reply: Reply): void => {
      end.removeEventListener('abort', stop)
      resolve(reply)
      if (!stream.destroyed) stream.close()
    }
    const stop = (): void => { settle(unreachable(whyEnded(end))) }
    end.addEventListener('abort', stop)
    stream.on('response', (headers) => {
      isAnswer = headers[':status'] === 200 && headers['content-type']?.split(';')[0]?.trim() === mediaType
      if (!isAnswer) settle(unreachable('resolver-refused'))
    })
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      size += chunk.length
      if (size > DNS_MESSAGE_BYTES) settle(unreachable('malformed-reply'))
    })
    stream.on('end', () => { if (isAnswer) settle(judged(Buffer.concat(chunks), question)) })
    stream.on('error', (error: Error) => { settle(unreachable(reasonOf(causeOf(error)))) })
    stream.on('close', () => { settle(unreachable('connection-refused')) })
  })
}

function judged(packet: Buffer, question: Question): Reply {
  const message = readMessage(packet)
  const isAnswer = message !== null && !message.isTruncated && isAnswerTo(message, id, question)
  return isAnswer ? { kind: 'message', message } : unreachable('malformed-reply')
}
