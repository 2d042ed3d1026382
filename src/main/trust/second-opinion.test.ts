import fc from 'fast-check'
import { dkimSign } from 'mailauth/lib/dkim/sign.js'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { expect, test } from 'vitest'
import { nameTable } from '../../../test/trust/name-table.ts'
import { bytesOf, keyRecord, letter, pair, published, signed, usual, type Mail } from '../../../test/trust/signed-mail.ts'
import { readHeaderBlock } from './header-block.ts'
import { openMessage } from './message-source.ts'
import { verifySignatures } from './signatures.ts'

/** mailauth checks signatures as strictly when asked to; it is too slow to start for a command and does not tell what a signature covers. */

const receivedAt = Date.parse('2026-02-15T09:30:00Z')
const records: Record<string, string> = { 's1._domainkey.zorg.test': keyRecord(), 'ed._domainkey.zorg.test': keyRecord('ed25519'), 'bare._domainkey.zorg.test': `p=${published(2048, 'pkcs1')}` }

async function ours(raw: Uint8Array): Promise<boolean> {
  const { head, body } = await openMessage(raw)
  const resolver = nameTable(Object.fromEntries(Object.entries(records).map(([name, text]) => [name, [text]])))
  const { looked } = await verifySignatures({ fields: readHeaderBlock(head).fields, body, fromDomain: 'zorg.test', receivedAt }, resolver)
  return looked[0]?.result === 'pass'
}

type Verified = { results: { status: { result: string }; canonBodyLengthTotal?: number; canonBodyLengthLimit?: number }[] }

async function theirs(raw: Uint8Array): Promise<boolean> {
  const resolver = (name: string): Promise<string[][]> => {
    const record = records[name]
    return record === undefined ? Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' })) : Promise.resolve([[record]])
  }
  const { results: [found] }: Verified = await dkimVerify(Buffer.from(raw), { resolver, strict: true, minBitLength: 1024, curTime: new Date(receivedAt) })
  // A limit beyond the end is a broken signature (RFC 6376 section 3.5); mailauth lets it be.
  return found?.status.result === 'pass' && (found.canonBodyLengthLimit ?? 0) <= (found.canonBodyLengthTotal ?? 0)
}

const blank = fc.constantFrom(' ', '\t', '  ', ' \t ', '')
const line = fc.array(fc.oneof(blank, fc.constantFrom('a', 'Goedemorgen', '=', '.', '\xe9', '\r', '(')), { maxLength: 8 }).map((words) => words.join(''))
const body = fc.array(line, { maxLength: 12 }).chain((lines) => fc.constantFrom('', '\r\n', '\r\n\r\n', '\r\n \r\n').map((end) => lines.join('\r\n') + end))
const more = fc.array(fc.tuple(fc.constantFrom('X-A', 'x-a', 'Subject', 'Cc', 'X-B '), line).map(([name, text]) => `${name}:${text.replaceAll('\r', '')}x`), { maxLength: 4 })

test('what mailauth signs is verified', async () => {
  for (const canonicalization of ['relaxed/relaxed', 'simple/simple', 'relaxed/simple', 'simple/relaxed']) {
    await fc.assert(fc.asyncProperty(body, more, async (text, lines) => {
      const mail = bytesOf({ header: [...letter().header, ...lines], body: text.replace(/\r(?!\n)/g, '') })
      const { signatures } = await dkimSign(Buffer.from(mail), {
        canonicalization, signTime: new Date(receivedAt - 60_000), headerList: usual.join(':'),
        signatureData: [{ signingDomain: 'zorg.test', selector: 's1', privateKey: pair().privateKey.export({ type: 'pkcs8', format: 'pem' }) }],
      } as unknown as Parameters<typeof dkimSign>[1])
      expect(await ours(Buffer.concat([Buffer.from(signatures), mail]))).toBe(true)
    }), { numRuns: 8 })
  }
})

test('both say the same of what is signed, of what was changed on the way and of odd signatures', async () => {
  const signing = fc.record({
    c: fc.constantFrom('relaxed/relaxed', 'simple/simple', 'simple/relaxed', 'relaxed/simple', 'relaxed', 'x/y'), s: fc.constantFrom('s1', 'ed', 'bare', 'none'),
    h: fc.constantFrom(usual, [...usual, 'from', 'subject', 'cc'], ['from'], ['subject'], ['From', 'x-a', 'x-a', 'x-b']),
    tags: fc.constantFrom<Record<string, string>>({}, { l: '0' }, { l: '3' }, { l: '9999' }, { i: '@zorg.test' }, { i: '@a.zorg.test' }, { i: 'x' }, { v: '2' }, { x: '1' }, { q: 'dns/txt' }, { q: 'x' }, { t: 'x' }, { z: 'From:a=3Bb=3Dx|b=c' }),
  })
  const change = fc.constantFrom<(raw: string) => string>(
    (raw) => raw, (raw) => `${raw}x`, (raw) => `${raw}\r\n\r\n`, (raw) => raw.replace('Subject: Uitslag', 'Subject:  Uitslag '), (raw) => raw.replace('Subject: Uitslag', 'Subject: uitslag'),
    (raw) => raw.replace('From: ', 'from:'), (raw) => raw.replaceAll('\r\n', '\n'), (raw) => raw.replace('; s=', '; x-y=1; s='), (raw) => raw.replace('\tb=', '\tb= '), (raw) => `Subject: x\r\n${raw}`, (raw) => raw.replace(' a', '\ta'),
  )
  await fc.assert(fc.asyncProperty(body, more, signing, change, async (text, lines, how, changed) => {
    const mail: Mail = signed({ header: [...letter().header, ...lines], body: text }, { ...how, key: how.s === 'ed' ? 'ed25519' : 2048 })
    const raw = Buffer.from(changed(Buffer.from(bytesOf(mail)).toString('latin1')), 'latin1')
    expect(await ours(raw)).toBe(await theirs(raw))
  }), { numRuns: Number(process.env['RUNS'] ?? 100) })
})
