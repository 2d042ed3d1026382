import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { LookUp, RecordType } from '../../src/main/dns/look-up.ts'
import { readMessage, type Message, type WireRecord } from '../../src/main/dns/message.ts'
import { isSame, nameText, nameWire, readName, type Name } from '../../src/main/dns/name.ts'
import { createResolver, type Resolver } from '../../src/main/dns/resolver.ts'
import { keyTag } from '../../src/main/dns/zone-key.ts'
import { startLiar, type Lie, type Liar } from './dns-zones/liar.ts'
import { startDnsZones, type DnsZones } from './dns-zones/start.ts'
import { writeMessage } from './dns-zones/write-message.ts'

/** Only where silence is the lie it is not waited out. */
const patience = vi.hoisted(() => ({ askMs: 5_000 }))
vi.mock('../../src/main/dns/limits.ts', async (original) => ({
  ...await original<typeof import('../../src/main/dns/limits.ts')>(),
  get DNS_ASK_MS() {
    return patience.askMs
  },
}))

const [A, CNAME, SOA, TXT, DS, RRSIG, NSEC, DNSKEY, NSEC3] = [1, 5, 6, 16, 43, 46, 47, 48, 50]

let zones: DnsZones
let liar: Liar
let resolver: Resolver

beforeAll(async () => {
  zones = await startDnsZones()
  liar = await startLiar(zones)
})
beforeEach(() => {
  liar.lie = (honest) => honest
  liar.asked.length = 0
  patience.askMs = 5_000
  resolver = createResolver({ upstream: { kind: 'udp', host: liar.host, port: liar.port }, trustAnchor: zones.trustAnchor })
  return () => resolver[Symbol.asyncDispose]()
})
afterAll(async () => {
  await liar[Symbol.asyncDispose]()
  await zones[Symbol.asyncDispose]()
})

const inWords = (found: LookUp<unknown>): string =>
  found.kind === 'bogus' || found.kind === 'unreachable' ? `${found.kind} ${found.why}` : `${found.kind} ${found.outcome}`
const look = async (name: string, type: RecordType): Promise<string> => inWords(await resolver.lookUp(name, type))

const isAbout = ({ question }: Message, name: string, type: number): boolean => nameText(question.name) === name && question.type === type

/** Lies about one question only. */
const about = (name: string, type: number, lie: Lie): Lie => (honest, ask) => (isAbout(honest, name, type) ? lie(honest, ask) : honest)

const without = (records: readonly WireRecord[], ...types: number[]): WireRecord[] => records.filter(({ type }) => !types.includes(type))
const renamed = (records: readonly WireRecord[], from: Name, to: Name): WireRecord[] =>
  records.map((record) => (isSame(record.name, from) ? { ...record, name: to } : record))
/** The chain of trust is known by then, so that only the lie itself is waited for. */
async function soonTimedOut(expected: string): Promise<void> {
  if (!expected.includes('timed-out')) return
  if (!expected.startsWith('^')) expect(await look('mx.nsec.test', 'A')).toBe('secure answer')
  patience.askMs = 200
}
const nothing = { answers: [], authorities: [] }
const text = (value: string): Uint8Array => Buffer.from([value.length, ...Buffer.from(value)])

test('an honest go-between changes nothing', async () => {
  expect(await look('nsec.test', 'TXT')).toBe('secure answer')
  expect(await look('niets.nsec3.test', 'TXT')).toBe('secure no-such-name')
  expect(await look('groot.nsec.test', 'TXT')).toBe('secure answer')
})

describe('a resolver that lies about records', () => {
  test('strips all signatures, and says that it validated', async () => {
    liar.lie = (honest) => ({ ...honest, answers: without(honest.answers, RRSIG), authorities: without(honest.authorities, RRSIG, NSEC, NSEC3) })
    expect(await look('nsec.test', 'TXT')).toBe('bogus resolver-without-dnssec')
  })

  const lies: Record<string, [Lie, string]> = {
    'strips the signature': [(honest) => ({ ...honest, answers: without(honest.answers, RRSIG) }), 'bogus no-signature'],
    'changes the text': [(honest) => ({ ...honest, answers: honest.answers.map((r) => (r.type === TXT ? { ...r, data: text('vals') } : r)) }), 'bogus bad-signature'],
    'adds a text': [(honest) => ({ ...honest, answers: [...honest.answers, { ...honest.answers[0]!, data: text('vals') }] }), 'bogus bad-signature'],
    'gives another zone\'s records under its own name': [(honest, ask) => ask('nsec3.test', TXT).then((other) => ({ ...honest, answers: other.answers })), 'bogus no-denial'],
    'gives another zone\'s records under this name': [async (honest, ask) => {
      const other = await ask('nsec3.test', TXT)
      return { ...honest, answers: renamed(other.answers, readName('nsec3.test')!, honest.question.name) }
    }, 'bogus no-signature'],
    'gives the records of a name in the same zone under this name': [async (honest, ask) => {
      const other = await ask('echt.wild.nsec.test', TXT)
      return { ...honest, answers: renamed(other.answers, readName('echt.wild.nsec.test')!, honest.question.name) }
    }, 'bogus no-signature'],
    'slips in an alias without signature': [(honest) => ({ ...honest, answers: [{ name: honest.question.name, type: CNAME, ttl: 60, data: nameWire(readName('mx.los.test')!) }] }), 'bogus no-signature'],
    'slips in a signed alias of another name': [async (honest, ask) => {
      const other = await ask('weg.nsec.test', CNAME)
      return { ...honest, answers: renamed(other.answers, readName('weg.nsec.test')!, honest.question.name) }
    }, 'bogus no-signature'],
    'slips in a redirection of the whole zone': [async (honest, ask) => {
      const other = await ask('host.oud.nsec.test', A)
      return { ...honest, answers: renamed(other.answers, readName('oud.nsec.test')!, readName('test')!) }
    }, 'bogus no-signature'],
    'gives a signature of its parent': [(honest) => ({ ...honest, answers: honest.answers.map((r) => (r.type === RRSIG ? resigned(r, 'test') : r)) }), 'bogus bad-signature'],
    'gives a signature of its child': [(honest) => ({ ...honest, answers: honest.answers.map((r) => (r.type === RRSIG ? resigned(r, 'kind.nsec.test') : r)) }), 'bogus no-signature'],
    'says that there is nothing': [(honest) => ({ ...honest, ...nothing }), 'bogus no-denial'],
    'says that there is no such name': [(honest) => ({ ...honest, ...nothing, rcode: 3 }), 'bogus no-denial'],
    'fails': [(honest) => ({ ...honest, ...nothing, rcode: 2 }), 'unreachable resolver-failed'],
    'refuses': [(honest) => ({ ...honest, ...nothing, rcode: 5 }), 'unreachable resolver-refused'],
    'sends us elsewhere': [(honest) => ({ ...honest, ...nothing, isRecursive: false, isAuthoritative: false }), 'unreachable resolver-refused'],
    'answers another question': [(honest) => ({ ...honest, question: { ...honest.question, type: A } }), 'unreachable timed-out'],
    'answers for another name': [(honest) => ({ ...honest, question: { ...honest.question, name: readName('nsec3.test')! } }), 'unreachable timed-out'],
    'answers under another id': [(honest) => ({ ...honest, id: honest.id ^ 1 }), 'unreachable timed-out'],
    'only asks back': [(honest) => ({ ...honest, isResponse: false }), 'unreachable timed-out'],
    'sends rubbish': [() => Buffer.from('rubbish'), 'unreachable timed-out'],
    'sends half a packet': [(honest) => writeMessage(honest).subarray(0, 60), 'unreachable timed-out'],
  }

  test.each(Object.keys(lies))('%s', async (name) => {
    const [lie, expected] = lies[name]!
    liar.lie = about('nsec.test', TXT, lie)
    await soonTimedOut(expected)
    expect(await look('nsec.test', 'TXT')).toBe(expected)
  })

  test('over a line of its own, a wrong answer is not waited out', async () => {
    await using own = createResolver({ upstream: { kind: 'tcp', host: liar.host, port: liar.port }, trustAnchor: zones.trustAnchor })
    liar.lie = about('nsec.test', TXT, (honest) => ({ ...honest, question: { ...honest.question, type: A } }))
    expect(inWords(await own.lookUp('nsec.test', 'TXT'))).toBe('unreachable malformed-reply')
  })

  test('a longer life than was signed is cut to what was', async () => {
    liar.lie = (honest) => ({ ...honest, answers: honest.answers.map((record) => ({ ...record, ttl: 1_000_000 })) })
    const found = await resolver.lookUp('nsec.test', 'TXT')
    expect(found).toMatchObject({ kind: 'secure' })
    expect('ttlSeconds' in found ? found.ttlSeconds : Infinity).toBeLessThanOrEqual(300)
  })

  test('hides a name behind a wildcard', async () => {
    liar.lie = about('echt.wild.nsec.test', TXT, async (honest, ask) => {
      const joker = await ask('iets.wild.nsec.test', TXT)
      const [from, to] = [readName('iets.wild.nsec.test')!, honest.question.name]
      return { ...joker, id: honest.id, question: honest.question, answers: renamed(joker.answers, from, to) }
    })
    expect(await look('echt.wild.nsec.test', 'TXT')).toBe('bogus no-denial')
  })

  test('uses a wildcard without proof that nothing is closer', async () => {
    liar.lie = about('iets.wild.nsec.test', TXT, (honest) => ({ ...honest, authorities: [] }))
    expect(await look('iets.wild.nsec.test', 'TXT')).toBe('bogus no-denial')
  })
})

const resigned = (record: WireRecord, signer: string): WireRecord => {
  const end = 18 + nameWire(readName('nsec.test')!).length
  return { ...record, data: Buffer.concat([record.data.subarray(0, 18), nameWire(readName(signer)!), record.data.subarray(end)]) }
}

describe('a resolver that denies what is there', () => {
  /** Answers with the honest denial of something else. */
  const denialOf = (name: string, type: number): Lie => async (honest, ask) => {
    const other = await ask(name, type)
    return { ...honest, rcode: other.rcode, answers: [], authorities: other.authorities }
  }

  test.each([
    ['with the proof of another name', 'nsec.test', denialOf('niets.nsec.test', TXT)],
    ['with the proof of another type', 'nsec.test', denialOf('mx.nsec.test', TXT)],
    ['with the proof of another zone', 'nsec.test', denialOf('niets.rsa256.test', TXT)],
    ['with the proof of its parent', 'nsec.test', denialOf('bestaatniet.test', TXT)],
    ['with the hashed proof of another zone', 'nsec3.test', denialOf('niets.gezouten.test', TXT)],
    ['with the hashed proof of another name', 'nsec3.test', denialOf('niets.nsec3.test', TXT)],
    ['with the parent\'s word that there is nothing but a delegation', 'kind.nsec.test', denialOf('los.nsec.test', DS)],
    ['with the hashed word of the parent', 'kind.nsec3.test', denialOf('los.nsec3.test', DS)],
  ])('%s: %s', async (_, name, lie) => {
    liar.lie = about(name, TXT, lie)
    expect(await look(name, 'TXT')).toBe('bogus no-denial')
  })

  test('with the parent\'s own record about the delegation', async () => {
    // given the NSEC that proves a delegation without DS: it has NS and neither SOA nor TXT
    liar.lie = about('los.nsec.test', TXT, denialOf('los.nsec.test', DS))
    // then it counts for the DS only, and what is in the unsigned zone is insecure, whatever is said
    expect(await look('los.nsec.test', 'TXT')).toBe('insecure no-data')
  })

  test.each(['niets.nsec.test', 'niets.nsec3.test', 'niets.los.nsec.test', 'niets.los.nsec3.test'])('says no such name of %s without proof', async (name) => {
    liar.lie = about(name, TXT, (honest) => ({ ...honest, authorities: without(honest.authorities, NSEC, NSEC3, RRSIG) }))
    expect(await look(name, 'TXT')).toBe(name.includes('los') ? 'insecure no-such-name' : 'bogus no-denial')
  })

  test.each(['nsec.test', 'nsec3.test'])('gives only a part of the proof in %s', async (zone) => {
    const { authorities } = await (async () => {
      let seen: Message | undefined
      liar.lie = (honest) => (isAbout(honest, `niets.${zone}`, TXT) ? seen = honest : honest)
      expect(await look(`niets.${zone}`, 'TXT')).toBe('secure no-such-name')
      return seen!
    })()
    const proofs = authorities.filter(({ type }) => type === NSEC || type === NSEC3)
    for (const left of proofs) {
      resolver.forget()
      liar.lie = about(`niets.${zone}`, TXT, (honest) => ({ ...honest, authorities: honest.authorities.filter(({ name, type }) => type === SOA || !isSame(name, left.name)) }))
      expect(await look(`niets.${zone}`, 'TXT')).toMatch(/^bogus/)
    }
  })

  test('calls a name absent that is only empty', async () => {
    liar.lie = about('tussen.nsec.test', A, (honest) => ({ ...honest, rcode: 3 }))
    expect(await look('tussen.nsec.test', 'A')).toBe('secure no-data')
  })
})

describe('a resolver that lies about the chain of trust', () => {
  const lies: Record<string, [number, Lie, RegExp]> = {
    'has no DS': [DS, (honest) => ({ ...honest, ...nothing }), /^bogus no-signature/],
    'proves the DS of another name absent': [DS, async (honest, ask) => ({ ...honest, answers: [], authorities: (await ask('los.test', DS)).authorities }), /^bogus no-denial/],
    'lets the child deny its own DS': [DS, async (honest, ask) => ({ ...honest, answers: [], authorities: (await ask('nsec.test', A)).authorities }), /^bogus no-denial/],
    'strips the DS of its signature': [DS, (honest) => ({ ...honest, answers: without(honest.answers, RRSIG) }), /^bogus no-signature/],
    'gives the DS of another zone': [DS, async (honest, ask) => ({ ...honest, answers: renamed((await ask('rsa256.test', DS)).answers, readName('rsa256.test')!, honest.question.name) }), /^bogus bad-signature/],
    'makes the DS one of an algorithm that nobody knows': [DS, (honest) => ({ ...honest, answers: honest.answers.map((r) => (r.type === DS ? { ...r, data: Buffer.concat([r.data.subarray(0, 2), Buffer.of(253), r.data.subarray(3)]) } : r)) }), /^bogus bad-signature/],
    'calls the zone an alias': [DS, (honest) => ({ ...honest, answers: [{ name: honest.question.name, type: CNAME, ttl: 60, data: nameWire(readName('los.test')!) }] }), /^bogus/],
    'has no keys': [DNSKEY, (honest) => ({ ...honest, ...nothing }), /^bogus no-signature/],
    'gives keys without signature': [DNSKEY, (honest) => ({ ...honest, answers: without(honest.answers, RRSIG) }), /^bogus no-signature/],
    'adds a key': [DNSKEY, (honest) => ({ ...honest, answers: [...honest.answers, { ...honest.answers[0]!, data: forger.dnskey }] }), /^bogus bad-signature/],
    'gives keys of its own': [DNSKEY, (honest) => forger.keys(honest), /^bogus no-trusted-key/],
    'fails on the keys': [DNSKEY, (honest) => ({ ...honest, ...nothing, rcode: 2 }), /^unreachable resolver-failed/],
    'keeps silent about the keys': [DNSKEY, () => Buffer.alloc(0), /^unreachable timed-out/],
  }

  test.each(Object.keys(lies))('%s', async (name) => {
    const [type, lie, expected] = lies[name]!
    liar.lie = about('nsec.test', type, lie)
    await soonTimedOut(expected.source)
    expect(await look('nsec.test', 'TXT')).toMatch(expected)
  })

  test('signs everything anew with keys of its own', async () => {
    liar.lie = (honest) => (isAbout(honest, 'nsec.test', DNSKEY) ? forger.keys(honest) : forger.signs(honest))
    expect(await look('nsec.test', 'TXT')).toMatch(/^bogus/)
  })

  test('calls an unsigned zone signed', async () => {
    liar.lie = about('los.test', TXT, (honest) => forger.signs(honest))
    expect(await look('los.test', 'TXT')).toBe('insecure answer')
  })
})

/** Somebody with keys and a signer of his own. */
const forger = (() => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = pair.publicKey.export({ format: 'jwk' })
  const dnskey = Buffer.concat([Buffer.of(1, 1, 3, 13), Buffer.from(jwk.x!, 'base64url'), Buffer.from(jwk.y!, 'base64url')])
  const seconds = (offset: number): Buffer => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(Math.floor(Date.now() / 1000) + offset)
    return bytes
  }
  const signature = (records: readonly WireRecord[], zone: string): WireRecord => {
    const { name, type, ttl } = records[0]!
    const fixed = Buffer.alloc(8)
    fixed.writeUInt16BE(type, 0)
    fixed.set([13, name.length], 2)
    fixed.writeUInt32BE(ttl, 4)
    const tag = Buffer.alloc(2)
    tag.writeUInt16BE(keyTag(dnskey))
    const head = Buffer.concat([fixed, seconds(86_400), seconds(-86_400), tag, nameWire(readName(zone)!)])
    const body = records.toSorted((one, other) => Buffer.compare(one.data, other.data)).map(({ data }) => {
      const owner = Buffer.alloc(10)
      owner.writeUInt16BE(type, 0)
      owner.writeUInt16BE(1, 2)
      owner.writeUInt32BE(ttl, 4)
      owner.writeUInt16BE(data.length, 8)
      return Buffer.concat([nameWire(name), owner, data])
    })
    const made = sign('sha256', Buffer.concat([head, ...body]), { key: createPrivateKey(pair.privateKey.export({ format: 'pem', type: 'pkcs8' })), dsaEncoding: 'ieee-p1363' })
    return { name, type: RRSIG, ttl, data: Buffer.concat([head, made]) }
  }
  return {
    dnskey,
    keys: (honest: Message): Message => {
      const own = [{ name: honest.question.name, type: DNSKEY, ttl: 300, data: dnskey }]
      return { ...honest, answers: [...own, signature(own, nameText(honest.question.name))] }
    },
    signs: (honest: Message): Message => {
      const own = without(honest.answers, RRSIG)
      return own.length === 0 ? honest : { ...honest, answers: [...own, signature(own, nameText(honest.question.name))] }
    },
  }
})()

describe('a thousand look-ups', () => {
  test('of one domain cost one, at the same time and one after another', async () => {
    liar.lie = (honest) => ({ ...honest, answers: honest.answers.map((record) => ({ ...record, ttl: 300 })) })
    const found = await Promise.all(Array.from({ length: 1000 }, () => look('nsec.test', 'TXT')))
    expect(new Set(found)).toEqual(new Set(['secure answer']))
    for (let again = 0; again < 1000; again += 1) await look('nsec.test', 'TXT')
    const questions = liar.asked.map(({ name, type }) => `${nameText(name)}/${type}`)
    expect(questions.toSorted()).toEqual([`./${DNSKEY}`, `nsec.test/${TXT}`, `nsec.test/${DS}`, `nsec.test/${DNSKEY}`, `test/${DS}`, `test/${DNSKEY}`])
  })

  test('of many names at once are asked in turn, and all are answered', async () => {
    const found = await Promise.all(Array.from({ length: 100 }, (_, index) => look(`naam${index}.wild.nsec.test`, 'TXT')))
    expect(new Set(found)).toEqual(new Set(['secure answer']))
  })

  test('look again: what was forgotten is asked anew', async () => {
    await look('nsec.test', 'TXT')
    liar.asked.length = 0
    resolver.forget()
    await look('nsec.test', 'TXT')
    expect(liar.asked.length).toBe(6)
  })
})

test('a resolver that validates although it should not, and says why it gives nothing', async () => {
  const option = Buffer.from([0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 6, 0, 15, 0, 2, 0, 7])
  liar.lie = about('nsec.test', TXT, (honest) => {
    const packet = Buffer.concat([writeMessage({ ...honest, ...nothing, rcode: 2 }), option])
    packet.writeUInt16BE(1, 10)
    expect(readMessage(packet)).toMatchObject({ rcode: 2, extendedErrors: [7] })
    return packet
  })
  expect(await look('nsec.test', 'TXT')).toBe('bogus resolver-says-bogus')
})

