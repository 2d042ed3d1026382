import path from 'node:path'
import { done, refused } from '../../../src/shared/contract/declare.ts'
import type { Handlers } from '../../../src/shared/contract/contract.ts'
import type { AccountProvider, PracticeRuleSettings, ProviderSettings, ProviderTest } from '../../../src/shared/contract/providers.ts'
import { choiceOf } from '../../../src/main/app/provider-operations.ts'
import { usualRules } from '../../../src/main/providers/practice-rules.ts'
import { digestOf, openQuestions, provesIt } from '../../../src/main/providers/provider-state.ts'
import { readProviderProfiles, type ProviderProfile } from '../../../src/main/providers/profiles.ts'
import type { FakeCore } from './fake-core.ts'

const profiles = readProviderProfiles(path.resolve(import.meta.dirname, '../../../resources/providers'))
const ownServer = { host: 'mail.delinde.test', port: 587, security: 'starttls' as const }

/** The provider of the one account, in memory, by the rules of the product. */
export class FakeProviders {
  settings: ProviderSettings | null = null
  hasSecret = false
  rules: PracticeRuleSettings = usualRules
  tests: (Omit<ProviderTest, 'isOutdated'> & { digest: string })[] = []
  /** What the next login comes to. */
  login: Awaited<ReturnType<Handlers['providers.tryLogin']>> = done({ kind: 'ok', tls: 'TLSv1.3' })
  sending: Awaited<ReturnType<Handlers['providers.sendTest']>> | null = null

  now(): Omit<AccountProvider, 'hasSecret' | 'ownHost'> {
    const { settings } = this
    const digest = settings === null ? '' : digestOf(settings, ownServer)
    const tests = this.tests.map(({ digest: of, ...test }) => ({ ...test, isOutdated: of !== digest })).reverse()
    const profile = settings === null ? undefined : profiles.get(settings.profile)
    return { settings, tests, state: settings === null || profile === undefined ? 'none' : stateOf(profile, settings, tests) }
  }

  note(reader: string, at: number): string {
    const id = `test-${String(this.tests.length + 1)}`
    this.tests.push({ id, reader, sentAt: at, sentBy: 'Anja de Vries', saw: null, seenAt: null, seenBy: null, digest: this.settings === null ? '' : digestOf(this.settings, ownServer) })
    return id
  }
}

function stateOf(profile: ProviderProfile, settings: ProviderSettings, tests: readonly ProviderTest[]): AccountProvider['state'] {
  if (openQuestions(profile, settings).length > 0) return 'incomplete'
  const last = tests.find(({ isOutdated, saw }) => !isOutdated && saw !== null)
  return last?.saw != null && provesIt(profile, settings, last.saw) ? 'ready' : 'untested'
}

type Some<Prefix extends string> = { [Name in keyof Handlers as Name extends `${Prefix}.${string}` ? Name : never]: Handlers[Name] }

export const providerHandlers = (core: FakeCore): Some<'providers'> & Some<'practiceRules'> => {
  const { providers } = core
  return {
    'providers.choices': () => done([...profiles.values()].map(choiceOf)),
    'providers.get': () => done({ ...providers.now(), hasSecret: providers.hasSecret, ownHost: ownServer.host }),
    'providers.tryLogin': () => providers.login,
    'providers.set': ({ settings, secret }) => {
      if (settings.user !== null && secret === null && !providers.hasSecret) return refused('no-secret')
      providers.hasSecret = settings.user !== null
      providers.settings = settings.profile === 'plain' ? null : settings
      core.changed('accounts')
      return done({})
    },
    'providers.sendTest': ({ to }) => {
      if (providers.sending !== null) return providers.sending
      const testId = providers.note(to, core.now)
      core.changed('accounts')
      return done({ kind: 'sent', testId })
    },
    'providers.recordSeen': ({ testId, saw }) => {
      const test = providers.tests.find(({ id }) => id === testId)
      if (test === undefined) return refused('no-such-test')
      Object.assign(test, { saw, seenAt: core.now, seenBy: 'Anja de Vries' })
      core.changed('accounts')
      return done({})
    },
    'practiceRules.get': () => done(providers.rules),
    'practiceRules.set': (change) => {
      providers.rules = { ...providers.rules, ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) }
      core.changed('settings')
      return done({})
    },
  }
}
