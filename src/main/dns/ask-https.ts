import { connect, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2'
import { DNS_LINE_IDLE_MS, DNS_MESSAGE_BYTES } from './limits.ts'
import { isAnswerTo, readMessage, writeQuery, type Question } from './message.ts'
import { reasonOf, unreachable, whyEnded, type Reply } from './reply.ts'
import type { Stream } from './stream.ts'

export type HttpsOptions = { readonly url: URL; readonly ca?: string | Buffer | undefined }

const mediaType = 'application/dns-message'

/** RFC 8484 section 4.1: the same question has the same bytes; TLS protects what an id protects elsewhere. */
const id = 0

/** One HTTP/2 session, the least that RFC 8484 section 5.2 recommends, for all questions; the certificate is always checked. */
export function openHttps(options: HttpsOptions): Stream {
  let session: ClientHttp2Session | undefined
  let fault: Error | undefined
  const current = (): ClientHttp2Session => {
    if (session !== undefined && !session.closed && !session.destroyed && fault === undefined) return session
    const { url, ca } = options
    const opened = connect(url.origin, { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) })
    fault = undefined
    opened.on('error', (error: Error) => { fault = error })
    opened.setTimeout(DNS_LINE_IDLE_MS, () => { opened.close() })
    return session = opened
  }
  return {
    ask: (question, end) => {
      if (end.aborted) return Promise.resolve(unreachable(whyEnded(end)))
      const { url } = options
      const opened = current()
      opened.ref()
      const query = writeQuery(id, question)
      const stream = opened.request({
        ':method': 'POST', ':path': url.pathname + url.search, accept: mediaType, 'content-type': mediaType, 'content-length': query.length,
      })
      stream.end(query)
      return read(stream, question, { end, faultOf: () => fault }).finally(() => { opened.unref() })
    },
    close: () => session?.destroy(),
  }
}

function read(stream: ClientHttp2Stream, question: Question, { end, faultOf }: { end: AbortSignal; faultOf: () => Error | undefined }): Promise<Reply> {
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
    stream.on('error', (error: Error) => { settle(unreachable(reasonOf(faultOf() ?? error))) })
    stream.on('close', () => { settle(unreachable(faultOf() === undefined ? 'connection-refused' : reasonOf(faultOf() ?? new Error()))) })
  })
}

function judged(packet: Buffer, question: Question): Reply {
  const message = readMessage(packet)
  const isAnswer = message !== null && !message.isTruncated && isAnswerTo(message, id, question)
  return isAnswer ? { kind: 'message', message } : unreachable('malformed-reply')
}
