import { describe, expect, test } from 'vitest'
import { describeTarget, linkTarget, pretendedHost } from './link-target.ts'

describe('where a link goes', () => {
  test.each([
    ['https://ziekenhuis.test/afspraak?id=1#x', 'ziekenhuis.test', '/afspraak?id=1#x'],
    ['HTTP://Apotheek.TEST', 'apotheek.test', ''],
    ['//evil.test/a', 'evil.test', '/a'],
    ['\\\\evil.test\\a', 'evil.test', '/a'],
    ['https://mijnbank.nl@evil.test/', 'evil.test', ''],
    ['https://mijnbank.nl%2f@evil.test:8443/', 'evil.test:8443', ''],
    [' \thttps://a.test/\u0000', 'a.test', ''],
    ['ht\ntps://a.test/', 'a.test', ''],
    ['https://аpotheek.test/', 'xn--potheek-1fg.test', ''],
  ])('%j shows its real host', (href, host, rest) => {
    expect(linkTarget(href)).toMatchObject({ kind: 'web', host, rest })
  })

  test.each([
    'javascript:alert(1)', 'java\nscript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', 'blob:https://a.test/1',
    '/relative', 'page.html', '#top', '?q', '', '   ', 'https://', 'tel:0612345678', 'intent://x', 'mailto:', 'mailto:nobody',
  ])('%j opens nothing', (href) => {
    expect(linkTarget(href)).toBeNull()
  })

  test('a mail address is written to, not opened', () => {
    expect(linkTarget('mailto:Jan%20%3Cjan@a.test%3E,x@b.test?subject=1')).toMatchObject({ kind: 'mail', address: 'Jan <jan@a.test>' })
  })

  test('a tooltip stays short', () => {
    const target = linkTarget(`https://a.test/${'x'.repeat(5000)}`)
    expect(target === null ? 0 : describeTarget(target).length).toBe(200)
  })
})

describe('a text that promises another host', () => {
  const to = (href: string) => {
    const target = linkTarget(href)
    if (target === null) throw new Error('not a link')
    return target
  }
  test.each([
    ['www.mijnbank.nl', 'https://evil.test/', 'www.mijnbank.nl'],
    ['Ga naar https://mijnbank.nl/inloggen nu', 'https://evil.test/', 'mijnbank.nl'],
    ['mijnbank.nl', 'https://mijnbank.nl.evil.test/', 'mijnbank.nl'],
    ['Kijk op mijnbank.nl.', 'https://mijnbank.nl.evil.test/', 'mijnbank.nl'],
    ['info@mijnbank.nl', 'mailto:x@evil.test', 'mijnbank.nl'],
    ['www.mijn\u200cbank.nl', 'https://evil.test/', 'www.mijnbank.nl'],
    ['mijnbank\u2024nl', 'https://evil.test/', 'mijnbank.nl'],
    ['mijnbank。nl', 'https://evil.test/', 'mijnbank.nl'],
    ['\u202eln.knabnjim', 'https://evil.test/', 'ln.knabnjim'],
    ['https://evil.test/ of mijnbank.nl', 'https://evil.test/', 'mijnbank.nl'],
  ])('%j over %s is marked', (text, href, expected) => {
    expect(pretendedHost(text, to(href))).toBe(expected)
  })

  test.each([
    ['Klik hier', 'https://evil.test/'],
    ['https://ziekenhuis.test/x', 'https://www.ziekenhuis.test/y'],
    ['ziekenhuis.test', 'https://mail.ziekenhuis.test/'],
    ['Ontslagbrief.pdf', 'https://ziekenhuis.test/brief'],
    ['https://ziekenhuis.test/brief/index.php?bij=mijnbank.nl', 'https://ziekenhuis.test/x'],
    ['Zie versie 2.0 van de brief', 'https://ziekenhuis.test/'],
    ['Dr. Jansen', 'https://ziekenhuis.test/'],
    ['a.b@ziekenhuis.test', 'mailto:a.b@ziekenhuis.test'],
  ])('%j over %s promises nothing else', (text, href) => {
    expect(pretendedHost(text, to(href))).toBeNull()
  })
})
