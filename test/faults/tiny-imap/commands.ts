import { names, TinyMailbox, type TinyMessage } from './mailboxes.ts'
import type { ClientLine, Wire } from './wire.ts'

export interface Talk {
  readonly wire: Wire
  readonly mailboxes: Map<string, TinyMailbox>
  readonly capabilities: readonly string[]
  readonly password: string
  selected: TinyMailbox | null
  /** How many messages this client was last told of. */
  told: number
}

export interface Command {
  readonly tag: string
  readonly name: string
  readonly rest: string
  readonly literal: Buffer | null
}

/** Splits `A1 UID FETCH 1:* (...)` into tag, `UID FETCH` and the rest. */
export function parseCommand({ text, literal }: ClientLine): Command {
  const [, tag = '*', name = '', rest = ''] = /^(\S+) ((?:UID )?\S+) ?(.*)$/i.exec(text) ?? []
  return { tag, name: name.toUpperCase(), rest, literal }
}

const unquote = (text: string): string => text.trim().replace(/^"(.*)"$/, '$1')

/** The first word, quoted or not, and what follows. */
const takeWord = (text: string): [string, string] => {
  const [, quoted, bare = '', rest = ''] = /^(?:"([^"]*)"|(\S+)) ?(.*)$/.exec(text) ?? []
  return [quoted ?? bare, rest]
}

type Handler = (talk: Talk, command: Command) => string

const flagList = (flags: Iterable<string>): string => `(${[...flags].join(' ')})`
const find = (talk: Talk, name: string): TinyMailbox | undefined => talk.mailboxes.get(unquote(name).toUpperCase() === 'INBOX' ? 'INBOX' : unquote(name))

function select(talk: Talk, { rest }: Command): string {
  const mailbox = find(talk, takeWord(rest)[0])
  talk.selected = mailbox ?? null
  if (mailbox === undefined) return 'NO [NONEXISTENT] no such mailbox'
  talk.told = mailbox.messages.length
  const { wire } = talk
  wire.line('* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)')
  wire.line(`* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft${mailbox.takesKeywords ? ' \\*' : ''})] ok`)
  wire.line(`* ${mailbox.messages.length} EXISTS`)
  wire.line(`* OK [UIDVALIDITY ${mailbox.uidValidity}] ok`)
  wire.line(`* OK [UIDNEXT ${mailbox.uidNext}] ok`)
  return 'OK [READ-WRITE] selected'
}

function list(talk: Talk, { rest }: Command): string {
  const [, pattern] = takeWord(rest)
  if (unquote(pattern) === '') talk.wire.line('* LIST (\\Noselect) "/" ""')
  else {
    for (const { name, use } of talk.mailboxes.values()) {
      if (unquote(pattern) === '*' || unquote(pattern) === name) talk.wire.line(`* LIST (${use ?? ''}) "/" "${name}"`)
    }
  }
  return 'OK listed'
}

function status(talk: Talk, { rest }: Command): string {
  const mailbox = find(talk, takeWord(rest)[0])
  if (mailbox === undefined) return 'NO [NONEXISTENT] no such mailbox'
  const unseen = mailbox.messages.filter(({ flags }) => !flags.has('\\Seen')).length
  talk.wire.line(`* STATUS "${mailbox.name}" (MESSAGES ${mailbox.messages.length} UNSEEN ${unseen} UIDNEXT ${mailbox.uidNext} UIDVALIDITY ${mailbox.uidValidity})`)
  return 'OK'
}

const chosen = (talk: Talk, set: string): TinyMessage[] => {
  const messages = talk.selected?.messages ?? []
  return messages.filter(({ uid }) => names(set, uid, messages.at(-1)?.uid ?? 0))
}
const sequenceOf = (talk: Talk, message: TinyMessage): number => (talk.selected?.messages.indexOf(message) ?? -1) + 1

/** `17-Jul-2026 02:44:25 +0000` */
const internalDate = (at: Date): string => {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) (\S+)/.exec(at.toUTCString()) ?? []
  return `${day ?? ''}-${month ?? ''}-${year ?? ''} ${time ?? ''} +0000`
}

export function fetchLine(talk: Talk, message: TinyMessage, items: string): Buffer {
  const parts: (string | Buffer)[] = [`* ${sequenceOf(talk, message)} FETCH (UID ${message.uid}`]
  if (items.includes('FLAGS')) parts.push(` FLAGS ${flagList(message.flags)}`)
  if (items.includes('INTERNALDATE')) parts.push(` INTERNALDATE "${internalDate(message.receivedAt)}"`)
  if (items.includes('RFC822.SIZE')) parts.push(` RFC822.SIZE ${message.raw.length}`)
  const partial = /BODY\.PEEK\[\](?:<(\d+)\.(\d+)>)?/.exec(items)
  if (partial !== null) {
    const start = Number(partial[1] ?? 0)
    const piece = message.raw.subarray(start, start + Number(partial[2] ?? message.raw.length))
    parts.push(` BODY[]${partial[1] === undefined ? '' : `<${start}>`} {${piece.length}}\r\n`, piece)
  }
  if (items.includes('HEADER.FIELDS')) {
    const id = /^message-id:.*$/im.exec(message.raw.toString('latin1'))?.[0].trim() ?? ''
    const head = `${id}\r\n\r\n`
    parts.push(` BODY[HEADER.FIELDS (message-id)] {${head.length}}\r\n${head}`)
  }
  return Buffer.concat([...parts, ')\r\n'].map((part) => Buffer.from(part)))
}

function fetch(talk: Talk, { rest }: Command): string {
  const [set, items] = takeWord(rest)
  for (const message of chosen(talk, set)) talk.wire.write(fetchLine(talk, message, items))
  return 'OK fetched'
}

function search(talk: Talk, { tag, rest }: Command): string {
  const uidSet = /\bUID ([\d:*,]+)/i.exec(rest)?.[1]
  const id = /HEADER "?message-id"? "?([^\s"]+)"?/i.exec(rest)?.[1]
  const found = (talk.selected?.messages ?? []).filter((message) =>
    (uidSet === undefined || chosen(talk, uidSet).includes(message))
    && (id === undefined || message.raw.includes(`Message-ID: ${id}`))
    && (!/\bDELETED\b/.test(rest.replace('NOT DELETED', '')) || message.flags.has('\\Deleted'))
    && (!/\b(?:NOT DELETED|UNDELETED)\b/.test(rest) || !message.flags.has('\\Deleted')))
  const uids = found.map(({ uid }) => uid)
  const isExtended = talk.capabilities.includes('ESEARCH') && rest.startsWith('RETURN')
  talk.wire.line(isExtended ? `* ESEARCH (TAG "${tag}") UID${uids.length > 0 ? ` ALL ${uids.join(',')}` : ''}` : `* SEARCH ${uids.join(' ')}`.trim())
  return 'OK searched'
}

function store(talk: Talk, { rest }: Command): string {
  const [, set = '', sign = '', flags = ''] = /^(\S+) ([+-])FLAGS(?:\.SILENT)? \((.*)\)$/i.exec(rest) ?? []
  if (talk.selected?.isFrozen === true) return 'OK stored'
  for (const message of chosen(talk, set)) {
    for (const flag of flags.split(' ')) {
      if (sign === '+') message.flags.add(flag)
      else message.flags.delete(flag)
    }
  }
  return 'OK stored'
}

function copy(talk: Talk, { rest }: Command): string {
  const [set, target] = takeWord(rest)
  const to = find(talk, target)
  if (to === undefined) return 'NO [TRYCREATE] no such mailbox'
  const from = chosen(talk, set)
  const made = from.map(({ raw, flags, receivedAt }) => to.add(raw, [...flags], receivedAt))
  if (!talk.capabilities.includes('UIDPLUS') || from.length === 0) return 'OK copied'
  return `OK [COPYUID ${to.uidValidity} ${from.map(({ uid }) => uid).join(',')} ${made.map(({ uid }) => uid).join(',')}] copied`
}

function expunge(talk: Talk, { name, rest }: Command): string {
  const mailbox = talk.selected
  if (mailbox === null || mailbox.isFrozen) return 'OK expunged'
  const set = name === 'UID EXPUNGE' ? rest : null
  const gone = mailbox.messages.filter((message) => message.flags.has('\\Deleted') && (set === null || chosen(talk, set).includes(message)))
  for (const message of gone) {
    talk.wire.line(`* ${sequenceOf(talk, message)} EXPUNGE`)
    mailbox.remove([message.uid])
  }
  talk.told = mailbox.messages.length
  return 'OK expunged'
}

function move(talk: Talk, command: Command): string {
  const [set] = takeWord(command.rest)
  const answer = copy(talk, command)
  if (!answer.startsWith('OK')) return answer
  for (const message of chosen(talk, set)) message.flags.add('\\Deleted')
  expunge(talk, { ...command, name: 'UID EXPUNGE', rest: set })
  return answer
}

function append(talk: Talk, { rest, literal }: Command): string {
  const [target, more] = takeWord(rest)
  const to = find(talk, target)
  if (to === undefined) return 'NO [TRYCREATE] no such mailbox'
  const flags = /\(([^)]*)\)/.exec(more)?.[1]?.split(' ').filter((flag) => flag !== '') ?? []
  const { uid } = to.add(literal ?? Buffer.alloc(0), flags, new Date())
  tellNews(talk)
  return talk.capabilities.includes('UIDPLUS') ? `OK [APPENDUID ${to.uidValidity} ${uid}] appended` : 'OK appended'
}

function login(talk: Talk, { rest }: Command): string {
  return unquote(takeWord(rest)[1]) === talk.password ? 'OK logged in' : 'NO [AUTHENTICATIONFAILED] no'
}

function capability(talk: Talk): string {
  talk.wire.line(`* CAPABILITY IMAP4rev1 ${talk.capabilities.join(' ')}`.trim())
  return 'OK'
}

/** What came in since the client last heard of it. */
export function tellNews(talk: Talk): void {
  const count = talk.selected?.messages.length ?? 0
  if (count > talk.told) talk.wire.line(`* ${count} EXISTS`)
  talk.told = Math.max(talk.told, count)
}

export const handlers: Readonly<Record<string, Handler>> = {
  'CAPABILITY': capability, 'LOGIN': login, 'SELECT': select, 'EXAMINE': select, 'LIST': list, 'LSUB': list, 'STATUS': status,
  'UID FETCH': fetch, 'UID SEARCH': search, 'UID STORE': store, 'UID COPY': copy, 'EXPUNGE': expunge, 'APPEND': append,
  'UID EXPUNGE': (talk, command) => (talk.capabilities.includes('UIDPLUS') ? expunge(talk, command) : 'BAD what'),
  'UID MOVE': (talk, command) => (talk.capabilities.includes('MOVE') ? move(talk, command) : 'BAD what'),
  'NOOP': (talk) => { tellNews(talk); return 'OK' },
  'CREATE': (talk, { rest }) => {
    const [name] = takeWord(rest)
    talk.mailboxes.set(name, new TinyMailbox(name))
    return 'OK'
  },
  'SUBSCRIBE': () => 'OK',
}
