import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressBookOperations } from '../../../shared/contract/address-book.ts'
import { fieldsOfProfile, fieldsOfSettings, oddFields, settingsOf, type DirectoryFields } from './directory-fields.ts'

const schema = addressBookOperations['book.saveDirectory'].input.shape.settings

const zorgmail = { id: 'zorgmail' as const, name: 'ZorgMail', host: '', port: null, security: 'tls' as const, base: '', attributes: { name: '', mail: '', organisation: '' }, searched: [], unpublished: ['host'] }

test('what a provider does not publish is empty, and cannot be kept before somebody fills it in', () => {
  expect([...oddFields(fieldsOfProfile(zorgmail))].sort()).toEqual(['host', 'mailAttribute', 'nameAttribute', 'port', 'searched'])
})

test('what is not odd fits the contract, and comes back as it was', () => {
  const text = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('cn', 'mail', '636', 'ldap.voorbeeld.nl', 'cn, sn', ''))
  const fields = fc.record({
    profile: fc.constantFrom('generic', 'zorgmail'), name: text, host: text, port: text, security: fc.constantFrom('tls', 'starttls'), user: text, secret: fc.constant(''), base: text, caFile: text,
    nameAttribute: text, mailAttribute: text, organisationAttribute: text, searched: text,
  }) as fc.Arbitrary<DirectoryFields>
  fc.assert(fc.property(fields, (typed) => {
    if (oddFields(typed).size > 0) return
    const settings = settingsOf(typed)
    expect(schema.safeParse(settings).success).toBe(true)
    expect(settingsOf(fieldsOfSettings(settings))).toEqual(settings)
  }))
})
