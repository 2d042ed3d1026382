import { keepHeapsSmall } from '../../app/small-heaps.ts'

// Before anything else is loaded.
keepHeapsSmall()
await import('./program.ts')
