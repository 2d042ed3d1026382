import { isMailAddress } from '../../mail/address.ts'
import { isMobile } from './portal-factor.ts'

type NumberForm = 'none' | 'national' | 'e164'

/** How a provider wants to be told, out of its profile. `null` is what nobody has filled in yet. */
export type MarkerForm = {
  readonly place: 'subject' | 'header' | null
  readonly name?: string | null
  readonly template: string | null
  readonly number: NumberForm | null
  readonly position?: 'start' | 'end' | null
}

export type SubmissionMarker =
  /** PV-03: one recipient per message, for the subject carries one number. */
  | { readonly kind: 'subject'; readonly text: string; readonly position: 'start' | 'end' }
  | { readonly kind: 'header'; readonly name: string; readonly value: string }
  /** PV-04: then the delivery is refused (RT-23), or waits for its number (RT-21). */
  | { readonly kind: 'lacking'; readonly what: 'place' | 'name' | 'template' | 'number-form' | 'position' | 'mobile' | 'address' }

/** The marker of one delivery, for the copy that is submitted and nowhere else (PV-02, N-06). Never a line break in it. */
export function submissionMarker(form: MarkerForm, { address, mobile }: { readonly address: string; readonly mobile: string | null }): SubmissionMarker {
  const { place, name = null, template, number, position = null } = form
  if (place === null || template === null || number === null) return lacking(place === null ? 'place' : template === null ? 'template' : 'number-form')
  const shown = number === 'none' ? '' : numberIn(number, mobile)
  if (shown === null) return lacking('mobile')
  if (template.includes('{address}') && !isMailAddress(address)) return lacking('address')
  const text = template.replace(/\{(address|mobile)\}/g, (_, field) => (field === 'mobile' ? shown : address))
  if (place === 'header') return name === null ? lacking('name') : { kind: 'header', name, value: text }
  return position === null ? lacking('position') : { kind: 'subject', text, position }
}

const lacking = (what: Extract<SubmissionMarker, { kind: 'lacking' }>['what']): SubmissionMarker => ({ kind: 'lacking', what })

/** PV-07: stored as E.164, written `06...` where the provider wants that; a number from abroad has no such form. */
function numberIn(form: Exclude<NumberForm, 'none'>, mobile: string | null): string | null {
  if (!isMobile(mobile)) return null
  return form === 'e164' ? mobile : /^\+316\d{8}$/.test(mobile) ? `0${mobile.slice(3)}` : null
}

/** PV-02: a marker goes to the provider that it is meant for, by the host that was connected to; never to another. */
export const mayCarryMarker = (connectedHost: string, providerHost: string | null): boolean =>
  providerHost !== null && providerHost !== '' && connectedHost.toLowerCase() === providerHost.toLowerCase()
