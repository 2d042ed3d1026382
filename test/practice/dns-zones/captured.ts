import { createChain } from '../../../src/main/dns/chain.ts'
import { createLinks, type Link } from '../../../src/main/dns/link.ts'
import type { DsRecord } from '../../../src/main/dns/look-up.ts'
import { isAnswerTo, readMessage, type Message, type Question, type WireRecord } from '../../../src/main/dns/message.ts'
import { nameText, readName } from '../../../src/main/dns/name.ts'
import { judgeReply, unreachable, type Reply } from '../../../src/main/dns/reply.ts'
import { openStream } from '../../../src/main/dns/stream.ts'
import type { DnsZones } from './start.ts'
import { writeMessage } from './write-message.ts'

export type Captured = {
  readonly question: Question
  /** What the honest resolver said to this question and to all that its proof takes. */
  readonly messages: ReadonlyMap<string, Message>
  readonly truth: Link
}

export const keyOf = ({ name, type }: Question): string => `${nameText(name)}/${type}`

type Ask = (question: Question) => Promise<Reply>

/** The proof of one answer, from nothing, with whatever `ask` gives. */
export async function prove(question: Question, ask: Ask, trustAnchor: readonly DsRecord[]): Promise<Link> {
  const now = (): number => Date.now()
  const links = createLinks({ ask, chain: createChain({ ask, trustAnchor, now }), now })
  return (await links(question)).value
}

/** Proves each once with the real servers and keeps what they said. */
export async function capture({ host, ports, trustAnchor }: DnsZones, wanted: readonly (readonly [string, number])[]): Promise<Captured[]> {
  const stream = openStream({ host, port: ports.resolver })
  const never = new AbortController().signal
  const captured: Captured[] = []
  for (const [name, type] of wanted) {
    const question = { name: readName(name)!, type }
    const messages = new Map<string, Message>()
    const truth = await prove(question, async (asked) => {
      const reply = await stream.ask(asked, never)
      if (reply.kind === 'message') messages.set(keyOf(asked), reply.message)
      return reply.kind === 'message' ? judgeReply(reply.message) : reply
    }, trustAnchor)
    captured.push({ question, messages, truth })
  }
  stream.close()
  return captured
}

/** A resolver that says what was captured, except where `lies` has another packet. */
export const replay = ({ messages }: Captured, lies: ReadonlyMap<string, Buffer>): Ask => (question) => {
  const lie = lies.get(keyOf(question))
  const honest = messages.get(keyOf(question))
  const message = lie === undefined ? honest : readMessage(lie)
  const isAnswer = message !== undefined && message !== null && isAnswerTo(message, message.id, question)
  return Promise.resolve(isAnswer ? judgeReply(message) : unreachable('malformed-reply'))
}

/** How one packet is twisted; numbers choose, whatever their size. */
export type Twist = { readonly how: 'bytes' | 'drop' | 'move' | 'graft' | 'rename' | 'rcode' | 'retype' | 'cut'; readonly one: number; readonly two: number; readonly three: number }

const pick = <T>(list: readonly T[], number: number): T | undefined => list[number % Math.max(1, list.length)]

const twistRecord = (record: WireRecord, { how, two, three }: Twist, { question, others }: { question: Question; others: readonly Message[] }): WireRecord => {
  if (how === 'rename') return { ...record, name: two % 3 === 0 ? question.name : pick(others, three)?.question.name ?? question.name }
  return { ...record, type: [1, 5, 16, 39, 43, 46, 47, 48, 50][two % 9] ?? 1 }
}

/** One lie made of an honest message, with pieces of others'. */
export function twist(honest: Message, how: Twist, others: readonly Message[]): Buffer {
  const { one, two, three } = how
  const all = [...honest.answers, ...honest.authorities]
  const index = one % Math.max(1, all.length)
  const split = (records: readonly WireRecord[], at: number): Message => ({ ...honest, answers: records.slice(0, at), authorities: records.slice(at) })
  const answers = honest.answers.length
  switch (how.how) {
    case 'bytes': {
      const packet = writeMessage(honest)
      packet[12 + one % (packet.length - 12)]! ^= 1 << two % 8
      packet[12 + three % (packet.length - 12)]! ^= two & 1 ? 0 : 0xff
      return packet
    }
    case 'drop': return writeMessage(split(all.toSpliced(index, 1 + two % 3), index < answers ? Math.max(index, answers - 1 - two % 3) : answers))
    case 'move': return writeMessage(split(all, two % (all.length + 1)))
    case 'graft': {
      const other = pick(others, one) ?? honest
      const foreign = [...other.answers, ...other.authorities]
      const grafted = two % 2 === 0 ? foreign : foreign.slice(three % Math.max(1, foreign.length))
      return writeMessage(three % 2 === 0 ? { ...honest, rcode: other.rcode, answers: other.answers, authorities: other.authorities } : { ...honest, authorities: [...honest.authorities, ...grafted], answers: two % 3 === 0 ? [] : honest.answers })
    }
    case 'rename':
    case 'retype': return writeMessage(split(all.map((record, at) => (at === index || two % 5 === 0 ? twistRecord(record, how, { question: honest.question, others }) : record)), answers))
    case 'rcode': return writeMessage({ ...honest, rcode: two % 4, answers: one % 2 === 0 ? [] : honest.answers })
    case 'cut': return writeMessage({ ...honest, authorities: honest.authorities.slice(0, two % (honest.authorities.length + 1)), answers: honest.answers.slice(0, one % (answers + 1)) })
  }
}
