import { setFlagsFromString } from 'node:v8'

/**
 * Keeps what this process takes for JavaScript near what it needs, in all its threads; V8 is made for servers that have the
 * computer to themselves. To be called before anything large is loaded: room for new objects is not given back once it was taken.
 * Measured at a first copy: 60 MB less, and no more processor time than measurements differ.
 */
export function keepHeapsSmall(): void {
  for (const flag of [NEW_OBJECTS, OLD_OBJECTS]) setFlagsFromString(flag)
}

/** The room for new objects stays at 1 MB, twice, in place of 16: loading the program alone would fill it, and it would stay. */
const NEW_OBJECTS = '--semi-space-growth-factor=1'

/** The heap is swept when it is half as large again as what was alive, in place of up to four times as large. */
const OLD_OBJECTS = '--heap-growing-percent=50'
