import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { submissionMarker } from '../../shared/norm/routing/submission-marker.ts'
import { emptyFields, MalformedProfile, readProfile, readProviderProfiles, type ProviderId, type ProviderProfile } from './profiles.ts'
import { routingProviderOf, type ProviderSettings } from './routing-provider.ts'

const resources = path.resolve(import.meta.dirname, '../../../resources/providers')
const profiles = readProviderProfiles(resources)
const profile = (id: ProviderId): ProviderProfile => profiles.get(id) ?? expect.fail(`no profile ${id}`)
const zivver = JSON.parse(readFileSync(path.join(resources, 'zivver.json'), 'utf8')) as Record<string, unknown>

const nothing: ProviderSettings = { isMarkerSet: null, isPortalDeclared: null, limitBytes: null, isReachable: true }

test('PV-01: all eight are there, each with its date', () => {
  expect([...profiles.keys()]).toEqual(['cryptshare', 'generic-nta', 'plain', 'secumailer', 'smartlockr', 'zivver', 'zorgmail-hosted', 'zorgmail-safe-relay'])
})

describe('what is published, and what set-up must ask (N-13)', () => {
  test.each<readonly [string, ProviderId, readonly string[]]>([
    ['PV-10 ZorgMail leaves position and number form open', 'zorgmail-safe-relay', ['marker.forms.0.number', 'marker.forms.0.position', 'marker.forms.4.template']],
    ['PV-10 Hosted Mail: host and port', 'zorgmail-hosted', ['submission.host', 'submission.port']],
    ['PV-11 the address book', 'zorgmail-hosted', ['addressBook.host', 'addressBook.port', 'addressBook.base', 'addressBook.login']],
    ['PV-13 SmartLockr: marker and excluded domains', 'smartlockr', ['marker.forms.0.template', 'excludedDomains', 'secondFactor']],
    ['PV-14 generic: host, marker, portal', 'generic-nta', ['submission.host', 'submission.port', 'submission.security', 'marker.required', 'reader.portal']],
    ['SecuMailer: host behind the own server', 'secumailer', ['submission.onwardHost']],
    ['Cryptshare: the header', 'cryptshare', ['marker.forms.0.name', 'marker.forms.0.template', 'secondFactor']],
  ])('%s', (_name, id, fields) => {
    expect(emptyFields(profile(id))).toEqual(expect.arrayContaining([...fields]))
  })

  test('PV-15 ordinary mail asks nothing', () => {
    expect(emptyFields(profile('plain'))).toEqual([])
  })

  test('Zivver has published its submission and its header', () => {
    const { submission, marker } = profile('zivver')
    expect(submission).toEqual({ way: 'client', host: 'smtp.zivver.com', port: 587, security: 'starttls', login: 'password' })
    expect(submissionMarker(marker.forms[0]!, { address: 'a@b.test', mobile: '+31612345678' })).toEqual({ kind: 'header', name: 'zivver-access-right', value: 'a@b.test sms +31612345678' })
  })

  test('PV-06 a marker with an open field cannot be set: it lacks', () => {
    for (const id of ['zorgmail-safe-relay', 'smartlockr', 'cryptshare', 'generic-nta'] as const) {
      for (const form of profile(id).marker.forms) expect(submissionMarker(form, { address: 'a@b.test', mobile: '+31612345678' }).kind).toBe('lacking')
    }
  })
})

describe('what routing is told', () => {
  test.each<readonly [string, ProviderId, Partial<ProviderSettings>, object]>([
    ['RT-05 partner networks of ZorgMail, not those it is linked with (PV-10)', 'zorgmail-hosted', {}, { communities: ['zorgmail', 'e-zorg', 'zorgring-nhn'] }],
    ['PV-14 no portal unless declared', 'generic-nta', {}, { hasPortal: false }],
    ['PV-14 declared', 'generic-nta', { isPortalDeclared: true }, { hasPortal: true }],
    ['PV-13 the marker lacks until it is set', 'smartlockr', {}, { lacksMarker: true }],
    ['PV-13 set', 'smartlockr', { isMarkerSet: true }, { lacksMarker: false }],
    ['PV-04 generic: a marker that may be required lacks as well', 'generic-nta', {}, { lacksMarker: true }],
    ['PV-04 SecuMailer has none', 'secumailer', {}, { lacksMarker: false }],
    ['RT-04 the default limit', 'zivver', {}, { limitBytes: 20_000_000 }],
    ['RT-04 the practice’s own', 'zivver', { limitBytes: 5_000_000 }, { limitBytes: 5_000_000 }],
    ['PV-15 ordinary mail is ordinary', 'plain', {}, { kind: 'plain', communities: [], hasPortal: false }],
  ])('%s', (_name, id, settings, expected) => {
    expect(routingProviderOf(profile(id), { ...nothing, ...settings })).toMatchObject(expected)
  })
})

describe('wrong types are named', () => {
  test.each<readonly [string, Record<string, unknown>, string]>([
    ['a number for a name', { name: 5 }, 'name'],
    ['an unknown kind', { kind: 'safe' }, 'kind'],
    ['a port as text', { submission: { way: 'client', host: 'smtp.zivver.com', port: '587' } }, 'submission.port'],
    ['a line break in a header', { marker: { required: true, forms: [{ place: 'header', name: 'x', template: 'a\r\nBcc: b', number: 'none', factor: 'none' }] } }, 'marker.forms.0.template'],
    ['a colon in a header name', { marker: { required: true, forms: [{ place: 'header', name: 'x: y', template: 'a', number: 'none', factor: 'none' }] } }, 'marker.forms.0.name'],
    ['a list that is none', { community: { names: 'zivver', domains: [] } }, 'community.names'],
    ['a V number that is not there', { answers: { V52: { text: 'ja', date: '2026-01-01' } } }, 'answers.V52'],
    ['a note in one language', { notes: ['Zonder kenmerk'] }, 'notes.0'],
    ['a field of its own', { sealOfApproval: true }, ''],
  ])('%s', (_name, change, field) => {
    const reading = readProfile(JSON.stringify({ ...zivver, ...change }))
    expect(reading.kind === 'malformed' ? reading.faults.map((fault) => fault.field) : reading.kind).toEqual([field])
  })

  test.each(['', '{', '[]', '"zivver"', 'null'])('%j is no profile', (text) => {
    expect(readProfile(text).kind).toBe('malformed')
  })

  test('a folder with a bad file, or one with another name, is a named error', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'praktijkpost-profiles-'))
    onTestFinished(() => { rmSync(folder, { recursive: true }) })
    writeFileSync(path.join(folder, 'zivver.json'), JSON.stringify({ ...zivver, kind: 5 }))
    expect(() => readProviderProfiles(folder)).toThrow(MalformedProfile)
    writeFileSync(path.join(folder, 'zivver.json'), JSON.stringify(zivver))
    expect([...readProviderProfiles(folder).keys()]).toEqual(['zivver'])
    writeFileSync(path.join(folder, 'plain.json'), JSON.stringify(zivver))
    expect(() => readProviderProfiles(folder)).toThrow('provider profile plain.json: id: is not the name of the file')
  })
})
