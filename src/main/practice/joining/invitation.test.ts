import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeText, readCode } from './code-text.ts'
import { isInvitedTo, makeInvitation, openInvitation, rowsOfCode, type InvitationDetails } from './invitation.ts'

const root = '0123456789abcdef'.repeat(4)
const until = Date.UTC(2026, 11, 1, 12)
const before = until - 3_600_000

const details: InvitationDetails = {
  practice: { name: 'Huisartsenpraktijk De Linde', root },
  person: { id: 'bas', name: 'Bas Jansen', function: 'doktersassistent', address: 'bas@delinde.test' },
  account: {
    imap: { host: 'mail.delinde.test', port: 993, security: 'tls' }, smtp: { host: 'mail.delinde.test', port: 587, security: 'starttls' },
    user: 'bas@delinde.test', auth: 'password', ca: null,
  },
  register: { folder: 'Praktijk/Praktijkpost-register' },
}

describe('the file', () => {
  test('opens as it was made, and holds nobody\'s password', () => {
    const made = makeInvitation(details, until)
    const opened = openInvitation(made.file, before)
    expect(opened).toMatchObject({ kind: 'invitation', invitation: { id: made.given.id, until, root, details } })
    expect(Object.keys(JSON.parse(made.file) as object)).toEqual(['praktijkpost', 'version', 'practice', 'person', 'account', 'register', 'secret', 'until', 'check'])
    expect(made.given).toEqual({ id: made.given.id, person: 'bas', until, proofHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string })
  })

  test('each has a secret of its own, which the register never shows', () => {
    const [one, other] = [makeInvitation(details, until), makeInvitation(details, until)]
    expect(one.given.proofHash).not.toBe(other.given.proofHash)
    const { secret } = JSON.parse(one.file) as { secret: string }
    expect(JSON.stringify(one.given)).not.toContain(secret)
  })

  test('what mail programs and editors do to it', () => {
    const { file } = makeInvitation(details, until)
    expect(openInvitation(`\uFEFF${file.replaceAll('\n', '\r\n')}  \r\n`, before).kind).toBe('invitation')
    expect(openInvitation(JSON.stringify(JSON.parse(file)), before).kind).toBe('invitation')
    expect(openInvitation(file.slice(0, -40), before)).toEqual({ kind: 'damaged', rows: [] })
  })

  test.each([
    ['another host', (text: string) => text.replaceAll('mail.delinde.test', 'mail.elders.test')],
    ['another practice', (text: string) => text.replace(root, root.replace('0', '1'))],
    ['a later end', (text: string) => text.replace(String(until), String(until + 1))],
    ['another secret', (text: string) => text.replace(/"secret": "(.)/, (_, first: string) => `"secret": "${first === 'A' ? 'B' : 'A'}`)],
    ['a field more', (text: string) => text.replace('{', '{ "password": "x",')],
    ['no check', (text: string) => text.replace(/,\s*"check": "[^"]*"/, '')],
  ])('changed on the way: %s', (_, change) => {
    expect(openInvitation(change(makeInvitation(details, until).file), before)).toEqual({ kind: 'damaged', rows: [] })
  })

  test('a later version says that it is one', () => {
    expect(openInvitation(makeInvitation(details, until).file.replace('"version": 1', '"version": 2'), before)).toEqual({ kind: 'newer-version' })
  })
})

describe('the code', () => {
  test('has the same name and secret as the file, and ends within its last hour', () => {
    const made = makeInvitation(details, until + 1_800_000)
    const [file, code] = [openInvitation(made.file, before), openInvitation(made.code, before)]
    if (file.kind !== 'invitation' || code.kind !== 'invitation') throw new Error(`${file.kind} ${code.kind}`)
    expect(code.invitation).toMatchObject({ id: made.given.id, until, details: null })
    expect(code.invitation.proof.key).toBe(file.invitation.proof.key)
    expect(code.invitation.proof.key).toHaveLength(43)
    expect([isInvitedTo(code.invitation, root), isInvitedTo(code.invitation, root.replace('0', '1')), isInvitedTo({ root: '' }, root)]).toEqual([true, false, false])
  })

  test('is sixteen groups of four letters in four rows', () => {
    expect(makeInvitation(details, until).code).toMatch(/^(?:(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}(?:\n|$)){4}$/)
  })

  test('typed by a person: small letters, blanks, an O for a nought', () => {
    const { code } = makeInvitation(details, until)
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
    expect(openInvitation(typed, before).kind).toBe('invitation')
  })

  test('rows that changed places are found', () => {
    const [one = '', two = '', ...others] = makeInvitation(details, until).code.split('\n')
    expect(openInvitation([two, one, ...others].join('\n'), before)).toEqual({ kind: 'damaged', rows: [1, 2] })
  })

  test('of a mistyped code the rows to look at again are told, on lines of their own also where a letter is lacking', () => {
    const [one = '', two = '', three = '', four = ''] = makeInvitation(details, until).code.split('\n')
    const other = (row: string): string => `${row.startsWith('2') ? '3' : '2'}${row.slice(1)}`
    const holds = (text: string): boolean[] => rowsOfCode(text).map((row) => row.holds)
    expect(rowsOfCode([one, other(two).toLowerCase(), three, four].join(' '))).toEqual([
      { typed: one, holds: true }, { typed: other(two), holds: false }, { typed: three, holds: true }, { typed: four, holds: true },
    ])
    expect(holds([one, two, three.slice(1), four].join('\r\n\n'))).toEqual([true, true, false, true])
    expect(holds([one, two, `${three}?`, other(four)].join('\n'))).toEqual([true, true, false, false])
    // On one line nobody can say which row it is that lacks one; and what has no row of ours is no code.
    for (const text of [[one, two, three.slice(1), four].join(''), 'eerste\ntweede\nderde\nvierde', '', makeInvitation(details, until).file, 'A'.repeat(99_999)]) expect(rowsOfCode(text)).toEqual([])
  })

  test('whatever is typed, a code that opens has no row to look at again, and rows that are told are four', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ maxLength: 200 }), fc.array(fc.constantFrom('1', 'A', 'o', '-', '\n', ' ', '\u2013'), { maxLength: 90 }).map((signs) => signs.join(''))), (text) => {
      expect([0, 4]).toContain(rowsOfCode(text).length)
    }), { numRuns: 100 })
    expect(rowsOfCode(makeInvitation(details, until).code).every(({ holds }) => holds)).toBe(true)
  })

  test('bytes come back as they were, and a wrong letter is found in its row nearly always', () => {
    const rows = fc.uint8Array({ minLength: 36, maxLength: 36 })
    fc.assert(fc.property(rows, (bytes) => { expect(readCode(codeText(bytes), 4)).toEqual({ kind: 'read', bytes }) }), { numRuns: 100 })
    const code = codeText(new Uint8Array(36).fill(7))
    const changed = Array.from(code, (letter, at) => (/[0-9A-Z]/.test(letter) ? `${code.slice(0, at)}${letter === 'Z' ? 'Y' : 'Z'}${code.slice(at + 1)}` : null)).filter((text) => text !== null)
    expect(changed.filter((text) => readCode(text, 4).kind === 'read').length).toBeLessThanOrEqual(2)
  })
})

describe('time', () => {
  test('past its end it is expired, with the moment', () => {
    const made = makeInvitation(details, until)
    expect(openInvitation(made.file, until)).toEqual({ kind: 'expired', until })
    expect(openInvitation(made.code, until + 1)).toEqual({ kind: 'expired', until })
  })

  test('where the clock cannot be trusted the manager\'s decides', () => {
    expect(openInvitation(makeInvitation(details, 1_000).file, 'unknown').kind).toBe('invitation')
  })
})

test.each(['', 'hallo', '{}', '[]', 'null', '{"praktijkpost":"verzoek","version":1}', '0'.repeat(63), '0'.repeat(65), 'é'.repeat(64), 'x'.repeat(200_000)])('%.20j is no invitation', (text) => {
  expect(openInvitation(text, before)).toEqual({ kind: 'no-invitation' })
})

test('whatever is opened, nothing throws', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.stringMatching(/^[0-9A-Z]{64}$/)), (text) => {
    expect(['no-invitation', 'damaged', 'newer-version', 'invitation', 'expired']).toContain(openInvitation(text, before).kind)
  }), { numRuns: 100 })
})
