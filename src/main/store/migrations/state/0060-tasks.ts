import { step } from '../../migrate.ts'

export const tasks = step(50, 60, () => {})
