import { z } from 'zod'
import { isMarkerHeader } from '../norm/marker-header.ts'
import { GROUNDS } from '../norm/sending-ground.ts'
import { connectionProblem, endpoint } from './accounts.ts'
import { call, query } from './declare.ts'
import { accountId, instant, nothing } from './values.ts'

export const providerId = z.enum(['plain', 'zorgmail-safe-relay', 'zorgmail-hosted', 'zivver', 'secumailer', 'smartlockr', 'cryptshare', 'generic-nta'])

/** What goes into a header or a subject: one line of printable ASCII, so that nothing in it can begin another. */
const markerText = z.string().min(1).max(200).regex(/^[!-~](?:[ -~]*[!-~])?$/)
const domain = z.string().max(253).regex(/^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}$/)
const host = z.string().min(1).max(253).regex(/^[a-z0-9.:-]+$/i)
const number = z.enum(['none', 'national', 'e164'])
const place = z.enum(['subject', 'header'])
const position = z.enum(['start', 'end'])
const factor = z.enum(['sms', 'none'])

/** How the provider is told, as far as its profile leaves that open. Null: not known, and nothing guesses it (N-13). */
export const markerAnswers = z.object({
  isRequired: z.boolean().nullable(),
  /** Which of the profile's forms is used, with a number and without; null: the first. */
  numbered: z.number().int().min(0).max(20).nullable(),
  bare: z.number().int().min(0).max(20).nullable(),
  place: place.nullable(),
  name: z.string().refine(isMarkerHeader).nullable(),
  template: markerText.nullable(),
  number: number.nullable(),
  position: position.nullable(),
})

/** The provider of an account with what set-up asked (PV-06). Its password is not here. */
export const providerSettings = z.object({
  profile: providerId,
  /** Where mail is handed in; null: at the account's own server, with its own login. */
  endpoint: endpoint.extend({ host }).nullable(),
  /** Null: there is no login of its own. */
  user: z.string().min(1).max(320).nullable(),
  marker: markerAnswers,
  /** By contract mail without a marker goes safely too, where the recipient can receive it directly. */
  goesDirectUnmarked: z.boolean(),
  secondFactor: factor.nullable(),
  /** PV-14. */
  hasPortal: z.boolean().nullable(),
  /** Of a message as submitted (RT-04); null: not known. */
  limitBytes: z.number().int().min(100_000).max(1_000_000_000).nullable(),
  /** PV-13: where its policy does not apply, and mail would go as ordinary mail. Null: nobody asked. */
  excludedDomains: z.array(domain).max(200).nullable(),
  /** Where the practice's own server passes mail on to, as the provider told. */
  onwardHost: host.nullable(),
})

const markerForm = z.object({ place: place.nullable(), name: z.string().nullable(), template: z.string().nullable(), number: number.nullable(), position: position.nullable() })

/** A provider as a person can choose it: what it has published, and null for what set-up must ask. */
export const providerChoice = z.object({
  id: providerId,
  name: z.string(),
  date: z.string(),
  way: z.enum(['account', 'own-server', 'client', 'gateway']).nullable(),
  host: z.string().nullable(), port: z.number().nullable(), security: z.enum(['starttls', 'tls']).nullable(),
  login: z.enum(['password', 'hosted-mail-key', 'none']).nullable(),
  onwardHost: z.string().nullable(), spfInclude: z.string().nullable(),
  isMarkerRequired: z.boolean().nullable(),
  forms: z.array(markerForm),
  secondFactor: factor.nullable(),
  hasPortal: z.boolean().nullable(),
  limitBytes: z.number().nullable(),
  /** Its policy may leave domains out: set-up asks which. */
  excludesDomains: z.boolean(),
  notes: z.array(z.object({ nl: z.string(), en: z.string() })),
})

/** What the reader of a test message saw (PV-05). */
export const seen = z.enum([
  /** It opened after a code by text message. */
  'code',
  /** It lay in the mailbox, and nothing was asked. */
  'direct',
  /** There was a portal, but it asked for no code. */
  'no-code',
  /** It came as ordinary mail, with the marker in it or not. */
  'ordinary',
  'nothing',
])

const testRecord = z.object({
  id: z.string(), reader: z.string(), sentAt: instant, sentBy: z.string(),
  saw: seen.nullable(), seenAt: instant.nullable(), seenBy: z.string().nullable(),
  /** The settings have changed since: it says nothing of what they are now. */
  isOutdated: z.boolean(),
})

const accountProvider = z.object({
  settings: providerSettings.nullable(),
  /** The newest first. */
  tests: z.array(testRecord),
  /** `untested`: nothing goes by it until a reader has seen that it works (PV-05); `incomplete`: something is not filled in. */
  state: z.enum(['none', 'incomplete', 'untested', 'ready']),
  /** Whether a password of its own is kept. */
  hasSecret: z.boolean(),
  /** The account's own server, as it would be used. */
  ownHost: z.string(),
})

export const practiceRules = z.object({
  /** CF-1 to CF-8; null: not set, which counts as a doubt (CF-10). */
  fieldContext: z.enum(['CF-1', 'CF-2', 'CF-3', 'CF-4', 'CF-5', 'CF-6', 'CF-7', 'CF-8']).nullable(),
  /** CF-9: accounts whose address or name gives the field away. */
  betrayingAccounts: z.array(accountId).max(200),
  nothingPlain: z.boolean(),
  secureFor: z.array(z.enum(['logistic', 'general'])).max(2),
  /** RT-22: the policy. */
  emailCodeOnly: z.boolean(),
  /** R11; null: asked for each message. */
  grounds: z.object({ persons: z.enum(GROUNDS).nullable(), others: z.enum(GROUNDS).nullable() }),
})

const notKept = ['journal-unwritable', 'disk-full'] as const
const secret = z.string().min(1).max(4096)

export const providerOperations = {
  'providers.choices': query({ who: 'unlocked', asks: 'nothing', input: nothing, output: z.array(providerChoice), fails: [], reads: [] }),
  'providers.get': query({ who: 'unlocked', asks: 'nothing', input: z.object({ accountId }), output: accountProvider, fails: ['no-such-account'], reads: ['accounts'] }),
  /** Logs in for real; sends nothing, changes nothing. Without a secret: with the one that is kept. */
  'providers.tryLogin': call({
    who: 'unlocked', asks: { act: 'manage-own', of: 'own' }, input: z.object({ accountId, settings: providerSettings, secret: secret.nullable() }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('ok'), tls: z.string() }),
      z.object({ kind: z.literal('problem'), problem: connectionProblem }),
    ]),
    fails: ['no-such-account', 'no-secret', 'keychain-unavailable'],
  }),
  /** Nothing goes by these settings before a test of them was confirmed. */
  'providers.set': call({
    who: 'unlocked', asks: { act: 'manage-own', of: 'own' }, input: z.object({ accountId, settings: providerSettings, secret: secret.nullable() }), output: nothing,
    fails: ['no-such-account', 'no-secret', 'keychain-unavailable', ...notKept],
  }),
  /** A test message with the provider's marker, to somebody who can tell what he sees (PV-05). */
  'providers.sendTest': call({
    who: 'unlocked', asks: { act: 'manage-own', of: 'own' }, input: z.object({ accountId, to: z.string().min(3).max(320), mobile: z.string().max(40).nullable() }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('sent'), testId: z.string() }),
      z.object({ kind: z.literal('problem'), problem: z.union([connectionProblem, z.enum(['server-said-later', 'server-refused', 'unclear'])]), code: z.number().int().nullable() }),
    ]),
    fails: ['no-such-account', 'not-an-address', 'not-a-mobile', 'not-complete', 'no-secret', 'keychain-unavailable', ...notKept],
  }),
  'providers.recordSeen': call({ who: 'unlocked', asks: { act: 'manage-own', of: 'own' }, input: z.object({ testId: z.string().max(64), saw: seen }), output: nothing, fails: ['no-such-test', ...notKept] }),
  'practiceRules.get': query({ who: 'unlocked', asks: 'nothing', input: nothing, output: practiceRules, fails: [], reads: ['settings'] }),
  'practiceRules.set': call({ who: 'unlocked', asks: { act: 'set-rule', of: 'practice' }, input: practiceRules.partial(), output: nothing, fails: [...notKept] }),
}

export type ProviderChoice = z.infer<typeof providerChoice>
export type ProviderSettings = z.infer<typeof providerSettings>
export type MarkerAnswers = z.infer<typeof markerAnswers>
export type AccountProvider = z.infer<typeof accountProvider>
export type ProviderTest = z.infer<typeof testRecord>
export type Seen = z.infer<typeof seen>
export type PracticeRuleSettings = z.infer<typeof practiceRules>
