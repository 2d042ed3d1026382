import { nlFrame } from './nl-frame.ts'
import { nlMail } from './nl-mail.ts'

/** Dutch is the source: its keys are the type of every other table. */
export const nl = { ...nlFrame, ...nlMail } as const
