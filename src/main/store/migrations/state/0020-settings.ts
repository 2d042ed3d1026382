import { step } from '../../migrate.ts'

export const settings = step(10, 20, () => {})
