import { once } from 'node:events'
import type { AccountConnection } from '../../../src/main/imap/face.ts'
import { startRegisterLine } from '../../../src/main/practice/line/register-line.ts'
import { message } from './line-desk.ts'

/** A workstation to be killed: in step it says so, and at a word it writes one message. */
const [connection = '', folder = ''] = process.argv.slice(2)
const line = startRegisterLine({
  connection: JSON.parse(connection) as AccountConnection, folder, known: { uidValidity: null, uids: '' },
  onMessages: () => undefined, onGone: () => undefined, onRenumbered: () => undefined, onSent: () => undefined,
  onState: ({ kind }) => { if (kind === 'in-step') process.stdout.write('ready\n') },
})
await once(process.stdin, 'data')
line.send({ id: 'killed@register', raw: message('killed@register', 'k'.repeat(40_000)) })
