/** IN-02d: where the organization begins, and policies that cannot be looked up; IN-01: results in the words of many servers. */
import { family, noPass } from '../case.ts'
import { arrived, judged, letter, mark, onTop, type Letter } from '../letter.ts'
import { allPass, hospitalFrom, safeArrival, safely, unmarked } from '../sent.ts'
import { signed } from '../sign.ts'

const by = (from: string, domain: string): Letter => arrived(signed(letter(from, { more: [mark] }), { domain }), `mx.${domain}`)

function organizations() {
  const set = family('organization')
  set.add('private-suffix-neighbour', noPass, 'RFC 7489 3.2: below a suffix that a firm lets out', by('x@praktijk.co.nl', 'ander.co.nl'))
  set.add('private-suffix', noPass, 'IN-02d: a suffix that a firm lets out', by('x@praktijk.co.nl', 'co.nl'))
  set.add('wildcard-suffix', noPass, 'IN-02d: *.ck is a public suffix', by('x@praktijk.zorg.ck', 'zorg.ck'))
  set.add('wildcard-suffix-neighbour', noPass, 'IN-02d: *.ck is a public suffix', by('x@praktijk.zorg.ck', 'ander.zorg.ck'))
  set.add('below-suffix', 'IN-03', 'RFC 7489 3.2: the organization right below the suffix', safeArrival('x@praktijk.co.nl'))
  set.add('policy-tampered-relaxed', noPass, 'IN-02d: the policy does not validate, it may have said adkim=s', by('x@beleidkapot.test', 'a.beleidkapot.test'))
  set.add('policy-tampered-exact', ['safe', ...noPass], 'IN-02d: the policy does not validate; d= is exactly From', safeArrival('x@beleidkapot.test'))
  set.add('policy-unreachable-relaxed', noPass, 'IN-02d: the policy cannot be looked up, it may say adkim=s', by('x@beleidstil.test', 'a.beleidstil.test'))
  set.add('policy-unreachable-exact', ['safe', ...noPass], 'IN-02d: the policy cannot be looked up; d= is exactly From', safeArrival('x@beleidstil.test'))
  set.add('key-by-alias-unsigned', ['safe', ...noPass], 'IN-02d: a CNAME from a signed zone to a key in an unsigned one', arrived(safely(hospitalFrom, { selector: 'vrijalias' })))
  set.add('key-by-alias-tampered', noPass, 'IN-02d: a CNAME to a key that does not validate', arrived(safely(hospitalFrom, { selector: 'kapotalias' })))
  return set.cases
}

/** One letter without a signature whose sender passes by DMARC, so that only the server's words can say it. */
function results() {
  const set = family('results')
  const from = 'h.bakker@mailbox.test'
  const said = (id: string, expected: Parameters<typeof set.add>[1], text: string): void => set.add(id, expected, 'IN-01: in the words of one server or another', judged(arrived(letter(from), 'mx.mailbox.test'), text))
  said('google', 'IN-06', 'dkim=pass header.i=@mailbox.test header.s=s1 header.b=AbC1dEf2;\r\n       spf=pass (delinde.test: domain of h.bakker@mailbox.test designates 192.0.2.7 as permitted sender) smtp.mailfrom=h.bakker@mailbox.test;\r\n       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=mailbox.test')
  said('rspamd', 'IN-06', 'dkim=none;\r\n\tspf=pass (mx.delinde.test: domain of h.bakker@mailbox.test designates 192.0.2.7 as permitted sender) smtp.mailfrom=h.bakker@mailbox.test;\r\n\tdmarc=pass (policy=none) header.from=mailbox.test')
  said('google-fail', 'IN-07', 'spf=fail (delinde.test: domain of x@mailbox.test does not designate 192.0.2.9 as permitted sender) smtp.mailfrom=x@mailbox.test;\r\n       dmarc=fail (p=NONE sp=NONE dis=NONE) header.from=mailbox.test')
  said('upper-case', 'IN-07', 'SPF=FAIL smtp.mailfrom=mailbox.test; DMARC=FAIL header.from=mailbox.test')
  said('spaces', 'IN-07', ' dkim = none ; dmarc = fail  header.from = mailbox.test ')
  said('method-version', 'IN-07', 'dmarc/1=fail header.from=mailbox.test')
  said('comments', 'IN-07', '(a) dmarc (b) = (c) fail (d) header.from (e) = (f) mailbox.test')
  said('nested-comments', 'IN-07', 'dkim=none (a (b; dmarc=pass) c\\) d); dmarc=fail header.from=mailbox.test')
  said('none', ['unknown', 'unsafe'], 'none')
  said('other-methods', ['unknown', 'unsafe'], 'iprev=pass policy.iprev=192.0.2.7; auth=pass smtp.auth=x; x-tls=pass; bimi=pass')
  said('permerror', ['unsafe', 'unknown'], 'dkim=permerror; spf=permerror smtp.mailfrom=mailbox.test; dmarc=permerror header.from=mailbox.test')
  said('temperror', ['unsafe', 'unknown'], 'dkim=temperror; spf=temperror smtp.mailfrom=mailbox.test; dmarc=temperror header.from=mailbox.test')
  said('twice-worse', ['suspicious', 'unsafe', 'unknown'], 'dmarc=pass header.from=mailbox.test; dmarc=fail header.from=mailbox.test')
  said('cut', ['unsafe', 'unknown', 'suspicious'], 'dmarc=fail header.from=mailbox.test; spf=pass smtp.mailfrom="mailbox')
  said('garbage', ['unsafe', 'unknown', 'suspicious'], ';;;=;= pass fail "; (((')
  set.add('without-id', 'IN-05', 'IN-01: a server that names no id', onTop(arrived(letter(from)), 'Authentication-Results: spf=pass (sender IP is 192.0.2.7)\r\n smtp.mailfrom=mailbox.test; dkim=none (message not signed); dmarc=pass action=none header.from=mailbox.test;compauth=pass reason=100'))
  set.add('two-of-ours-fail-below', ['safe', 'suspicious', 'unknown'], 'IN-01: two programs of our server; the lower one says fail', judged(judged(safeArrival(), 'dmarc=fail header.from=ziekenhuis.test'), 'dkim=pass header.d=ziekenhuis.test'))
  set.add('two-of-ours-fail-above', 'IN-07', 'IN-01: two programs of our server; the upper one says fail', judged(judged(safeArrival(), 'dkim=pass header.d=ziekenhuis.test'), 'dmarc=fail header.from=ziekenhuis.test'))
  set.add('identity-only', 'IN-03', 'header.i where others write header.d', judged(safeArrival(), 'dkim=pass header.i=@ziekenhuis.test header.b=AbCd; spf=fail smtp.mailfrom=x@ziekenhuis.test'))
  set.add('neutral', ['safe', ...noPass], 'IN-02a: does dkim=neutral disagree with our pass?', judged(safeArrival(), 'dkim=neutral header.d=ziekenhuis.test'))
  set.add('dkim-none-said', ['safe', ...noPass], 'IN-02a: does dkim=none disagree with our pass?', judged(safeArrival(), 'dkim=none; spf=pass smtp.mailfrom=ziekenhuis.test'))
  set.add('dkim-temperror-said', ['safe', ...noPass], 'IN-02a: does dkim=temperror disagree with our pass?', judged(safeArrival(), 'dkim=temperror header.d=ziekenhuis.test'))
  set.add('all-pass-unmarked', 'IN-04', 'ready only', judged(arrived(unmarked()), allPass))
  return set.cases
}

export const policies = () => [...organizations(), ...results()]
