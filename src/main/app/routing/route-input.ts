import path from 'node:path'
import { z } from 'zod'
import { asciiLowerCase, domainOf } from '../../../shared/mail/address.ts'
import type { MessageFacts, RecipientFacts } from '../../../shared/norm/routing/routing-facts.ts'
import { readProviderProfiles, type ProviderProfiles } from '../../providers/profiles.ts'
import { routingProviderOf } from '../../providers/routing-provider.ts'

const status = z.enum([
  'ready', 'absent', 'expired', 'notYetValid', 'malformed', 'draft', 'unknownVersion', 'ambiguous', 'insecure', 'bogus', 'indeterminate', 'lookupFailed', 'noSuchDomain',
])
export const messageClass = z.enum(['phi', 'unknown', 'logistic', 'general'])
const flag = z.boolean().nullish()

export const recipientCase = z.object({
  address: z.string(), kind: z.enum(['person', 'professional', 'unknown']).nullish(), ntaStatus: status, provider: z.string().nullish(),
  mobile: z.string().nullish(), mobileVerified: flag, outsideEea: flag, firstTime: flag, noMailHost: flag,
})

/** Unknown fields are ignored. `groupMailPlain` is one: ticked, it lifts neither consent nor context. */
export const messageCase = z.object({
  from: z.string(),
  profile: z.enum(['plain', 'zorgmail-safe-relay', 'zorgmail-hosted', 'zivver', 'secumailer', 'smartlockr', 'cryptshare', 'generic-nta']),
  ownStatus: status, class: messageClass, detection: z.enum(['none', 'possible', 'strong']),
  fieldContext: z.enum(['CF-1', 'CF-2', 'CF-3', 'CF-4', 'CF-5', 'CF-6', 'CF-7', 'CF-8']).nullish(), fromBetraysField: flag, consent: flag,
  practiceRules: z.object({
    nothingPlain: flag, secureFor: z.array(messageClass).nullish(), allSecureTo: z.array(z.string()).nullish(), emailCodeOnly: flag, emailCodeReason: z.string().nullish(),
  }).nullish(),
  profileSettings: z.object({ markerConfigured: flag, portalDeclared: flag, limitBytes: z.number().nonnegative().nullish() }).nullish(),
  provider: z.object({ reachable: flag }).nullish(),
  sizeBytes: z.number().nonnegative(),
  wish: z.enum(['direct', 'portal', 'community', 'plain', 'hold', 'refuse']).nullish(),
  recipients: z.array(recipientCase),
})

export type MessageCase = z.infer<typeof messageCase>

const folder = path.resolve(import.meta.dirname, import.meta.url.endsWith('.ts') ? '../../../../resources' : '../../resources', 'providers')

export const builtInProfiles = (): ProviderProfiles => readProviderProfiles(folder)

/** The JSON text's value; undefined when it is none. Editors on Windows put a byte order mark before it. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}

/** The paths, below `within`, of what does not fit. */
export const faultyFields = (result: z.ZodSafeParseResult<unknown>, within: string): string[] =>
  result.success ? [] : result.error.issues.map((issue) => [...(within === '' ? [] : [within]), ...issue.path].join('.'))

/** What the rules want to know. Own domains are that of `from`, and those given. */
export function factsOf(input: MessageCase, profiles: ProviderProfiles, ownDomains: readonly string[] = []): MessageFacts {
  const { practiceRules: rules, profileSettings: settings } = input
  const profile = profiles.get(input.profile)
  if (profile === undefined) throw new Error(`no profile ${input.profile}`)
  return {
    ownDomains: [domainOf(input.from), ...ownDomains], ownStatus: input.ownStatus, messageClass: input.class, detection: input.detection,
    fieldContext: input.fieldContext ?? null, fromBetraysField: input.fromBetraysField ?? false, consent: input.consent ?? null,
    sizeBytes: input.sizeBytes, wish: input.wish ?? null, recipients: input.recipients.map(recipientOf),
    provider: routingProviderOf(profile, {
      // What a case leaves out is not lacking: the marker is set, and the generic relay has its portal.
      isMarkerSet: settings?.markerConfigured ?? true, isPortalDeclared: settings?.portalDeclared ?? input.profile !== 'plain',
      limitBytes: settings?.limitBytes ?? null, isReachable: input.provider?.reachable ?? true,
    }),
    practice: {
      nothingPlain: rules?.nothingPlain ?? false, secureFor: rules?.secureFor ?? [], allSecureTo: rules?.allSecureTo ?? [],
      emailCodeOnly: rules?.emailCodeOnly ?? false, emailCodeReason: rules?.emailCodeReason ?? '',
    },
  }
}

const recipientOf = (recipient: MessageCase['recipients'][number]): RecipientFacts => ({
  address: recipient.address, kind: recipient.kind ?? 'unknown', status: recipient.ntaStatus, hasNoMailHost: recipient.noMailHost ?? false,
  community: recipient.provider === null || recipient.provider === undefined ? null : asciiLowerCase(recipient.provider),
  mobile: recipient.mobile ?? null, isMobileVerified: recipient.mobileVerified ?? false,
  isOutsideEea: recipient.outsideEea ?? false, isNew: recipient.firstTime ?? false,
})
