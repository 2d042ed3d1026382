import { expect, test } from 'vitest'
import { loginFields, typedLogin } from './mailbox-login.ts'

const servers = { imap: { host: 'imap.delinde.test', port: 993, security: 'tls' as const }, smtp: { host: 'smtp.delinde.test', port: 587, security: 'starttls' as const } }

test('a mailbox is at the practice\'s own servers, under its address, unless something else is typed', () => {
  const fields = { ...loginFields(servers), secret: 'geheim' }
  expect(typedLogin(fields, 'info@delinde.test')).toEqual({ kind: 'login', login: { ...servers, user: 'info@delinde.test', secret: 'geheim' } })
  expect(typedLogin({ ...fields, user: ' info ' }, 'info@delinde.test')).toMatchObject({ login: { user: 'info' } })
})

test('without a password or a server nothing is tried', () => {
  expect(typedLogin(loginFields(servers), 'info@delinde.test')).toEqual({ kind: 'incomplete', problems: { secret: true } })
  expect(typedLogin({ ...loginFields(null), secret: 'x' }, 'info@delinde.test')).toMatchObject({ problems: { imap: 'host', smtp: 'host' } })
})
