import { step } from '../../migrate.ts'

export const outbox = step(40, 50, () => {})
