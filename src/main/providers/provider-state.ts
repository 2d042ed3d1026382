import { createHash } from 'node:crypto'
import type { Endpoint } from '../../shared/contract/accounts.ts'
import type { AccountProvider, ProviderSettings, Seen } from '../../shared/contract/providers.ts'
import type { ProviderProfile } from './profiles.ts'
import { chosenForms, isComplete } from './marker-choice.ts'

/** PV-14: a portal that nobody declared is none. Without a second factor it gives nobody access to health information (NTA-6.1.10). */
export const hasPortal = ({ reader, secondFactor }: ProviderProfile, settings: ProviderSettings): boolean =>
  (reader.portal ?? settings.hasPortal ?? false) && (secondFactor ?? settings.secondFactor) === 'sms'

/** PV-04: whether mail must carry a marker. What is neither published nor answered counts against. */
export const needsMarker = ({ marker }: ProviderProfile, { marker: answers }: ProviderSettings): boolean => marker.required ?? answers.isRequired ?? true

/** Whether it goes by a server of the provider's own, and so with a login of its own. */
export const hasOwnServer = ({ submission }: ProviderProfile, { endpoint }: ProviderSettings): boolean =>
  submission.way === 'client' || submission.way === 'gateway' || (submission.way === null && endpoint !== null)

/** What keeps these settings from being used, by name; empty when nothing does. */
export function openQuestions(profile: ProviderProfile, settings: ProviderSettings): ('server' | 'login' | 'marker-needed' | 'marker' | 'portal' | 'factor' | 'excluded')[] {
  const forms = chosenForms(profile, settings)
  const portal = hasPortal(profile, settings)
  // By the portal a number must reach the provider, unless a form without one asks for the code by itself.
  const heaviest = portal ? forms.numbered ?? (forms.bare?.factor === 'sms' ? forms.bare : null) : forms.bare ?? forms.numbered
  const way = profile.submission
  const isServerOpen = hasOwnServer(profile, settings) && settings.endpoint === null
  const isLoginOpen = hasOwnServer(profile, settings) && settings.user === null && (way.login === 'password' || way.login === 'hosted-mail-key')
  return [
    ...(isServerOpen ? ['server' as const] : []),
    ...(isLoginOpen ? ['login' as const] : []),
    ...(profile.marker.required === null && settings.marker.isRequired === null ? ['marker-needed' as const] : []),
    ...(needsMarker(profile, settings) && (heaviest === null || !isComplete(heaviest)) ? ['marker' as const] : []),
    ...(profile.reader.portal === null && settings.hasPortal === null ? ['portal' as const] : []),
    ...(profile.secondFactor === null && settings.secondFactor === null ? ['factor' as const] : []),
    ...(profile.excludedDomains === null && settings.excludedDomains === null ? ['excluded' as const] : []),
  ]
}

/** What a reader must have seen for the settings to be known to work (PV-05): the code where there is a portal, else that it came. */
export const provesIt = (profile: ProviderProfile, settings: ProviderSettings, saw: Seen): boolean =>
  saw === (hasPortal(profile, settings) ? 'code' : 'direct')

/** Names exactly these settings at exactly this server of the account, without telling what they are. */
export const digestOf = (settings: ProviderSettings, ownServer: Endpoint): string =>
  createHash('sha256').update(JSON.stringify([inOrder(settings), ownServer.host, ownServer.port, ownServer.security])).digest('hex')

/** Keys in a fixed order: the same settings have the same name wherever they come from. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, inner]) => [key, inOrder(inner)])
}

export type SetUpState = AccountProvider['state']
