import type { Step } from '../migrate.ts'
import { accounts } from './state/0010-accounts.ts'
import { settings } from './state/0020-settings.ts'
import { journal } from './state/0030-journal.ts'
import { drafts } from './state/0040-drafts.ts'
import { outbox } from './state/0050-outbox.ts'
import { tasks } from './state/0060-tasks.ts'
import { verdicts } from './state/0070-verdicts.ts'
import { routes } from './state/0080-routes.ts'
import { addressBook } from './state/0090-address-book.ts'
import { providers } from './state/0100-providers.ts'
import { deliveryReports } from './state/0110-delivery-reports.ts'
import { journalViews } from './state/0120-journal-views.ts'
import { practiceHome } from './state/0130-practice-home.ts'
import { register } from './state/0140-register.ts'
import { registerFolder } from './state/0150-register-folder.ts'

/** The schema of `state.db`, which holds what exists nowhere else. This list only grows, and a released step never changes. */
export const stateMigrations: readonly Step[] = [accounts, settings, journal, drafts, outbox, tasks, verdicts, routes, addressBook, providers, deliveryReports, journalViews, practiceHome, register, registerFolder]
