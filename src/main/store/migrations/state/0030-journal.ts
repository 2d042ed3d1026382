import { step } from '../../migrate.ts'

export const journal = step(20, 30, () => {})
