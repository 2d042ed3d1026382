/**
 * The stand-in of a secure-mail service, as a process of its own beside its Postfix: it judges what is handed in (a milter), says who
 * may log in, keeps what a reader has to fetch, and shows that in a small portal. Argument: a file with what it must know. Says
 * `ready` once everything listens; ends with whoever started it.
 */
import { appendFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createTransport } from 'nodemailer'
import { serveMilter, type Change, type Ruling, type Shown } from './milter-server.ts'
import { markerHeaders, verdictOf, type GatewayId, type Neighbourhood, type Verdict } from './policy.ts'
import { Portal } from './portal.ts'
import { serveSasl, type Logins } from './sasl-server.ts'

export interface ProcessPlan {
  readonly id: GatewayId
  readonly ports: { readonly milter: number; readonly sasl: number; readonly portal: number }
  readonly spool: string
  readonly logins: Logins
  readonly around: Neighbourhood
  /** The server by which notices leave, and as whom. */
  readonly notices: { readonly host: string; readonly port: number; readonly caFile: string; readonly user: string; readonly password: string }
}

/** What became of each message, a line each: what tests look at. Never what is in it. */
export interface Handled {
  readonly messageId: string
  readonly to: readonly string[]
  readonly how: Verdict['kind']
  readonly why: string | null
  readonly isCoded: boolean
}

const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as ProcessPlan
const portal = new Portal({ spool: plan.spool, port: plan.ports.portal })

const valueOf = ({ headers }: Shown, name: string): string => headers.find((header) => header.name.toLowerCase() === name)?.value ?? ''

function note(shown: Shown, verdict: Verdict): void {
  const handled: Handled = {
    messageId: valueOf(shown, 'message-id'), to: shown.to, how: verdict.kind, why: verdict.kind === 'reject' ? verdict.text : null,
    isCoded: verdict.kind === 'portal' && verdict.mobile !== null,
  }
  appendFileSync(path.join(plan.spool, 'handled'), `${JSON.stringify(handled)}\n`, { mode: 0o600 })
}

const own = new Set(['x-nta7516', ...Object.values(markerHeaders).map((name) => name.toLowerCase())])

/** Without the marker, and with what the service itself says of the way (IN-02). */
function changesFor(shown: Shown, { kind, subject }: Extract<Verdict, { subject: string | null }>): Change[] {
  const taken = shown.headers.filter(({ name }) => own.has(name.toLowerCase())).map(({ name }): Change => ({ kind: 'change', name, index: 1, value: '' }))
  const plain: Change[] = subject === null ? [] : [{ kind: 'change', name: 'Subject', index: 1, value: subject }]
  return [...taken, ...plain, ...(kind === 'internal' ? [] : [{ kind: 'add', name: 'X-NTA7516', value: 'secure' } as const])]
}

/** The message as the reader will see it in the portal. */
function kept(shown: Shown): string {
  const fields = shown.headers.filter(({ name }) => !own.has(name.toLowerCase())).map(({ name, value }) => `${name}: ${value}\r\n`)
  return `${fields.join('')}\r\n${shown.body.toString('latin1')}`
}

/** Says that a message waits, and nothing of what is in it: not even its subject (PHI-04). */
async function sendNotice(to: string, { sender, link, isCoded }: { sender: string; link: string; isCoded: boolean }): Promise<void> {
  const { host, port, caFile, user, password } = plan.notices
  const transport = createTransport({ host, port, secure: true, auth: { user, pass: password }, tls: { ca: readFileSync(caFile) } })
  try {
    await transport.sendMail({
      from: { name: 'Nagespeeld portaal', address: user }, to, subject: 'Er staat een bericht voor u klaar',
      text: [
        `Er staat een beveiligd bericht voor u klaar van ${sender}.`, '', `Open het hier: ${link}`, '',
        isCoded ? 'U krijgt een code per sms.' : 'U hebt geen code nodig.', '', 'Dit is een nagespeelde aanbieder, voor proeven op deze computer.', '',
      ].join('\n'),
    })
  } finally {
    transport.close()
  }
}

async function rule(shown: Shown): Promise<Ruling> {
  const verdict = verdictOf(plan.id, shown, plan.around)
  note(shown, verdict)
  switch (verdict.kind) {
    case 'reject': return { kind: 'reject', code: 550, status: '5.7.1', text: verdict.text }
    case 'internal': case 'community': case 'direct': return { kind: 'pass', changes: changesFor(shown, verdict) }
    case 'portal': {
      const [reader = ''] = shown.to
      const link = portal.keep({ subject: verdict.subject ?? valueOf(shown, 'subject'), raw: kept(shown), mobile: verdict.mobile })
      await sendNotice(reader, { sender: shown.from, link, isCoded: verdict.mobile !== null })
      return { kind: 'taken' }
    }
  }
}

/** A filter that cannot do its work says "later", never yes. */
const careful = (shown: Shown): Promise<Ruling> => rule(shown).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  return { kind: 'reject', code: 450, status: '4.3.0', text: 'the stand-in cannot do this now' }
})

await Promise.all([serveMilter(plan.ports.milter, careful), serveSasl(plan.ports.sasl, plan.logins), portal.serve(plan.ports.portal)])
process.stdout.write('ready\n')
