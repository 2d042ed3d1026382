import { expect, test } from 'vitest'
import { readAccount } from './verdict-files.ts'

test('what ACCOUNT.json does not say is as safe as nothing configured', () => {
  expect(readAccount('{}')).toEqual({
    kind: 'practice',
    practice: { domains: [], authservId: null, receivingHosts: [], stripsForeignHeader: false, webFormSenders: [], portalDomains: [], knownDomains: [] },
  })
})

test('names are compared as they are looked up', () => {
  const read = readAccount('{"domains":["Linde.Test."],"authservId":" MX.linde.test","webFormSenders":["Formulier@Si\u00ebte.test"],"receivingHosts":["192.0.2.1"]}')
  expect(read).toMatchObject({ practice: { domains: ['linde.test'], authservId: 'mx.linde.test', webFormSenders: ['formulier@xn--site-mpa.test'], receivingHosts: ['192.0.2.1'] } })
})

test.each([
  ['[]', null], ['', null], ['null', null], ['{"domains":"linde.test"}', 'domains'], ['{"knownDomains":[1]}', 'knownDomains'], ['{"authservId":5}', 'authservId'],
  ['{"stripsForeignHeader":"true"}', 'stripsForeignHeader'], ['{"receivingHosts":null}', 'receivingHosts'],
])('%s is malformed: %s', (text, field) => {
  expect(readAccount(text)).toEqual({ kind: 'malformed', field })
})
