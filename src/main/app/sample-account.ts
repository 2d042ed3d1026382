import { z } from 'zod'
import { endpoint } from '../../shared/contract/accounts.ts'
import { providerSettings } from '../../shared/contract/providers.ts'
import { receiving } from '../../shared/contract/trust.ts'

const sample = z.object({
  virtualAuthenticator: z.boolean(),
  account: z.object({
    address: z.string(), name: z.string(), imap: endpoint, smtp: endpoint, user: z.string(), password: z.string(), caFile: z.string(), receiving,
    /** The sample practice's own name server and the DS of its root. */
    resolver: z.string(), trustAnchorFile: z.string(),
    /** A stand-in of a provider of safe mail; `reader`: to whom its test went. */
    provider: z.object({ settings: providerSettings, secret: z.string().nullable(), reader: z.string() }).optional(),
  }),
})

/** The account of the sample practice, as the demo hands it over; used to fill in onboarding, never in a packaged build. */
export type SampleAccount = z.infer<typeof sample>['account']

/** Reads what the demo wrote; throws when it is not that. */
export const readSampleAccount = (json: string): SampleAccount => sample.parse(JSON.parse(json)).account
