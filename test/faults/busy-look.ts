import { checkTwin } from '../../src/main/backup/backup.ts'

/** Looks into the twin, as the daily backup does, over and over, until it is killed. */
const [directory = ''] = process.argv.slice(2)
process.stdout.write('looking\n')
for (;;) checkTwin(directory, new Uint8Array(32).fill(3))
