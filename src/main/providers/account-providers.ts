import type { Endpoint } from '../../shared/contract/accounts.ts'
import type { PracticeRuleSettings, ProviderSettings } from '../../shared/contract/providers.ts'
import { domainOf } from '../../shared/mail/address.ts'
import { groundFor } from '../../shared/norm/sending-ground.ts'
import type { Database } from '../store/store.ts'
import type { DeliveryTo, Submission, AccountFacts, AccountProviders, AccountProvidersOptions } from './face.ts'
import { digestOf, hasPortal, openQuestions, provesIt, type SetUpState } from './provider-state.ts'
import type { ProviderId, ProviderProfile, ProviderProfiles } from './profiles.ts'
import { readPracticeRules, writePracticeRules } from './practice-rules.ts'
import { insertTest, readSettings, readTests, recordSeen } from './provider-rows.ts'
import { keepProvider, secretOf } from './provider-secrets.ts'
import { routingProviderOf } from './routing-provider.ts'
import { submissionBy } from './submission-by.ts'

interface SetUp {
  readonly profile: ProviderProfile
  readonly settings: ProviderSettings
  readonly digest: string
}

/** The providers of this workstation's accounts, over `state.db` and the keychain. Lives as long as the vault is open. */
export function createAccountProviders(options: AccountProvidersOptions): AccountProviders {
  const { db, profiles, now } = options
  const plain = profileOf(profiles, 'plain')
  const known = new Map<string, Known>()
  /** Read once: a plan asks for every recipient, at every key. */
  const look = (accountId: string): Known | null => {
    const account = options.accountOf(accountId)
    if (account === null) return null
    const before = known.get(accountId)
    if (before !== undefined && isSameServer(before.smtp, account.smtp)) return { ...before, account }
    const found = readKnown(options, accountId, account)
    known.set(accountId, found)
    return found
  }
  const submission = (accountId: string, delivery: DeliveryTo, isTest: boolean): Submission => {
    const found = look(accountId)
    if (found === null) return { kind: 'lacking', what: 'account' }
    const { account, setUp, state } = found
    if (setUp === null) return submissionBy(null, { account, delivery })
    const isUsable = state === 'ready' || (isTest && state === 'untested')
    return submissionBy(isUsable ? setUp : 'unusable', { account, delivery })
  }
  return {
    routingProvider(accountId) {
      const found = look(accountId)
      if (found?.setUp == null) return routingProviderOf(plain, unset)
      const { state, setUp: { profile, settings } } = found
      return routingProviderOf(profile, { isMarkerSet: state === 'ready', isPortalDeclared: hasPortal(profile, settings), limitBytes: settings.limitBytes, isReachable: true })
    },
    communityOf: (address) => communityOf(profiles, address),
    submissionOf: (accountId, delivery) => submission(accountId, delivery, false),
    testSubmissionOf: (accountId, delivery) => submission(accountId, delivery, true),
    of(accountId) {
      const found = look(accountId)
      return { settings: found?.setUp?.settings ?? null, tests: readTests(db, accountId, found?.setUp?.digest ?? null), state: found?.state ?? 'none' }
    },
    set: (accountId, change, alongside) => keepProvider(options, { accountId, change, alongside }).finally(() => { known.delete(accountId) }),
    secretOf: (accountId) => secretOf(options, accountId),
    forget: async (accountId) => {
      await keepProvider(options, { accountId, change: null, alongside: () => undefined })
      known.delete(accountId)
    },
    noteTest(test) {
      const setUp = look(test.accountId)?.setUp
      if (setUp == null) throw new Error('a test of a provider that is not set up')
      insertTest(db, { ...test, digest: setUp.digest, sentAt: now() })
    },
    recordSeen(id, { saw, by }) {
      known.clear()
      return recordSeen(db, id, { saw, by, at: now() })
    },
    ...practiceRulesOf(db),
  }
}

type PracticeFace = Pick<AccountProviders, 'practice' | 'fromBetraysField' | 'groundFor' | 'rules' | 'setRules'>

/** What the practice decided, read once until somebody changes it. */
function practiceRulesOf(db: Database): PracticeFace {
  let known: PracticeRuleSettings | null = null
  const rules = (): PracticeRuleSettings => known ??= readPracticeRules(db)
  return {
    rules,
    practice() {
      const { nothingPlain, secureFor, emailCodeOnly, fieldContext } = rules()
      return { nothingPlain, secureFor, emailCodeOnly, fieldContext, allSecureTo: [], emailCodeReason: '' }
    },
    fromBetraysField: (accountId) => rules().betrayingAccounts.includes(accountId),
    groundFor: (kind) => groundFor(rules().grounds, kind),
    setRules(change) {
      known = null
      return writePracticeRules(db, change)
    },
  }
}

/** An account with its provider as both are now. */
interface Known {
  readonly account: AccountFacts
  readonly smtp: Endpoint
  readonly setUp: SetUp | null
  readonly state: SetUpState
}

const isSameServer = (one: Endpoint, other: Endpoint): boolean => one.host === other.host && one.port === other.port && one.security === other.security

function readKnown({ db, profiles }: AccountProvidersOptions, accountId: string, account: AccountFacts): Known {
  const settings = readSettings(db, accountId)
  if (settings === null || settings.profile === 'plain') return { account, smtp: account.smtp, setUp: null, state: 'none' }
  const setUp = { profile: profileOf(profiles, settings.profile), settings, digest: digestOf(settings, account.smtp) }
  return { account, smtp: account.smtp, setUp, state: stateOf(db, accountId, setUp) }
}

const unset = { isMarkerSet: null, isPortalDeclared: null, limitBytes: null, isReachable: true }

const communityOf = (profiles: ProviderProfiles, address: string): string | null =>
  [...profiles.values()].find(({ community }) => community.domains.includes(domainOf(address)))?.community.names[0] ?? null

function profileOf(profiles: ProviderProfiles, id: ProviderId): ProviderProfile {
  const profile = profiles.get(id)
  if (profile === undefined) throw new Error(`no provider profile ${id}`)
  return profile
}

/** PV-05: only what a reader has confirmed of exactly these settings is in use; the last word on them counts. */
function stateOf(db: Database, accountId: string, { profile, settings, digest }: SetUp): SetUpState {
  if (openQuestions(profile, settings).length > 0) return 'incomplete'
  const last = readTests(db, accountId, digest).find(({ isOutdated, saw }) => !isOutdated && saw !== null)
  return last?.saw != null && provesIt(profile, settings, last.saw) ? 'ready' : 'untested'
}

