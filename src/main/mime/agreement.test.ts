import fc from 'fast-check'
import PostalMime from 'postal-mime'
import type { Address as Theirs } from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { hostileMails } from '../../../test/corpora/hostile.ts'
import { ordinaryMails } from '../../../test/corpora/ordinary.ts'
import type { Address } from '../../shared/mail/address.ts'
import { safeFileName } from '../../shared/mail/file-name.ts'
import { readMessage, readPart } from './read.ts'
import { readableText } from './readable-html.ts'

/*
 * A second opinion: postal-mime reads the same bytes. It gives decoded texts with other line ends and gives unencoded
 * attachments with LF and one LF more, so texts are compared by their words and such bytes without their line ends.
 */

const words = (text: string | null | undefined): string => (text ?? '').replace(/[\s\0]+/g, ' ').trim()
const bytes = (content: Uint8Array): string => Buffer.from(content).toString('latin1').replace(/\r?\n/g, '\n').replace(/\n$/, '')

const ourMailboxes = (list: readonly Address[]) => list.map(({ name, address }) => `${name} <${address}>`)
const theirMailboxes = (list: readonly Theirs[] | undefined): string[] =>
  (list ?? []).flatMap((entry) => entry.group ?? [entry]).map(({ name, address }) => `${name} <${address}>`)

function ours(raw: Uint8Array) {
  const { headers, text, html, attachments } = readMessage(raw)
  return {
    subject: headers.subject, from: ourMailboxes(headers.from), to: ourMailboxes(headers.to), date: headers.date, text: words(text), html: words(readableText(html ?? '')),
    files: attachments.map(({ partId, name }) => {
      const part = readPart(raw, partId)
      return [name.startsWith('bijlage-') ? '' : name, part.kind === 'part' ? bytes(part.bytes) : part.kind]
    }),
  }
}

async function theirs(raw: Uint8Array) {
  const mail = await PostalMime.parse(raw, { maxRfc822NestingDepth: 0 })
  return {
    subject: words(mail.subject), from: theirMailboxes(mail.from && [mail.from]), to: theirMailboxes(mail.to), date: mail.date === undefined ? null : Date.parse(mail.date) || null,
    text: words(mail.text), html: words(readableText(mail.html ?? '')),
    files: mail.attachments.map(({ filename, content }) => [safeFileName(filename ?? ''), typeof content === 'string' ? content : bytes(new Uint8Array(content))]),
  }
}

test('of ordinary mail both readers say the same', async () => {
  await fc.assert(fc.asyncProperty(ordinaryMails, async (raw) => {
    expect(ours(raw)).toEqual(await theirs(raw))
  }), { numRuns: 100 })
})

/** Hostile mail of which the two readers think differently, and why ours is as it is. */
const DECIDED: Readonly<Record<string, string>> = {
  'deepNesting': 'they throw; we show what lies within the limit and keep the rest as one part',
  'subjectFlood': 'they throw; we step over the flood and show the text',
  'headerFlood': 'we stop looking for fields after 2,000, they after 2 MB',
  'manyParts': 'we stop after 1,000 parts and say so',
  'attachedMailNesting': 'attached mail is named after its subject',
  'ordinaryMail': 'attached mail is named after its subject',
  'boundaryNeverComes': 'a multipart without its boundary is shown as text: nothing that was sent stays hidden',
  'boundaryNotNamed': 'the same',
  'dashStorm': 'the same',
  'dashLine': 'the same',
  'lookAlikeBoundaries': 'the same, for the innermost part',
  'noHeaderAtAll': 'text before the first empty line is shown, not taken for a broken header',
  'bareCarriageReturns': 'a lone CR ends no line (RFC 5322 section 2.3), so all of it is one field',
  'eightBitHeaders': 'headers that are not UTF-8 are read as windows-1252 instead of losing their letters',
  'wrongCharset': 'the same for text that calls itself UTF-8 and is not',
  'html "\u00ad"': 'the same for a page without a charset',
  'flowedStorm': 'RFC 3676 section 4.1: the quote marks of joined lines go',
  'rfc2231Nonsense': 'RFC 2231 section 3: sections count up to the first gap',
  'nulBytes': 'a NUL is nothing, not a blank',
  'cut at 600': 'a multipart without its boundary again',
  'cut at 1500': 'RFC 2045 section 5.2: a Content-Type that is broken off counts as text/plain',
  'cut at 1550': 'attached mail is named after its subject',
}

describe('of hostile mail both readers say the same, except where we decided otherwise', () => {
  for (const { name, raw } of hostileMails()) {
    test(name, async () => {
      const same = await theirs(raw).then((their) => JSON.stringify(their) === JSON.stringify(ours(raw)), () => false)
      expect(same ? 'the same' : 'decided', DECIDED[name]).toBe(name in DECIDED ? 'decided' : 'the same')
    })
  }
})
