import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { DEFAULT_LIMIT_BYTES, isFreeMail, routingRulesVersion } from './routing-rules.ts'

const hosts = path.resolve(import.meta.dirname, '../../../../resources/hosts')
const domainsIn = (file: string): string[] => (JSON.parse(readFileSync(path.join(hosts, file), 'utf8')) as { domains: string[] }).domains

/** Never a practice's own domain, but no place where patients have their mail. */
const forProfessionals = ['e-zorg.nl', 'zorgmail.nl', 'onmicrosoft.com', 'ziggozakelijk.nl']

test('SC-06: the rules carry their edition and revision', () => {
  expect(routingRulesVersion).toMatch(/^\d{4}-\d{2}\/\d+$/)
})

test('RT-03: every public domain of the host profiles is a free-mail domain', () => {
  const known = readdirSync(hosts).filter((file) => file.endsWith('.json')).flatMap(domainsIn)
  expect(known.filter((domain) => !isFreeMail(domain)).sort()).toEqual([...forProfessionals].sort())
})

test.each(['gmail.com', 'GMAIL.com', 'hotmail.nl', 'ziggo.nl', 'kpnmail.nl', 'icloud.com', 'outlook.com'])('RT-03: %s is free mail', (domain) => {
  expect(isFreeMail(domain)).toBe(true)
})

test.each(['', 'zorgmail.nl', 'mail.gmail.com', 'gmail.com.kliniek.test', 'gmail.con', 'kliniek.test'])('RT-03: %j is not', (domain) => {
  expect(isFreeMail(domain)).toBe(false)
})

test('RT-04: the default is 20 MB', () => {
  expect(DEFAULT_LIMIT_BYTES).toBe(20_000_000)
})
