import { step } from '../../migrate.ts'

export const accounts = step(0, 10, () => {})
