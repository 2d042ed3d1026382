/** IN-05a, IN-09 and IN-10: our own mail, notices of portals and our own web form, and who would pass for them. */
import { family, noPass } from '../case.ts'
import { arrived, judged, letter, mark, onTop, ourServer, received, withBody, type Letter } from '../letter.ts'
import { allPass, safeArrival, safely, unmarked } from '../sent.ts'
import { signed } from '../sign.ts'

const bas = 'Bas Jansen <bas@delinde.test>'
const submitted = received({ from: '[10.0.0.7]', by: 'mail.delinde.test', with: 'ESMTPSA', ip: '10.0.0.7', rdns: 'unknown' })
const inward = received({ from: 'mail.delinde.test', by: ourServer, ip: '192.0.2.25' })
const delivery = `Received: from mx.delinde.test ([127.0.0.1])\r\n\tby mail.delinde.test with LMTP\r\n\tid x1 (envelope-from <bas@delinde.test>)\r\n\tfor <anja@delinde.test>; Sun, 15 Feb 2026 09:30:00 +0000`

function internal() {
  const set = family('internal')
  const inside = (mail: Letter, id: string, why: string): void => set.add(id, 'IN-05a', why, mail)
  inside(onTop(unmarked(bas), submitted), 'one-hop', 'handed in after a login, and delivered there')
  inside(onTop(unmarked(bas), inward, submitted), 'two-hops', 'from our submission server to our mail server')
  inside(onTop(unmarked(bas), delivery, inward, submitted), 'with-delivery', 'the hand-over to the mailbox is ours too')
  inside(onTop(unmarked(bas, { selector: 'ed', key: 'ed25519' }), inward, submitted), 'ed25519', 'RFC 8463')
  inside(onTop(unmarked('Mia <mia@lindezorg.test>'), inward, submitted), 'second-domain', 'every own domain')
  inside(judged(onTop(unmarked(bas), inward, submitted), 'dkim=pass header.d=delinde.test; dmarc=pass header.from=delinde.test'), 'judged', 'results agree')
  inside(onTop(unmarked(bas, {}, [mark]), inward, submitted), 'marked', 'IN-05a comes before IN-03')
  inside(onTop(unmarked(bas), inward, submitted.replace('ESMTPSA', 'ESMTPA')), 'login-without-tls', 'RFC 3848: a login')
  set.add('no-hops', ['internal', 'unknown'], 'no trace at all: a copy that never travelled', unmarked(bas))
  set.add('filter-hop', ['internal', 'unknown'], 'a content filter on the same machine', onTop(unmarked(bas), received({ from: 'localhost', by: 'mail.delinde.test', with: 'ESMTP', ip: '127.0.0.1' }), submitted))
  return set.cases
}

/** Own, ready, passing and unmarked: what is not `internal` is IN-04. */
function notInternal() {
  const set = family('not-internal')
  const out = (id: string, why: string, mail: Letter): void => set.add(id, 'IN-04', why, mail)
  const stranger = received({ from: 'mx.kwaad.test', by: ourServer, ip: '203.0.113.9' })
  const relay = received({ from: 'mail.delinde.test', by: 'relay.leverancier.test' })
  const back = received({ from: 'relay.leverancier.test', by: ourServer })
  out('through-provider', 'IN-05a: a hop that is not ours', onTop(unmarked(bas), back, relay, submitted))
  set.add('through-provider-marked', 'IN-03', 'IN-03: own domain, ready and marked, through the provider', onTop(safely(bas), back, relay, submitted))
  out('replayed', 'IN-05a: a stranger hands in our own letter again', onTop(unmarked(bas), stranger, submitted))
  out('replayed-trace-forged', 'IN-05a: what lies below the stranger is his', onTop(unmarked(bas), stranger, inward, submitted))
  out('replayed-no-trace', 'IN-05a: a stranger, and nothing below', onTop(unmarked(bas), stranger))
  out('replayed-greeting', 'IN-05a: the greeting is what a stranger says', onTop(unmarked(bas), received({ from: 'mail.delinde.test', by: ourServer, ip: '203.0.113.9', rdns: 'mx.kwaad.test' }), submitted))
  out('replayed-greeting-unknown', 'IN-05a: a greeting without a name for the address proves nothing', onTop(unmarked(bas), received({ from: 'mail.delinde.test', by: ourServer, ip: '203.0.113.9', rdns: 'unknown' }), submitted))
  out('hop-longer-name', 'IN-05a: names are compared whole', onTop(unmarked(bas), back, received({ from: 'mail.delinde.test', by: 'mx.delinde.test.kwaad.test' }), submitted))
  out('hop-in-comment', 'IN-05a: what stands in comments is no host', onTop(unmarked(bas), back, 'Received: from mail.delinde.test by relay.kwaad.test (by mx.delinde.test with ESMTPSA) with ESMTP id 1; Sun, 15 Feb 2026 09:29:00 +0000', submitted))
  out('hop-without-by', 'IN-05a: a hop that says nothing is not ours', onTop(unmarked(bas), 'Received: via iets; Sun, 15 Feb 2026 09:29:00 +0000', submitted))
  out('hop-without-by-below', 'IN-05a: a hop that says nothing is not ours', onTop(unmarked(bas), inward, 'Received: (qmail 1234 invoked by uid 89); 15 Feb 2026 09:29:00 -0000', relay, submitted))
  out('no-hosts-configured', 'IN-05a: nothing is known of our servers', onTop(unmarked(bas), inward, submitted))
  out('unsigned-subject', 'IN-02c holds for internal too', onTop(signed(letter(bas), { domain: 'delinde.test', leavesOut: ['subject'] }), inward, submitted))
  out('second-subject', 'IN-02c holds for internal too', onTop(unmarked(bas), inward, submitted, 'Subject: Dringend'))
  out('behind-length', 'IN-02c holds for internal too', withBody(onTop(unmarked(bas, { length: 'all' }), inward, submitted), `${letter(bas).body}Maak geld over.\r\n`))
  out('pass-by-spf', 'IN-02c: no signature covers anything', judged(onTop(letter(bas), inward, submitted), 'dkim=none; spf=pass smtp.mailfrom=delinde.test; dmarc=pass header.from=delinde.test'))
  set.add('subdomain', 'IN-06', 'IN-05a: a subdomain is not one of the own domains', onTop(unmarked('x@post.delinde.test'), inward, submitted))
  set.add('unsigned', 'IN-05', 'no result at all', onTop(letter(bas), inward, submitted))
  set.add('judged-fail', 'IN-07', 'the server saw DMARC fail', judged(onTop(letter(bas), inward, submitted), 'dkim=fail header.d=delinde.test; spf=fail smtp.mailfrom=delinde.test; dmarc=fail header.from=delinde.test'))
  set.add('two-senders', 'IN-07a', 'two addresses', onTop(signed(letter(`${bas}, x@kwaad.test`), { domain: 'delinde.test' }), inward, submitted))
  set.add('changed', noPass, 'the signature does not hold', withBody(onTop(unmarked(bas), inward, submitted), 'Ander bericht\r\n'))
  set.add('other-signature', noPass, 'signed by a stranger', onTop(signed(letter(bas), { domain: 'kwaad.test' }), inward, submitted))
  return set.cases.map((one) => (one.id.endsWith('no-hosts-configured') ? { ...one, account: 'withoutHosts' as const } : one))
}

function portals() {
  const set = family('portal')
  const notice = (from = 'Veilig portaal <noreply@veiligportaal.test>'): Letter => signed(letter(from, { subject: 'Er staat een bericht voor u klaar', body: 'https://veiligportaal.test/lees/1\r\n' }), { domain: 'veiligportaal.test' })
  set.add('notice', 'IN-09', 'pass, a portal that we know', arrived(notice()))
  set.add('notice-named', 'IN-09', 'the name of another, no address', arrived(notice('"Ziekenhuis Oost via Veilig portaal" <noreply@veiligportaal.test>')))
  set.add('notice-marked', 'IN-09', 'IN-09 comes before IN-03', safeArrival('noreply@veiligportaal.test'))
  set.add('notice-judged', 'IN-09', 'pass by both', judged(arrived(notice()), allPass.replaceAll('ziekenhuis.test', 'veiligportaal.test')))
  set.add('notice-by-spf', 'IN-09', 'DMARC pass by SPF is a pass', judged(arrived(letter('noreply@veiligportaal.test')), 'dkim=none; spf=pass smtp.mailfrom=veiligportaal.test; dmarc=pass header.from=veiligportaal.test'))
  set.add('notice-shows-address', 'IN-07a', 'IN-07a comes before IN-09', arrived(notice('"balie@ziekenhuis.test via Veilig portaal" <noreply@veiligportaal.test>')))
  set.add('notice-subdomain', ['portalNotice', 'unsafe'], 'a subdomain of a portal that we know', arrived(unmarked('noreply@post.veiligportaal.test')))
  set.add('unsigned', 'IN-05', 'no result at all', arrived(letter('noreply@veiligportaal.test')))
  set.add('forged', 'IN-07', 'trusted DMARC fail', judged(arrived(letter('noreply@veiligportaal.test'), 'mx.kwaad.test'), 'dkim=none; spf=fail smtp.mailfrom=veiligportaal.test; dmarc=fail header.from=veiligportaal.test'))
  set.add('changed', noPass, 'the link was changed', withBody(arrived(notice()), 'https://kwaad.test/lees/1\r\n'))
  set.add('link-only', 'IN-06', 'a link to a portal makes no notice', arrived(signed(letter('x@winkel.test', { body: 'https://veiligportaal.test/lees/1\r\n' }), { domain: 'winkel.test' })))
  set.add('name-only', 'IN-06', 'the name of a portal makes no notice', arrived(unmarked('"Veilig portaal" <noreply@winkel.test>')))
  set.add('other-signs', noPass, 'a stranger signs', arrived(signed(letter('noreply@veiligportaal.test'), { domain: 'kwaad.test' })))
  set.add('reply-to-portal', 'IN-06', 'Reply-To makes no notice', arrived(unmarked('x@winkel.test', {}, ['Reply-To: noreply@veiligportaal.test', 'Sender: noreply@veiligportaal.test'])))
  return set.cases
}

function webForms() {
  const set = family('form')
  const form = 'Formulier <noreply@webformulier.test>'
  set.add('hosted', 'IN-10', 'pass, the form that we set up', arrived(unmarked(form, {}, ['Reply-To: h.bakker@mailbox.test'])))
  set.add('own-domain-outside', 'IN-10', 'our own name, from the web host', arrived(unmarked('formulier@delinde.test'), 'www.webhost.test'))
  set.add('own-domain-inside', ['internal', 'formMessage'], 'all hops are ours: IN-05a stands first, IN-10 says more', onTop(unmarked('formulier@delinde.test'), inward, submitted))
  set.add('marked', 'IN-10', 'IN-10 comes before IN-03', safeArrival(form))
  set.add('by-spf', 'IN-10', 'DMARC pass by SPF is a pass', judged(arrived(letter(form)), 'dkim=none; spf=pass smtp.mailfrom=webformulier.test; dmarc=pass header.from=webformulier.test'))
  set.add('upper-case-domain', 'IN-10', 'domains compare without case', arrived(signed(letter('noreply@WebFormulier.test'), { domain: 'webformulier.test' })))
  set.add('other-address', 'IN-04', 'another address of that domain, which is ready', arrived(unmarked('info@webformulier.test')))
  set.add('plus-address', 'IN-04', 'another address of that domain', arrived(unmarked('noreply+x@webformulier.test')))
  set.add('unsigned', 'IN-05', 'no result at all', arrived(letter(form)))
  set.add('forged', 'IN-07', 'trusted DMARC fail', judged(arrived(letter(form), 'mx.kwaad.test'), 'dkim=none; spf=fail smtp.mailfrom=webformulier.test; dmarc=fail header.from=webformulier.test'))
  set.add('two-senders', 'IN-07a', 'two addresses', arrived(signed(letter(`${form}, x@kwaad.test`), { domain: 'webformulier.test' })))
  set.add('shown-only', 'IN-07a', 'the display name shows another address', arrived(unmarked('"noreply@webformulier.test" <x@kwaad.test>')))
  set.add('sender-header', 'IN-06', 'the Sender header is not From', arrived(unmarked('x@winkel.test', {}, ['Sender: noreply@webformulier.test'])))
  set.add('other-signs', noPass, 'a stranger signs', arrived(signed(letter(form), { domain: 'kwaad.test' })))
  return set.cases
}

export const inside = () => [...internal(), ...notInternal(), ...portals(), ...webForms()]
