import type { nlMail } from './nl-mail.ts'
import type { TextTable } from './text.ts'

export const enMail: TextTable<typeof nlMail> = {
  'list.label': 'Messages',
}
