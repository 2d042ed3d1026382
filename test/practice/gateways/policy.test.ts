import { describe, expect, test } from 'vitest'
import { REFUSED_CONTENT, verdictOf, type GatewayId, type Neighbourhood } from './policy.ts'

const around: Neighbourhood = { ownDomains: ['delinde.test'], communityDomains: ['apotheek.test'], readyDomains: ['ziekenhuis.test'], numberOnFile: '+31600000000' }
const patient = 'h.bakker@mailbox.test'

const judged = (id: GatewayId, headers: Record<string, string>, to: readonly string[] = [patient]) =>
  verdictOf(id, { from: 'anja@delinde.test', to, headers: Object.entries(headers).map(([name, value]) => ({ name, value })), body: Buffer.alloc(0) }, around)

describe('what each stand-in reads', () => {
  test.each<readonly [GatewayId, Record<string, string>, object]>([
    ['zorgmail-hosted', { Subject: 'SMS 0612345678 Uitslag' }, { kind: 'portal', subject: 'Uitslag', mobile: '+31612345678' }],
    ['zorgmail-hosted', { Subject: '@SMS 0612345678' }, { kind: 'portal', subject: '', mobile: '+31612345678' }],
    ['zorgmail-safe-relay', { Subject: 'veiligmailen Uitslag' }, { kind: 'portal', subject: 'Uitslag', mobile: null }],
    ['zorgmail-safe-relay', { Subject: 'Uitslag SMS 0612345678' }, { kind: 'reject' }],
    ['zorgmail-safe-relay', { Subject: 'SMS +31612345678 Uitslag' }, { kind: 'reject' }],
    ['zivver', { 'Zivver-Access-Right': `${patient} sms +31612345678` }, { kind: 'portal', mobile: '+31612345678' }],
    ['zivver', { 'zivver-access-right': 'x@y.test sms +31612345678' }, { kind: 'reject' }],
    ['zivver', { 'zivver-access-right': `${patient} sms 0612345678` }, { kind: 'reject' }],
    ['zivver', {}, { kind: 'reject' }],
    ['secumailer', {}, { kind: 'portal', mobile: '+31600000000' }],
    ['smartlockr', { Subject: 'Uitslag [veilig]' }, { kind: 'portal', subject: 'Uitslag' }],
    ['smartlockr', { Subject: 'Uitslag' }, { kind: 'reject' }],
    ['cryptshare', { 'X-Classificatie': 'vertrouwelijk' }, { kind: 'portal' }],
    ['cryptshare', { 'X-Classificatie': 'openbaar' }, { kind: 'reject' }],
    ['generic-nta', { 'X-Veilig': '+31612345678' }, { kind: 'portal', mobile: '+31612345678' }],
    ['generic-nta', { 'X-Veilig': '0612345678' }, { kind: 'reject' }],
  ])('%s %j', (id, headers, verdict) => {
    expect(judged(id, headers)).toMatchObject(verdict)
  })
})

test('where it goes is the service’s choice: its community, those that are ready, the portal; never to several at once', () => {
  const headers = { Subject: 'SMS 0612345678 Uitslag' }
  expect(judged('zorgmail-hosted', headers, ['balie@apotheek.test']).kind).toBe('community')
  expect(judged('zorgmail-hosted', headers, ['poli@ziekenhuis.test']).kind).toBe('direct')
  expect(judged('zorgmail-hosted', headers, ['balie@apotheek.test', patient]).kind).toBe('reject')
  expect(judged('zorgmail-hosted', headers, ['bas@delinde.test']).kind).toBe('reject')
  expect(judged('zivver', {}, ['poli@ziekenhuis.test']).kind).toBe('direct')
  expect(judged('zivver', {}, ['poli@ziekenhuis.test', 'balie@apotheek.test']).kind).toBe('reject')
  expect(judged('zorgmail-hosted', {}, ['bas@delinde.test', 'mia@delinde.test']).kind).toBe('internal')
})

test('what its filter does not want is refused, however it is marked', () => {
  const verdict = verdictOf('zorgmail-hosted', { from: 'anja@delinde.test', to: [patient], headers: [{ name: 'Subject', value: 'SMS 0612345678' }], body: Buffer.from(`a ${REFUSED_CONTENT} b`) }, around)
  expect(verdict).toEqual({ kind: 'reject', text: 'content refused' })
})
