/** The file of a thread beside this one: TypeScript in a checkout, JavaScript once bundled. */
export const workerFile = (name: 'sync-thread' | 'bulk-thread' | 'reading-thread' | 'trust-thread' | 'detect-thread' | 'pdf-thread' | 'import-thread' | 'register-thread' | 'filed-thread' | 'care-thread' | 'attachment-thread'): URL =>
  new URL(`./${name}.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url)
