import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hostileMails, latin1, ordinaryMail } from '../../../test/corpora/hostile.ts'
import {
  MAX_ADDRESSES, MAX_INDEX_CHARS, MAX_PART_DEPTH, MAX_PARTS, MAX_REFERENCES, MAX_SHOWN_CHARS, MAX_SUBJECT_CHARS, SNIPPET_CHARS,
} from '../../shared/limits.ts'
import { indexText } from './index-text.ts'
import { readMessage, readPart } from './read.ts'
import { walkMessage } from './walk.ts'

/** Reads a message every way there is and holds the results against what they promise. */
function readAll(raw: Uint8Array): void {
  const walked = walkMessage(raw)
  const { parts } = walked
  expect(parts.length).toBeGreaterThan(0)
  expect(parts.length).toBeLessThanOrEqual(MAX_PARTS)
  expect(walked.subject.length).toBeLessThanOrEqual(MAX_SUBJECT_CHARS)
  expect(walked.subject).not.toMatch(/\p{Cc}/u)
  expect(walked.references.length).toBeLessThanOrEqual(MAX_REFERENCES)
  for (const list of [walked.from, walked.to, walked.cc, walked.bcc, walked.replyTo]) expect(list.length).toBeLessThanOrEqual(MAX_ADDRESSES)
  expect(new Set(parts.map(({ path }) => path)).size).toBe(parts.length)
  for (const [index, { path, parent, start, end, size }] of parts.entries()) {
    if (start < 0 || start > end || end > raw.length || size < 0 || parent >= index || path.split('.').length > MAX_PART_DEPTH + 1) {
      expect.fail(`part ${path} lies outside: ${start}-${end} of ${raw.length}`)
    }
  }
  const { body, fileNames, snippet } = indexText(raw, walked)
  expect(body.length).toBeLessThanOrEqual(MAX_INDEX_CHARS)
  expect(snippet.length).toBeLessThanOrEqual(SNIPPET_CHARS)
  expect([body, fileNames, snippet].every((text) => text.isWellFormed())).toBe(true)
  const { html, text, attachments, notices } = readMessage(raw)
  // Each part of text may bring a few signs of its own: line ends, escapes.
  expect(text?.length ?? 0).toBeLessThanOrEqual(3 * MAX_SHOWN_CHARS)
  expect(html !== null || text !== null || attachments.length > 0 || notices.length > 0).toBe(true)
  for (const { partId, name } of attachments.slice(0, 20)) {
    expect(name).not.toBe('')
    expect(readPart(raw, partId)).toMatchObject({ kind: 'part' })
  }
}

describe('hostile mail', () => {
  for (const { name, raw } of hostileMails()) test(`${name} is read within its limits`, () => readAll(raw))
})

/** Pieces of mail in any order: what a random string would never hit upon. */
const shards = fc.array(fc.oneof(
  fc.constantFrom(
    '\r\n', '\n', '\r', '\r\n\r\n', '--b', '--b--', '--bb', '\r\n--b\r\n', '\r\n--bb\r\n', '\r\n--b--\r\n', ' ', '\t', '"', '\\', '(', ')', '<', '>', ';', '=', ',', ':', '\0', '\x80', '\xff',
    'Content-Type: multipart/mixed; boundary=b\r\n', 'Content-Type: multipart/alternative; boundary=bb\r\n', 'Content-Type: text/html\r\n', 'Content-Type: message/rfc822\r\n',
    'Content-Type: text/plain; charset=utf-16; format=flowed\r\n', 'Content-Transfer-Encoding: base64\r\n', 'Content-Transfer-Encoding: quoted-printable\r\n', 'Content-ID: <', 'Content-Disposition: attachment; filename*0*=utf-8\'\'%',
    'From: ', 'Subject: =?utf-8?q?=C3?= =?utf-8?b?', '?=', '=?', 'References: <a@b>', 'Date: Mon, 2 Mar', '=C3=', '=\r\n', 'QUJD', '====', '<p>', '<a href="', '<!--', '<style>', '&#x', '&amp;', 'cid:', 'To: Groep: a@b.test',
  ),
  fc.string({ maxLength: 20 }),
), { maxLength: 60 }).map((pieces) => latin1(pieces.join('')))

test('nothing makes it throw', () => {
  fc.assert(fc.property(shards, readAll), { numRuns: 1_500 })
})

test('no spoiled byte of an ordinary message makes it throw', () => {
  const whole = ordinaryMail()
  const spoiled = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 })
  fc.assert(fc.property(spoiled, (changes) => {
    const raw = Uint8Array.from(whole)
    for (const [at, byte] of changes) raw[at] = byte
    readAll(raw)
  }), { numRuns: 500 })
})
