import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ReceivingPractice } from '../../shared/norm/inbound-evidence.ts'
import { nameTable } from '../../../test/trust/name-table.ts'
import { bytesOf, keyRecord, letter, onTop, signed } from '../../../test/trust/signed-mail.ts'
import { readArc } from './arc.ts'
import { assess } from './assess.ts'
import { readHeaderBlock, type HeaderField } from './header-block.ts'
import { readHops } from './hops.ts'
import { readHop } from './received.ts'
import { readReported, readResults } from './reported.ts'
import { readSender } from './sender.ts'
import { shownAddresses } from './shown-address.ts'
import { readSignature } from './signature-field.ts'
import { readSigningKey } from './signing-key.ts'
import { readTagList } from './tag-list.ts'

const receivedAt = Date.parse('2026-02-15T09:30:00Z')
const practice: ReceivingPractice = {
  domains: ['linde.test'], authservId: 'mx.linde.test', receivingHosts: ['mx.linde.test'], stripsForeignHeader: false, webFormSenders: [], portalDomains: [], knownDomains: ['zorg.test'],
}
const field = (name: string, value: string): HeaderField => ({ name, raw: `${name}:${value}` })
const reportedOf = (value: string): unknown => readReported([field('authentication-results', value)], { authservId: 'mx.linde.test', receivingHosts: ['mx.linde.test'], fromDomain: 'zorg.test', isAligned: () => true })

/** Every reader of something that a stranger wrote, with the pieces its grammar is made of. */
const readers: readonly (readonly [string, readonly string[], (text: string) => unknown])[] = [
  ['From', ['a@zorg.test', '<', '>', '"', '(', ')', ',', ';', ':', '@', ' ', '\\', '=?utf-8?q?', '?=', '\0', '\xc3\xab', '\xff', '.', '\r\n ', '\r', 'x'], (text) => readSender([field('from', text)])],
  ['an address in a name', ['@', 'a', '.', 'zorg', 'nl', '(at)', ' ', '\uff20', '\u200b', '\u202e', '\ufdfa', '[', ']', '-'], shownAddresses],
  ['Authentication-Results', ['mx.linde.test', ';', 'dkim', 'spf', 'dmarc', '=', 'pass', 'fail', ' ', '(', ')', '"', '\\', '/', '1', 'header.d', '@', '.', 'none', '\r\n '], (text) => [readResults(text), reportedOf(text)]],
  ['Received', ['from', 'by', 'with', 'id', 'for', ' ', 'mx.linde.test', 'ESMTPSA', '(', ')', '[127.0.0.1]', '[', ']', ';', 'helo=', 'unknown', '\\', '1.2.3.4', '\r\n '], (text) => [readHop(text), readHops([field('received', text), field('received', text)], ['mx.linde.test'])]],
  ['DKIM-Signature', ['v=1', 'a=rsa-sha256', ';', 'd=zorg.test', 's=s', 'h=from', ':', 'b=', 'bh=', 'AAAA', '=', ' ', '\r\n\t', 'l=', '1', '9'.repeat(30), 'i=@', 'x=', 't=', 'c=relaxed/simple', '\xff'], (text) => readSignature(field('dkim-signature', text), receivedAt)],
  ['a tag list', ['a', '=', ';', ' ', 'v', '\t', '\0', ':'], readTagList],
  ['ARC', ['i=1', 'i=2', ';', 'cv=none', 'd=x', '=', ' ', 'i=', '999'], (text) => readArc(['arc-seal', 'arc-message-signature'].map((name) => field(name, text)))],
  ['a header', ['From', ':', ' ', '\r\n', '\n', '\r', '\0', 'a', '\t', '\xff', 'Subject: x\r\n'], (text) => readHeaderBlock(Buffer.from(text, 'latin1'))],
  ['a key', ['v=DKIM1', ';', 'k=rsa', 'p=', 'AAAA', 'MIIB', '=', 't=y', 'h=', 's=', ' ', '+/'], (text) => readSigningKey({ kind: 'secure', outcome: 'answer', name: 'x', type: 'TXT', records: [{ strings: [Buffer.from(text)] }], ttlSeconds: 1 })],
]

test.each(readers)('%s: nothing makes it throw', (_name, pieces, read) => {
  const grammar = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((found) => found.join(''))
  fc.assert(fc.property(fc.oneof({ weight: 4, arbitrary: grammar }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) }), (text) => { read(text) }), { numRuns: 11_500 })
})

const megabyte = 1 << 20

test.each(readers)('%s: a megabyte of anything is read in one go', (_name, pieces, read) => {
  for (const piece of pieces) {
    const began = process.cpuUsage()
    read(piece.repeat(megabyte / piece.length))
    const { user } = process.cpuUsage(began)
    // Far above what one pass takes on a busy machine, far below what a quadratic one would.
    expect(user).toBeLessThan(20_000_000)
  }
})

test('any header at all gives a state', async () => {
  const names = ['From', 'To', 'Subject', 'Authentication-Results', 'Received', 'DKIM-Signature', 'X-NTA7516', 'ARC-Seal', 'Content-Type', ' ', '']
  const lines = fc.array(fc.tuple(fc.constantFrom(...names), fc.string({ unit: fc.constantFrom(...Array.from('a@<>"(),;:=. \\\r\n\t\0\xff'), 'zorg.test', 'mx.linde.test', 'dkim=pass'), maxLength: 30 })).map(([name, value]) => `${name}:${value}`), { maxLength: 8 })
  await fc.assert(fc.asyncProperty(lines, fc.string({ unit: 'binary', maxLength: 20 }), async (header, body) => {
    const { state } = await assess(Buffer.from(`${header.join('\r\n')}\r\n\r\n${body}`, 'latin1'), { practice, resolver: nameTable({}), receivedAt, assessedAt: receivedAt })
    expect(['unsafe', 'unknown', 'suspicious']).toContain(state)
  }), { numRuns: 2_000 })
})

test('whoever changes, adds or repeats a header of a safe message never keeps it safe, unless nothing that counts is different', async () => {
  const resolver = nameTable({ 'zorg.test': ['v=NTA7516-1;startdate=2025-01;enddate=2027-12;provider=x'], 's1._domainkey.zorg.test': [keyRecord()] })
  const safe = signed(letter(), { h: ['from', 'to', 'subject', 'date', 'message-id', 'mime-version', 'content-type', 'content-transfer-encoding', 'x-nta7516'] })
  const name = fc.constantFrom('From', 'from ', 'FROM', 'Subject', 'To', 'Cc', 'Date', 'Reply-To', 'Sender', 'Content-Type', 'Content-Transfer-Encoding', 'MIME-Version', 'X-NTA7516', 'Content-Disposition')
  await fc.assert(fc.asyncProperty(name, fc.string({ unit: fc.constantFrom(...Array.from('a@zorg.test <>"=?')), minLength: 1, maxLength: 20 }), fc.nat(10), async (added, value, at) => {
    const header = [...safe.header.slice(0, at), `${added}: ${value}`, ...safe.header.slice(at)]
    const { state } = await assess(bytesOf({ ...safe, header }), { practice, resolver, receivedAt, assessedAt: receivedAt })
    expect(state).not.toBe('safe')
  }), { numRuns: 300 })
  await fc.assert(fc.asyncProperty(fc.nat(), fc.nat(255), async (where, byte) => {
    const raw = Buffer.from(bytesOf(safe))
    const at = where % raw.length
    const before = raw[at]
    raw[at] = byte
    const { state, evidence } = await assess(raw, { practice, resolver, receivedAt, assessedAt: receivedAt })
    // A blank for a tab, or another case of a name, is the same message (RFC 6376 section 3.4).
    const isSame = before === byte || evidence.signatures.looked[0]?.result === 'pass'
    if (!isSame) expect(state).not.toBe('safe')
  }), { numRuns: 300 })
})

test('much of everything ends', async () => {
  const context = { practice, resolver: nameTable({ 's1._domainkey.zorg.test': [keyRecord()] }), receivedAt, assessedAt: receivedAt }
  const safe = signed(letter())
  const floods = [
    Array.from({ length: 10_000 }, (_, n) => `Received: from a by mx.linde.test with ESMTP id ${String(n)}; x`),
    Array.from({ length: 1_000 }, (_, n) => `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=zorg.test; s=s1; l=${String(n)}; h=from; bh=AAAA; b=AAAA`),
    Array.from({ length: 1_000 }, () => 'Authentication-Results: mx.kwaad.test; dkim=pass'),
    [`From: ${'('.repeat(megabyte)}`], [`Authentication-Results: mx.linde.test; dkim=pass ${'('.repeat(megabyte)}`], [`DKIM-Signature: h=${'from:'.repeat(megabyte / 5)}; v=1`],
    Array.from({ length: 300 }, (_, n) => `ARC-Seal: i=${String(n)}; cv=pass`),
  ]
  for (const flood of floods) expect((await assess(bytesOf(onTop(safe, ...flood)), context)).state).not.toBe('safe')
})
