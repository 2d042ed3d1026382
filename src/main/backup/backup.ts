/** Backups of `state.db`, which holds what exists nowhere else: written every day, checked, and put back. */
export { checkGeneration, listGenerations } from './generations.ts'
export type { Generation, GenerationCondition } from './generations.ts'
export { BACKUP_EVERY_MS } from './limits.ts'
export { finishRestore, pruneAside } from './finish-restore.ts'
export { restoreBackup } from './restore-backup.ts'
export type { RestoreOutcome, RestoreParts } from './restore-backup.ts'
export { writeBackup } from './write-backup.ts'
export type { BackupOutcome, BackupParts } from './write-backup.ts'
