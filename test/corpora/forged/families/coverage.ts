/** IN-02b and IN-02c: the signature holds, and does not cover what the reader sees or what counts. */
import { family, notSafe } from '../case.ts'
import { arrived, atBottom, judged, letter, mark, nameOf, onTop, withBody, without, type Letter } from '../letter.ts'
import { allPass, hospitalFrom, safeArrival, safely } from '../sent.ts'
import { signed, type Signature } from '../sign.ts'

const send = (options: Partial<Signature>, more: readonly string[] = []): Letter =>
  arrived(signed(letter(hospitalFrom, { more: [mark, ...more] }), { domain: 'ziekenhuis.test', ...options }))

const shown: Readonly<Record<string, readonly string[]>> = {
  'subject': [], 'date': [], 'to': [], 'cc': ['Cc: bas@delinde.test'], 'reply-to': ['Reply-To: x@kwaad.test'], 'sender': ['Sender: x@ziekenhuis.test'],
  'content-type': [], 'content-transfer-encoding': [], 'mime-version': [],
}

function notCovered() {
  const set = family('not-covered')
  for (const [name, more] of Object.entries(shown)) set.add(name, notSafe, `IN-02c: ${name} is there and not signed`, send({ leavesOut: [name] }, more))
  set.add('from-only', notSafe, 'IN-02c: only From and the mark are signed', send({ covers: ['from', 'x-nta7516'] }))
  set.add('split', notSafe, 'IN-02c: two signatures, each over a half', arrived(signed(signed(letter(hospitalFrom, { more: [mark] }), { domain: 'ziekenhuis.test', leavesOut: ['subject'] }), { domain: 'ziekenhuis.test', covers: ['from', 'subject'] })))
  set.add('covered-by-foreigner', notSafe, 'IN-02c: only the foreign signature covers Subject', arrived(signed(signed(letter(hospitalFrom, { more: [mark] }), { domain: 'ziekenhuis.test', leavesOut: ['subject'] }), { domain: 'leverancier.test' })))
  set.add('full-beside-half', 'IN-03', 'IN-02c: one aligned signature over all suffices', arrived(signed(safely(), { domain: 'ziekenhuis.test', covers: ['from'] })))
  set.add('content-disposition', notSafe, 'IN-02c: a MIME header of the message itself', send({ leavesOut: ['content-disposition'] }, ['Content-Disposition: attachment; filename=brief.pdf']))
  set.add('content-language', ['safe', ...notSafe], 'is Content-Language a MIME header that is shown?', send({ leavesOut: ['content-language'] }, ['Content-Language: nl-NL']))
  set.add('judged-pass', notSafe, 'IN-02c: the server\'s pass covers nothing', judged(send({ leavesOut: ['subject'] }), allPass))
  set.add('spf-only-stripping', notSafe, 'IN-02c: pass by SPF, no signature, and the mark counts', judged(arrived(letter(hospitalFrom, { more: [mark] })), allPass.replace('dkim=pass', 'dkim=none')), { account: 'stripping' })
  return set.cases
}

function addedAfterwards() {
  const set = family('added')
  const evil: Readonly<Record<string, string>> = {
    subject: 'Subject: Maak direct geld over', to: 'To: iedereen@delinde.test', date: 'Date: Mon, 1 Jan 2024 10:00:00 +0000', 'content-type': 'Content-Type: multipart/mixed; boundary=kwaad',
    'content-transfer-encoding': 'Content-Transfer-Encoding: base64', 'mime-version': 'MIME-Version: 1.0', 'reply-to': 'Reply-To: x@kwaad.test', cc: 'Cc: x@kwaad.test', sender: 'Sender: x@kwaad.test',
  }
  for (const [name, line] of Object.entries(evil)) {
    set.add(`${name}-above`, notSafe, `IN-02c: a second or unsigned ${name} above`, onTop(safeArrival(), line))
    set.add(`${name}-below`, notSafe, `IN-02c: a second or unsigned ${name} below`, atBottom(safeArrival(), line))
  }
  const bare: Letter = ['subject', 'to', 'date', 'mime-version', 'content-type', 'content-transfer-encoding'].reduce(without, letter(hospitalFrom, { more: [mark] }))
  const bareArrival = arrived(signed(bare, { domain: 'ziekenhuis.test' }))
  set.add('nothing', 'IN-03', 'a letter with From alone, all of it signed', bareArrival)
  for (const name of ['subject', 'to', 'date', 'content-type', 'content-transfer-encoding', 'mime-version']) {
    set.add(`${name}-new`, notSafe, `IN-02c: ${name} was not there when it was signed`, onTop(bareArrival, evil[name]!))
  }
  for (const line of ['Content-Disposition: attachment; filename=factuur.exe', 'Content-Description: Factuur', 'Content-ID: <1@kwaad.test>', 'Content-Location: https://kwaad.test/', 'Content-Base: https://kwaad.test/']) {
    set.add(`${nameOf(line)}-new`, notSafe, 'IN-02c: a MIME header that nobody signed', onTop(safeArrival(), line))
  }
  set.add('subject-same', notSafe, 'IN-02c: Subject may occur once', onTop(safeArrival(), 'Subject: Afspraak'))
  set.add('subject-other-case', notSafe, 'IN-02c: names compare without case', onTop(safeArrival(), 'sUBJECT: Dringend'))
  set.add('subject-space-colon', notSafe, 'RFC 5322 4.5: obsolete white space before the colon', onTop(safeArrival(), 'Subject : Dringend'))
  set.add('subject-tab-colon', notSafe, 'RFC 5322 4.5: obsolete white space before the colon', onTop(safeArrival(), 'Subject\t: Dringend'))
  set.add('content-type-space-colon', notSafe, 'RFC 5322 4.5', onTop(safeArrival(), 'Content-Type : text/html'))
  set.add('message-id', notSafe, 'IN-02c: Message-ID may occur once', onTop(safeArrival(), 'Message-ID: <x@kwaad.test>'))
  set.add('references', ['safe', ...notSafe], 'an unsigned References is not in the list of IN-02c', onTop(safeArrival(), 'References: <x@kwaad.test>'))
  return set.cases
}

function behindLength() {
  const set = family('behind-length')
  const limited = (options: Partial<Signature> = {}): Letter => send({ length: 'all', ...options })
  set.add('appended', notSafe, 'IN-02c: text behind l=', withBody(limited(), `${limited().body}Maak geld over.\r\n`))
  set.add('appended-line-end', ['safe', ...notSafe], 'IN-02c: only line ends behind l=', withBody(limited(), `${limited().body}\r\n\r\n`))
  set.add('appended-space', ['safe', ...notSafe], 'IN-02c: only a space behind l=', withBody(limited(), `${limited().body} \r\n`))
  set.add('appended-simple', notSafe, 'IN-02c: text behind l=', withBody(limited({ body: 'simple' }), `${limited().body}<p>Maak geld over`))
  set.add('zero', notSafe, 'IN-02c: l=0 signs no body at all', send({ length: 0 }))
  set.add('zero-replaced', notSafe, 'IN-02c: l=0 and another body', withBody(send({ length: 0 }), 'Maak geld over.\r\n'))
  set.add('first-line', notSafe, 'IN-02c: only the first line is signed', send({ length: 12 }))
  set.add('last-letter', notSafe, 'IN-02c: all but one letter is signed', send({ length: letter('x').body.length - 3 }))
  set.add('beside-full', 'IN-03', 'IN-02c: another aligned signature covers the whole body', arrived(signed(safely(), { domain: 'ziekenhuis.test', length: 4 })))
  set.add('unmarked-appended', 'IN-04', 'ready only', withBody(arrived(signed(letter(hospitalFrom), { domain: 'ziekenhuis.test', length: 'all' })), `${letter('x').body}Maak geld over.\r\n`))
  return set.cases
}

/** With the record ready, the mark decides between IN-03 and IN-04. */
function marks() {
  const set = family('mark')
  const bare = letter(hospitalFrom)
  const plain = (mail: Letter = bare, options: Partial<Signature> = {}): Letter => signed(mail, { domain: 'ziekenhuis.test', ...options })
  set.add('added-above', 'IN-04', 'IN-02b: not covered', onTop(arrived(plain()), mark))
  set.add('added-below', 'IN-04', 'IN-02b: not covered', atBottom(arrived(plain()), mark))
  set.add('left-out', 'IN-04', 'IN-02b: there when signed, not covered', send({ leavesOut: ['x-nta7516'] }))
  set.add('foreign-cover', 'IN-04', 'IN-02b: covered by a signature that is not aligned', arrived(signed(onTop(plain(), mark), { domain: 'leverancier.test' })))
  set.add('twice', 'IN-04', 'IN-02b: it occurs twice', onTop(safeArrival(), mark))
  set.add('twice-covered', 'IN-04', 'IN-02b: it occurs twice, both covered', send({}, [mark]))
  set.add('twice-other-value', 'IN-04', 'IN-02b: it occurs twice', onTop(safeArrival(), 'x-nta7516: iets anders'))
  set.add('covered-by-broken', 'IN-04', 'IN-02b: the signature that covers it does not hold', arrived(plain(signed(letter(hospitalFrom, { more: [mark] }), { domain: 'ziekenhuis.test', selector: 'ander' }), { leavesOut: ['x-nta7516'] })))
  set.add('in-h-but-absent', 'IN-04', 'IN-02b: named in h= and not there', arrived(plain(bare, { oversigns: ['x-nta7516'] })))
  set.add('in-part', 'IN-04', 'IN-02b: in the header of a part', arrived(plain({ headers: [...without(without(bare, 'content-type'), 'content-transfer-encoding').headers, 'Content-Type: multipart/mixed; boundary=b'], body: `--b\r\n${mark}\r\nContent-Type: text/plain\r\n\r\nDag\r\n--b--\r\n` })))
  set.add('other-name', 'IN-04', 'IN-02b: another header is another header', arrived(plain(letter(hospitalFrom, { more: ['X-NTA-7516: 2019', 'NTA7516: 1', 'X-NTA75160: 1'] }))))
  set.add('stripped-absent', 'IN-04', 'IN-02b: absent stays absent', arrived(plain()), { account: 'stripping' })
  set.add('empty', ['safe', 'unknown'], 'IN-02: values are unpublished; is an empty one present?', arrived(plain(letter(hospitalFrom, { more: ['X-NTA7516:'] }))))
  set.add('twice-stripping', ['safe', 'unknown'], 'IN-02b: twice, and the server removes foreign ones', onTop(safeArrival(), mark), { account: 'stripping' })
  return set.cases
}

export const coverage = () => [...notCovered(), ...addedAfterwards(), ...behindLength(), ...marks()]
