import { Resolver as SystemResolver } from 'node:dns'
import { DNS_ASKED_AT_ONCE, DNS_ASK_MS } from './limits.ts'
import { openHttps } from './ask-https.ts'
import { askUdp } from './ask-udp.ts'
import type { Question } from './message.ts'
import { judgeReply, unreachable, type Reply, type Server } from './reply.ts'
import { openStream, type Stream } from './stream.ts'

export type Upstream =
  /** The machine's own resolvers, read anew at every question: laptops move. */
  | { readonly kind: 'system' }
  /** Over TCP what does not fit. */
  | { readonly kind: 'udp'; readonly host: string; readonly port: number }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  /** DNS over TLS (RFC 7858); the certificate is checked for `serverName`, by default the host. */
  | { readonly kind: 'tls'; readonly host: string; readonly port: number; readonly serverName?: string; readonly ca?: string | Buffer }
  /** DNS over HTTPS (RFC 8484) over HTTP/2. */
  | { readonly kind: 'https'; readonly url: string; readonly ca?: string | Buffer }

export type OpenUpstream = {
  /** Never rejects; ends within DNS_ASK_MS, waiting for its turn included. */
  readonly ask: (question: Question) => Promise<Reply>
  readonly close: () => void
}

type Line = { readonly ask: (question: Question, end: AbortSignal) => Promise<Reply>; readonly close: () => void }

/** `1.2.3.4`, `1.2.3.4:53`, `2001:db8::1` or `[2001:db8::1]:53`, as Node gives them. */
export function readServer(text: string): Server {
  const [, host = text, port = '53'] = /^\[?([^\]]+?)\]?(?<=\]|\.\d+):(\d+)$/.exec(text) ?? []
  return { host, port: Number(port) }
}

export const systemServers = (): Server[] => new SystemResolver().getServers().map(readServer)

/** UDP, and TCP for what was cut off. */
function openDatagrams(servers: () => readonly Server[]): Line {
  const streams = new Map<string, Stream>()
  const streamTo = (server: Server): Stream => {
    const key = `${server.host} ${server.port}`
    const stream = streams.get(key) ?? openStream(server)
    streams.set(key, stream)
    return stream
  }
  return {
    ask: async (question, end) => {
      const all = servers()
      if (all.length === 0) return unreachable('offline')
      const { reply, server } = await askUdp(all, question, end)
      const isCutOff = server !== null && reply.kind === 'message' && reply.message.isTruncated
      return isCutOff ? streamTo(server).ask(question, end) : reply
    },
    close: () => { for (const stream of streams.values()) stream.close() },
  }
}

function secureUrl(text: string): URL {
  const url = new URL(text)
  if (url.protocol !== 'https:') throw new RangeError('a resolver is asked over HTTPS or not over HTTP at all')
  return url
}

function openLine(upstream: Upstream): Line {
  switch (upstream.kind) {
    case 'system': return openDatagrams(systemServers)
    case 'udp': return openDatagrams(() => [upstream])
    case 'tcp': return openStream(upstream)
    case 'tls': return openStream({ host: upstream.host, port: upstream.port, tls: { serverName: upstream.serverName, ca: upstream.ca } })
    case 'https': return openHttps({ url: secureUrl(upstream.url), ca: upstream.ca })
  }
}

/** Lets a bounded number in at a time, the others in the order in which they came. */
function createGate(most: number): { enter: () => Promise<void>; leave: () => void } {
  const queue: (() => void)[] = []
  let inside = 0
  return {
    enter: () => {
      if (inside >= most) return new Promise((resolve) => queue.push(resolve))
      inside += 1
      return Promise.resolve()
    },
    leave: () => {
      const next = queue.shift()
      if (next === undefined) inside -= 1
      else next()
    },
  }
}

/** The way to a recursive resolver, whatever it speaks. */
export function openUpstream(upstream: Upstream): OpenUpstream {
  const line = openLine(upstream)
  const gate = createGate(DNS_ASKED_AT_ONCE)
  const underWay = new Set<AbortController>()
  let isClosed = false
  return {
    ask: async (question) => {
      const end = new AbortController()
      if (isClosed) return unreachable('stopped')
      const timer = setTimeout(() => { end.abort('timed-out') }, DNS_ASK_MS)
      underWay.add(end)
      await gate.enter()
      const reply = await line.ask(question, end.signal).finally(() => {
        gate.leave()
        underWay.delete(end)
        clearTimeout(timer)
      })
      return reply.kind === 'message' ? judgeReply(reply.message) : reply
    },
    close: () => {
      isClosed = true
      for (const end of underWay) end.abort('stopped')
      line.close()
    },
  }
}
