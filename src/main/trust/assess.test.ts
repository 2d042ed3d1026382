import { describe, expect, test } from 'vitest'
import type { ReceivingPractice } from '../../shared/norm/inbound-evidence.ts'
import { nameTable, type Texts } from '../../../test/trust/name-table.ts'
import { bytesOf, keyRecord, letter, onTop, published, replaced, signed, usual, type Mail, type Signing } from '../../../test/trust/signed-mail.ts'
import { assess, type Assessment } from './assess.ts'

const receivedAt = Date.parse('2026-02-15T09:30:00Z')
const seconds = (offset: number): string => String(receivedAt / 1000 + offset)

const practice: ReceivingPractice = {
  domains: ['linde.test'], authservId: 'mx.linde.test', receivingHosts: ['mx.linde.test', 'mail.linde.test'], stripsForeignHeader: false,
  webFormSenders: ['formulier@site.test'], portalDomains: ['portaal.test'], knownDomains: ['ziekenhuis.test'],
}

const nta = 'v=NTA7516-1;startdate=2025-01;enddate=2027-12;provider=x;ntamx=10 mx.x.test'
const names: Record<string, Texts> = {
  'zorg.test': [nta], 's1._domainkey.zorg.test': [keyRecord()], 'ed._domainkey.zorg.test': [keyRecord('ed25519')],
  'linde.test': ['v=spf1 -all'], 's1._domainkey.linde.test': [keyRecord()],
  's1._domainkey.mail.zorg.test': [keyRecord()], 's1._domainkey.kwaad.test': [keyRecord()], 'kwaad.test': ['v=spf1 -all'],
  's1._domainkey.portaal.test': [keyRecord()], 's1._domainkey.site.test': [keyRecord()], 's1._domainkey.gewoon.test': [keyRecord()],
  's1._domainkey.streng.test': [keyRecord()], 's1._domainkey.mail.streng.test': [keyRecord()], '_dmarc.streng.test': ['v=DMARC1; p=reject; adkim=s'], 'streng.test': [nta],
}

const look = (mail: Mail, { table = {}, account = {}, later = 0 }: { table?: Record<string, Texts>; account?: Partial<ReceivingPractice>; later?: number } = {}): Promise<Assessment> =>
  assess(bytesOf(mail), { practice: { ...practice, ...account }, resolver: nameTable({ ...names, ...table }), receivedAt, assessedAt: receivedAt + later })

const stateOf = async (mail: Mail, options?: Parameters<typeof look>[1]): Promise<string> => {
  const { state, row } = await look(mail, options)
  return `${state} ${row}`
}

const results = (text: string, id = 'mx.linde.test'): string => `Authentication-Results: ${id};\r\n ${text}`
const safeMail = signed(letter())
const whole = String(letter().body.length)

describe('safe', () => {
  test.each<[string, Signing]>([
    ['relaxed', {}], ['simple', { c: 'simple/simple' }], ['simple header', { c: 'simple/relaxed' }], ['Ed25519', { key: 'ed25519', s: 'ed' }],
    ['oversigned', { h: [...usual, 'from', 'subject', 'to', 'cc', 'reply-to', 'sender'] }], ['its whole body by l=', { tags: { l: whole } }],
    ['times around receipt', { tags: { t: seconds(-60), x: seconds(60) } }], ['a user', { tags: { i: 'anja@zorg.test' } }],
    ['upper case', { d: 'ZORG.test', h: usual.map((name) => name.toUpperCase()) }],
  ])('when signed with %s', async (_name, signing) => {
    expect(await stateOf(signed(letter(), signing))).toBe('safe IN-03')
  })

  test.each<[string, string]>([
    ['in PKCS #1', `v=DKIM1; p=${published(2048, 'pkcs1')}`], ['without a version', `k=rsa; p=${published()}`], ['for mail by SHA-256', `v=DKIM1; h=sha256; s=email; t=s; p=${published()}`],
  ])('with a key %s', async (_name, record) => {
    expect(await stateOf(safeMail, { table: { 's1._domainkey.zorg.test': [record] } })).toBe('safe IN-03')
  })

  test('with a second signature that fails, of somebody else', async () => {
    expect(await stateOf(replaced(signed(safeMail, { d: 'kwaad.test', s: 'weg' }), 'X', ''))).toBe('safe IN-03')
  })

  test('when the server agrees', async () => {
    expect(await stateOf(onTop(safeMail, results('dkim=pass header.d=zorg.test; spf=fail smtp.mailfrom=relais.test; dmarc=pass header.from=zorg.test')))).toBe('safe IN-03')
  })

  test('with bare line feeds, as a file may have them', async () => {
    const raw = Buffer.from(Buffer.from(bytesOf(safeMail)).toString('latin1').replaceAll('\r\n', '\n'), 'latin1')
    expect((await assess(raw, { practice, resolver: nameTable(names), receivedAt, assessedAt: receivedAt })).state).toBe('safe')
  })

  test('as a stream in pieces of any size', async () => {
    const raw = bytesOf(safeMail)
    for (const size of [1, 3, 7, 100, 5_000]) {
      const pieces = async function* (): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < raw.length; at += size) yield await Promise.resolve(raw.subarray(at, at + size))
      }
      expect((await assess(pieces(), { practice, resolver: nameTable(names), receivedAt, assessedAt: receivedAt })).state).toBe('safe')
    }
  })
})

describe('a signature that does not pass (IN-02d)', () => {
  const key = (record: string): { table: Record<string, Texts> } => ({ table: { 's1._domainkey.zorg.test': [record] } })
  test.each<[string, Mail, Parameters<typeof look>[1]]>([
    ['rsa-sha1', signed(letter(), { hash: 'sha1' }), {}],
    ['short key', signed(letter(), { key: 768 }), key(keyRecord(768))],
    ['revoked key', safeMail, key('v=DKIM1; p=')],
    ['test key', safeMail, key(`v=DKIM1; t=y; p=${published()}`)],
    ['test key among flags', safeMail, key(`v=DKIM1; t=s:y; p=${published()}`)],
    ['key for SHA-1', safeMail, key(`v=DKIM1; h=sha1; p=${published()}`)],
    ['key for another service', safeMail, key(`v=DKIM1; s=tlsrpt; p=${published()}`)],
    ['key of another version', safeMail, key(`v=DKIM2; p=${published()}`)],
    ['version not first', safeMail, key(`p=${published()}; v=DKIM1`)],
    ['key of another type', safeMail, key(`v=DKIM1; k=ed25519; p=${published()}`)],
    ['no key', safeMail, { table: { 's1._domainkey.zorg.test': [] } }],
    ['two keys', safeMail, { table: { 's1._domainkey.zorg.test': [keyRecord(), keyRecord(1024)] } }],
    ['t=s and i= below d=', signed(letter(), { tags: { i: '@mail.zorg.test' } }), key(`v=DKIM1; t=s; p=${published()}`)],
    ['i= of another domain', signed(letter(), { tags: { i: '@kwaad.test' } }), {}],
    ['i= with a hidden at sign', signed(letter(), { tags: { i: 'a@zorg.test=40kwaad.test' } }), {}],
    ['expired', signed(letter(), { tags: { x: seconds(-1) } }), {}],
    ['expires before it was made', signed(letter(), { tags: { t: seconds(100), x: seconds(50) } }), {}],
    ['from the future', signed(letter(), { tags: { t: seconds(86_400) } }), {}],
    ['longer than the body', signed(letter(), { tags: { l: `1${whole}` } }), {}],
    ['body changed', { ...safeMail, body: `${safeMail.body}!` }, {}],
    ['subject changed', replaced(safeMail, 'Subject', 'Subject: Anders'), {}],
    ['From not signed', signed(letter(), { h: usual.slice(1) }), {}],
    ['no h=', signed(letter(), { tags: { h: '' } }), {}],
    ['version 2', signed(letter(), { tags: { v: '2' } }), {}],
    ['a tag twice', { ...safeMail, header: safeMail.header.map((line) => line.replace('DKIM-Signature: ', 'DKIM-Signature: d=kwaad.test; ')) }, {}],
    ['unknown canonical form', signed(letter(), { tags: { c: 'nofws/simple' } }), {}],
    ['another query', signed(letter(), { tags: { q: 'dns/other' } }), {}],
  ])('%s', async (_name, mail, options) => {
    expect(await stateOf(mail, options)).toBe('unsafe IN-06')
  })

  test('of a public suffix', async () => {
    for (const d of ['test', 'co.uk', 'blogspot.com']) {
      const mail = signed(letter({ from: `a@praktijk.${d}` }), { d })
      expect(await stateOf(mail, { table: { [`s1._domainkey.${d}`]: [keyRecord()], [`praktijk.${d}`]: [nta] } })).toBe('unsafe IN-06')
    }
  })

  test('with a key that does not validate it is forged', async () => {
    expect(await stateOf(safeMail, { table: { 's1._domainkey.zorg.test': 'bogus' } })).toBe('suspicious IN-07')
  })

  test('with a key that cannot be looked up nothing is known', async () => {
    expect(await stateOf(safeMail, { table: { 's1._domainkey.zorg.test': 'unreachable' } })).toBe('unknown IN-05')
  })

  test('where the domain asks to keep out what is not proven', async () => {
    const dmarc = { '_dmarc.zorg.test': ['v=DMARC1; p=reject'] }
    expect(await stateOf({ ...safeMail, body: 'anders' }, { table: dmarc })).toBe('suspicious IN-07')
    expect(await stateOf(letter(), { table: dmarc })).toBe('unknown IN-05')
    expect(await stateOf(safeMail, { table: dmarc })).toBe('safe IN-03')
  })
})

describe('what the reader is shown is what was signed (IN-02c)', () => {
  test.each<[string, Mail]>([
    ['Subject not signed', signed(letter(), { h: usual.filter((name) => name !== 'subject') })],
    ['Content-Type not signed', signed(letter(), { h: usual.filter((name) => name !== 'content-type') })],
    ['Reply-To added', onTop(safeMail, 'Reply-To: dief@kwaad.test')],
    ['Sender added', onTop(safeMail, 'Sender: dief@kwaad.test')],
    ['Cc added', onTop(safeMail, 'Cc: dief@kwaad.test')],
    ['Content-Disposition added', onTop(safeMail, 'Content-Disposition: attachment; filename=x.exe')],
    ['second Subject on top', onTop(safeMail, 'Subject: Betaal nu')],
    ['second Subject, name with a blank', onTop(safeMail, 'Subject : Betaal nu')],
    ['second Content-Type', onTop(safeMail, 'Content-Type: text/html')],
    ['second Date', onTop(safeMail, 'Date: Mon, 16 Feb 2026 09:00:00 +0000')],
    ['second Message-ID', onTop(safeMail, 'Message-ID: <2@zorg.test>')],
    ['added behind l=', { ...signed(letter(), { tags: { l: whole } }), body: `${letter().body}Stuur uw wachtwoord.\r\n` }],
    ['nothing of the body', { ...signed(letter(), { tags: { l: '0' } }), body: 'x\r\n' }],
    ['a line that is no field', onTop(safeMail, 'X-A: 1', 'geen veld')],
    ['a NUL in the header', onTop(safeMail, 'X-A: 1\0')],
    ['a bare CR in the header', onTop(safeMail, 'X-A: 1\rSubject: Betaal nu')],
    ['a line of blanks in the header', onTop(safeMail, 'X-A: 1\r\n  ')],
  ])('%s', async (_name, mail) => {
    expect(await stateOf(mail)).toBe('unknown IN-04')
  })

  test('two signatures do not make one of their halves', async () => {
    const halves = signed(signed(letter(), { h: ['from', 'subject', 'to', 'date', 'x-nta7516'] }), { h: usual.filter((name) => name !== 'subject') })
    expect(await stateOf(halves)).toBe('unknown IN-04')
  })
})

describe('the mark (IN-02, IN-02b)', () => {
  const unmarked = usual.slice(0, -1)
  const bare: Mail = { ...letter(), header: letter().header.filter((line) => !line.startsWith('X-NTA')) }
  test.each<[string, Mail, Partial<ReceivingPractice>, string]>([
    ['not signed', signed(letter(), { h: unmarked }), {}, 'unknown IN-04'],
    ['not signed, but the server removes those of others', signed(letter(), { h: unmarked }), { stripsForeignHeader: true }, 'safe IN-03'],
    ['twice', onTop(safeMail, 'X-NTA7516: 1'), {}, 'unknown IN-04'],
    ['twice at a server that removes', onTop(safeMail, 'X-NTA7516: 1'), { stripsForeignHeader: true }, 'unknown IN-04'],
    ['not there', signed(bare), {}, 'unknown IN-04'],
    ['not there, domain not ready', signed({ ...bare, header: bare.header.map((line) => line.replaceAll('zorg.test', 'gewoon.test')) }, { d: 'gewoon.test' }), {}, 'unsafe IN-06'],
    ['domain not ready', signed(letter({ from: 'a@gewoon.test' }), { d: 'gewoon.test' }), {}, 'unknown IN-04'],
    ['unsigned mail', letter(), {}, 'unknown IN-05'],
    ['signed by another domain', signed(signed(letter(), { h: unmarked }), { d: 'kwaad.test' }), {}, 'unknown IN-04'],
  ])('%s', async (_name, mail, account, expected) => {
    expect(await stateOf(mail, { account })).toBe(expected)
  })
})

describe('the domain at receipt', () => {
  test.each<[string, Texts, string]>([
    ['unsigned zone', { insecure: [nta] }, 'unknown IN-04'], ['bogus', 'bogus', 'unknown IN-04'], ['unreachable', 'unreachable', 'unknown IN-04'],
    ['expired', ['v=NTA7516-1;startdate=2022-01;enddate=2024-12;provider=x'], 'unknown IN-04'], ['other texts too', ['v=spf1 -all', nta], 'safe IN-03'],
  ])('%s', async (_name, texts, expected) => {
    expect(await stateOf(safeMail, { table: { 'zorg.test': texts } })).toBe(expected)
  })

  test('not of its parent (DNS-R1)', async () => {
    expect(await stateOf(signed(letter({ from: 'a@mail.zorg.test' })))).toBe('unknown IN-04')
  })
})

describe('alignment', () => {
  test.each<[string, Mail, string]>([
    ['of another domain', signed(letter(), { d: 'kwaad.test' }), 'unsafe IN-06'],
    ['a domain below', signed(letter(), { d: 'mail.zorg.test' }), 'safe IN-03'],
    ['below, and the record is strict', signed(letter({ from: 'a@streng.test' }), { d: 'mail.streng.test' }), 'suspicious IN-07'],
    ['the same, and the record is strict', signed(letter({ from: 'a@streng.test' }), { d: 'streng.test' }), 'safe IN-03'],
  ])('%s', async (_name, mail, expected) => {
    expect(await stateOf(mail)).toBe(expected)
  })

  test('a record that cannot be looked up leaves it open', async () => {
    const below = signed(letter(), { d: 'mail.zorg.test' })
    expect(await stateOf(below, { table: { '_dmarc.zorg.test': 'unreachable' } })).toBe('unknown IN-05')
    expect(await stateOf(safeMail, { table: { '_dmarc.zorg.test': 'unreachable' } })).toBe('safe IN-03')
  })
})

describe('results of the receiving server (IN-01)', () => {
  const allPass = 'dkim=pass header.d=zorg.test; spf=pass smtp.mailfrom=zorg.test; dmarc=pass header.from=zorg.test'
  const changed: Mail = { ...safeMail, body: 'anders' }
  test.each<[string, Mail, string]>([
    ['DMARC fails', onTop(safeMail, results('dmarc=fail header.from=zorg.test')), 'suspicious IN-07'],
    ['DKIM and SPF fail', onTop(letter(), results('dkim=fail header.d=zorg.test; spf=fail smtp.mailfrom=zorg.test')), 'suspicious IN-07'],
    ['own DKIM fails, SPF fails', onTop(changed, results('dkim=pass header.d=zorg.test; spf=fail smtp.mailfrom=zorg.test')), 'suspicious IN-07'],
    ['SPF alone fails (N-14)', onTop(letter(), results('dkim=none; spf=fail smtp.mailfrom=zorg.test')), 'unsafe IN-06'],
    ['SPF fails with a pass (IN-08)', onTop(safeMail, results('dkim=pass header.d=zorg.test; spf=fail smtp.mailfrom=relais.test')), 'safe IN-03'],
    ['its DKIM fail outdoes ours', onTop(safeMail, results('dkim=fail header.d=zorg.test')), 'unsafe IN-06'],
    ['it could not look up the key, we could', onTop(safeMail, results('dkim=temperror header.d=zorg.test')), 'safe IN-03'],
    ['a DKIM of others is not about it', onTop(safeMail, results('dkim=fail header.d=lijst.test')), 'safe IN-03'],
    ['DMARC pass by SPF alone', onTop(letter(), results('spf=pass smtp.mailfrom=zorg.test; dmarc=pass header.from=zorg.test')), 'unknown IN-04'],
    ['a pass that rests on DKIM, and ours fails', onTop(changed, results('dkim=pass header.d=zorg.test; spf=pass smtp.mailfrom=elders.test; dmarc=pass header.from=zorg.test')), 'unsafe IN-06'],
    ['DMARC pass for another From', onTop(letter(), results('spf=pass smtp.mailfrom=kwaad.test; dmarc=pass header.from=kwaad.test')), 'unsafe IN-06'],
    ['another id', onTop(letter(), results(allPass, 'mx.kwaad.test')), 'unknown IN-05'],
    ['an id that begins the same', onTop(letter(), results(allPass, 'mx.linde.test.kwaad.test')), 'unknown IN-05'],
    ['an id in a remark', onTop(letter(), results(allPass, '(mx.linde.test) mx.kwaad.test')), 'unknown IN-05'],
    ['version 2', onTop(letter(), results(allPass, 'mx.linde.test 2')), 'unknown IN-05'],
    ['nothing done', onTop(letter(), results('none')), 'unknown IN-05'],
    ['below another server', onTop(letter(), results(allPass, 'mx.kwaad.test'), results(allPass)), 'unknown IN-05'],
    ['a foreign pass above hides no fail', onTop(letter(), results(allPass, 'mx.kwaad.test'), results('dmarc=fail header.from=zorg.test')), 'suspicious IN-07'],
    ['below the trace of another server', onTop(letter(), 'Received: from a.test by mx.kwaad.test with ESMTP; Sun, 15 Feb 2026 09:10:00 +0000', results(allPass)), 'unknown IN-05'],
    ['of which the top-most counts', onTop(letter(), results('dkim=none; spf=none; dmarc=none'), results(allPass)), 'unsafe IN-06'],
  ])('%s', async (_name, mail, expected) => {
    expect(await stateOf(mail)).toBe(expected)
  })
})

describe('another sender than it seems (IN-07a)', () => {
  test.each<[string, Mail]>([
    ['two From headers', onTop(safeMail, 'From: dief@kwaad.test')],
    ['two addresses', signed(letter({ from: 'anja@zorg.test, dief@kwaad.test' }))],
    ['a group', signed(letter({ from: 'Zorg: anja@zorg.test;' }))],
    ['two pairs of brackets', signed(letter({ from: 'A <dief@kwaad.test> <anja@zorg.test>' }))],
    ['a NUL', signed(letter({ from: 'anja@zorg.test\0@kwaad.test' }))],
    ['an encoded address', signed(letter({ from: '=?utf-8?q?anja=40zorg.test?= <=?utf-8?q?dief?=@zorg.test>' }))],
    ['a name that shows another', signed(letter({ from: '"dokter@ziekenhuis.test" <anja@zorg.test>' }))],
    ['an encoded name that shows another', signed(letter({ from: '=?utf-8?b?ZG9rdGVyQHppZWtlbmh1aXMudGVzdA==?= <anja@zorg.test>' }))],
    ['a remark that shows another', signed(letter({ from: 'anja@zorg.test (dokter@ziekenhuis.test)' }))],
    ['looks like a known domain', signed(letter({ from: 'a@ziekenhius.test'.replace('hius', 'hu1s') }), { d: 'ziekenhu1s.test' })],
    ['looks like the own domain', letter({ from: 'a@llnde.test' })],
    ['looks like a portal', letter({ from: 'a@portaaal.test' })],
    ['an open quote', signed(letter({ from: '"Anja <anja@zorg.test>' }))],
    ['a split address', signed(letter({ from: 'anja@zorg.test <anja @zorg.test>' }))],
  ])('%s', async (_name, mail) => {
    expect(await stateOf(mail)).toBe('suspicious IN-07a')
  })

  test.each(['"Vries, A. de" <anja@zorg.test>', 'anja@zorg.test (Anja)', '"anja@zorg.test" <anja@zorg.test>', 'ANJA@ZORG.TEST', '=?utf-8?q?Zo=C3=AB?= <anja@zorg.test>'])('%s is one sender', async (from) => {
    expect(await stateOf(signed(letter({ from })))).toBe('safe IN-03')
  })

  test('no From is nobody', async () => {
    expect(await stateOf({ ...letter(), header: letter().header.slice(1) })).toBe('unknown IN-05')
  })
})

describe('the way inside (IN-05a)', () => {
  const own = signed(letter({ from: 'bas@linde.test' }), { d: 'linde.test' })
  const submitted = 'Received: from werkplek (unknown [192.0.2.7]) by mail.linde.test with ESMTPSA id 1; Sun, 15 Feb 2026 09:00:00 +0000'
  const hop = (from: string, by = 'mx.linde.test', how = 'ESMTPS'): string => `Received: from ${from}\r\n by ${by} (Postfix) with ${how} id 2; Sun, 15 Feb 2026 09:00:01 +0000`
  const within = 'mail.linde.test (mail.linde.test [192.0.2.8])\r\n (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))'
  test.each<[string, Mail, string]>([
    ['submitted', onTop(own, submitted), 'internal IN-05a'],
    ['submitted and passed on', onTop(own, hop(within), submitted), 'internal IN-05a'],
    ['through a scanner on the machine', onTop(own, hop('localhost (localhost [127.0.0.1])'), 'Received: from mail.linde.test ([127.0.0.1]) by localhost (scan [127.0.0.1]) with ESMTP', hop(within), submitted), 'internal IN-05a'],
    ['no trace', own, 'unsafe IN-06'],
    ['no login', onTop(own, hop(within)), 'unsafe IN-06'],
    ['from outside', onTop(own, hop('x (kwaad.test [203.0.113.5])'), submitted), 'unsafe IN-06'],
    ['a host that takes our name', onTop(own, hop('mail.linde.test (unknown [203.0.113.5])'), submitted), 'unsafe IN-06'],
    ['a host that takes our address', onTop(own, hop('[127.0.0.1] (kwaad.test [203.0.113.5])'), submitted), 'unsafe IN-06'],
    ['a host that takes it in a remark', onTop(own, hop('[203.0.113.5] (helo=[127.0.0.1])'), submitted), 'unsafe IN-06'],
    ['may be forged', onTop(own, hop('mail.linde.test (mail.linde.test [203.0.113.5] (may be forged))'), submitted), 'unsafe IN-06'],
    ['through another host', onTop(own, hop(within, 'relais.test'), submitted), 'unsafe IN-06'],
    ['from another host before that', onTop(own, submitted, hop('a.test', 'mx.kwaad.test')), 'unsafe IN-06'],
    ['a trace that is none', onTop(own, 'Received: mail.linde.test', submitted), 'unsafe IN-06'],
    ['not all signed', onTop(own, submitted, 'Cc: dief@kwaad.test'), 'unsafe IN-06'],
    ['not signed', onTop(letter({ from: 'bas@linde.test' }), submitted), 'unknown IN-05'],
  ])('%s', async (_name, mail, expected) => {
    const unmarked = { ...mail, header: mail.header.filter((line) => !line.startsWith('X-NTA')) }
    const { state, row } = await look(unmarked.header.some((line) => line.startsWith('DKIM')) ? mail : unmarked)
    expect(`${state} ${row}`).toBe(expected === 'unsafe IN-06' ? 'unknown IN-04' : expected)
  })

  test('nothing is within a practice whose servers are not known', async () => {
    expect(await stateOf(onTop(own, submitted), { account: { receivingHosts: [] } })).toBe('unknown IN-04')
  })
})

test.each([
  ['portalNotice IN-09', signed(letter({ from: 'melding@portaal.test' }), { d: 'portaal.test' })],
  ['formMessage IN-10', signed(letter({ from: 'Formulier@site.test' }), { d: 'site.test' })],
  ['unknown IN-05', letter({ from: 'melding@portaal.test' })],
  ['unsafe IN-06', signed(letter({ from: 'melding@portaal.test' }), { d: 'kwaad.test' })],
])('%s', async (expected, mail) => {
  expect(await stateOf(mail)).toBe(expected)
})

describe('long after receipt', () => {
  const later = 30 * 24 * 3_600_000
  test('nothing is safe on today\'s record', async () => {
    const { state, reasons } = await look(safeMail, { later })
    expect([state, reasons[0]?.code]).toEqual(['unknown', 'afterwards'])
  })

  test('a key that is gone proves nothing', async () => {
    expect(await stateOf(safeMail, { later, table: { 's1._domainkey.zorg.test': [] } })).toBe('unknown IN-05')
  })

  test('what the server said then still stands', async () => {
    expect(await stateOf(onTop(letter(), results('dmarc=fail header.from=zorg.test')), { later })).toBe('suspicious IN-07')
  })
})

describe('much of everything', () => {
  test('a thousand signatures cost eight look-ups', async () => {
    const resolver = nameTable(names)
    const mail = onTop(safeMail, ...Array.from({ length: 1_000 }, (_, n) => `DKIM-Signature: v=1; a=rsa-sha256; d=n${n}.test; s=s; h=from; bh=AAAA; b=AAAA`))
    const { state, evidence } = await assess(bytesOf(mail), { practice, resolver, receivedAt, assessedAt: receivedAt })
    expect([state, evidence.signatures.count, evidence.signatures.looked.length]).toEqual(['safe', 1_001, 8])
    expect(resolver.asked.length).toBeLessThan(13)
  })

  test('evidence stays small', async () => {
    const long = 'x'.repeat(3_000)
    const mail = onTop(signed(letter({ from: `"${long}" <${'a'.repeat(60)}@zorg.test>` }), { h: ['from'] }), `X-NTA7516: ${long}`,
      ...Array.from({ length: 40 }, (_, n) => `Content-${n}-${'y'.repeat(900)}: 1`), results(Array.from({ length: 49 }, (_, n) => `dkim=pass header.d=${'d'.repeat(60)}${n}.test`).join(';')),
      ...Array.from({ length: 9 }, (_, n) => `DKIM-Signature: v=1; a=${long}; d=${'n'.repeat(60)}${n}.test; s=${long}; h=from; bh=AAAA; b=AAAA`))
    expect(JSON.stringify(await look(mail)).length).toBeLessThan(8_192)
  })
})
