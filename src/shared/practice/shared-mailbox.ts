import { z } from 'zod'
import { mailAct } from './act.ts'
import { MAILBOX_MEMBERS } from './limits.ts'
import { folderPath, id, line, mailAddress, moment, paragraph } from './plain-values.ts'

/** A mailbox that belongs to the practice: FM-03 and FM-04 say what must be known of it. */
export const sharedMailbox = z.strictObject({
  id,
  address: mailAddress,
  name: line,
  /** `acl`: opened with the person's own login. `password`: the server cannot, so its password is sealed for the members. */
  access: z.enum(['acl', 'password']),
  path: folderPath.nullable(),
  /** A person. */
  owner: id,
  purpose: paragraph.min(1),
  strangersMayExpect: paragraph.min(1),
  passesOn: line,
  members: z.array(z.strictObject({ person: id, may: z.array(mailAct) })).max(MAILBOX_MEMBERS),
  reviewAt: moment,
}).refine(({ members }) => new Set(members.map(({ person }) => person)).size === members.length, 'a member once')
export type SharedMailbox = z.infer<typeof sharedMailbox>
