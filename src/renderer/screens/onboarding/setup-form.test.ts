import { describe, expect, test } from 'vitest'
import { accountSettings } from '../../../shared/contract/accounts.ts'
import { hostsToConfirm, settingsOf, startFields, withSecurity, type Found } from './setup-form.ts'

const start = { address: 'anja@delinde.test', displayName: 'Anja', secret: 'geheim' }
const found: Found = {
  kind: 'found', source: 'srv', provider: null, user: 'anja', caFile: null, ownDomains: ['delinde.test'], unprovenHosts: [],
  imap: { host: 'imap.delinde.test', port: 993, security: 'tls' }, smtp: { host: 'smtp.delinde.test', port: 587, security: 'starttls' },
}

describe('the fields of an account', () => {
  test('what was found becomes settings that the core takes', () => {
    const outcome = settingsOf(startFields(start, found))
    expect(outcome).toMatchObject({ kind: 'settings', settings: { imap: found.imap, smtp: found.smtp, user: 'anja', caFile: null } })
    expect(accountSettings.safeParse(outcome.kind === 'settings' ? outcome.settings : null).success).toBe(true)
  })

  test('nothing found: the address is the user, and what is missing is named', () => {
    const fields = startFields({ ...start, secret: '' }, null)
    expect(fields.user).toBe('anja@delinde.test')
    expect(settingsOf(fields)).toEqual({ kind: 'incomplete', problems: { imap: 'host', smtp: 'host', secret: true } })
  })

  test.each(['', '0', '65536', '99x', '-1', '1.5'])('%s is no port', (port) => {
    const fields = startFields(start, found)
    expect(settingsOf({ ...fields, imap: { ...fields.imap, port } })).toEqual({ kind: 'incomplete', problems: { imap: 'port' } })
  })

  test.each(['imap.delinde.test:993', 'https://imap', 'a b', 'anja@delinde.test'])('%s is no server name', (host) => {
    const fields = startFields(start, found)
    expect(settingsOf({ ...fields, smtp: { ...fields.smtp, host } })).toEqual({ kind: 'incomplete', problems: { smtp: 'host' } })
  })

  test('a host that has to be confirmed is one for as long as it stands there', () => {
    const elsewhere: Found = { ...found, imap: { ...found.imap, host: 'Mail.Elders.test' }, unprovenHosts: ['mail.elders.test'] }
    const fields = startFields(start, elsewhere)
    expect(hostsToConfirm(elsewhere, fields)).toEqual(['mail.elders.test'])
    expect(hostsToConfirm(elsewhere, { ...fields, imap: { ...fields.imap, host: 'imap.delinde.test' } })).toEqual([])
    expect(hostsToConfirm(found, startFields(start, found))).toEqual([])
    expect(hostsToConfirm(null, startFields(start, null))).toEqual([])
  })

  test('another protection takes its usual port, but never one that was chosen', () => {
    expect(withSecurity('smtp', { host: '', port: '465', security: 'tls' }, 'starttls').port).toBe('587')
    expect(withSecurity('imap', { host: '', port: '10993', security: 'tls' }, 'starttls').port).toBe('10993')
  })

  test('spaces around what was typed or pasted do not count', () => {
    const fields = startFields(start, found)
    const outcome = settingsOf({ ...fields, caFile: '  ', user: ' anja ', imap: { ...fields.imap, host: ' imap.delinde.test ', port: ' 993 ' } })
    expect(outcome).toMatchObject({ kind: 'settings', settings: { user: 'anja', caFile: null, imap: { host: 'imap.delinde.test', port: 993 } } })
  })
})
