import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { providerSettings, type ProviderChoice } from '../../../shared/contract/providers.ts'
import { problemsIn, questionsOf, settingsOf, typedOf, type Typed } from './provider-form.ts'

const folder = path.resolve(import.meta.dirname, '../../../../resources/providers')
interface Profile {
  id: ProviderChoice['id']; name: string; date: string; secondFactor: ProviderChoice['secondFactor']; limitBytes?: number | null; excludedDomains?: null
  submission: { way: ProviderChoice['way']; host?: string | null; port?: number | null; security?: 'starttls' | 'tls' | null; login?: ProviderChoice['login']; onwardHost?: string | null; spfInclude?: string | null }
  marker: { required: boolean | null; forms: { place: 'subject' | 'header' | null; name?: string | null; template: string | null; number: 'none' | null; position?: 'start' | null }[] }
  reader: { portal: boolean | null }
}

/** The real profiles, as the core offers them. */
const choices = new Map(readdirSync(folder).map((file) => {
  const { id, name, date, submission, marker, secondFactor, reader, limitBytes, ...rest } = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Profile
  const choice: ProviderChoice = {
    id, name, date, way: submission.way, host: submission.host ?? null, port: submission.port ?? null, security: submission.security ?? null, login: submission.login ?? null,
    onwardHost: submission.onwardHost ?? null, spfInclude: submission.spfInclude ?? null, isMarkerRequired: marker.required,
    forms: marker.forms.map((form) => ({ place: form.place, name: form.name ?? null, template: form.template, number: form.number, position: form.position ?? null })),
    secondFactor, hasPortal: reader.portal, limitBytes: limitBytes ?? null, excludesDomains: 'excludedDomains' in rest, notes: [],
  }
  return [id, choice] as const
}))
const choice = (id: ProviderChoice['id']): ProviderChoice => choices.get(id) ?? expect.fail(id)

const asked = (id: ProviderChoice['id'], typed: Partial<Typed> = {}): string[] => {
  const questions = questionsOf(choice(id), { ...typedOf(choice(id), null), ...typed })
  return Object.entries(questions).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value === true)).map(([name]) => name)
}
const problems = (id: ProviderChoice['id'], typed: Partial<Typed> = {}) => problemsIn(choice(id), { ...typedOf(choice(id), null), ...typed }, false)

describe('what is asked is what the provider leaves open, no more (N-13, U2)', () => {
  test.each<readonly [ProviderChoice['id'], Partial<Typed>, readonly string[]]>([
    ['plain', {}, []],
    ['secumailer', {}, ['onward']],
    ['zivver', {}, ['isTheirs', 'hasLogin', 'numbered', 'direct']],
    ['zorgmail-safe-relay', {}, ['numbered', 'bare', 'number', 'position']],
    ['zorgmail-hosted', {}, ['isTheirs', 'hasLogin', 'numbered', 'bare', 'number', 'position']],
    ['smartlockr', {}, ['server', 'place', 'template', 'factor', 'excluded']],
    ['smartlockr', { server: 'theirs', place: 'header' }, ['server', 'isTheirs', 'login', 'place', 'name', 'template', 'factor', 'excluded']],
    ['smartlockr', { server: 'theirs', login: 'password', place: 'subject' }, ['server', 'isTheirs', 'login', 'hasLogin', 'place', 'template', 'position', 'factor', 'excluded']],
    ['cryptshare', {}, ['isTheirs', 'login', 'name', 'template', 'factor']],
    ['generic-nta', {}, ['isTheirs', 'login', 'isRequired', 'portal']],
    ['generic-nta', { isRequired: 'no', portal: 'no' }, ['isTheirs', 'login', 'isRequired', 'portal']],
    ['generic-nta', { isRequired: 'yes', place: 'header', number: 'e164', portal: 'yes' }, ['isTheirs', 'login', 'isRequired', 'place', 'name', 'template', 'number', 'direct', 'portal', 'factor']],
  ])('%s %j', (id, typed, expected) => {
    expect(asked(id, typed)).toEqual(expected)
  })

  test('Zivver’s server is filled in as it publishes it; nothing else is', () => {
    expect(typedOf(choice('zivver'), null)).toMatchObject({ host: 'smtp.zivver.com', port: '587', security: 'starttls', user: '', secret: '' })
    expect(typedOf(choice('zorgmail-hosted'), null)).toMatchObject({ host: '', port: '', security: '', number: '', position: '' })
  })
})

describe('what cannot be kept is said at its field', () => {
  test.each<readonly [ProviderChoice['id'], Partial<Typed>, object]>([
    ['zivver', {}, { user: 'missing', secret: 'missing' }],
    ['zivver', { user: 'u', secret: 's', host: 'https://zivver', port: '0' }, { host: 'host', port: 'port' }],
    ['zorgmail-safe-relay', {}, { number: 'missing', position: 'missing' }],
    ['zorgmail-safe-relay', { number: 'national', position: 'start', limit: '0' }, { limit: 'limit' }],
    ['cryptshare', { host: 'gw.praktijk.nl', port: '25', security: 'tls', login: 'none', factor: 'yes', name: 'Bcc', template: 'é' }, { name: 'name', template: 'text' }],
    ['generic-nta', { host: '10.0.0.1', port: '587', security: 'starttls', login: 'none', isRequired: 'yes', place: 'header', name: 'X-Veilig', number: 'e164', template: 'ja', portal: 'no' }, { template: 'placeholder' }],
    ['generic-nta', { host: '10.0.0.1', port: '587', security: 'starttls', login: 'none', isRequired: 'yes', place: 'header', name: 'X-Veilig', number: 'none', template: '{mobile}', portal: 'no' }, { template: 'stray-placeholder' }],
    ['smartlockr', { server: 'own', place: 'subject', position: 'end', template: '[veilig]', factor: 'yes', excluded: 'some', excludedList: 'geen domein' }, { excludedList: 'domains' }],
    ['secumailer', {}, {}],
  ])('%s %j', (id, typed, expected) => {
    expect(problems(id, typed)).toEqual(expected)
  })

  test('a password that is kept need not be typed again', () => {
    expect(problemsIn(choice('zivver'), { ...typedOf(choice('zivver'), null), user: 'u' }, true)).toEqual({})
  })
})

describe('what is kept', () => {
  const answers: Readonly<Partial<Record<ProviderChoice['id'], Partial<Typed>>>> = {
    'zorgmail-safe-relay': { number: 'national', position: 'start' },
    'zorgmail-hosted': { host: 'smtp.zm.nl', port: '465', security: 'tls', user: 'u', secret: 's', number: 'e164', position: 'end', numbered: '1', bare: '3' },
    'zivver': { user: 'u', secret: 's', goesDirectUnmarked: true, limit: '35' },
    'secumailer': { onward: 'relay.secumailer.nl' },
    'smartlockr': { server: 'own', place: 'subject', position: 'end', template: ' [veilig] ', factor: 'yes', excluded: 'some', excludedList: 'Een.nl., twee.nl' },
    'cryptshare': { host: '10.0.0.5', port: '587', security: 'starttls', login: 'none', name: 'X-Klasse', template: 'ja', factor: 'no' },
    'generic-nta': { host: 'mx.nl', port: '587', security: 'starttls', login: 'password', user: 'u', secret: 's', isRequired: 'yes', place: 'header', name: 'X-Veilig', number: 'e164', template: 'to={mobile}', portal: 'yes', factor: 'yes' },
  }

  test.each(Object.keys(answers) as ProviderChoice['id'][])('%s fits the contract, and comes back into the fields as it was', (id) => {
    const typed = { ...typedOf(choice(id), null), ...answers[id] }
    expect(problemsIn(choice(id), typed, false)).toEqual({})
    const kept = providerSettings.parse(settingsOf(choice(id), typed))
    const again = typedOf(choice(id), kept)
    expect(providerSettings.parse(settingsOf(choice(id), again))).toEqual(kept)
    expect(problemsIn(choice(id), again, true)).toEqual({})
  })

  test('only what was asked', () => {
    const typed = { ...typedOf(choice('secumailer'), null), host: 'verdwaald.nl', name: 'X-Verdwaald', template: 'x', number: 'e164' as const, user: 'u' }
    expect(settingsOf(choice('secumailer'), typed)).toMatchObject({ endpoint: null, user: null, marker: { name: null, template: null, number: null }, secondFactor: null })
    expect(settingsOf(choice('generic-nta'), { ...typedOf(choice('generic-nta'), null), portal: 'no' })).toMatchObject({ hasPortal: false, secondFactor: 'none' })
  })
})
