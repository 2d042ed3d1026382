import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSmallXml, textOf } from './small-xml.ts'

test('reads elements, attributes and the five entities', () => {
  const read = parseSmallXml('<?xml version="1.0"?>\n<!-- hi --><a x="1 &amp; 2" y=\'"\'>voor<b>één</b><c/>&lt;na&gt; &#39;&#x41;</a>\n')
  expect(read?.attributes).toEqual(new Map([['x', '1 & 2'], ['y', '"']]))
  expect(read?.children.map(({ name }) => name)).toEqual(['b', 'c'])
  expect(read?.text).toBe("voor<na> 'A")
  expect(read && textOf(read, 'b')).toBe('één')
})

test.each([
  ['a document type', '<!DOCTYPE a [<!ENTITY x "boom">]><a>&x;</a>'],
  ['a character data section', '<a><![CDATA[x]]></a>'],
  ['another instruction', '<?php echo 1 ?><a/>'],
  ['what is not closed', '<a><b></a>'],
  ['what is closed too often', '<a></a></a>'],
  ['two roots', '<a/><b/>'],
  ['text around the root', 'x<a/>'],
  ['an attribute without quotes', '<a b=1/>'],
  ['nothing', ''],
  ['a page', '<!doctype html><html><body>404</body></html>'],
  ['too deep a nest', '<a>'.repeat(50) + '</a>'.repeat(50)],
  ['too many elements', `<a>${'<b/>'.repeat(5000)}</a>`],
])('refuses %s', (_, text) => {
  expect(parseSmallXml(text)).toBeNull()
})

test('an unknown entity stays as it is written', () => {
  expect(parseSmallXml('<a>&boom; &#1114112;</a>')?.text).toBe('&boom; &#1114112;')
})

test('never throws and is quick on hostile text', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom('<a>', '</a>', '<', '>', '&', '"', "='", ' x="', '<!--', '-->', 'y', '/>', '<?xml', '?>')), (parts) => {
    parseSmallXml(parts.join(''))
  }))
  expect(parseSmallXml(`<a ${'x="'.repeat(20_000)}`)).toBeNull()
  expect(parseSmallXml(`<!--${'-'.repeat(60_000)}`)).toBeNull()
  expect(parseSmallXml(`<a ${' '.repeat(60_000)}`)).toBeNull()
})
