import { expect, test } from 'vitest'
import { autoconfigUrls, parseAutoconfig } from './autoconfig.ts'

const file = (servers: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><clientConfig version="1.1"><emailProvider id="delinde.test">
  <domain>delinde.test</domain><displayName>Post &amp; Zo</displayName>${servers}</emailProvider></clientConfig>`
const server = (kind: string, type: string, { host = 'mail.delinde.test', port = '993', socket = 'SSL', user = '%EMAILADDRESS%' } = {}): string =>
  `<${kind} type="${type}"><hostname>${host}</hostname><port>${port}</port><socketType>${socket}</socketType><username>${user}</username></${kind}>`

const smtp = server('outgoingServer', 'smtp', { port: '465' })

test('the first IMAP and SMTP server with TLS are taken', () => {
  const xml = file([
    server('incomingServer', 'pop3'), server('incomingServer', 'imap', { socket: 'plain', port: '143' }),
    server('incomingServer', 'imap', { host: 'imap.%EMAILDOMAIN%', user: '%EMAILLOCALPART%' }), server('incomingServer', 'imap', { host: 'later.delinde.test' }),
    server('outgoingServer', 'smtp', { socket: 'STARTTLS', port: '587' }),
  ].join(''))
  expect(parseAutoconfig(xml, 'anja@delinde.test')).toEqual({
    imap: { host: 'imap.delinde.test', port: 993, security: 'tls' },
    smtp: { host: 'mail.delinde.test', port: 587, security: 'starttls' },
    user: 'anja', provider: 'Post & Zo',
  })
})

test.each([
  ['a server without TLS', server('incomingServer', 'imap', { socket: 'plain' })],
  ['no IMAP', server('incomingServer', 'pop3')],
  ['no port', server('incomingServer', 'imap', { port: '0' })],
  ['a host that is a path', server('incomingServer', 'imap', { host: 'a/b.delinde.test' })],
  ['a host that is an address literal', server('incomingServer', 'imap', { host: '[::1]' })],
  ['a host without a domain', server('incomingServer', 'imap', { host: 'localhost' })],
])('%s gives nothing', (_, incoming) => {
  expect(parseAutoconfig(file(incoming + smtp), 'anja@delinde.test')).toBeNull()
})

test('a page instead of a file gives nothing', () => {
  expect(parseAutoconfig('<html><body>Niet gevonden</body></html>', 'anja@delinde.test')).toBeNull()
  expect(parseAutoconfig('', 'anja@delinde.test')).toBeNull()
})

test('only the domain leaves the workstation, and only over HTTPS (N-18)', () => {
  for (const url of autoconfigUrls('delinde.test')) {
    expect(url).toMatch(/^https:\/\/(autoconfig\.)?delinde\.test\//)
    expect(url).not.toMatch(/[@?]|anja/)
  }
})
