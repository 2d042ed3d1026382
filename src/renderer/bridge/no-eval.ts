/**
 * Imported first. The contract's schemas are only read here, never run: without this, the library tries whether it may build
 * code at run time, which our policy forbids and reports.
 */
const scope = globalThis as { __zod_globalConfig?: { jitless?: boolean } }
scope.__zod_globalConfig = { ...scope.__zod_globalConfig, jitless: true }

export {}
