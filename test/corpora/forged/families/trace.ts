/** IN-05a: the trace lines of many mail servers. Own, ready, passing and unmarked mail: not `internal` means IN-04. */
import { family } from '../case.ts'
import { onTop, ourServer, received } from '../letter.ts'
import { unmarked } from '../sent.ts'

const bas = 'Bas Jansen <bas@delinde.test>'
const day = 'Sun, 15 Feb 2026 09:29:00 +0000'
const submitted = received({ from: '[10.0.0.7]', by: 'mail.delinde.test', with: 'ESMTPSA', ip: '10.0.0.7', rdns: 'unknown' })
const stranger = '203.0.113.9'

/** The last hop into our server, by a stranger who greets as one of ours. */
const greetings: Readonly<Record<string, string>> = {
  'exim-helo': `from [${stranger}] (helo=mail.delinde.test)\r\n\tby ${ourServer} with esmtps (TLS1.3) (Exim 4.98)`,
  'exim-name': `from evil.kwaad.test ([${stranger}] helo=mail.delinde.test)\r\n\tby ${ourServer} with esmtps (Exim 4.98)`,
  'exim-unverified': `from mail.delinde.test ([${stranger}])\r\n\tby ${ourServer} with esmtp (Exim 4.98)`,
  'qmail': `from unknown (HELO mail.delinde.test) (${stranger})\r\n\tby ${ourServer} with SMTP`,
  'sendmail': `from mail.delinde.test (kwaad.test [${stranger}])\r\n\tby ${ourServer} (8.18.1/8.18.1) with ESMTP id 1`,
  'sendmail-forged': `from mail.delinde.test (mail.delinde.test [${stranger}] (may be forged))\r\n\tby ${ourServer} (8.18.1/8.18.1) with ESMTP id 1`,
  'exchange': `from mail.delinde.test (${stranger}) by ${ourServer} (192.0.2.20)\r\n\twith Microsoft SMTP Server (TLS) id 15.1`,
  'postfix-unknown': `from mail.delinde.test (unknown [${stranger}])\r\n\tby ${ourServer} (Postfix) with ESMTPS id 1`,
  'login-in-comment': `from kwaad.test (with ESMTPSA [${stranger}])\r\n\tby ${ourServer} (Postfix) with ESMTP id 1`,
  'by-in-greeting': `from "by mail.delinde.test with ESMTPSA" (kwaad.test [${stranger}])\r\n\tby ${ourServer} (Postfix) with ESMTP id 1`,
  'two-by': `from kwaad.test (kwaad.test [${stranger}])\r\n\tby kwaad.test by ${ourServer} with ESMTPSA`,
  'by-last': `from mail.delinde.test by kwaad.test (Postfix) with ESMTPS by ${ourServer} id 1`,
  'upper-case-stranger': `FROM KWAAD.TEST (KWAAD.TEST [${stranger}]) BY ${ourServer.toUpperCase()} WITH ESMTPS ID 1`,
  'lmtp-stranger': `from kwaad.test (kwaad.test [${stranger}])\r\n\tby ${ourServer} with LMTP id 1`,
  'no-protocol': `from kwaad.test (kwaad.test [${stranger}]) by ${ourServer}`,
  'name-only-stranger': `from kwaad.test by ${ourServer} with ESMTP id 1`,
  'private-address': `from kwaad.test (kwaad.test [${stranger}] [10.0.0.7])\r\n\tby ${ourServer} with ESMTP id 1`,
  'login-word-elsewhere': `from kwaad.test (kwaad.test [${stranger}])\r\n\tby ${ourServer} with ESMTP id ESMTPSA for <with ESMTPSA>`,
  'login-of-other-domain': `from kwaad.test (kwaad.test [${stranger}])\r\n\t(Authenticated sender: x@kwaad.test)\r\n\tby kwaad.test with ESMTPSA id 1`,
  'two-with': `from kwaad.test (kwaad.test [${stranger}])\r\n\tby ${ourServer} with ESMTP with ESMTPSA id 1`,
  'semicolon-early': `from kwaad.test; by ${ourServer} with ESMTPSA id 1`,
  'name-with-dot': `from kwaad.test (mail.delinde.test.kwaad.test [${stranger}])\r\n\tby ${ourServer} with ESMTPS id 1`,
  'empty': '', 'only-date': day, 'comment-only': `(from mail.delinde.test by ${ourServer} with ESMTPSA)`,
}

export function traces() {
  const set = family('trace')
  for (const [id, text] of Object.entries(greetings)) {
    set.add(id, 'IN-04', 'IN-05a: what a stranger says of himself is no proof', onTop(unmarked(bas), `Received: ${text}${text === '' ? '' : `; ${day}`}`, submitted))
  }
  const inside = (id: string, why: string, ...lines: readonly string[]): void => set.add(id, 'IN-05a', why, onTop(unmarked(bas), ...lines))
  inside('ipv6', 'RFC 5321: an IPv6 address', `Received: from mail.delinde.test (mail.delinde.test [IPv6:2001:db8::25])\r\n\tby ${ourServer} (Postfix) with ESMTPS id 1; ${day}`, submitted)
  inside('upper-case', 'host names compare without case', `Received: from MAIL.DELINDE.TEST (Mail.DeLinde.Test [192.0.2.25])\r\n\tby MX.DeLinde.test (Postfix) with ESMTPS id 1; ${day}`, submitted)
  inside('login-named', 'Postfix names the login', `Received: from laptop.local (thuis.kabel.test [${stranger}])\r\n\t(Authenticated sender: bas@delinde.test)\r\n\tby mail.delinde.test (Postfix) with ESMTPSA id 1; ${day}`)
  inside('login-from-home', 'a colleague at home', received({ from: 'laptop.local', by: 'mail.delinde.test', with: 'ESMTPSA', ip: stranger, rdns: 'thuis.kabel.test' }))
  inside('smtputf8-login', 'RFC 6531: UTF8SMTPSA is a login too', received({ from: 'laptop.local', by: 'mail.delinde.test', with: 'UTF8SMTPSA', ip: stranger, rdns: 'thuis.kabel.test' }))
  inside('exim', 'as Exim writes a login', `Received: from [192.168.1.5] (helo=laptop)\r\n\tby mail.delinde.test with esmtpsa (TLS1.3) tls TLS_AES_256_GCM_SHA384\r\n\t(Exim 4.98) id 1; ${day}`)
  inside('dovecot', 'as Dovecot\'s submission server writes a login', `Received: from [10.0.0.5] ([10.0.0.5])\r\n\tby mail.delinde.test with ESMTPSA\r\n\tid abc\r\n\tfor <anja@delinde.test>; ${day}`)
  inside('cipher-in-comment', 'as Postfix writes what TLS did', `Received: from mail.delinde.test (mail.delinde.test [192.0.2.25])\r\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\r\n\t key-exchange X25519)\r\n\t(No client certificate requested)\r\n\tby ${ourServer} (Postfix) with ESMTPS id 1; ${day}`, submitted)
  set.add('below-submission', ['internal', 'unknown'], 'IN-05a: hops before our own submission', onTop(unmarked(bas), submitted, received({ from: 'kwaad.test', by: 'relay.kwaad.test' })))
  set.add('web-mail', ['internal', 'unknown'], 'handed in on a page of our server, says our server', onTop(unmarked(bas), `Received: from kwaad.test by ${ourServer} with HTTP; ${day}`, submitted))
  set.add('name-only', ['internal', 'unknown'], 'RFC 5321 4.4: without an address the name is what the sender said; some of our own servers write no more', onTop(unmarked(bas), `Received: from mail.delinde.test by ${ourServer} with ESMTP id 1; ${day}`, submitted))
  set.add('no-login', ['internal', 'unknown'], 'a device of the practice that does not log in', onTop(unmarked(bas), received({ from: 'scanner.delinde.test', by: 'mail.delinde.test', with: 'ESMTP', ip: '10.0.0.9' })))
  return set.cases
}
