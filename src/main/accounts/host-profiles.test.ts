import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readHostProfiles } from './host-profiles.ts'

const ours = path.resolve(import.meta.dirname, '../../../resources/hosts')

test('our own profiles keep their schema and never claim a domain twice', () => {
  const { profiles, publicDomains } = readHostProfiles(ours)
  const domains = profiles.flatMap((profile) => profile.domains)
  expect(profiles.length).toBeGreaterThan(5)
  expect(new Set(domains).size).toBe(domains.length)
  for (const known of ['gmail.com', 'ziggo.nl', 'kpnmail.nl', 'hotmail.nl', 'zorgmail.nl']) expect(publicDomains).toContain(known)
})

test('a profile that breaks the schema is not read as if it were half right', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'profiles-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  writeFileSync(path.join(directory, 'public-domains.json'), '{"note":"","domains":[]}')
  writeFileSync(path.join(directory, 'x.json'), '{"provider":"X","source":"http://x.nl","domains":[],"exchangers":[],"imap":{"host":"x","port":143,"security":"none"},"smtp":{"host":"x","port":25,"security":"tls"}}')
  expect(() => readHostProfiles(directory)).toThrow()
})
