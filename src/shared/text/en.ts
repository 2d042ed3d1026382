import { enFrame } from './en-frame.ts'
import { enMail } from './en-mail.ts'
import type { nl } from './nl.ts'
import type { TextTable } from './text.ts'

export const en: TextTable<typeof nl> = { ...enFrame, ...enMail }
