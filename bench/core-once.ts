import { keepHeapsSmall } from '../src/main/app/small-heaps.ts'

// As the shells begin.
keepHeapsSmall()
await import('./core-copy.ts')
