import type { AccountProvider, ProviderChoice, ProviderSettings } from '../../../shared/contract/providers.ts'
import { isMarkerHeader } from '../../../shared/norm/marker-header.ts'
import { apart, isDomain, isHost, together } from './typed-names.ts'

type YesNo = 'yes' | 'no' | ''

/** What stands in the fields: text, also where a number is meant; '' for what nobody chose yet. */
export interface Typed {
  readonly server: 'own' | 'theirs' | ''
  readonly host: string
  readonly port: string
  readonly security: 'starttls' | 'tls' | ''
  readonly login: 'password' | 'none' | ''
  readonly user: string
  readonly secret: string
  readonly onward: string
  readonly isRequired: YesNo
  /** Places in the profile's list of forms. */
  readonly numbered: string
  readonly bare: string
  readonly place: 'subject' | 'header' | ''
  readonly name: string
  readonly template: string
  readonly number: 'none' | 'national' | 'e164' | ''
  readonly position: 'start' | 'end' | ''
  readonly goesDirectUnmarked: boolean
  readonly portal: YesNo
  readonly factor: YesNo
  readonly excluded: 'none' | 'some' | ''
  readonly excludedList: string
  readonly limit: string
}

export type Field = Exclude<keyof Typed, 'goesDirectUnmarked' | 'numbered' | 'bare' | 'onward'>
export type FieldProblem = 'missing' | 'host' | 'port' | 'name' | 'text' | 'placeholder' | 'stray-placeholder' | 'domains' | 'limit'
export type Problems = Readonly<Partial<Record<Field, FieldProblem>>>

/** Where the mobile number belongs in a marker. */
export const PLACEHOLDER = '{mobile}'

type Form = ProviderChoice['forms'][number]
export interface FormChoice { readonly index: number; readonly template: string }

const isNumbered = ({ number, template }: Form): boolean => (number === null ? template?.includes(PLACEHOLDER) === true : number !== 'none')

/** The published forms that a person can choose between; those that nobody knows enough of are left out while there are others. */
function offered({ forms }: ProviderChoice, fits: (form: Form) => boolean): FormChoice[] {
  return forms.flatMap((form, index) => (form.template !== null && fits(form) ? [{ index, template: form.template }] : []))
}

/** Which questions this provider leaves open, given what was answered so far (PV-06, N-13). */
export interface Questions {
  readonly server: boolean
  /** It is handed in at a server of the provider. */
  readonly isTheirs: boolean
  readonly login: boolean
  readonly hasLogin: boolean
  readonly onward: boolean
  readonly isRequired: boolean
  readonly numbered: readonly FormChoice[]
  readonly bare: readonly FormChoice[]
  readonly place: boolean
  readonly name: boolean
  readonly template: boolean
  readonly number: readonly Exclude<Typed['number'], ''>[]
  readonly position: boolean
  readonly direct: boolean
  readonly portal: boolean
  readonly factor: boolean
  readonly excluded: boolean
}

export function questionsOf(choice: ProviderChoice, typed: Typed): Questions {
  const isMarked = choice.isMarkerRequired ?? typed.isRequired === 'yes'
  const numbered = isMarked ? offered(choice, isNumbered) : []
  const bare = isMarked ? offered(choice, (form) => !isNumbered(form)) : []
  const used = isMarked ? usedForms(choice, typed, { numbered, bare }) : []
  const isTheirs = choice.way === 'client' || choice.way === 'gateway' || (choice.way === null && typed.server === 'theirs')
  const inSubject = (form: Form): boolean => (form.place ?? typed.place) === 'subject'
  const numberForm = used.find(({ number }) => number === null)
  const carriesNumber = (form: Form): boolean => isNumbered(form) || (form.number === null && (typed.number === 'national' || typed.number === 'e164'))
  return {
    server: choice.way === null, isTheirs,
    login: isTheirs && choice.login === null, hasLogin: isTheirs && (choice.login ?? (typed.login === '' ? 'none' : typed.login)) !== 'none',
    onward: choice.way === 'own-server' && choice.onwardHost === null,
    isRequired: choice.isMarkerRequired === null, numbered, bare,
    place: used.some(({ place }) => place === null),
    name: used.some((form) => form.name === null && (form.place ?? typed.place) === 'header'),
    template: used.some(({ template }) => template === null),
    number: numberForm === undefined ? [] : numberForm.template === null ? ['none', 'national', 'e164'] : ['national', 'e164'],
    position: used.some((form) => inSubject(form) && form.position === null),
    direct: isMarked && used.length > 0 && used.every(carriesNumber),
    portal: choice.hasPortal === null,
    factor: choice.secondFactor === null && (choice.hasPortal ?? typed.portal === 'yes'),
    excluded: choice.excludesDomains,
  }
}

function usedForms({ forms }: ProviderChoice, typed: Typed, { numbered, bare }: { numbered: readonly FormChoice[]; bare: readonly FormChoice[] }): Form[] {
  const chosen = [chosenOf(numbered, typed.numbered), chosenOf(bare, typed.bare)].flatMap((index) => (index === null ? [] : [forms[index]]))
  const known = chosen.filter((form) => form !== undefined)
  return known.length > 0 ? known : forms.slice(0, 1)
}

/** The place of the form that was chosen, else of the first. */
const chosenOf = (choices: readonly FormChoice[], typed: string): number | null => (choices.find(({ index }) => String(index) === typed) ?? choices[0])?.index ?? null

const yesNo = (answer: boolean | null): YesNo => (answer === null ? '' : answer ? 'yes' : 'no')

/** The fields as they start: what the provider has published, what was kept, and nothing else. */
export function typedOf(choice: ProviderChoice, kept: AccountProvider['settings']): Typed {
  const settings = kept?.profile === choice.id ? kept : null
  const endpoint = settings?.endpoint ?? null
  const marker = settings?.marker
  return {
    server: settings === null ? '' : endpoint === null ? 'own' : 'theirs',
    host: endpoint?.host ?? choice.host ?? '', port: String(endpoint?.port ?? choice.port ?? ''), security: endpoint?.security ?? choice.security ?? '',
    login: settings === null || endpoint === null ? '' : settings.user === null ? 'none' : 'password', user: settings?.user ?? '', secret: '', onward: settings?.onwardHost ?? '',
    isRequired: yesNo(marker?.isRequired ?? null), numbered: String(marker?.numbered ?? ''), bare: String(marker?.bare ?? ''),
    place: marker?.place ?? '', name: marker?.name ?? '', template: marker?.template ?? '', number: marker?.number ?? '', position: marker?.position ?? '',
    goesDirectUnmarked: settings?.goesDirectUnmarked ?? false, portal: yesNo(settings?.hasPortal ?? null),
    factor: settings?.secondFactor == null ? '' : yesNo(settings.secondFactor === 'sms'),
    excluded: settings?.excludedDomains == null ? '' : settings.excludedDomains.length === 0 ? 'none' : 'some', excludedList: together(settings?.excludedDomains ?? []),
    limit: settings?.limitBytes == null ? '' : String(Math.round(settings.limitBytes / MEGABYTE)),
  }
}

const MEGABYTE = 1_000_000
const wholeIn = (text: string, most: number): number | null => {
  const value = Number(text.trim())
  return /^\d+$/.test(text.trim()) && value >= 1 && value <= most ? value : null
}

function templateProblem({ template, number }: Typed): FieldProblem | null {
  if (template.trim() === '') return 'missing'
  if (!/^[ -~]{1,200}$/.test(template.trim())) return 'text'
  const isThere = template.includes(PLACEHOLDER)
  if (number === '') return null
  return number === 'none' ? (isThere ? 'stray-placeholder' : null) : isThere ? null : 'placeholder'
}

const hostProblem = (host: string): FieldProblem | null => (host.trim() === '' ? 'missing' : isHost(host.trim()) || /^[\da-f.:]+$/i.test(host.trim()) ? null : 'host')
const nameProblem = (name: string): FieldProblem | null => (name.trim() === '' ? 'missing' : isMarkerHeader(name.trim()) ? null : 'name')
const listProblem = (list: string): FieldProblem | null => (apart(list).length === 0 ? 'missing' : apart(list).every(isDomain) ? null : 'domains')

/** What keeps the fields from being kept, by field. `hasSecret`: one is kept, and an empty field keeps it. */
export function problemsIn(choice: ProviderChoice, typed: Typed, hasSecret: boolean): Problems {
  const asked = questionsOf(choice, typed)
  const missing = (isAsked: boolean, value: string): FieldProblem | null => (isAsked && value.trim() === '' ? 'missing' : null)
  const found: Record<Field, FieldProblem | null> = {
    server: missing(asked.server, typed.server),
    host: asked.isTheirs ? hostProblem(typed.host) : null,
    port: asked.isTheirs && wholeIn(typed.port, 65_535) === null ? (typed.port.trim() === '' ? 'missing' : 'port') : null,
    security: missing(asked.isTheirs, typed.security),
    login: missing(asked.login, typed.login),
    user: missing(asked.hasLogin, typed.user),
    secret: missing(asked.hasLogin && !hasSecret, typed.secret),
    isRequired: missing(asked.isRequired, typed.isRequired),
    place: missing(asked.place, typed.place),
    name: asked.name ? nameProblem(typed.name) : null,
    template: asked.template ? templateProblem(typed) : null,
    number: missing(asked.number.length > 0, typed.number),
    position: missing(asked.position, typed.position),
    portal: missing(asked.portal, typed.portal),
    factor: missing(asked.factor, typed.factor),
    excluded: missing(asked.excluded, typed.excluded),
    excludedList: asked.excluded && typed.excluded === 'some' ? listProblem(typed.excludedList) : null,
    limit: typed.limit.trim() === '' || wholeIn(typed.limit, 1_000) !== null ? null : 'limit',
  }
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== null))
}

/** The settings as the core wants them; only of fields without problems. What was not asked stays as the profile has it. */
export function settingsOf(choice: ProviderChoice, typed: Typed): ProviderSettings {
  const asked = questionsOf(choice, typed)
  const host = typed.onward.trim()
  return {
    profile: choice.id,
    endpoint: asked.isTheirs ? { host: typed.host.trim(), port: wholeIn(typed.port, 65_535) ?? 0, security: typed.security === 'tls' ? 'tls' : 'starttls' } : null,
    user: asked.hasLogin ? typed.user.trim() : null,
    marker: {
      isRequired: asked.isRequired ? typed.isRequired === 'yes' : null,
      numbered: chosenOf(asked.numbered, typed.numbered), bare: chosenOf(asked.bare, typed.bare),
      place: asked.place && typed.place !== '' ? typed.place : null, name: asked.name ? typed.name.trim() : null, template: asked.template ? typed.template.trim() : null,
      number: asked.number.length > 0 && typed.number !== '' ? typed.number : null, position: asked.position && typed.position !== '' ? typed.position : null,
    },
    goesDirectUnmarked: asked.direct && typed.goesDirectUnmarked,
    // Without a portal there is nothing for which a code could be asked.
    secondFactor: choice.secondFactor !== null ? null : asked.factor && typed.factor === 'yes' ? 'sms' : 'none',
    hasPortal: asked.portal ? typed.portal === 'yes' : null,
    limitBytes: typed.limit.trim() === '' ? null : (wholeIn(typed.limit, 1_000) ?? 20) * MEGABYTE,
    excludedDomains: asked.excluded ? (typed.excluded === 'some' ? apart(typed.excludedList).map((name) => name.toLowerCase().replace(/\.$/, '')) : []) : null,
    onwardHost: asked.onward && host !== '' ? host : null,
  }
}
