/** Writing that the RFCs allow and few programs make: honest mail must keep its name in it, and no attack may hide in it. */
import { family, noPass, notSafe, type Expected } from '../case.ts'
import { altered, arrived, atBottom, judged, letter, mark, onTop, ourServer, received, utf8, withBody, without, type Letter } from '../letter.ts'
import { allFail, allPass, hospitalFrom, safeArrival, safely, unmarked } from '../sent.ts'
import { signed, type Signature } from '../sign.ts'

const attacker = 'kwaadklaar.test'
const send = (from: string, options: Partial<Signature> = {}, more: readonly string[] = []): Letter =>
  arrived(signed(letter(utf8(from), { more: [mark, ...more] }), { domain: 'ziekenhuis.test', ...options }))
const byAttacker = (from: string, more: readonly string[] = []): Letter => arrived(signed(letter(utf8(from), { more: [mark, ...more] }), { domain: attacker }), `mx.${attacker}`)

/** RFC 5322 section 3.4: one address of the hospital each, however it is written. */
const honestFroms: Readonly<Record<string, string>> = {
  'quoted-local': '"de balie"@ziekenhuis.test', 'quoted-local-angles': 'Balie <"de balie"@ziekenhuis.test>', 'quoted-needlessly': '<"balie"@ziekenhuis.test>', 'bare': 'balie@ziekenhuis.test',
  'angles-only': '<balie@ziekenhuis.test>', 'no-space': 'Balie<balie@ziekenhuis.test>', 'comment-before': '(Balie) balie@ziekenhuis.test', 'comment-nested': 'Balie (poli (3e)) <balie@ziekenhuis.test>', 'comment-behind': 'Balie <balie@ziekenhuis.test> (poli)',
  'dots-in-name': 'Dr. A. de Vries <a.devries@ziekenhuis.test>', 'apostrophe': 'J. van \'t Hof <j.hof@ziekenhuis.test>', 'escaped-quote': '"Jan \\"de Balie\\" Smit" <balie@ziekenhuis.test>', 'empty-name': '"" <balie@ziekenhuis.test>',
  'plus': 'balie+poli@ziekenhuis.test', 'raw-utf-8': 'Renée <renee@ziekenhuis.test>', 'utf-8-local': 'renée@ziekenhuis.test', 'emoji': '🏥 Balie <balie@ziekenhuis.test>', 'folded-in-name': '"Balie\r\n\tpoli" <balie@ziekenhuis.test>', 'folded-before': '\r\n Balie <balie@ziekenhuis.test>',
  'underscore': 'b_a-l.ie@ziekenhuis.test', 'tabs': 'Balie\t\t<balie@ziekenhuis.test>\t', 'at-in-comment': 'Balie (wij zijn er @ 9 uur) <balie@ziekenhuis.test>', 'same-address-comment': 'balie@ziekenhuis.test (balie@ziekenhuis.test)', 'long-name': `${'Afdeling '.repeat(40)}<balie@ziekenhuis.test>`,
}

/** Whoever reads these in another way than we do sees another sender. */
const foreignFroms: Readonly<Record<string, string>> = {
  'quoted-address': `<"balie@ziekenhuis.test"@${attacker}>`, 'quoted-address-bare': `"balie@ziekenhuis.test"@${attacker}`, 'quoted-in-name': `"balie"@ziekenhuis.test <x@${attacker}>`, 'quoted-in-name-spaced': `"de balie"@ziekenhuis.test <x@${attacker}>`,
  'quoted-brackets': `<"x>, <balie@ziekenhuis.test"@${attacker}>`, 'quoted-comma': `"x,balie@ziekenhuis.test"@${attacker}`, 'quoted-escape': `"balie\\@ziekenhuis.test\\""@${attacker}`, 'quoted-comment': `"balie"(@ziekenhuis.test)@${attacker}`,
  'percent-route': `balie%ziekenhuis.test@${attacker}`, 'bang-path': `ziekenhuis.test!balie@${attacker}`, 'comment-splits': `balie@ziekenhuis.test(<)x@${attacker}`, 'two-at': `balie@ziekenhuis.test@${attacker}`,
  'group-of-one': `Balie: balie@ziekenhuis.test;, x@${attacker}`, 'empty-group': `balie@ziekenhuis.test:; <x@${attacker}>`, 'list-with-empty': `,, balie@ziekenhuis.test ,, x@${attacker}`, 'newline-address': `Balie <balie@ziekenhuis.test>,\r\n x@${attacker}`,
  'encoded-angle': `=?utf-8?q?Balie_=3Cbalie=40ziekenhuis.test=3E?= <x@${attacker}>`, 'encoded-twice': `=?utf-8?q?=3D=3Futf-8=3Fq=3Fbalie=3D40ziekenhuis.test=3F=3D?= balie@ziekenhuis.test <x@${attacker}>`, 'encoded-local': `=?utf-8?q?balie=40ziekenhuis.test?=@${attacker}`,
  'mongolian': `"balie\u180e@ziekenhuis.test" <x@${attacker}>`, 'combining': `"balie@z\u034fiekenhuis.test" <x@${attacker}>`, 'left-to-right': `"balie\u200e@\u200eziekenhuis.test" <x@${attacker}>`, 'word-joiner': `"balie@\u2060ziekenhuis.test" <x@${attacker}>`, 'full-stop': `"balie@ziekenhuis．test" <x@${attacker}>`,
  'hangul-filler': `"balie\u3164@ziekenhuis.test" <x@${attacker}>`, 'arrobase': `"balie(at)ziekenhuis.test" <x@${attacker}>`, 'arrobase-square': `"balie [at] ziekenhuis.test" <x@${attacker}>`, 'isolate': `"\u2067tset.siuhnekeiz@eilab\u2069" <x@${attacker}>`, 'line-separator': `"balie@ziekenhuis.test\u2028" <x@${attacker}>`,
}

function senders() {
  const set = family('rare-sender')
  for (const [id, from] of Object.entries(honestFroms)) set.add(id, 'IN-03', 'RFC 5322 3.4: one address, written in one of its ways', send(from))
  const seenAsTwo = ['percent-route', 'bang-path', 'isolate', 'encoded-twice']
  for (const [id, from] of Object.entries(foreignFroms)) {
    const expected: Expected = seenAsTwo.includes(id) ? ['suspicious', 'unknown', 'safe', 'unsafe'] : ['suspicious']
    set.add(`foreign-${id}`, expected, 'IN-07a: the attacker signs for himself and shows the hospital', byAttacker(from))
  }
  set.add('unicode-domain', 'IN-03', 'RFC 6532: From in letters, d= as an A-label', arrived(signed(letter(utf8('info@zörg.test'), { more: [mark] }), { domain: 'xn--zrg-sna.test' })))
  set.add('unicode-signer', ['safe', ...noPass], 'RFC 8616: d= in letters', arrived(signed(letter('info@xn--zrg-sna.test', { more: [mark] }), { domain: utf8('zörg.test') })))
  set.add('root-dot', noPass, 'RFC 5321: no dot at the end of a domain', send('balie@ziekenhuis.test.'))
  set.add('resent', 'IN-03', 'RFC 5322 3.6.6: who sent it on is no sender of the letter', onTop(safeArrival(), 'Resent-From: x@kwaad.test', 'Resent-To: anja@delinde.test', 'Resent-Date: Sun, 15 Feb 2026 09:29:00 +0000'))
  set.add('from-in-other-names', 'IN-03', 'other headers name no sender', onTop(safeArrival(), 'X-From: x@kwaad.test', 'Return-Path: <x@kwaad.test>', 'X-Original-From: x@kwaad.test', 'Errors-To: x@kwaad.test', 'X-Sender: x@kwaad.test'))
  set.add('sender-by-attacker', notSafe, 'IN-02c: Sender came later', onTop(safeArrival(), 'Sender: x@kwaad.test'))
  return set.cases
}

/** What our server says in all the ways in which RFC 8601 lets it be said. */
function results() {
  const set = family('rare-results')
  const bad: Readonly<Record<string, string>> = {
    'dot-apart': 'dkim=none; spf=fail smtp . mailfrom=ziekenhuis.test; dmarc=fail header . from=ziekenhuis.test', 'dot-comment': 'dmarc=fail header (x) . (y) from (z) = (dmarc=pass) ziekenhuis.test', 'dot-folded': 'dmarc = fail header\r\n .\r\n from = ziekenhuis.test',
    'version-apart': 'dmarc / 1 = fail header.from=ziekenhuis.test', 'upper': 'DMARC=FAIL HEADER.FROM=ZIEKENHUIS.TEST', 'quoted-result': 'dmarc="fail" header.from="ziekenhuis.test"', 'reason-first': 'dmarc=fail reason="dmarc=pass header.from=ziekenhuis.test" header.from=ziekenhuis.test',
    'policy-words': 'dmarc=fail (p=quarantine dis=none) policy.dmarc=quarantine header.from=ziekenhuis.test', 'last-semicolon': 'dmarc=fail header.from=ziekenhuis.test;', 'arc-pass': 'arc=pass (i=1 dmarc=pass fromdomain=ziekenhuis.test); dmarc=fail header.from=ziekenhuis.test',
    'tab-everywhere': '\tdmarc\t=\tfail\theader.from\t=\tziekenhuis.test\t', 'both-fail': 'dkim=fail header . d=ziekenhuis.test; spf=softfail smtp.mailfrom=ziekenhuis.test',
  }
  for (const [id, text] of Object.entries(bad)) set.add(id, ['suspicious'], 'IN-07: our server says fail', judged(arrived(letter(hospitalFrom, { more: [mark] })), text))
  for (const [id, text] of Object.entries(bad)) set.add(`${id}-signed`, id === 'both-fail' ? noPass : ['suspicious'], 'IN-02a: the worse counts', judged(safeArrival(), text))
  const good: Readonly<Record<string, string>> = {
    'good-dot-apart': 'dkim=pass header . d=ziekenhuis.test; dmarc=pass header . from=ziekenhuis.test', 'good-user': 'dkim=pass header.i=balie@ziekenhuis.test; spf=pass smtp.mailfrom="de balie"@ziekenhuis.test', 'good-helo': 'spf=pass smtp.helo=mx.ziekenhuis.test; dkim=pass header.d=ziekenhuis.test',
    'good-many': `${Array.from({ length: 12 }, (_, n) => `x-test${String(n)}=pass`).join('; ')}; dkim=pass header.d=ziekenhuis.test`, 'good-iprev': 'iprev=fail policy.iprev=192.0.2.7; dkim=pass header.d=ziekenhuis.test', 'good-reason': 'dkim=pass reason="good signature; dmarc=fail" header.d=ziekenhuis.test',
  }
  for (const [id, text] of Object.entries(good)) set.add(id, 'IN-03', 'IN-01: our server agrees', judged(safeArrival(), text))
  set.add('header-lower-case', 'IN-07', 'header names compare without case', onTop(arrived(letter(hospitalFrom)), `authentication-results: ${ourServer}; dmarc=fail header.from=ziekenhuis.test`))
  set.add('header-space', 'IN-07', 'RFC 5322 4.5: a blank before the colon', onTop(arrived(letter(hospitalFrom)), `Authentication-Results : ${ourServer}; dmarc=fail header.from=ziekenhuis.test`))
  set.add('under-our-trace', 'IN-07', 'a filter writes below the trace line of its own server', onTop(judged(letter(hospitalFrom), allFail), received({ from: 'mx.ziekenhuis.test', by: ourServer })))
  set.add('under-two-of-ours', 'IN-07', 'handed on inside after the check', onTop(judged(arrived(letter(hospitalFrom)), allFail), received({ from: ourServer, by: 'mail.delinde.test', with: 'LMTP' })))
  set.add('pass-under-stranger', noPass, 'IN-01: it stood there when a stranger handed the letter over', onTop(judged(letter(hospitalFrom, { more: [mark] }), allPass), received({ from: 'mx.kwaad.test', by: 'mx.elders.test' })))
  set.add('fail-under-stranger', ['suspicious'], 'IN-01: whoever handed it on, our server said fail', onTop(judged(letter(hospitalFrom), allFail), received({ from: 'mx.kwaad.test', by: 'mx.elders.test' })))
  set.add('fail-under-nameless', ['suspicious'], 'a hop in no known form above it', onTop(judged(arrived(letter(hospitalFrom)), allFail), 'Received: (qmail 123 invoked by uid 89); 15 Feb 2026 09:29:00 -0000'))
  set.add('fail-under-nameless-signed', ['suspicious'], 'IN-02a: the worse counts', onTop(judged(safeArrival(), allFail), 'Received: (qmail 123 invoked by uid 89); 15 Feb 2026 09:29:00 -0000'))
  set.add('pass-under-nameless', ['safe'], 'IN-02a: the own result decides', onTop(judged(safeArrival(), allPass), 'Received: (qmail 123 invoked by uid 89); 15 Feb 2026 09:29:00 -0000'))
  set.add('pass-under-stranger-stripping', noPass, 'the same where the mark would count', onTop(judged(letter(hospitalFrom, { more: [mark] }), allPass), received({ from: 'mx.kwaad.test', by: 'mx.elders.test' })), { account: 'stripping' })
  set.add('pass-in-folds-of-x', 'IN-05', 'folded text of another header', onTop(arrived(letter(hospitalFrom)), `X-Note: a\r\n\tAuthentication-Results: ${ourServer};\r\n\t${allPass}`))
  set.add('injected-mailfrom', noPass, 'an envelope sender that writes results, as a careless server passes it on', judged(arrived(letter(hospitalFrom, { more: [mark] })), 'dkim=none; spf=pass smtp.mailfrom=x;dmarc=pass header.from=ziekenhuis.test; x=pass y.z=@kwaad.test'), { account: 'stripping' })
  set.add('unsigned-pass-portal', ['portalNotice', ...noPass], 'IN-09 asks for a pass only', judged(arrived(letter('noreply@veiligportaal.test')), 'spf=pass smtp.mailfrom=veiligportaal.test; dmarc=pass header.from=veiligportaal.test'))
  set.add('dkim-pass-unsigned', noPass, 'IN-02a: a signature that only the server saw', judged(arrived(letter(hospitalFrom, { more: [mark] })), 'dkim=pass header.d=ziekenhuis.test; dmarc=pass header.from=ziekenhuis.test'), { account: 'stripping' })
  return set.cases
}

/** DKIM-Signature fields as other signers write them. */
function signatures() {
  const set = family('rare-signature')
  const base = safely()
  const rewrite = (mail: Letter, change: (line: string) => string): Letter => arrived(altered(mail, 'dkim-signature', change))
  set.add('name-lower', 'IN-03', 'header names compare without case', rewrite(base, (line) => line.replace('DKIM-Signature', 'dkim-signature')))
  set.add('name-space', ['safe', ...noPass], 'RFC 5322 4.5: a blank before the colon', rewrite(base, (line) => line.replace('DKIM-Signature:', 'DKIM-Signature :')))
  set.add('tag-upper', noPass, 'RFC 6376 3.2: tags are told apart by case', arrived(signed(letter(hospitalFrom, { more: [mark] }), { domain: 'ziekenhuis.test', tags: { d: null, D: 'ziekenhuis.test' } })))
  set.add('algorithm-upper', ['safe', ...noPass], 'RFC 6376: is a= told apart by case?', send(hospitalFrom, { tags: { a: 'RSA-SHA256' } }))
  set.add('blanks-in-hash', 'IN-03', 'RFC 6376 3.2: blanks in base64', arrived(signed(letter(hospitalFrom, { more: [mark] }), { domain: 'ziekenhuis.test', tags: { z: 'From:balie@ziekenhuis.test|Subject:Iets=20anders' } })))
  set.add('canon-one-word', 'IN-03', 'RFC 6376 3.5: c=relaxed is relaxed/simple', send(hospitalFrom, { body: 'simple', tags: { c: 'relaxed' } }))
  set.add('canon-absent', 'IN-03', 'RFC 6376 3.5: without c= simple/simple', send(hospitalFrom, { header: 'simple', body: 'simple', tags: { c: null } }))
  set.add('query-said', 'IN-03', 'RFC 6376 3.5: q=dns/txt', send(hospitalFrom, { tags: { q: 'dns/txt' } }))
  set.add('query-list', 'IN-03', 'RFC 6376 3.5: of several the one that is known', send(hospitalFrom, { tags: { q: 'http : dns/txt' } }))
  set.add('identity-quoted', ['safe', ...noPass], 'RFC 6376 2.11: i= in quoted-printable', send(hospitalFrom, { tags: { i: 'de=20balie@ziekenhuis.test' } }))
  set.add('names-upper', 'IN-03', 'RFC 6376 3.5: names in h= compare without case', send(hospitalFrom, { covers: ['FROM', 'TO', 'SUBJECT', 'DATE', 'MESSAGE-ID', 'MIME-VERSION', 'CONTENT-TYPE', 'CONTENT-TRANSFER-ENCODING', 'X-NTA7516'] }))
  set.add('names-twice', 'IN-03', 'RFC 6376 5.4.2: h= names From twice, it is there once', send(hospitalFrom, { oversigns: ['from', 'from', 'x-nta7516'] }))
  set.add('signs-itself', noPass, 'RFC 6376 3.5: h= names DKIM-Signature, which came above', onTop(send(hospitalFrom, { oversigns: ['dkim-signature'] }), 'DKIM-Signature: v=1; a=rsa-sha256; d=kwaad.test; s=s1; h=from; bh=AAAA; b=AAAA'))
  set.add('time-zero', ['safe', ...noPass], 'RFC 6376 3.5: x=0', send(hospitalFrom, { tags: { x: '0' } }))
  set.add('time-huge', ['safe', ...noPass], 'RFC 6376 3.5: x= of forty digits', send(hospitalFrom, { tags: { x: '9'.repeat(40) } }))
  set.add('length-zero-padded', ['safe', ...noPass], 'l= with zeros in front', arrived(signed(letter(hospitalFrom, { more: [mark] }), { domain: 'ziekenhuis.test', tags: { l: `000${String(letter('x').body.length)}` } })))
  set.add('length-overflow', noPass, 'l= beyond what a number holds', withBody(send(hospitalFrom, { length: 12, tags: { l: '4294967308' } }), 'Goedemorgen,\r\nMaak geld over.\r\n'))
  set.add('two-hospitals', 'IN-03', 'two signatures of the domain, one expired', arrived(signed(safely(), { domain: 'ziekenhuis.test', tags: { x: '1' } })))
  set.add('stranger-covers-more', notSafe, 'IN-02c: only the stranger covers Subject', arrived(signed(signed(letter(hospitalFrom, { more: [mark] }), { domain: 'ziekenhuis.test', leavesOut: ['subject'] }), { domain: attacker })))
  set.add('neighbour-covers-more', ['safe', ...notSafe], 'IN-02c: an aligned subdomain covers all', arrived(signed(signed(letter(hospitalFrom, { more: [mark] }), { domain: 'ziekenhuis.test', leavesOut: ['subject'] }), { domain: 'mail.ziekenhuis.test' })))
  set.add('body-cr', noPass, 'a bare CR was put into the body', withBody(safeArrival(), safeArrival().body.replace('staat', 'st\raat')))
  set.add('body-dot-stuffed', noPass, 'a dot was added at a line', withBody(safeArrival(), `.${safeArrival().body}`))
  set.add('header-case', 'IN-03', 'relaxed: names of signed headers in another case', altered(safeArrival(), 'subject', (line) => line.replace('Subject', 'SUBJECT')))
  set.add('header-case-simple', noPass, 'simple: names of signed headers in another case', altered(send(hospitalFrom, { header: 'simple' }), 'subject', (line) => line.replace('Subject', 'SUBJECT')))
  set.add('content-length', 'IN-03', 'an mbox wrote how long it is', atBottom(safeArrival(), 'Content-Length: 44', 'Lines: 3', 'Status: RO'))
  set.add('bcc-added', ['safe', ...notSafe], 'Bcc is not in the list of IN-02c', onTop(safeArrival(), 'Bcc: anja@delinde.test'))
  set.add('to-added', notSafe, 'IN-02c: To was not there when it was signed', onTop(arrived(signed(without(letter(hospitalFrom, { more: [mark] }), 'to'), { domain: 'ziekenhuis.test' })), 'To: anja@delinde.test'))
  return set.cases
}

/** The mark in writing that could count twice or not at all (IN-02b). */
function marks() {
  const set = family('rare-mark')
  const marked = (line: string): Letter => arrived(signed(letter(hospitalFrom, { more: [line] }), { domain: 'ziekenhuis.test' }))
  set.add('folded', 'IN-03', 'a value over two lines', marked('X-NTA7516:\r\n 2019-05'))
  set.add('encoded', 'IN-03', 'values are unpublished', marked('X-NTA7516: =?utf-8?q?ja?='))
  set.add('blank', ['unknown'], 'nothing but blanks', marked('X-NTA7516: \t '))
  set.add('name-space', ['safe', 'unknown'], 'RFC 5322 4.5: a blank before the colon', marked('X-NTA7516 : 2019-05'))
  set.add('twice-by-space', 'IN-04', 'IN-02b: it occurs twice', onTop(safeArrival(), 'X-NTA7516 : 2019-05'))
  set.add('folded-into-other', 'IN-04', 'the mark is text of another header', marked('X-Iets: a\r\n X-NTA7516: 2019-05'))
  set.add('two-marks-stripping', 'IN-04', 'IN-02b: it occurs twice', onTop(arrived(unmarked()), mark, mark), { account: 'stripping' })
  set.add('foreign-domain', 'IN-04', 'a domain that takes no part marks its own mail', arrived(safely('x@winkel.test')))
  return set.cases
}

/** Domains that look like others in ways beside the plain ones (IN-02e), all connected themselves or unsigned. */
function lookAlikes() {
  const set = family('rare-look-alike')
  const unsigned = (domain: string): Letter => arrived(letter(utf8(`balie@${domain}`)))
  const alike = ['zlekenhuis.test', 'ziekenhu1s.test', 'ziekenhujs.test', 'zieken.huis.test', 'ziekenhuis-.test', 'ziekenhuis0.test', 'xziekenhuis.test', 'ziekenhuis.test1', 'zıekenhuis.test', 'zіекеnhuis.test', 'zíékénhuis.test', 'arm-band.test', 'arrnband.test', 'armbend.test', 'mail.ziekenhuls.test', 'a.b.ziekenhuis.tesst', 'de.linde.test', 'delinde.tst', 'lindezorq.test', 'apotheekzuiid.test', 'apotheekzuicl.test']
  for (const domain of alike) set.add(domain.replaceAll(/[^a-z0-9.-]/g, '_') + String(domain.length), ['suspicious'], 'IN-02e: taken for a known domain', unsigned(domain))
  const different = ['ziekehnuis.test', 'ziekenhuizen.test', 'huis.test', 'ziekenhuisoost.test', 'linde.test', 'apotheek.test', 'armbanden.test', 'ziekenhuis.nl', 'mailboxes.test', 'zorg-linde.test']
  for (const domain of different) set.add(`not-${domain}`, 'IN-05', 'IN-02e: more than one letter, and no confusable one', unsigned(domain))
  set.add('wide-letter', ['suspicious', 'unknown'], 'UTS 46: a wide letter is the letter, so this is the known domain itself', unsigned('ｚiekenhuis.test'))
  set.add('own-below', 'IN-05', 'a name below an own domain is that domain', unsigned('post.delinde.test'))
  set.add('own-below-deep', 'IN-05', 'a name below an own domain is that domain', unsigned('a.b.delinde.test'))
  return set.cases
}

/** IN-05a once more: how our own mail may and may not have come. */
function inside() {
  const set = family('rare-inside')
  const bas = 'Bas Jansen <bas@delinde.test>'
  const submitted = received({ from: '[10.0.0.7]', by: 'mail.delinde.test', with: 'ESMTPSA', ip: '10.0.0.7', rdns: 'unknown' })
  const day = 'Sun, 15 Feb 2026 09:29:00 +0000'
  set.add('subject-unsigned', notSafe, 'IN-02c holds for internal too', onTop(unmarked(bas, { leavesOut: ['subject'] }), submitted))
  set.add('added-behind-length', notSafe, 'IN-02c holds for internal too', withBody(onTop(unmarked(bas, { length: 'all' }), submitted), `${letter('x').body}Maak geld over.\r\n`))
  set.add('subject-twice', notSafe, 'IN-02c holds for internal too', onTop(onTop(unmarked(bas), submitted), 'Subject: Maak geld over'))
  set.add('test-key', noPass, 'IN-02d holds for internal too', onTop(signed(letter(bas), { domain: 'delinde.test', algorithm: 'rsa-sha1' }), submitted))
  set.add('colleague-shown', 'IN-07a', 'IN-07a goes before IN-05a', onTop(unmarked('"anja@delinde.test" <bas@delinde.test>'), submitted))
  set.add('judged-fail', 'IN-07', 'IN-07 goes before IN-05a', judged(onTop(unmarked(bas), submitted), 'dmarc=fail header.from=delinde.test'))
  set.add('other-own-domain-signs', noPass, 'IN-02a: another own domain is not aligned', onTop(signed(letter(bas), { domain: 'lindezorg.test' }), submitted))
  set.add('below-own-domain', ['internal', 'unsafe', 'unknown'], 'a name below an own domain', onTop(unmarked('x@post.delinde.test', { domain: 'delinde.test' }), submitted))
  set.add('script', notSafe, 'a web page on our server, without a login', onTop(unmarked(bas), `Received: by mail.delinde.test (Postfix, from userid 33)\r\n\tid 1; ${day}`))
  set.add('trace-under-other-name', notSafe, 'our trace, in a header of another name', onTop(unmarked(bas), submitted.replace('Received', 'X-Received')))
  set.add('trace-unsigned-below', notSafe, 'the trace of a stranger between two of ours', onTop(unmarked(bas), received({ from: 'mx.kwaad.test', by: 'mail.delinde.test', ip: '203.0.113.9' }), received({ from: 'mail.delinde.test', by: 'mx.kwaad.test' }), submitted))
  set.add('login-claimed', notSafe, 'a stranger claims a login in his own words', onTop(unmarked(bas), `Received: from mail.delinde.test (ESMTPSA) (kwaad.test [203.0.113.9])\r\n\tby ${ourServer} (Postfix) with ESMTP (ESMTPSA) id 1; ${day}`))
  set.add('host-shorter', notSafe, 'names compare whole', onTop(unmarked(bas), received({ from: 'linde.test', by: 'delinde.test', with: 'ESMTPSA' })))
  set.add('upper-case-login', 'IN-05a', 'protocols compare without case', onTop(unmarked(bas), submitted.replace('ESMTPSA', 'esmtpsa')))
  set.add('line-feeds-in-trace', 'IN-05a', 'a trace over many lines', onTop(unmarked(bas), submitted.replace(' id 4C0FFEE', '\r\n\t\tid\r\n 4C0FFEE')))
  return set.cases
}

export const rareWriting = () => [...senders(), ...results(), ...signatures(), ...marks(), ...lookAlikes(), ...inside()]
