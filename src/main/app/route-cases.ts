import path from 'node:path'
import { z } from 'zod'
import { asciiLowerCase, domainOf } from '../../shared/mail/address.ts'
import { planDeliveries } from '../../shared/norm/routing/plan-deliveries.ts'
import type { Delivery, MessageFacts, RecipientFacts } from '../../shared/norm/routing/routing-facts.ts'
import { readProviderProfiles, type ProviderProfiles } from '../providers/profiles.ts'
import { routingProviderOf } from '../providers/routing-provider.ts'

export type { Delivery } from '../../shared/norm/routing/routing-facts.ts'

/** `fields` are the paths within the input of what is missing or of the wrong type. */
export type RoutedCase =
  | { readonly id: string | number; readonly deliveries: readonly Delivery[] }
  | { readonly id: string | number | null; readonly error: 'malformed-case'; readonly case: number; readonly fields: readonly string[] }

export type RoutedCases = { readonly kind: 'cases'; readonly cases: Iterable<RoutedCase> } | { readonly kind: 'not-json' } | { readonly kind: 'no-list' }

const status = z.enum([
  'ready', 'absent', 'expired', 'notYetValid', 'malformed', 'draft', 'unknownVersion', 'ambiguous', 'insecure', 'bogus', 'indeterminate', 'lookupFailed', 'noSuchDomain',
])
const messageClass = z.enum(['phi', 'unknown', 'logistic', 'general'])
const flag = z.boolean().nullish()

const recipientCase = z.object({
  address: z.string(), kind: z.enum(['person', 'professional', 'unknown']).nullish(), ntaStatus: status, provider: z.string().nullish(),
  mobile: z.string().nullish(), mobileVerified: flag, outsideEea: flag, firstTime: flag, noMailHost: flag,
})

/** Unknown fields are ignored. `groupMailPlain` is one: ticked, it lifts neither consent nor context. */
const messageCase = z.object({
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

type MessageCase = z.infer<typeof messageCase>

const listedCase = z.object({ id: z.union([z.string(), z.number()]), input: z.unknown().optional() })

const folder = path.resolve(import.meta.dirname, import.meta.url.endsWith('.ts') ? '../../../resources' : '../../resources', 'providers')

/** Plans the deliveries of cases whose look-ups are given, offline; `text` is a JSON list of `{ id, input }`. A malformed case spoils no other. */
export function routeCases(text: string): RoutedCases {
  const list = parsed(text)
  if (list === undefined) return { kind: 'not-json' }
  if (!Array.isArray(list)) return { kind: 'no-list' }
  return { kind: 'cases', cases: routedInTurn(list, readProviderProfiles(folder)) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function* routedInTurn(list: readonly unknown[], profiles: ProviderProfiles): Generator<RoutedCase> {
  for (const [at, each] of list.entries()) {
    const listed = listedCase.safeParse(each)
    const id = listed.success ? listed.data.id : null
    const input = messageCase.safeParse(listed.success ? listed.data.input : undefined)
    if (id !== null && input.success) yield { id, deliveries: planDeliveries(factsOf(input.data, profiles)) }
    else yield { id, error: 'malformed-case', case: at, fields: [...faultyFields(listed, ''), ...(listed.success ? faultyFields(input, 'input') : [])] }
  }
}

const faultyFields = (result: z.ZodSafeParseResult<unknown>, within: string): string[] =>
  result.success ? [] : result.error.issues.map((issue) => [...(within === '' ? [] : [within]), ...issue.path].join('.'))

function factsOf(input: MessageCase, profiles: ProviderProfiles): MessageFacts {
  const { practiceRules: rules, profileSettings: settings } = input
  const profile = profiles.get(input.profile)
  if (profile === undefined) throw new Error(`no profile ${input.profile}`)
  return {
    ownDomains: [domainOf(input.from)], ownStatus: input.ownStatus, messageClass: input.class, detection: input.detection,
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
