import { z } from 'zod'

/** No control characters anywhere: what stands here goes into headers and subjects. */
const line = z.string().min(1).max(200).regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'one line, without control characters')
const host = line.regex(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, 'a host name in lower case, without a final dot')
const headerName = line.regex(/^[!-9;-~]+$/, 'a header name (RFC 5322 section 2.2)')
/** RT-05, as in what is known of a recipient. */
const communityName = line.regex(/^[a-z0-9-]+$/, 'a to z, 0 to 9 and hyphens')

/** `null` is a value that the provider has not published: set-up asks for it, nothing guesses it (N-13, PV-06). */
const asked = <Schema extends z.ZodType>(schema: Schema): z.ZodNullable<Schema> => schema.nullable()

const number = z.enum(['none', 'national', 'e164'])
const factor = z.enum(['sms', 'none'])

const subjectForm = z.strictObject({
  place: z.literal('subject'), template: line, number: asked(number), position: asked(z.enum(['start', 'end'])), factor,
})
const headerForm = z.strictObject({ place: z.literal('header'), name: asked(headerName), template: asked(line), number, factor: asked(factor) })
/** Where it stands is agreed by contract. */
const openForm = z.strictObject({
  place: z.null(), name: asked(headerName), template: asked(line), number: asked(number), position: asked(z.enum(['start', 'end'])), factor: asked(factor),
})

const submission = z.strictObject({
  /** `account`: as the account says; `own-server`: the practice's server passes it on; `gateway`: on site. */
  way: asked(z.enum(['account', 'own-server', 'client', 'gateway'])),
  host: asked(host).optional(), port: asked(z.int().min(1).max(65_535)).optional(), security: asked(z.enum(['starttls', 'tls'])).optional(),
  login: asked(z.enum(['password', 'hosted-mail-key', 'none'])).optional(),
  /** Where the practice's own server passes mail on to, and what its SPF record then includes. */
  onwardHost: asked(host).optional(), spfInclude: asked(line).optional(),
})

const answer = z.strictObject({ text: line, date: z.iso.date() })

/** PV-01: a provider is data. */
export const providerProfile = z.strictObject({
  id: z.enum(['plain', 'zorgmail-safe-relay', 'zorgmail-hosted', 'zivver', 'secumailer', 'smartlockr', 'cryptshare', 'generic-nta']),
  name: line,
  kind: z.enum(['plain', 'relay']),
  /** The year, or the month, of what it was taken from. */
  date: z.string().regex(/^\d{4}(?:-(?:0[1-9]|1[0-2]))?$/),
  submission,
  marker: z.strictObject({
    required: asked(z.boolean()),
    forms: z.array(z.discriminatedUnion('place', [subjectForm, headerForm, openForm])),
    options: z.array(z.strictObject({ name: headerName, template: line })).optional(),
  }),
  secondFactor: asked(z.enum(['sms', 'none'])),
  /** PV-13: where its policy does not apply. */
  excludedDomains: asked(z.array(host)).optional(),
  limitBytes: asked(z.int().positive()).optional(),
  community: z.strictObject({ names: z.array(communityName), domains: z.array(host) }),
  /** Third parties that it delivers to when both sides are ready: no community. */
  linked: z.array(communityName).optional(),
  reader: z.strictObject({ portal: asked(z.boolean()), direct: z.boolean(), codeMinutes: z.int().positive().optional(), keptDays: z.int().positive().optional() }),
  addressBook: z.strictObject({ way: z.literal('ldaps'), host: asked(host), port: asked(z.int().min(1).max(65_535)), base: asked(line), login: asked(line), page: z.url({ protocol: /^https$/ }) }).optional(),
  contact: z.strictObject({ phone: asked(line), address: asked(line) }).optional(),
  /** What the provider answered to the programme of requirements (section 12), by V number. */
  answers: z.record(z.string().regex(/^V(?:[1-9]|[1-4]\d|5[01])$/), answer),
  /** What is good to know, in the languages of the screen. */
  notes: z.array(z.strictObject({ nl: line, en: line })).optional(),
})

export type ProviderProfile = z.infer<typeof providerProfile>
export type ProviderId = ProviderProfile['id']
export type MarkerForm = ProviderProfile['marker']['forms'][number]
