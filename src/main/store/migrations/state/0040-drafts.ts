import { step } from '../../migrate.ts'

export const drafts = step(30, 40, () => {})
