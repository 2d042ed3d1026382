import { cleanName } from '../../../shared/mail/address.ts'
import { ntaRecordRules } from '../../../shared/norm/nta-record-rules.ts'
import type { DomainCheck } from '../../app/domain-check.ts'
import { advice } from './domain-words.ts'

const labelWidth = 12

/** One domain for a person: what was found, and for each problem what to do. `width` is the terminal's. */
export function domainTable(check: DomainCheck, width: number): string {
  const across = Math.min(Math.max(width, 40), 100)
  const facts = isSeen(check) ? factsOf(check).flatMap(([label, value]) => row(label, value, across)) : []
  const problems = check.problems.flatMap(({ code, severity }) => {
    const { what, remedy } = advice[code]
    return ['', ...row(severityWords[severity], what, across), ...row('', `→ ${remedy}`, across)]
  })
  const rest = problems.length > 0 || !isSeen(check) ? problems : ['', '  Geen problemen gevonden.']
  return `${[cleanName(check.domain), ...facts, ...rest].join('\n')}\n`
}

const severityWords = { error: 'FOUT', warning: 'LET OP', info: 'TER INFO' } as const

const isSeen = ({ problems }: DomainCheck): boolean => !problems.some(({ code }) => code === 'not-a-domain' || code === 'no-such-domain')

/** A label and a text beside it, broken at spaces to stay within the width; a longer word keeps a line of its own. */
function row(label: string, text: string, across: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of cleanName(text).split(' ')) {
    if (line !== '' && 2 + labelWidth + line.length + 1 + word.length > across) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((part, index) => `  ${(index === 0 ? label : '').padEnd(labelWidth)}${part}`)
}

function factsOf({ domain, ntaStatus, record, lastDay, dnssec, mx, ntamx, spf, dmarc, dane }: DomainCheck): [string, string][] {
  const period = record === null || lastDay === null ? '' : `, ${record.startdate} t/m ${dayWords(lastDay)}`
  const provider = record?.provider === null || record === null ? '' : `, aanbieder ${record.provider}`
  const hosts = mx === null ? 'onbekend' : mx.map(({ preference, exchange }) => `${preference} ${exchange}`).join(', ')
  return [
    ['NTA 7516', `${ntaStatus === 'ready' ? 'Klaar voor veilig mailen' : 'Niet aangesloten'}${period}${provider}`],
    ['DNSSEC', dnssecWords[dnssec]],
    ['MX', hosts === '' ? 'geen' : hosts],
    ...(ntamx.length === 0 ? [] : [['NTA-mail', ntamx.map(({ preference, host }) => `${preference} ${host}`).join(', ')] as [string, string]]),
    ['SPF', `${spfWords[spf.state]}${spf.record === null ? '' : `: ${spf.record}`}`],
    ['DMARC', `${dmarcWords[dmarc.state]}${dmarc.domain === null || dmarc.domain === domain ? '' : `, van ${dmarc.domain}`}`],
    ['DANE', dane.length === 0 ? 'niet bekeken' : dane.map(({ host, state }) => `${host} ${daneWords[state]}`).join(', ')],
    ['Zelf nagaan', `leest iemand ${ntaRecordRules.contact}@${domain} (technisch contact), en staan de mailservers in de EER met TLS 1.2 of hoger?`],
  ]
}

const dayWords = (day: string): string => day.split('-').reverse().join('-')

const dnssecWords: Readonly<Record<DomainCheck['dnssec'], string>> = {
  secure: 'in orde', insecure: 'niet beveiligd', bogus: 'handtekeningen kloppen niet', unreachable: 'onbekend',
}

const spfWords: Readonly<Record<DomainCheck['spf']['state'], string>> = {
  fail: 'streng', softfail: 'in orde', neutral: 'zonder oordeel', pass: 'laat iedereen toe', none: 'geen', several: 'verschillende records',
  malformed: 'klopt niet', 'too-many-lookups': 'te veel verwijzingen', unknown: 'onbekend',
}

const dmarcWords: Readonly<Record<DomainCheck['dmarc']['state'], string>> = {
  reject: 'weigeren (reject)', quarantine: 'apart houden (quarantine)', none: 'alleen kijken (none)', missing: 'geen',
  several: 'verschillende records', malformed: 'klopt niet', unknown: 'onbekend',
}

const daneWords: Readonly<Record<DomainCheck['dane'][number]['state'], string>> = {
  usable: 'in orde', unusable: 'niet te gebruiken', none: 'geen', insecure: 'kan niet: geen DNSSEC', bogus: 'handtekeningen kloppen niet', unknown: 'onbekend',
}
