import { enBook } from './en-book.ts'
import { enDelivery } from './en-delivery.ts'
import { enEntry } from './en-entry.ts'
import { enFrame } from './en-frame.ts'
import { enMail } from './en-mail.ts'
import { enNotices } from './en-notices.ts'
import { enOrigin } from './en-origin.ts'
import { enRoutes } from './en-routes.ts'
import { enProviders } from './en-providers.ts'
import { enSettings } from './en-settings.ts'
import type { nl } from './nl.ts'
import type { TextTable } from './text.ts'

export const en: TextTable<typeof nl> = { ...enFrame, ...enBook, ...enEntry, ...enSettings, ...enProviders, ...enMail, ...enNotices, ...enDelivery, ...enOrigin, ...enRoutes }
