import type { MarkerAnswers, ProviderSettings } from '../../shared/contract/providers.ts'
import { isMarkerHeader } from '../../shared/norm/marker-header.ts'
import { submissionMarker, type MarkerForm, type SubmissionMarker } from '../../shared/norm/routing/submission-marker.ts'
import type { ProviderProfile } from './profiles.ts'

export type LackingWhat = Extract<SubmissionMarker, { kind: 'lacking' }>['what']
type Known = { readonly form: MarkerForm; readonly factor: 'sms' | 'none' | null }

/** The forms that an account uses: one that carries a number, one that does not. Null where its provider has none, or it is not known. */
export interface ChosenForms {
  readonly numbered: Known | null
  readonly bare: Known | null
}

const readsMobile = (template: string | null): boolean => template?.includes('{mobile}') === true

/** What the profile leaves open as the practice filled it in. What it has published stands. */
function filled(form: ProviderProfile['marker']['forms'][number], answers: MarkerAnswers, secondFactor: 'sms' | 'none' | null): Known {
  return {
    form: {
      place: form.place ?? answers.place,
      name: ('name' in form ? form.name : null) ?? answers.name,
      template: form.template ?? answers.template,
      number: form.number ?? answers.number,
      position: ('position' in form ? form.position : null) ?? answers.position,
    },
    factor: form.factor ?? secondFactor,
  }
}

/** A number form says whether there is a number; while that is open, the template does. */
const isNumbered = ({ form: { number, template } }: Known): boolean => (number === null ? readsMobile(template) : number !== 'none')

/** The forms in use, as far as they are known. */
export function chosenForms({ marker, secondFactor }: ProviderProfile, { marker: answers, secondFactor: answered }: ProviderSettings): ChosenForms {
  const forms = marker.forms.map((form) => filled(form, answers, secondFactor ?? answered))
  const pick = (chosen: number | null, fits: (known: Known) => boolean): Known | null => {
    const candidate = chosen === null ? undefined : forms[chosen]
    return (candidate !== undefined && fits(candidate) ? candidate : forms.find(fits)) ?? null
  }
  return { numbered: pick(answers.numbered, isNumbered), bare: pick(answers.bare, (known) => !isNumbered(known)) }
}

/** The marker of one delivery; what could break out of its place, or take a number along that nobody expects there, is lacking. */
export function markerOf({ form }: Known, to: { readonly address: string; readonly mobile: string | null }): SubmissionMarker {
  const { template, number, name } = form
  if (template !== null && number !== null && readsMobile(template) !== (number !== 'none')) return { kind: 'lacking', what: 'template' }
  const marker = submissionMarker(form, to)
  if (marker.kind === 'header' && !isMarkerHeader(marker.name)) return { kind: 'lacking', what: name === null ? 'name' : 'place' }
  const text = marker.kind === 'header' ? marker.value : marker.kind === 'subject' ? marker.text : ''
  return /^[ -~]*$/.test(text) ? marker : { kind: 'lacking', what: 'template' }
}

/** Whether everything of a form is known, whoever it is for. */
export const isComplete = (known: Known): boolean => markerOf(known, { address: 'lezer@voorbeeld.nl', mobile: '+31612345678' }).kind !== 'lacking'
