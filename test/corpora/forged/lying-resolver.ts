/** A resolver that lies between the command and the honest one, over UDP and TCP on one port of loopback: about each name in its own way. */
import { createSocket, type Socket } from 'node:dgram'
import { createServer, connect, type Server } from 'node:net'
import { decode, encode, type Answer, type DecodedPacket, type Packet } from 'dns-packet'
import { keyRecord } from './keys.ts'

export type Lie =
  | 'silent' | 'refuses' | 'fails' | 'garbage' | 'wrongId' | 'alwaysTruncates'
  | 'stripsSignatures' | 'changesText' | 'claimsAuthentic' | 'renamesAnswer' | 'answersOther' | 'insertsAlias'
  | 'deniesSigners' | 'deniesName' | 'replaysDenial' | 'forgetsDenial' | 'swapsKey'

/** A ready domain in the zone `test`, whose record the liar passes off for that of others. */
const honestReady = 'x1.test'

type Ask = (query: Packet) => Promise<DecodedPacket>
type Liar = (query: DecodedPacket, ask: Ask) => Promise<Buffer | null>

const answerBit = 0x8000
const authentic = 0x20
const plain = (query: DecodedPacket, reply: DecodedPacket, change: Partial<Packet> = {}): Buffer =>
  encode({ ...reply, id: query.id ?? 0, type: 'response', flags: reply.flags, ...change } as Packet)
const empty = (query: DecodedPacket, rcode: number, change: Partial<Packet> = {}): Buffer =>
  encode({ type: 'response', id: query.id ?? 0, flags: answerBit | 0x0180 | rcode, questions: query.questions ?? [], ...change } as Packet)

const isNot = (...types: readonly string[]) => ({ type }: Answer): boolean => !types.includes(type)
const asksFor = (query: DecodedPacket, type: string): boolean => query.questions?.[0]?.type === type

/** The same question about another name. */
const about = (query: DecodedPacket, name: string): Packet =>
  ({ ...query, questions: (query.questions ?? []).map((question) => ({ ...question, name })) }) as Packet

const forgedText: Answer = { type: 'TXT', name: '', ttl: 60, data: [Buffer.from('v=NTA7516-1;startdate=2024-05;enddate=2027-05;provider=kwaad')] }
const nameIn = (query: DecodedPacket): string => query.questions?.[0]?.name ?? '.'

const liars: Readonly<Record<Lie, Liar>> = {
  silent: () => Promise.resolve(null),
  refuses: (query) => Promise.resolve(empty(query, 5)),
  fails: (query) => Promise.resolve(empty(query, 2)),
  garbage: () => Promise.resolve(Buffer.from('dit is geen antwoord van een naamserver')),
  wrongId: async (query, ask) => plain(query, await ask(query), { id: ((query.id ?? 0) + 1) & 0xffff }),
  alwaysTruncates: (query) => Promise.resolve(empty(query, 0, { flags: answerBit | 0x0380 })),
  async stripsSignatures(query, ask) {
    const reply = await ask(query)
    return plain(query, reply, { answers: (reply.answers ?? []).filter(isNot('RRSIG')), authorities: (reply.authorities ?? []).filter(isNot('RRSIG', 'NSEC', 'NSEC3')), flags: (reply.flags ?? 0) | authentic })
  },
  async changesText(query, ask) {
    const reply = await ask(query)
    return plain(query, reply, { answers: (reply.answers ?? []).map((answer) => (answer.type === 'TXT' ? { ...forgedText, name: answer.name, ttl: answer.ttl ?? 60 } as Answer : answer)) })
  },
  async claimsAuthentic(query, ask) {
    const reply = await ask(query)
    if (!asksFor(query, 'TXT')) return plain(query, reply)
    return empty(query, 0, { flags: answerBit | 0x0180 | authentic, answers: [{ ...forgedText, name: nameIn(query) } as Answer] })
  },
  /** A key record of the liar's own, said to be validated. */
  swapsKey(query) {
    const answer = { type: 'TXT', name: nameIn(query), ttl: 60, data: (keyRecord('other2048').match(/.{1,250}/g) ?? []).map((part) => Buffer.from(part)) } as Answer
    return Promise.resolve(empty(query, 0, { flags: answerBit | 0x0180 | authentic, answers: asksFor(query, 'TXT') ? [answer] : [] }))
  },
  /** A real, signed answer under a name that it was not made for. */
  async renamesAnswer(query, ask) {
    if (!asksFor(query, 'TXT')) return plain(query, await ask(query))
    const reply = await ask(about(query, honestReady))
    return plain(query, reply, { questions: query.questions ?? [], answers: (reply.answers ?? []).map((answer) => ({ ...answer, name: nameIn(query) })) })
  },
  /** A real, signed answer to another question. */
  async answersOther(query, ask) {
    if (!asksFor(query, 'TXT')) return plain(query, await ask(query))
    return plain(query, await ask(about(query, honestReady)), { questions: query.questions ?? [] })
  },
  async insertsAlias(query, ask) {
    if (!asksFor(query, 'TXT')) return plain(query, await ask(query))
    const reply = await ask(about(query, honestReady))
    const alias: Answer = { type: 'CNAME', name: nameIn(query), ttl: 60, data: honestReady }
    return plain(query, reply, { questions: query.questions ?? [], answers: [alias, ...(reply.answers ?? [])] })
  },
  async deniesSigners(query, ask) {
    if (asksFor(query, 'DS')) return empty(query, 0, { flags: answerBit | 0x0180 | authentic })
    return plain(query, await ask(query))
  },
  async deniesName(query, ask) {
    if (asksFor(query, 'TXT')) return empty(query, 3, { flags: answerBit | 0x0183 | authentic })
    return plain(query, await ask(query))
  },
  /** The proof that another name does not exist. */
  async replaysDenial(query, ask) {
    if (!asksFor(query, 'TXT')) return plain(query, await ask(query))
    return plain(query, await ask(about(query, 'zzzz-bestaatniet.test')), { questions: query.questions ?? [] })
  },
  async forgetsDenial(query, ask) {
    const reply = await ask(query)
    return plain(query, reply, { authorities: (reply.authorities ?? []).filter(isNot('NSEC', 'NSEC3')) })
  },
}

/** Asks the honest resolver over TCP, so that nothing is cut. */
function asking(upstream: string): Ask {
  const [host = '', port = ''] = upstream.split(':')
  return (query) => new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port) })
    const parts: Buffer[] = []
    const message = encode(query)
    socket.setTimeout(10_000, () => socket.destroy(new Error('the honest resolver does not answer')))
    socket.once('error', reject)
    socket.once('connect', () => socket.write(Buffer.concat([Buffer.from([message.length >> 8, message.length & 0xff]), message])))
    socket.on('data', (part) => {
      parts.push(part)
      const all = Buffer.concat(parts)
      if (all.length < 2 || all.length < 2 + all.readUInt16BE(0)) return
      socket.destroy()
      resolve(decode(all.subarray(2)))
    })
  })
}

export type LyingResolver = AsyncDisposable & { readonly resolver: string }

/** Starts a liar in front of an honest resolver at `HOST:PORT`; it is honest about names for which `lieAbout` gives nothing. */
export async function startLiar(upstream: string, lieAbout: (name: string) => Lie | undefined): Promise<LyingResolver> {
  const ask = asking(upstream)
  const honest: Liar = async (query) => plain(query, await ask(query))
  const answer = async (bytes: Buffer): Promise<Buffer | null> => {
    try {
      const query = decode(bytes)
      const lie = lieAbout(nameIn(query).toLowerCase())
      return await (lie === undefined ? honest : liars[lie])(query, ask)
    } catch {
      return null
    }
  }
  const stream = await listenTcp(answer)
  const { port } = stream.address() as { port: number }
  const datagrams = await listenUdp(port, answer)
  return {
    resolver: `127.0.0.1:${String(port)}`,
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => datagrams.close(() => resolve()))
      await new Promise<void>((resolve) => stream.close(() => resolve()))
    },
  }
}

type Answering = (bytes: Buffer) => Promise<Buffer | null>

function listenTcp(answer: Answering): Promise<Server> {
  const server = createServer((socket) => {
    let waiting: Buffer = Buffer.alloc(0)
    socket.on('error', () => undefined)
    socket.unref()
    socket.on('data', (part) => {
      waiting = Buffer.concat([waiting, part])
      while (waiting.length >= 2 && waiting.length >= 2 + waiting.readUInt16BE(0)) {
        const length = waiting.readUInt16BE(0)
        const message = waiting.subarray(2, 2 + length)
        waiting = waiting.subarray(2 + length)
        void answer(message).then((reply) => {
          if (reply !== null) socket.write(Buffer.concat([Buffer.from([reply.length >> 8, reply.length & 0xff]), reply]))
        })
      }
    })
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

function listenUdp(port: number, answer: Answering): Promise<Socket> {
  const socket = createSocket('udp4')
  let isClosed = false
  socket.on('close', () => { isClosed = true })
  socket.on('message', (bytes, from) => {
    // Who asked may have gone before the answer was there.
    void answer(bytes).then((reply) => { if (reply !== null && !isClosed) socket.send(reply, from.port, from.address) })
  })
  return new Promise((resolve) => socket.bind(port, '127.0.0.1', () => resolve(socket)))
}
