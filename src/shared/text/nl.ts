import { nlBook } from './nl-book.ts'
import { nlClaims } from './nl-claims.ts'
import { nlDelivery } from './nl-delivery.ts'
import { nlEntry } from './nl-entry.ts'
import { nlFrame } from './nl-frame.ts'
import { nlJournal } from './nl-journal.ts'
import { nlMail } from './nl-mail.ts'
import { nlNotices } from './nl-notices.ts'
import { nlOrigin } from './nl-origin.ts'
import { nlPractice } from './nl-practice.ts'
import { nlPracticeRules } from './nl-practice-rules.ts'
import { nlRoutes } from './nl-routes.ts'
import { nlPracticeGrants } from './nl-practice-grants.ts'
import { nlProviders } from './nl-providers.ts'
import { nlSettings } from './nl-settings.ts'

/** Dutch is the source: its keys are the type of every other table. */
export const nl = { ...nlFrame, ...nlBook, ...nlEntry, ...nlSettings, ...nlPracticeGrants, ...nlProviders, ...nlMail, ...nlJournal, ...nlNotices, ...nlDelivery, ...nlOrigin, ...nlRoutes, ...nlPractice, ...nlPracticeRules, ...nlClaims } as const
