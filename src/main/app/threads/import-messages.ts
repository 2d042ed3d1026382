import type { ReadFile } from '../../address-book/import/read-csv.ts'

/** What the thread that reads a file of contacts is given, and what it answers, once. */
export interface ImportStart { readonly bytes: Uint8Array }
export type FromImport = ReadFile
