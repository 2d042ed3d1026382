import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDeliveryReport } from './delivery-report.ts'

interface Parts { readonly status: string; readonly returned?: string; readonly returnedType?: string; readonly head?: string; readonly type?: string; readonly encoding?: string }

/** As Postfix writes them. */
const report = ({ status, returned = 'Message-ID: <a1@delinde.test>\r\nSubject: Uitslag\r\n', returnedType = 'text/rfc822-headers', head = '', type = 'message/delivery-status', encoding = '7bit' }: Parts): Buffer => Buffer.from([
  'From: MAILER-DAEMON@mail.mailbox.test (Mail Delivery System)', 'To: anja@delinde.test', 'Subject: Undelivered Mail Returned to Sender', ...(head === '' ? [] : [head]),
  'MIME-Version: 1.0', 'Content-Type: multipart/report; report-type=delivery-status; boundary="B"', '', '--B', 'Content-Type: text/plain', '', 'I am sorry.', '',
  '--B', `Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`, '', status, '--B', `Content-Type: ${returnedType}`, '', returned, '--B--', '',
].join('\r\n'))

const mta = 'Reporting-MTA: dns; mail.mailbox.test\r\nArrival-Date: Mon, 23 Nov 2026 09:00:00 +0100\r\n\r\n'
const failed = `${mta}Final-Recipient: rfc822; h.bakker@mailbox.test\r\nOriginal-Recipient: rfc822;h.bakker@mailbox.test\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 <h.bakker@mailbox.test>:\r\n    Recipient address rejected\r\n`

describe('a delivery report', () => {
  test('names the message, the recipient, what became of it and why', () => {
    expect(readDeliveryReport(report({ status: failed }))).toEqual({
      messageIds: ['a1@delinde.test'], reportedBy: 'mail.mailbox.test',
      recipients: [{ recipients: ['h.bakker@mailbox.test'], action: 'failed', status: '5.1.1', code: 550 }],
    })
  })

  test.each(['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const)('%s is told as such', (action) => {
    expect(readDeliveryReport(report({ status: failed.replace('failed', `${action.toUpperCase()} (some words)`) }))?.recipients).toMatchObject([{ action }])
  })

  test('each recipient on its own, and what it was forwarded to beside whom it was for', () => {
    const two = `${failed}\r\nFinal-Recipient: rfc822; <elders@postbus.test>\r\nOriginal-Recipient: rfc822; anna@mailbox.test\r\nAction: delayed\r\nStatus: 4.2.2\r\n`
    expect(readDeliveryReport(report({ status: two }))?.recipients).toEqual([
      { recipients: ['h.bakker@mailbox.test'], action: 'failed', status: '5.1.1', code: 550 },
      { recipients: ['elders@postbus.test', 'anna@mailbox.test'], action: 'delayed', status: '4.2.2', code: null },
    ])
  })

  test.each<[string, Partial<Parts>]>([
    ['the whole message came back', { returnedType: 'message/rfc822', returned: 'Subject: x\r\nMessage-ID:\r\n <a1@delinde.test>\r\n\r\nTekst' }],
    ['only the report names it', { status: `Original-Message-ID: <a1@delinde.test>\r\n${failed}`, returned: 'Subject: x' }],
    ['it answers it', { head: 'In-Reply-To: <a1@delinde.test>', returned: '' }],
    ['its status is encoded', { encoding: 'base64', status: Buffer.from(failed).toString('base64') }],
    ['it is international (RFC 6533)', { type: 'message/global-delivery-status', returnedType: 'message/global-headers', status: failed.replaceAll('rfc822;', 'utf-8;') }],
    ['its lines end otherwise', { status: failed.replaceAll('\r\n', '\n') }],
  ])('is understood when %s', (_, change) => {
    expect(readDeliveryReport(report({ status: failed, ...change }))).toMatchObject({ messageIds: ['a1@delinde.test'], recipients: [{ action: 'failed', status: '5.1.1' }] })
  })

  test.each<[string, string, { status: string | null; code: number | null }]>([
    ['Google', 'smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try\r\n 550-5.1.1 double-checking the recipient', { status: '5.1.1', code: 550 }],
    ['Microsoft', 'smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup', { status: '5.1.10', code: 550 }],
    ['a local delivery', 'x-unix; user over quota', { status: '5.1.1', code: null }],
    ['an address in the words', 'smtp; 452 4.2.2 <5.1.1@mailbox.test> is over quota', { status: '4.2.2', code: 452 }],
  ])('as %s writes it', (who, diagnostic, expected) => {
    const status = who === 'a local delivery' ? '5.1.1' : '5.0.0'
    const written = failed.replace(/Status: .*\r\nDiagnostic-Code: .*\r\n {4}.*\r\n/, `Status: ${status}\r\nDiagnostic-Code: ${diagnostic}\r\n`)
    expect(readDeliveryReport(report({ status: written }))?.recipients).toMatchObject([expected])
  })

  test('a vague status gives way to what the server behind it said', () => {
    expect(readDeliveryReport(report({ status: failed.replace('Status: 5.1.1', 'Status: 5.0.0').replace('550 5.1.1', '552 5.2.2') }))?.recipients).toMatchObject([{ status: '5.2.2', code: 552 }])
    expect(readDeliveryReport(report({ status: failed.replace('Status: 5.1.1', 'Status: x').replace('550 5.1.1 ', '550 ') }))?.recipients).toMatchObject([{ status: null, code: 550 }])
  })

  test.each<[string, string]>([
    ['an ordinary mail', 'Subject: x\r\n\r\nmessage/delivery-status is a type'], ['nothing', ''],
    ['a report that names nobody', report({ status: mta }).toString()], ['one without an action', report({ status: failed.replace('Action: failed\r\n', '') }).toString()],
    ['an action of its own making', report({ status: failed.replace('failed', 'read') }).toString()],
    ['a report that is attached to a mail', `Content-Type: message/rfc822\r\n\r\n${report({ status: failed }).toString()}`],
  ])('%s is none', (_, raw) => {
    expect(readDeliveryReport(Buffer.from(raw))).toBeNull()
  })

  test('any bytes in it are answered, and never with more than one knows', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', '@', ';', ':', '\r\n', ' ', '<', '>', '(', '5.1.1', 'Final-Recipient', 'Action', 'failed', 'Status', '\0', 'é'), maxLength: 60 }), (status) => {
      const found = readDeliveryReport(report({ status }))
      for (const { recipients, action } of found?.recipients ?? []) {
        expect(recipients.every((address) => /^[^\s@]+@[^\s@]+$/.test(address))).toBe(true)
        expect(action).toBe('failed')
      }
    }))
  })

  test('a flood of recipients is read up to a limit', () => {
    const many = mta + Array.from({ length: 3_000 }, (_, at) => `Final-Recipient: rfc822; u${String(at)}@x.test\r\nAction: failed\r\n`).join('\r\n')
    expect(readDeliveryReport(report({ status: many }))?.recipients.length).toBeLessThanOrEqual(1_000)
  })
})
