import type { Folder } from '../../shared/contract/mail.ts'

type Rights = Folder['rights']
const RIGHTS = ['read', 'flag', 'insert', 'remove'] as const

/** What the person may do in a folder, as one number. */
export const rightsNumber = (rights: Rights): number =>
  RIGHTS.reduce((sum, right, index) => sum + (rights[right] ? 2 ** index : 0), 0)

export function rightsOf(stored: number): Rights {
  const has = (right: (typeof RIGHTS)[number]): boolean => (stored & (2 ** RIGHTS.indexOf(right))) !== 0
  return { read: has('read'), flag: has('flag'), insert: has('insert'), remove: has('remove') }
}
